"""The attendance list as it is read: who came, who is missing, whether there is a quorum."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from meetings.models import Attendance, Invitation, Meeting, MeetingEvent, MeetingEventKind, Office, Presence
from meetings.services.attendance import SEATED, Outcome, stamp

_OFFICES = {value: place for place, value in enumerate(Office.values)}
# What stands before a name in Indonesia and tells nobody apart.
_FORMS = frozenset(
    {"bapak", "ibu", "bpk", "pak", "bu", "sdr", "sdri", "h", "hj", "ust", "ustad", "ustadz", "kh", "drs"}
    | {"dra", "ir", "dr"}
)


@dataclass
class Row:
    """An invited office and what is written of it."""

    invitation: Invitation
    line: Attendance | None
    is_twice: bool = False

    @property
    def anchor(self) -> str:
        """Where it stands on the desk's page."""
        return f"u{self.invitation.pk}"

    @property
    def stamp(self) -> str:
        return stamp(self.line)


@dataclass
class Guest:
    """A line without an invitation that counts; `like` names whoever may be the same person."""

    line: Attendance
    like: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"g{self.line.pk}"

    @property
    def stamp(self) -> str:
        return stamp(self.line)


@dataclass
class Roll:
    """All of it, in the order in which offices are addressed."""

    meeting: Meeting
    rows: list[Row]
    guests: list[Guest]
    closing: MeetingEvent | None

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """By office."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(str(Office(row.invitation.office).label), []).append(row)
        return list(found.items())

    @cached_property
    def count(self) -> "Count":
        return Count.of(self)

    @property
    def missing(self) -> list[Row]:
        """Without a line."""
        return [row for row in self.rows if row.line is None]

    @property
    def is_closed(self) -> bool:
        return self.closing is not None and bool((self.closing.details or {}).get("closed"))


@dataclass(frozen=True)
class Count:
    """Offices, not persons, except `guests`; `percent` is rounded down, so that it never says too much."""

    invited: int
    present: int
    represented: int
    excused: int
    absent: int
    guests: int
    needed_percent: int | None

    @classmethod
    def of(cls, roll: Roll) -> "Count":
        said = [row.line.presence for row in roll.rows if row.line]
        return cls(
            len(roll.rows),
            said.count(Presence.PRESENT),
            said.count(Presence.REPRESENTED),
            said.count(Presence.EXCUSED),
            said.count(Presence.ABSENT),
            len(roll.guests),
            roll.meeting.quorum_percent,
        )

    @property
    def seated(self) -> int:
        return self.present + self.represented

    @property
    def missing(self) -> int:
        return self.invited - self.seated - self.excused - self.absent

    @property
    def percent(self) -> int:
        return self.seated * 100 // self.invited if self.invited else 0

    @property
    def needed(self) -> int:
        """Offices that a quorum takes, rounded up."""
        return -(-self.invited * (self.needed_percent or 0) // 100)

    @property
    def is_reached(self) -> bool:
        return self.invited > 0 and self.seated >= self.needed


def roll(meeting: Meeting) -> Roll:
    """The list of one stop in four queries; invitations that were withdrawn are left out."""
    rows, guests = [], []
    twice = set(
        MeetingEvent.objects.filter(
            Q(details__outcome=Outcome.REPLACED) | Q(details__outcome=Outcome.OUTDATED),
            meeting=meeting,
            kind=MeetingEventKind.ATTENDANCE,
        ).values_list("details__invitation", flat=True)
    )
    for one in meeting.invitations.select_related("attendance").order_by("position", "pk"):
        line = getattr(one, "attendance", None)
        if one.withdrawn_at is None:
            rows.append(Row(one, line, one.pk in twice))
        elif line is not None and line.presence in SEATED:
            guests.append(Guest(line))
    rows.sort(key=lambda row: _OFFICES[row.invitation.office])
    guests += [Guest(line) for line in meeting.attendances.filter(invitation__isnull=True)]
    _compare(rows, guests)
    closing = meeting.events.filter(kind=MeetingEventKind.ATTENDANCE, details__has_key="closed")
    return Roll(meeting, rows, guests, closing.select_related("user").last())


def _compare(rows: Iterable[Row], guests: list[Guest]) -> None:
    """Names whoever may be one person with a guest; a person decides."""
    known = [(_words(name), f"{row.invitation.title}: {name}") for row in rows for name in _names(row)]
    for guest in guests:
        own = _words(guest.line.name)
        others = [(_words(one.line.name), one.line.name) for one in guests if one is not guest]
        guest.like = [label for words, label in (*known, *others) if _alike(own, words)]


def _names(row: Row) -> set[str]:
    seen = {row.invitation.name, row.invitation.deputy_name, row.line.name if row.line else ""}
    return seen - {""}


def _words(name: str) -> frozenset[str]:
    # What follows the comma are degrees.
    return frozenset(re.findall(r"\w+", name.split(",")[0].casefold())) - _FORMS


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)
