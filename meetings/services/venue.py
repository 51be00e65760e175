"""A code on the wall that changes every minute: whoever is there writes himself down, on his own phone.

The code is a TOTP (RFC 6238, HMAC-SHA-256, six digits, steps of 60 seconds); each stop's secret is derived
from the server's key, so that none is stored.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from aspirations.services import Refused
from aspirations.services.guesses import Limit
from meetings.models import Attendance, Invitation, Meeting, MeetingEvent, MeetingEventKind, Method, Presence
from meetings.services.attendance import Answer, Line, Outcome, plain_code, write_lines
from meetings.workflow import StopStatus

STEP = 60
DIGITS = 6
# People stand at the door before it begins; a stop that nobody closed does not stay open for days.
BEFORE = timedelta(hours=2)
AFTER = timedelta(hours=6)
# Shorter ends of a door code would fit too many.
SHORTEST_TAIL = 4

# A whole hall can share one address behind its operator's network.
VENUE_CODES = Limit("venue-codes", 100)
VENUE_TAILS = Limit("venue-tails", 100)
VENUE_LINES = Limit("venue-lines", 600)


@dataclass(frozen=True)
class Entry:
    """What somebody says of himself: the end of his door code, or a guest's name and office.

    `is_deputy`: sent by whoever is invited; then the name is the deputy's.
    """

    uid: UUID
    tail: str = ""
    is_deputy: bool = False
    name: str = ""
    title: str = ""


def open_stops() -> Any:
    """Where people may write themselves down now: running, or about to begin."""
    now = timezone.now()
    soon = Q(status=StopStatus.ANNOUNCED, starts_at__lte=now + BEFORE, ends_at__gt=now)
    return Meeting.objects.filter(
        Q(status=StopStatus.RUNNING, ends_at__gt=now - AFTER) | soon, announced_at__isnull=False
    ).named()


def venue_code(meeting: Meeting, *, steps_ago: int = 0) -> str:
    """The code of this minute."""
    secret = salted_hmac("meetings.venue", str(meeting.uid), algorithm="sha256").digest()
    return totp(secret, int(time.time()) // STEP - steps_ago)


def totp(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """RFC 6238 with SHA-256: the truncated HMAC of a step's number (RFC 4226, 5.3)."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha256).digest()
    offset = digest[-1] & 15
    value = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{value % 10**digits:0{digits}d}"


def seconds_left() -> int:
    """Until the code changes."""
    return STEP - int(time.time()) % STEP


def stop_of(code: str) -> Meeting | None:
    """The stop on whose wall the code stands now or stood a minute ago; None where two show the same."""
    found = [
        meeting
        for meeting in open_stops()
        if any(constant_time_compare(code, venue_code(meeting, steps_ago=ago)) for ago in (0, 1))
    ]
    return found[0] if len(found) == 1 else None


def invited_as(meeting: Meeting, tail: str) -> Invitation | None:
    """The one invitation whose door code ends so; None for none or several."""
    plain = plain_code(tail)
    if len(plain) < SHORTEST_TAIL:
        return None
    rows = meeting.invitations.filter(withdrawn_at__isnull=True)
    found = [row for row in rows if plain_code(row.door_code).endswith(plain)]
    return found[0] if len(found) == 1 else None


@transaction.atomic
def check_in(meeting: Meeting, entry: Entry) -> Answer:
    """Writes one line by somebody at the venue; sent twice it is one.

    It never counts instead of a line that is there: the desk knows better. Raises Refused where the stop is
    not open, or the entry fits no invitation.
    """
    held = Meeting.objects.select_for_update(of=["self"]).named().get(pk=meeting.pk)
    if not open_stops().filter(pk=held.pk).exists():
        raise Refused(_("Pertemuan ini tidak sedang menerima daftar hadir."))
    invitation = invited_as(held, entry.tail) if entry.tail else None
    if entry.tail and invitation is None:
        raise Refused(_("Kode undangan tidak cocok. Periksa, atau tulis nama Anda sebagai tamu."))
    presence = Presence.REPRESENTED if entry.is_deputy and invitation else Presence.PRESENT
    line = Line(
        entry.uid,
        timezone.now(),
        presence,
        Method.VENUE,
        invitation.pk if invitation else None,
        name=entry.name,
        title=entry.title,
    )
    signed_by = entry.name or (invitation.title if invitation else "")
    (answer,) = write_lines(held, [line], user=None, signed_by=signed_by, replaces=False)
    if answer.outcome == Outcome.REFUSED:
        raise Refused(answer.reason)
    return answer


def own_line(meeting: Meeting, uid: str) -> Attendance | None:
    """The line that a device wrote, while it counts."""
    return meeting.attendances.filter(uid=uid).select_related("invitation").first()


def was_written(meeting: Meeting, uid: str) -> bool:
    """Whether a device's line came here, whatever became of it."""
    rows = MeetingEvent.objects.filter(meeting=meeting, kind=MeetingEventKind.ATTENDANCE)
    return rows.filter(details__uid=uid).exists()
