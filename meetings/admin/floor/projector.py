"""What the room sees on the wall: nothing that not everybody may read, whoever opened it."""

import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from aspirations.conflicts import Concern
from aspirations.models import Aspiration, Identity
from meetings.admin.floor.answers import private
from meetings.admin.floor.board import Line, lines_of
from meetings.models import AgendaAspiration, AgendaItem, Decision, ItemState, Meeting, Projector, ScreenMode
from meetings.services import venue
from meetings.workflow import DecisionStatus

# As many as can be read from the last row.
DECISIONS = 4
REPORTS = 5


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The page for the wall; it asks for what to show by itself."""
    context = {"meeting": meeting, "shown": _fragment(meeting, request)}
    return private(render(request, "admin/meetings/floor/projector.html", context))


def state(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What is shown now as a piece of HTML; 304 where it is what was shown already."""
    fragment = _fragment(meeting, request)
    tag = f'"{hashlib.md5(fragment.encode(), usedforsecurity=False).hexdigest()}"'
    if request.headers.get("If-None-Match") == tag:
        return private(HttpResponseNotModified(headers={"ETag": tag}))
    return private(HttpResponse(fragment, headers={"ETag": tag}))


def _fragment(meeting: Meeting, request: HttpRequest) -> str:
    return render_to_string("admin/meetings/floor/_projected.html", shown(meeting), request)


def shown(meeting: Meeting) -> dict[str, Any]:
    """What everybody in the room may read; the same number of queries for any agenda."""
    screen = Projector.objects.filter(meeting=meeting).first() or Projector(meeting=meeting)
    context: dict[str, Any] = {"meeting": meeting, "mode": screen.mode}
    if screen.mode == ScreenMode.BLANK:
        return context
    frozen = screen.mode == ScreenMode.FROZEN
    lines = lines_of(meeting, speakable())
    current = screen.item_id if frozen else meeting.current_item_id
    line = next((line for line in lines if line.item.pk == current), None)
    return context | {
        "line": line,
        "next": _next(lines, line),
        "reports": _reports(line) if line else [],
        "decisions": _decisions(meeting, screen),
        "code": venue.venue_code(meeting) if venue.open_stops().filter(pk=meeting.pk).exists() else "",
        "address": f"{urlsplit(settings.SITE_URL).netloc}{reverse('meetings:attend')}",
    }


def speakable() -> QuerySet[AgendaItem]:
    """Items that may be named aloud: not those that stand for confidential reports only."""
    rows = AgendaAspiration.objects.filter(item=OuterRef("pk"))
    closed = Q(aspiration__identity=Identity.CONFIDENTIAL) | ~Q(aspiration__concerns=Concern.NOBODY)
    return AgendaItem.objects.filter(~Exists(rows) | Exists(rows.exclude(closed)))


def _next(lines: list[Line], line: Line | None) -> Line | None:
    """The first one still to come behind the current one, or of all where none is current."""
    behind = lines[lines.index(line) + 1 :] if line else lines
    return next((one for one in behind if one.item.state == ItemState.PENDING), None)


def _reports(line: Line) -> list[Aspiration]:
    rows = AgendaAspiration.objects.filter(item=line.item, on_screen=True)
    public = Aspiration.objects.public().filter(pk__in=rows.values("aspiration"))
    return list(public.select_related("village").order_by("pk")[:REPORTS])


def _decisions(meeting: Meeting, screen: Projector) -> list[Decision]:
    found = Decision.objects.public().filter(meeting=meeting).exclude(status=DecisionStatus.REVOKED)
    if screen.frozen_at:
        found = found.filter(adopted_at__lte=screen.frozen_at + timedelta(seconds=1))
    return list(found.order_by("-number")[:DECISIONS])
