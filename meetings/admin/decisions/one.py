"""A decision in full: written, changed, and the reports that it is about."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from aspirations.services import Refused
from meetings import services
from meetings.admin.decisions.promises import blank_rows, filled, write
from meetings.admin.decisions.rows import (
    asks_to_write,
    back_to,
    decision_of,
    on_agenda,
    say_outcomes,
    searched,
    show_page,
    to_one,
)
from meetings.admin.tabs import is_key
from meetings.forms.decisions import DecisionForm, ReportsForm, decision_initial
from meetings.models import Decision, Meeting
from meetings.permissions import may_convene, may_sign
from meetings.workflow import DecisionStatus


def new(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """One decision with its reports and promises in one go; searching keeps what was typed."""
    asks_to_write(request, meeting)
    data = request.POST if request.method == "POST" else None
    initial = {"item": request.GET.get("item", "")}
    form = DecisionForm(data, meeting=meeting, user=request.user, initial=initial)
    reports = ReportsForm(data, reports=_offered(request, meeting))
    rows = blank_rows(meeting, data)
    context = {"form": form, "reports": reports, "rows": rows, "may_write": True}
    if data is None:
        return show_page(model_admin, request, meeting, "form", context)
    if "search" in data:
        # Looked for, not sent: nothing is wrong yet.
        form = DecisionForm(meeting=meeting, user=request.user, initial=_typed(data))
        rows = blank_rows(meeting, typed=data)
        context |= {"form": form, "rows": rows, "searched": True}
        return show_page(model_admin, request, meeting, "form", context)
    if all([form.is_valid(), reports.is_valid(), *[one.is_valid() for one in rows]]):
        try:
            made = _write_all(request, meeting, form, reports, rows)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Konsep keputusan %(number)d dicatat.") % {"number": made.number})
            return back_to(meeting, made)
    return show_page(model_admin, request, meeting, "form", context, status=422)


@transaction.atomic
def _write_all(
    request: HttpRequest, meeting: Meeting, form: DecisionForm, reports: ReportsForm, rows: list[Any]
) -> Decision:
    chosen = reports.cleaned_data["reports"]
    made = services.record_decision(meeting, actor=request.user, reports=chosen, **form.cleaned_data)
    for row in filled(rows):
        write(made, row, request.user)
    return made


def _typed(data: Any) -> dict[str, Any]:
    return {key: data.get(key, "") for key in data if key != "is_public"} | {"is_public": "is_public" in data}


def _offered(request: HttpRequest, meeting: Meeting) -> list[Aspiration]:
    """The agenda's first, then what was searched, then what is checked already."""
    offered = {one.pk: one for one in on_agenda(meeting, request.user)}
    if request.method == "POST":
        offered |= {one.pk: one for one in searched(meeting, request.user, request.POST.get("words", ""))}
        checked = [pk for pk in request.POST.getlist("reports") if is_key(pk)][:100]
        rest = Aspiration.objects.visible_to(request.user).filter(pk__in=checked).exclude(pk__in=offered)
        offered |= {one.pk: one for one in rest}
    return list(offered.values())


def page(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, decision: int
) -> HttpResponse:
    """Everything about one; a POST does one of ACTS."""
    held = decision_of(meeting, request.user, decision)
    if request.method != "POST":
        return _one(model_admin, request, held, _form(held, request.user))
    asks_to_write(request, meeting)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return _save(model_admin, request, held)
    try:
        return act(request, held)
    except Refused as refused:
        messages.error(request, str(refused))
        return to_one(held)


def _form(decision: Decision, user: Any, data: Any = None) -> DecisionForm:
    initial = decision_initial(decision)
    return DecisionForm(data, meeting=decision.meeting, user=user, decision=decision, initial=initial)


def _save(model_admin: admin.ModelAdmin, request: HttpRequest, decision: Decision) -> HttpResponse:
    form = _form(decision, request.user, request.POST)
    if form.is_valid():
        try:
            services.edit_decision(decision, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Keputusan %(number)d disimpan.") % {"number": decision.number})
            return to_one(decision)
    return _one(model_admin, request, decision, form, status=422)


def _one(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    decision: Decision,
    form: DecisionForm,
    status: int = 200,
) -> HttpResponse:
    meeting, words = decision.meeting, request.GET.get("cari", "")
    there = {row.aspiration_id for row in decision.seen}  # type: ignore[attr-defined]
    found = searched(meeting, request.user, words) if words else on_agenda(meeting, request.user)
    may_write = may_convene(request.user, meeting) and decision.status != DecisionStatus.REVOKED
    context = {
        "decision": decision,
        "form": form,
        "words": words,
        "offers": [one for one in found if one.pk not in there],
        "may_write": may_write,
        "may_sign": may_sign(request.user, meeting),
        "is_draft": decision.status == DecisionStatus.DRAFT,
        "is_adopted": decision.status == DecisionStatus.ADOPTED,
        "history": _history(decision),
    }
    return show_page(model_admin, request, meeting, "one", context, status=status)


def _history(decision: Decision) -> list[Any]:
    """What was done to it and its promises."""
    keys = [one.pk for one in decision.follow_ups.all()]
    events = decision.meeting.events.select_related("user")
    about = events.filter(details__decision=decision.pk) | events.filter(details__follow_up__in=keys)
    return list(about.order_by("at", "pk"))


def _report(request: HttpRequest) -> Aspiration:
    key = request.POST.get("report", "")
    rows = Aspiration.objects.visible_to(request.user).for_list()
    found = rows.filter(pk=key).first() if is_key(key) else None
    if found is None:
        raise Http404
    return found


def _attach(request: HttpRequest, decision: Decision) -> HttpResponse:
    report = _report(request)
    say_outcomes(request, services.attach_report(decision, report, actor=request.user))
    messages.success(request, _("%(number)s dilampirkan.") % {"number": report.number})
    return to_one(decision)


def _detach(request: HttpRequest, decision: Decision) -> HttpResponse:
    report, reason = _report(request), request.POST.get("reason", "").replace("\0", "")
    say_outcomes(request, services.detach_report(decision, report, actor=request.user, reason=reason))
    messages.success(request, _("%(number)s dilepas dari keputusan ini.") % {"number": report.number})
    return to_one(decision)


def _apply(request: HttpRequest, decision: Decision) -> HttpResponse:
    say_outcomes(request, services.apply_decision(decision, _report(request), actor=request.user))
    return to_one(decision)


def _drop(request: HttpRequest, decision: Decision) -> HttpResponse:
    services.drop_decision(decision, actor=request.user)
    messages.success(request, _("Konsep keputusan %(number)d dihapus.") % {"number": decision.number})
    return back_to(decision.meeting)


ACTS = {"attach": _attach, "detach": _detach, "apply": _apply, "drop": _drop}
