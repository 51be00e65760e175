"""The public page of one stop."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings import calendars
from meetings.models import Meeting


def public_meeting(pk: int) -> Meeting:
    """The stop, as everybody may know it. Raises Http404."""
    meeting = Meeting.objects.public().named().filter(pk=pk).first()
    if meeting is None:
        raise Http404
    return meeting


@require_safe
def meeting_page(request: HttpRequest, pk: int) -> HttpResponse:
    """When, where, what about; and into one's own calendar."""
    meeting = public_meeting(pk)
    context = {"meeting": meeting, "google": calendars.google_link(meeting)}
    return render(request, "meetings/meeting.html", context)
