"""The app at the door: a page that opens without a signal, its worker, the list it carries, what it sends.

The worker stands below the page, so that by itself it may answer for this page's addresses and no others.
"""

import hashlib
import json
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from aspirations.services import Refused
from meetings import services
from meetings.forms.attendance import LineForm
from meetings.models import Attendance, Meeting, Office
from meetings.permissions import may_convene
from meetings.services.attendance import Line
from meetings.services.roll import Roll, roll

MOST_LINES = 200
# Names and door codes do not stay on a device that others use too.
WIPE_AFTER = timedelta(days=7)
_FILES = (
    "css/admin-attendance.css",
    "img/favicon.svg",
    "js/door.js",
    "js/door-store.js",
    "js/door-scan.js",
    "vendor/qr/decode.js",
    "vendor/qr/index.js",
)
# Clocks of devices that differ less are taken at their word.
_TRUSTED_SKEW = timedelta(minutes=1)


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """A shell that is the same for everybody: no names, no token."""
    _convening(request, meeting)
    context = {"meeting": meeting, "wipe_days": WIPE_AFTER.days, "login": reverse("admin:login")}
    return TemplateResponse(request, "admin/meetings/attendance_door.html", context)


def worker(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The service worker, with the list of what it keeps."""
    _convening(request, meeting)
    address = reverse("admin:meetings_meeting_attendance_door", args=[meeting.pk])
    # Scripts import each other by their plain names; the page asks for the names of this release.
    plain = [f"{settings.STATIC_URL}{name}" for name in _FILES if name.endswith(".js")]
    files = sorted({*(static(name) for name in _FILES), *plain})
    context = {"page": address, "files": json.dumps(files), "version": _version()}
    response = TemplateResponse(
        request, "admin/meetings/attendance_worker.js", context, content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache, private"
    return response


@lru_cache(maxsize=1)
def _version() -> str:
    """Another one with each change of a file."""
    whole = b"".join((settings.BASE_DIR / "static" / name).read_bytes() for name in _FILES)
    return hashlib.sha256(whole).hexdigest()[:16]


def data(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The list, and a fresh token to send lines with."""
    _convening(request, meeting)
    return JsonResponse(_state(request, meeting))


def send(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Takes lines as JSON (`sent_at` by the device's clock, `lines`), answers each, and gives the list."""
    _convening(request, meeting)
    if request.method != "POST":
        return JsonResponse({"error": _("Kirim dengan POST.")}, status=405)
    try:
        sent = json.loads(request.body)
        raw, sent_at = list(sent["lines"]), parse_datetime(str(sent.get("sent_at", "")))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"error": _("Kiriman tidak terbaca.")}, status=400)
    if len(raw) > MOST_LINES or not all(isinstance(one, dict) for one in raw):
        return JsonResponse({"error": _("Kiriman tidak terbaca.")}, status=400)
    try:
        answers = _answers(request, meeting, raw, _skew(sent_at))
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=409)
    return JsonResponse(_state(request, meeting) | {"answers": answers})


def _skew(sent_at: datetime | None) -> timedelta:
    """How far the device's clock is behind ours."""
    if sent_at is None or sent_at.tzinfo is None:
        return timedelta()
    skew = timezone.now() - sent_at
    return skew if abs(skew) > _TRUSTED_SKEW else timedelta()


def _answers(
    request: HttpRequest, meeting: Meeting, raw: list[dict[str, Any]], skew: timedelta
) -> list[dict[str, str]]:
    forms = [(str(one.get("uid", "")), LineForm(one)) for one in raw]
    lines = [_line(form, skew) for __, form in forms if form.is_valid()]
    found = services.note_presence(meeting, lines, actor=request.user)
    answers = [{"uid": str(one.uid), "outcome": str(one.outcome), "reason": one.reason} for one in found]
    wrong = [(uid, form.reason) for uid, form in forms if not form.is_valid()]
    return answers + [{"uid": uid, "outcome": "refused", "reason": reason} for uid, reason in wrong]


def _line(form: LineForm, skew: timedelta) -> Line:
    cleaned = form.cleaned_data
    try:
        noted_at = cleaned["noted_at"] + skew
    except OverflowError:
        noted_at = timezone.now()
    return Line(**(cleaned | {"noted_at": noted_at}))


def _state(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """What a device shows: names, titles, door codes; no phones, no addresses."""
    whole = roll(meeting)
    count = whole.count
    return {
        "token": get_token(request),
        "wipe_at": (meeting.ends_at + WIPE_AFTER).isoformat(),
        "invited": [
            {
                "id": row.invitation.pk,
                "name": row.invitation.name,
                "title": row.invitation.title,
                "office": str(Office(row.invitation.office).label),
                "code": row.invitation.door_code,
                "deputy": [row.invitation.deputy_name, row.invitation.deputy_title],
                "line": _shown(row.line, meeting),
                "twice": row.is_twice,
            }
            for row in whole.rows
        ],
        "guests": [_shown(one.line, meeting) for one in whole.guests],
        "quorum": _quorum(whole) if count.needed_percent is not None else "",
    }


def _quorum(whole: Roll) -> str:
    reached = _("Kuorum tercapai") if whole.count.is_reached else _("Kuorum belum tercapai")
    return f"{reached} ({whole.count.percent}%)"


def _shown(line: Attendance | None, meeting: Meeting) -> dict[str, str] | None:
    if line is None:
        return None
    hour = line.noted_at.astimezone(meeting.zone).strftime("%H.%M")
    return {
        "uid": str(line.uid),
        "presence": str(line.presence),
        "name": line.name,
        "title": line.title,
        "at": hour,
    }


def _convening(request: HttpRequest, meeting: Meeting) -> None:
    if not may_convene(request.user, meeting):
        raise Http404
