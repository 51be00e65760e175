"""Drafts become decisions, after a look at what every reporter will read; and one is taken back."""

from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations.models import Aspiration
from aspirations.services import Refused
from meetings import services
from meetings.admin.decisions.rows import asks_to_write, back_to, decision_of, decisions_of, say_outcomes
from meetings.admin.tabs import is_key, show
from meetings.forms.decisions import ReasonForm
from meetings.models import Decision, Meeting
from meetings.permissions import may_sign
from meetings.services.moves import Step, obstacle, step_of
from meetings.workflow import DecisionStatus


class Draft(NamedTuple):
    """A draft as the preview shows it: what it lacks, what is said, and which reports move."""

    decision: Decision
    lacks: str
    step: Step
    reports: list[tuple[Aspiration, str]]


def preview(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """All drafts, or the one that `id` names; a POST adopts those that are checked."""
    asks_to_write(request, meeting)
    if request.method == "POST":
        return _adopt(request, meeting)
    wanted = request.GET.get("id", "")
    rows = [one for one in decisions_of(meeting, request.user) if one.status == DecisionStatus.DRAFT]
    if wanted:
        rows = [one for one in rows if str(one.pk) == wanted]
    drafts = [_look(one, request.user) for one in rows]
    ready = sum(not one.lacks for one in drafts)
    context = {"drafts": drafts, "ready": ready}
    return show(
        model_admin,
        request,
        meeting,
        "decisions",
        context,
        template="admin/meetings/decisions/adopt.html",
    )


def _look(decision: Decision, user: Any) -> Draft:
    step = step_of(decision, list(decision.follow_ups.all()))
    # Of a merged report the one it joined is told.
    reports = {}
    for row in decision.seen:  # type: ignore[attr-defined]
        report = row.aspiration.merged_into or row.aspiration
        reports[report.pk] = report
    looked = [(report, obstacle(report, step, user)) for report in reports.values()]
    return Draft(decision, services.adoption_obstacle(decision), step, looked)


def _adopt(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("decision") if is_key(pk)]
    if not chosen:
        messages.warning(request, _("Pilih dulu keputusan yang ditetapkan."))
        return back_to(meeting)
    try:
        adopted = services.adopt_all(meeting, actor=request.user, only=chosen)
    except Refused as refused:
        messages.error(request, str(refused))
        return back_to(meeting)
    said = ngettext("%(count)d keputusan ditetapkan.", "%(count)d keputusan ditetapkan.", len(adopted))
    messages.success(request, said % {"count": len(adopted)})
    say_outcomes(request, [one for __, outcomes in adopted for one in outcomes])
    return back_to(meeting)


def revoke(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, decision: int
) -> HttpResponse:
    """Asks why, then takes the decision back."""
    if not may_sign(request.user, meeting):
        raise Http404
    held = decision_of(meeting, request.user, decision)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            outcomes = services.revoke(held, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Keputusan %(number)d dicabut.") % {"number": held.number})
            say_outcomes(request, outcomes)
            return back_to(meeting, held)
    context = {"decision": held, "form": form}
    status = 422 if form.is_bound else 200
    template = "admin/meetings/decisions/revoke.html"
    return show(model_admin, request, meeting, "decisions", context, template=template, status=status)
