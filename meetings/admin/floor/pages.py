"""The screen, and the news that it asks for every few seconds."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from meetings.admin.floor.answers import private
from meetings.admin.floor.board import Board, as_data, board, notes_of
from meetings.admin.floor.screen import etag, presence, screen
from meetings.admin.floor.voices import new_form
from meetings.models import Meeting, ScreenMode
from meetings.services.running import enter_floor


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The whole screen; every part of it works as a plain form too."""
    return screen(model_admin, request, meeting, new_form(request.user, meeting))


def changes(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What is new: notes changed since then, and the parts of the agenda if anything of it changed.

    304 where nothing is; the same number of queries for any agenda.
    """
    since = timezone.now().isoformat()
    others = enter_floor(meeting, request.user)
    found = board(meeting, request.user)
    tag = etag(found, meeting, request.user, others)
    if request.headers.get("If-None-Match") == tag:
        return private(HttpResponseNotModified(headers={"ETag": tag}))
    is_same = request.GET.get("token") == found.token
    notes = notes_of(meeting, request.user, request.GET.get("since", "") if is_same else "")
    data: dict[str, Any] = {
        "since": since,
        "token": found.token,
        "presence": presence(others),
        "notes": [as_data(note, meeting) for note in notes],
    }
    if not is_same:
        data |= _parts(request, found)
    response = private(JsonResponse(data))
    response["ETag"] = tag
    return response


def _parts(request: HttpRequest, found: Board) -> dict[str, Any]:
    """Pieces of the page by their names, and the agenda's order."""
    parts = {"stop": _render(request, "stop", found), "screen": _render(request, "screen", found)}
    for line in found.lines:
        for piece in ("head", "body", "about"):
            parts[f"{piece}-{line.item.pk}"] = _render(request, piece, found, line)
    parts["body-0"] = _render(request, "body", found, found.loose)
    order = [
        {"pk": line.item.pk, "depth": line.depth, "state": line.item.state, "number": line.number}
        for line in found.lines
    ]
    return {"parts": parts, "order": order}


def _render(request: HttpRequest, piece: str, found: Board, line: Any = None) -> str:
    context = {
        "board": found,
        "meeting": found.meeting,
        "line": line,
        "modes": ScreenMode.choices,
    }
    return render_to_string(f"admin/meetings/floor/_{piece}.html", context, request)
