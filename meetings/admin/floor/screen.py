"""The secretary's screen as a page."""

import hashlib
from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.admin import slips
from aspirations.services.assignment import person
from meetings.admin.floor.answers import private
from meetings.admin.floor.board import Board, board, notes_of, notes_token, speakers, with_notes
from meetings.admin.tabs import show
from meetings.forms.voices import VoiceForm
from meetings.models import DecisionKind, Meeting, ScreenMode
from meetings.services.running import enter_floor


def screen(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    meeting: Meeting,
    voice: VoiceForm,
    *,
    status: int = 200,
) -> HttpResponse:
    """With the form of a voice from the room as it was filled in."""
    # Asked before anything is read, so that nothing falls between the page and its first news.
    since = timezone.now().isoformat()
    found = board(meeting, request.user)
    notes = notes_of(meeting, request.user)
    deleted = with_notes(found, notes)
    for note in notes:
        note.fresh_edit = uuid4()  # type: ignore[attr-defined]
    context = {
        "board": found,
        "deleted": deleted,
        "since": since,
        "etag": etag(found, meeting, request.user, []),
        "others": presence(enter_floor(meeting, request.user)),
        "speakers": speakers(meeting),
        "kinds": DecisionKind.choices,
        "modes": ScreenMode.choices,
        "voice": voice,
        "receipts": list(slips.held_receipts(request).values()),
        "minutes": slips.MINUTES,
    }
    return private(show(model_admin, request, meeting, "floor", context, status=status))


def etag(found: Board, meeting: Meeting, user: Any, others: list[Any]) -> str:
    """Of all that one user may see of the screen."""
    names = "-".join(str(one.pk) for one in others)
    whole = f"{found.token}|{notes_token(meeting, user)}|{names}"
    return f'"{hashlib.md5(whole.encode(), usedforsecurity=False).hexdigest()}"'


def presence(others: list[Any]) -> str:
    """Who else has the screen open, as a sentence."""
    if not others:
        return ""
    names = ", ".join(sorted(person(one) for one in others))
    return _("%(names)s juga membuka halaman ini.") % {"names": names}
