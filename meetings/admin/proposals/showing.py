"""What the pages of this room share."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aspirations.services import Refused
from meetings.admin.tabs import show
from meetings.models import Meeting, Proposal
from meetings.permissions import may_convene

_PAGES = (
    ("", _("Daftar")),
    ("_scores", _("Penilaian")),
    ("_votes", _("Suara")),
    ("_ranking", _("Peringkat")),
    ("_import", _("Impor")),
)


def address(meeting: Meeting, page: str = "", *keys: int) -> str:
    """A page of this room: "", "scores", …"""
    name = f"admin:meetings_meeting_proposals{f'_{page}' if page else ''}"
    return reverse(name, args=[meeting.pk, *keys])


def render(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    meeting: Meeting,
    page: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of this room below the bar, with the way to the others."""
    may_change = may_convene(request.user, meeting)
    pages = [
        {
            "label": label,
            "url": reverse(f"admin:meetings_meeting_proposals{suffix}", args=[meeting.pk]),
            "is_current": suffix.removeprefix("_") == page,
        }
        for suffix, label in _PAGES
        if may_change or suffix in {"", "_ranking"}
    ]
    template = f"admin/meetings/proposals{f'_{page}' if page else ''}.html"
    whole = {"may_change": may_change, "pages": pages, **context}
    return show(model_admin, request, meeting, "proposals", whole, template=template, status=status)


def ask(request: HttpRequest, call: Callable[[], Any], done: Any = "") -> bool:
    """Calls a service and tells the person how it went; what it refused is told in its own words."""
    try:
        call()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    if done:
        messages.success(request, done)
    return True


def back(meeting: Meeting, page: str = "", *keys: int) -> HttpResponse:
    return HttpResponseRedirect(address(meeting, page, *keys))


def only_convenors(request: HttpRequest, meeting: Meeting) -> None:
    """Raises Http404 for who only reads."""
    if not may_convene(request.user, meeting):
        raise Http404


def find(meeting: Meeting, pk: int) -> Proposal:
    """One usulan of this stop. Raises Http404."""
    found = meeting.proposals.named().filter(pk=pk).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found
