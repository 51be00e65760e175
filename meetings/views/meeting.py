"""The public page of one stop: before it, while it runs, and what came of it."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from aspirations.models import Aspiration
from meetings import calendars, exports
from meetings.models import Decision, FollowUp, Meeting, Minutes, Picture, Standing
from meetings.services.agenda import public_agenda
from meetings.workflow import StopStatus

_FRESH_SECONDS = 300


def public_meeting(pk: int) -> Meeting:
    """The stop, as everybody may know it. Raises Http404."""
    meeting = Meeting.objects.public().named().select_related("current_item").filter(pk=pk).first()
    if meeting is None:
        raise Http404
    return meeting


@require_safe
def meeting_page(request: HttpRequest, pk: int) -> HttpResponse:
    """When, where, what about; what is discussed now; what was decided, and what became of it."""
    meeting = public_meeting(pk)
    decisions = _decisions(meeting)
    standings = FollowUp.objects.public().filter(decision__meeting=meeting).standings() if decisions else {}
    context: dict[str, Any] = {
        "meeting": meeting,
        "google": calendars.google_link(meeting),
        "agenda": public_agenda(meeting),
        "takes_wishes": meeting.status == StopStatus.ANNOUNCED and not meeting.is_over,
        "decisions": decisions,
        "standings": [(one, standings[one.value]) for one in Standing] if standings else [],
        "minutes": Minutes.objects.public().filter(meeting=meeting).latest_versions(),
        "pictures": Picture.objects.public().filter(meeting=meeting),
        "previous": _neighbour(meeting, -1),
        "next": _neighbour(meeting, 1),
    }
    return render(request, "meetings/meeting.html", context)


def _decisions(meeting: Meeting) -> list[Decision]:
    """Public decisions with their promises and the published reports they are about; four queries."""
    follow_ups = FollowUp.objects.for_ledger().order_by("number")
    rows = (
        Decision.objects.public()
        .filter(meeting=meeting)
        .select_related("programme", "deferred_to__series", "deferred_to__host_district")
        .prefetch_related(
            Prefetch("follow_ups", follow_ups),
            Prefetch("aspirations", Aspiration.objects.public().for_cards(), to_attr="shown_reports"),
        )
    )
    return list(rows.order_by("number"))


def _neighbour(meeting: Meeting, step: int) -> Meeting | None:
    """The stop before or after it in the same kecamatan."""
    rows = Meeting.objects.public().named().filter(host_district=meeting.host_district_id)
    if step < 0:
        return rows.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at").first()
    return rows.filter(starts_at__gt=meeting.starts_at).order_by("starts_at").first()


@require_safe
@cache_control(public=True, max_age=_FRESH_SECONDS)
def meeting_json(request: HttpRequest, pk: int) -> JsonResponse:
    """The stop, its decisions and its promises as data."""
    meeting = public_meeting(pk)
    with override("id"):
        data = exports.meeting_data(meeting, _decisions(meeting))
    response = JsonResponse(data)
    response["Access-Control-Allow-Origin"] = "*"
    return response
