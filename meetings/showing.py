"""What a report's page says of meetings: what was decided about it, who promised what, how that stands."""

from typing import Any

from django.db.models import Prefetch, Q

from aspirations.models import PENDING, Approval, Aspiration
from aspirations.sections import PublicSection
from aspirations.workflow import Status
from meetings.models import AgendaAspiration, AgendaWish, Decision, FollowUp, FollowUpEvent, FollowUpEventKind
from meetings.services.wishes import stops_for

# Where what needs the camat's agreement has been agreed to.
_AGREED = frozenset({Status.PLANNED, Status.IN_PROGRESS, Status.ANSWERED, Status.RESOLVED})


def decided_about(report: Aspiration, to_reporter: bool = False) -> PublicSection | None:
    """Decisions that everybody may read, with their promises; of a merged report those of what it joined.

    Nothing while an answer about it waits for a second pair of eyes. Four queries where there is something,
    one where there is nothing.
    """
    key = report.merged_into_id or report.pk
    about = Q(rows__aspiration=key) | Q(rows__aspiration__merged_into=key)
    found = Decision.objects.public().filter(about).distinct()
    decisions = list(
        found.select_related("meeting__series", "meeting__host_district", "deferred_to__series")
        .select_related("deferred_to__host_district")
        .prefetch_related(Prefetch("follow_ups", promises()))
        .order_by("meeting__starts_at", "number")
    )
    if not decisions or _waits(report):
        return None
    return PublicSection("meetings/_decided.html", decisions)


def promises() -> Any:
    """Follow-ups as pages tell them: in their order, each with its owner and how its target moved."""
    moves = FollowUpEvent.objects.filter(kind=FollowUpEventKind.TARGET).order_by("at", "pk")
    rows = FollowUp.objects.select_related("agency", "unit", "village").order_by("decision", "number")
    return rows.prefetch_related(Prefetch("events", moves, to_attr="moves"))


def _waits(report: Aspiration) -> bool:
    if report.category.answer_needs_approval and report.status not in _AGREED:
        return True
    return Approval.objects.filter(aspiration=report, state__in=PENDING).exists()


def wishes(report: Any, to_reporter: bool) -> PublicSection | None:
    """Stops to come that do not take it up yet, with whether the reporter asked; two or three queries."""
    if not to_reporter:
        return None
    taken = AgendaAspiration.objects.filter(aspiration=report).values("meeting")
    stops = list(stops_for(report).exclude(pk__in=taken)[:5])
    if not stops:
        return None
    asked = set(AgendaWish.objects.filter(aspiration=report).values_list("meeting_id", flat=True))
    rows = [(stop, stop.pk in asked) for stop in stops]
    return PublicSection("meetings/_wish.html", {"stops": rows, "number": report.number})
