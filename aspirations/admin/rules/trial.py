"""The tester: what the rules would do with a report that is typed in, or with those that came in; dry."""

from dataclasses import replace
from typing import Any, NamedTuple

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from aspirations import search
from aspirations.admin.rules.past import MOST, leads_to, past
from aspirations.admin.rules.words import conditions, destination, why_not
from aspirations.forms.routing import OfficeForm, PastTrialForm, ReportTrialForm, RuleSettingsForm
from aspirations.models import RoutingRule
from aspirations.routing import unmet
from aspirations.services.routing import Book, facts_of, read_book, routed, texts_of
from aspirations.services.submission import Submission
from government.models import Region
from government.permissions import Capability, territories, territory_q

ONE, PAST = "try_one", "try_past"


class Line(NamedTuple):
    """A rule on the page: as it would stand, and what it says to the report that was typed in."""

    form: RuleSettingsForm
    rule: RoutingRule
    conditions: str
    destination: str
    verdict: str = ""
    reasons: str = ""


def trial_page(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """One form: the rules as they would stand, and what to try them on. Nothing is saved."""
    user: Any = request.user
    offices = Region.objects.active().districts().order_by("code")
    offices = offices.filter(territory_q("code", territories(user, Capability.TRIAGE)))
    office_form = OfficeForm(request.POST or request.GET or None, offices=offices)
    office = office_form.cleaned_data["office"] if office_form.is_valid() else offices.first()
    if office is None:
        raise Http404
    rules = RoutingRule.objects.for_office(office.pk).select_related("territory", "unit", "person", "agency")
    rows = {row.pk: row for row in rules.prefetch_related("categories", "villages")}
    forms = _settings(request, rows)
    book = _as_it_would_stand(read_book(RoutingRule.objects.for_office(office.pk), office.pk), rows, forms)
    one = ReportTrialForm(request.POST if ONE in request.POST else None, office=office)
    over = PastTrialForm(request.POST if PAST in request.POST else None)
    lines = [
        Line(forms[rule.key], row, "; ".join(conditions(row).values()), destination(row))
        for rule in book.rules
        for row in [rows[rule.key]]
    ]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Uji aturan penerusan"),
        "opts": RoutingRule._meta,
        "office": office,
        "office_form": OfficeForm(initial={"office": office}, offices=offices),
        "has_offices": offices.count() > 1,
        "one": one,
        "over": over,
        "most": MOST,
        **_tried(book, lines, one),
        "past": past(book, user, office, over.cleaned_data["days"]) if over.is_valid() else None,
    }
    bad = any(form.is_bound and not form.is_valid() for form in (one, over, *forms.values()))
    return TemplateResponse(
        request, "admin/aspirations/rules/trial.html", context, status=422 if bad else 200
    )


def _settings(request: HttpRequest, rows: dict[int, RoutingRule]) -> dict[int, RuleSettingsForm]:
    """What was typed for each rule; a rule that came since stands as it is."""
    return {
        pk: RuleSettingsForm(
            request.POST if f"rule-{pk}-position" in request.POST else None,
            prefix=f"rule-{pk}",
            initial={"position": place, "is_active": row.is_active},
        )
        for place, (pk, row) in enumerate(rows.items(), start=1)
    }


def _as_it_would_stand(book: Book, rows: dict[int, RoutingRule], forms: dict[int, RuleSettingsForm]) -> Book:
    """The book in the order, and with the rules, that were typed; an office's rules stay together."""
    places = {}
    rules = []
    for rule in book.rules:
        form = forms[rule.key]
        typed = form.cleaned_data if form.is_valid() else form.initial
        places[rule.key] = (-rows[rule.key].territory.level, typed["position"])
        rules.append(replace(rule, is_active=typed["is_active"]))
    return Book(tuple(sorted(rules, key=lambda rule: places[rule.key])), book.to)


def _tried(book: Book, lines: list[Line], form: ReportTrialForm) -> dict[str, Any]:
    """Line by line what each rule says, and where the report would go."""
    if not form.is_valid():
        return {"lines": lines, "leads_to": None}
    data = form.cleaned_data
    village: Region = data["village"]
    report = Submission(
        title="",
        text=data["text"],
        category=data["category"],
        village=village,
        kind=data["kind"],
        channel=data["channel"],
    )
    at = data["at"].replace(tzinfo=village.zone)
    (words,) = search.lexemes([texts_of(report)])
    found = routed(book, report, at, words)
    facts = facts_of(report, at, words)
    matched = {rule.key for rule in found.way.matched}
    is_over, said = False, []
    for rule, line in zip(book.rules, lines, strict=True):
        missing = unmet(rule, facts)
        if rule.key in matched:
            said.append(line._replace(verdict="matches"))
            is_over = not rule.goes_on
        elif is_over and not missing:
            said.append(line._replace(verdict="unread"))
        else:
            reasons = "; ".join(why_not(line.rule, missing))
            said.append(line._replace(verdict="differs", reasons=reasons))
    return {"lines": said, "leads_to": leads_to(found), "decided_by": found.decided_by}
