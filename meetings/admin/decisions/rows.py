"""Decisions as the desk reads them: with the reports that this user sees, and their promises."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations.models import Aspiration
from meetings.admin.tabs import show
from meetings.models import AgendaAspiration, AgendaItem, Decision, DecisionAspiration, Meeting
from meetings.permissions import may_convene
from meetings.services.moves import Outcome
from meetings.showing import promises

MOST_FOUND = 20


def decisions_of(meeting: Meeting, user: Any) -> list[Decision]:
    """In their order, each with `seen` rows of reports and its item as far as this user may know of it
    (`seen_item`); the same number of queries however many."""
    visible = Aspiration.objects.visible_to(user).order_by()
    seen = DecisionAspiration.objects.filter(aspiration__in=visible)
    joined = ("aspiration__category", "aspiration__village", "aspiration__agency")
    merged = ("aspiration__merged_into__category", "aspiration__merged_into__village")
    rows = (
        meeting.decisions.select_related("programme")
        .select_related("deferred_to__series", "deferred_to__host_district")
        .prefetch_related(
            Prefetch("rows", seen.select_related(*joined, *merged), to_attr="seen"),
            Prefetch("follow_ups", promises().prefetch_related("supporters")),
        )
    )
    found: list[Any] = list(rows.order_by("number"))
    items = AgendaItem.objects.seen_by(user).filter(meeting=meeting).in_bulk()
    for one in found:
        one.seen_item = items.get(one.item_id)
        # Its series and place were read with the stop.
        one.meeting = meeting
        for follow_up in one.follow_ups.all():
            follow_up.decision = one
    return found


def decision_of(meeting: Meeting, user: Any, pk: int) -> Decision:
    """One of this stop's. Raises Http404."""
    for one in decisions_of(meeting, user):
        if one.pk == pk:
            return one
    raise Http404


def asks_to_write(request: HttpRequest, meeting: Meeting) -> None:
    """Raises Http404 for who may only read."""
    if not may_convene(request.user, meeting):
        raise Http404


def on_agenda(meeting: Meeting, user: Any) -> list[Aspiration]:
    """Reports that stand on the stop's agenda, in its order, where this user sees them."""
    rows = AgendaAspiration.objects.visible_to(user).filter(meeting=meeting).select_related("aspiration")
    return [row.aspiration for row in rows.order_by("item__position", "pk")]


def searched(meeting: Meeting, user: Any, words: str) -> list[Aspiration]:
    """Reports of the host kecamatan by number or words, within what this user sees."""
    if not words.strip() or "\0" in words:
        return []
    here = Aspiration.objects.visible_to(user).filter(
        village__code__startswith=f"{meeting.host_district_id}."
    )
    return list(here.matching_for_staff(words[:100]).for_list().order_by("-submitted_at", "-pk")[:MOST_FOUND])


def back_to(meeting: Meeting, decision: Decision | None = None) -> HttpResponse:
    """To the list, at that decision."""
    url = reverse("admin:meetings_meeting_decisions", args=[meeting.pk])
    return redirect(f"{url}#keputusan-{decision.number}" if decision else url)


def to_one(decision: Decision) -> HttpResponse:
    """To the decision's own page."""
    return redirect("admin:meetings_meeting_decisions_one", decision.meeting_id, decision.pk)


def say_outcomes(request: HttpRequest, outcomes: list[Outcome]) -> None:
    """What became of the reports that this user sees: how many were told, and which stay and why."""
    visible = Aspiration.objects.visible_to(request.user)
    seen = set(visible.filter(pk__in=[one.report.pk for one in outcomes]).values_list("pk", flat=True))
    shown = [one for one in outcomes if one.report.pk in seen]
    told = sum(one.is_told for one in shown)
    if told:
        messages.info(
            request,
            ngettext("Pelapor %(count)d laporan diberi tahu.", "Pelapor %(count)d laporan diberi tahu.", told)
            % {"count": told},
        )
    for one in shown:
        if one.why:
            messages.warning(
                request, _("%(number)s: %(why)s") % {"number": one.report.number, "why": one.why}
            )


Act = Callable[[HttpRequest, Meeting, Decision], HttpResponse]


def show_page(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    meeting: Meeting,
    name: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """One of the room's pages, by the name of its template."""
    template = f"admin/meetings/decisions/{name}.html"
    return show(model_admin, request, meeting, "decisions", context, template=template, status=status)
