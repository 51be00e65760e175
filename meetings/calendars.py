"""Stops as calendars know them: iCalendar (RFC 5545) and a link for Google's.

Every text is cleaned of control characters before the library escapes it: nothing that was typed can begin
a line of its own.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from meetings.models import Meeting
from meetings.services.news import when_and_where
from meetings.workflow import StopStatus

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How often a subscriber looks again (RFC 7986, 5.7).
REFRESH = timedelta(hours=6)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_STATUS = {StopStatus.DRAFT: "TENTATIVE", StopStatus.CANCELLED: "CANCELLED"}


def feed(meetings: Iterable[Meeting], name: str) -> bytes:
    """A calendar to subscribe to."""
    calendar = _calendar(meetings)
    calendar.add("name", _clean(name))
    calendar.add("x-wr-calname", vText(_clean(name)))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT6H"))
    return bytes(calendar.to_ical())


def single(meeting: Meeting) -> bytes:
    """One stop, to be added once; the same UID and a higher SEQUENCE replace it (RFC 5546, 2.1.5)."""
    return bytes(_calendar([meeting]).to_ical())


def _calendar(meetings: Iterable[Meeting]) -> Calendar:
    meetings = list(meetings)
    calendar = Calendar()
    calendar.add("prodid", f"-//{_clean(settings.SITE_NAME)}//rakor//ID")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for zone in sorted({meeting.zone.key for meeting in meetings}):
        calendar.add_component(_zone(zone))
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    return calendar


@lru_cache(maxsize=8)
def _zone(key: str) -> Timezone:
    return Timezone.from_tzid(key, first_date=date(2000, 1, 1), last_date=date(2050, 1, 1))


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", f"{meeting.uid}@{_host()}")
    event.add("sequence", meeting.sequence)
    # Not the moment of asking: the same stop is the same file, and its ETag holds.
    event.add("dtstamp", meeting.changed_at.astimezone(UTC))
    event.add("last-modified", meeting.changed_at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(meeting.zone))
    event.add("dtend", meeting.ends_at.astimezone(meeting.zone))
    event.add("status", _STATUS.get(StopStatus(meeting.status), "CONFIRMED"))
    event.add("summary", _clean(str(meeting)))
    event.add("location", _clean(_location(meeting)))
    event.add("description", "\n".join(_clean(line) for line in _lines(meeting)))
    if meeting.is_public:
        event.add("url", address(meeting))
    event.add("organizer", _organizer(meeting))
    return event


def _organizer(meeting: Meeting) -> vCalAddress:
    """The office, by the address from which the portal writes: nobody's own."""
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    name = _("Kecamatan %(district)s") % {"district": meeting.host_district.name}
    organizer.params["CN"] = _clean(name).replace('"', "'")
    return organizer


def _lines(meeting: Meeting) -> list[str]:
    lines = [meeting.theme] if meeting.theme else []
    if meeting.is_cancelled:
        lines.insert(0, _("Dibatalkan: %(reason)s") % {"reason": meeting.cancel_reason})
    return [*lines, address(meeting)] if meeting.is_public else lines


def _location(meeting: Meeting) -> str:
    return f"{meeting.venue}, " + _("Kecamatan %(district)s") % {"district": meeting.host_district.name}


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def _host() -> str:
    """The part of an UID after the @: this portal's own name."""
    return re.sub(r"^https?://|[:/].*$", "", settings.SITE_URL)


def address(meeting: Meeting) -> str:
    """Its public page, whole."""
    return absolute(reverse("meetings:meeting", args=[meeting.pk]))


def absolute(path: str) -> str:
    """The whole address of a path of this portal."""
    return f"{settings.SITE_URL}{path}"


def google_link(meeting: Meeting) -> str:
    """Opens a filled form of Google's calendar."""
    stamps = (_stamp(meeting.starts_at), _stamp(meeting.ends_at))
    query = {
        "action": "TEMPLATE",
        "text": str(meeting),
        "dates": "/".join(stamps),
        "location": _location(meeting),
        "details": "\n".join(_lines(meeting)),
    }
    return "https://calendar.google.com/calendar/render?" + urlencode(query)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def facts(meeting: Meeting) -> str:
    """Day, hours and place in one line."""
    return when_and_where(meeting)
