"""The writers of attendance: lines made anywhere, some without a signal and sent hours later.

Each line carries a uid from where it was made and enters the history once. Of two lines about one invitation
the later one counts and the other one stays in the history; of walk-ins each is a line of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations.receipts import read_secret
from aspirations.services import Conflict, Refused
from meetings.models import Attendance, Invitation, Meeting, MeetingEvent, MeetingEventKind, Method, Presence
from meetings.services.history import record
from meetings.services.stops import hold
from meetings.workflow import StopStatus

# No line is older than the day before the stop, however wrong a device's clock.
EARLY = timedelta(days=1)
SEATED = frozenset({Presence.PRESENT, Presence.REPRESENTED})
CLOSED_TO_LINES = frozenset({StopStatus.DRAFT, StopStatus.CANCELLED})


@dataclass(frozen=True)
class Line:
    """What somebody wrote down: about an invitation (its key or its door code), or a guest by name."""

    uid: UUID
    noted_at: datetime
    presence: str = Presence.PRESENT
    method: str = Method.DESK
    invitation: int | None = None
    door_code: str = ""
    name: str = ""
    title: str = ""

    @property
    def is_guest(self) -> bool:
        return self.invitation is None and not self.door_code


class Outcome(StrEnum):
    """What became of a line."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    REPLACED = "replaced"
    # Kept in the history, beside the later one that counts.
    OUTDATED = "outdated"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """To one line; the reason is a sentence for who wrote it."""

    uid: UUID
    outcome: Outcome
    reason: str = ""


def plain_code(code: str) -> str:
    """A door code as it is compared: however it was typed, or scanned with the address around it."""
    return read_secret(code.rpartition("#")[2].partition(".")[0])


@transaction.atomic
def note_presence(meeting: Meeting, lines: Iterable[Line], *, actor: Any) -> list[Answer]:
    """Writes lines down, each once; a few queries, and two or three for each new line.

    Raises NotAllowed. What is wrong with one line is its answer and keeps no other from being written.
    """
    return write_lines(hold(meeting, actor=actor), lines, user=actor)


def write_lines(
    held: Meeting, lines: Iterable[Line], *, user: Any, signed_by: str = "", replaces: bool = True
) -> list[Answer]:
    """As `note_presence`, of a stop that this transaction holds; `replaces` says whether lines may count
    instead of others."""
    book = _Book(held, list(lines), user=user, signed_by=signed_by, replaces=replaces)
    return [book.note(line) for line in book.lines]


class _Book:
    """The stop's lines while a batch is written."""

    def __init__(
        self, meeting: Meeting, lines: list[Line], *, user: Any, signed_by: str, replaces: bool
    ) -> None:
        self.meeting, self.lines, self.user, self.signed_by = meeting, lines, user, signed_by
        self.replaces, self.now = replaces, timezone.now()
        told = MeetingEvent.objects.filter(kind=MeetingEventKind.ATTENDANCE).annotate(line=KT("details__uid"))
        uids = [str(line.uid) for line in lines]
        self.known: dict[str, int] = dict(told.filter(line__in=uids).values_list("line", "meeting_id"))
        # Lines of the closing are told of together.
        written = Attendance.objects.filter(uid__in=uids).values_list("uid", "meeting_id")
        self.known |= {str(uid): meeting_id for uid, meeting_id in written}
        rows = list(meeting.invitations.select_related("attendance"))
        self.by_key = {row.pk: row for row in rows}
        self.by_code = {plain_code(row.door_code): row for row in rows}
        self.current: dict[int, Attendance] = {row.pk: row.attendance for row in rows if _has_line(row)}

    def note(self, line: Line) -> Answer:
        if str(line.uid) in self.known:
            is_here = self.known[str(line.uid)] == self.meeting.pk
            reason = "" if is_here else _("Baris ini tercatat pada pertemuan lain.")
            return Answer(line.uid, Outcome.KNOWN if is_here else Outcome.REFUSED, reason)
        invitation = self._invitation(line)
        if reason := self._obstacle(line, invitation):
            return Answer(line.uid, Outcome.REFUSED, reason)
        self.known[str(line.uid)] = self.meeting.pk
        if invitation is not None and invitation.withdrawn_at:
            # Whoever came in spite of it was there.
            return self._guest(line, invitation)
        return self._guest(line) if invitation is None else self._invited(line, invitation)

    def _invitation(self, line: Line) -> Invitation | None:
        if line.invitation is not None:
            return self.by_key.get(line.invitation)
        return self.by_code.get(plain_code(line.door_code)) if line.door_code else None

    def _obstacle(self, line: Line, invitation: Invitation | None) -> str:
        if self.meeting.status in CLOSED_TO_LINES:
            return _("Pertemuan ini belum diumumkan, atau dibatalkan.")
        if invitation is None and not line.is_guest:
            return _("Kode undangan ini tidak dikenal di pertemuan ini.")
        is_guest = invitation is None or invitation.withdrawn_at is not None
        if is_guest and line.presence not in SEATED:
            return _("Yang tidak diundang hanya dapat dicatat hadir.")
        if not line.name.strip() and (invitation is None or line.presence == Presence.REPRESENTED):
            return _("Tulis namanya.")
        return ""

    def _guest(self, line: Line, invitation: Invitation | None = None) -> Answer:
        name = line.name.strip() or (invitation.name or invitation.title if invitation else "")
        title = line.title.strip() or (invitation.title if invitation else "")
        at = self._clamped(line.noted_at)
        row = Attendance.objects.create(
            uid=line.uid,
            meeting=self.meeting,
            name=name[:120],
            title=title,
            method=line.method if line.method == Method.VENUE else Method.WALK_IN,
            noted_at=at,
            arrived_at=at,
            user=self.user,
        )
        self._tell(line, Outcome.ACCEPTED, row, None)
        reason = _("Undangannya sudah ditarik; dicatat sebagai tamu.") if invitation else ""
        return Answer(line.uid, Outcome.ACCEPTED, reason)

    def _invited(self, line: Line, invitation: Invitation) -> Answer:
        row = Attendance(uid=line.uid, meeting=self.meeting, invitation=invitation, user=self.user)
        at = self._clamped(line.noted_at)
        fill(row, line.presence, line.name, line.title, at)
        row.method, row.noted_at = line.method, at
        before = self.current.get(invitation.pk)
        if before is None:
            row.save(force_insert=True)
        elif before.method == Method.CLOSING or (self.replaces and _rank(row) >= _rank(before)):
            if before.arrived_at and row.arrived_at:
                row.arrived_at = min(before.arrived_at, row.arrived_at)
            row.pk = before.pk
            row.save(force_update=True)
        else:
            self._tell(line, Outcome.OUTDATED, row, before)
            return Answer(line.uid, Outcome.OUTDATED, _("Sudah ada catatan yang lebih baru."))
        outcome = Outcome.REPLACED if before and before.method != Method.CLOSING else Outcome.ACCEPTED
        self.current[invitation.pk] = row
        self._tell(line, outcome, row, before)
        return Answer(line.uid, outcome)

    def _clamped(self, at: datetime) -> datetime:
        return max(min(at, self.now), min(self.now, self.meeting.starts_at - EARLY))

    def _tell(self, line: Line, outcome: Outcome, row: Attendance, before: Attendance | None) -> None:
        details: dict[str, Any] = {"uid": str(line.uid), "outcome": str(outcome), "line": snapshot(row)}
        if row.invitation_id:
            details["invitation"] = row.invitation_id
        if before is not None:
            details["before"] = snapshot(before)
        kind, actor = MeetingEventKind.ATTENDANCE, self.user
        record(
            self.meeting,
            kind,
            _told(outcome, row, before),
            actor=actor,
            signed_by=self.signed_by,
            details=details,
        )


def _rank(row: Attendance) -> tuple[datetime, UUID]:
    """Of two lines the higher counts, in whichever order they arrive."""
    return row.noted_at, row.uid


def _has_line(invitation: Invitation) -> bool:
    return getattr(invitation, "attendance", None) is not None


def fill(row: Attendance, presence: str, name: str, title: str, at: datetime) -> None:
    """What a line says of an invited office; only who sits there has a name and an hour."""
    invitation = row.invitation
    seated = presence in SEATED
    by_default = (invitation.name, invitation.title) if presence == Presence.PRESENT else ("", "")
    row.presence = presence
    row.name = (name.strip() or by_default[0]) if seated else ""
    row.title = (title.strip() or by_default[1]) if seated else ""
    row.arrived_at = (row.arrived_at or at) if seated else None


def snapshot(row: Attendance) -> dict[str, Any]:
    """A line as the history keeps it."""
    return {
        "uid": str(row.uid),
        "presence": str(row.presence),
        "name": row.name,
        "title": row.title,
        "method": str(row.method),
        "noted_at": row.noted_at.isoformat(),
        "user": row.user_id,
    }


def stamp(row: Attendance | None) -> str:
    """What a page shows of a line; another one means that somebody wrote in the meantime."""
    return f"{row.uid}.{int(row.noted_at.timestamp() * 1000)}.{row.presence}" if row else ""


def _told(outcome: Outcome, row: Attendance, before: Attendance | None) -> str:
    with override(settings.LANGUAGE_CODE):
        text = _sentence(row)
        if outcome == Outcome.REPLACED and before is not None:
            return _("%(line)s. Dicatat dua kali; sebelumnya: %(before)s.") % {
                "line": text,
                "before": _sentence(before),
            }
        if outcome == Outcome.OUTDATED and before is not None:
            return _("%(line)s. Dicatat dua kali; yang berlaku: %(before)s.") % {
                "line": text,
                "before": _sentence(before),
            }
        return f"{text}."


def _sentence(row: Attendance) -> str:
    who = row.invitation.title if row.invitation_id else row.name
    text = f"{who}: {Presence(row.presence).label}"
    if row.presence == Presence.REPRESENTED:
        text += f" ({', '.join(part for part in (row.name, row.title) if part)})"
    return text if row.invitation_id else f"{text} ({Method(row.method).label})"


@transaction.atomic
def correct_presence(
    line: Attendance, presence: str, *, actor: Any, seen: str, name: str = "", title: str = ""
) -> Attendance:
    """Another presence or name for a line that was wrong; `seen` is its `stamp` as the page showed it.

    Raises NotAllowed, Conflict where somebody wrote in the meantime, Refused for a deputy or guest without a
    name and for a guest who is not present.
    """
    held, row = _held_line(line, actor=actor, seen=seen)
    if not name.strip() and (presence == Presence.REPRESENTED or row.invitation_id is None):
        raise Refused(_("Tulis namanya."))
    if row.invitation_id is None and presence != Presence.PRESENT:
        raise Refused(_("Yang tidak diundang hanya dapat dicatat hadir."))
    before, text, now = snapshot(row), _indonesian(row), timezone.now()
    if row.invitation_id is None:
        row.name, row.title = name.strip(), title.strip()
    else:
        fill(row, presence, name, title, now)
    row.noted_at, row.user = now, actor
    if row.method == Method.CLOSING:
        row.method = Method.DESK
    row.save(force_update=True)
    details = {
        "outcome": "corrected",
        "invitation": row.invitation_id,
        "line": snapshot(row),
        "before": before,
    }
    text = f"{text} → {_indonesian(row)}"
    record(held, MeetingEventKind.ATTENDANCE, text, actor=actor, details=details)
    return row


@transaction.atomic
def take_back_presence(line: Attendance, *, actor: Any, seen: str) -> None:
    """Deletes a line that should not be there; the history keeps it. Raises NotAllowed, Conflict."""
    held, row = _held_line(line, actor=actor, seen=seen)
    details = {"outcome": "taken_back", "invitation": row.invitation_id, "before": snapshot(row)}
    with override(settings.LANGUAGE_CODE):
        text = _("%(line)s: catatan dihapus") % {"line": _sentence(row)}
    record(held, MeetingEventKind.ATTENDANCE, text, actor=actor, details=details)
    row.delete()


def _held_line(line: Attendance, *, actor: Any, seen: str) -> tuple[Meeting, Attendance]:
    held = hold(line.meeting, actor=actor)
    row = held.attendances.select_related("invitation").filter(pk=line.pk).first()
    if row is None or stamp(row) != seen:
        raise Conflict(_("Catatan ini baru saja diubah orang lain. Periksa, lalu ulangi bila masih perlu."))
    return held, row


def _indonesian(row: Attendance) -> str:
    with override(settings.LANGUAGE_CODE):
        return _sentence(row)


@transaction.atomic
def close_attendance(meeting: Meeting, *, actor: Any) -> int:
    """After the stop: invited offices without a line were absent; returns how many.

    Raises NotAllowed, Refused before the stop is over or where it was called off.
    """
    held = hold(meeting, actor=actor)
    if held.status in CLOSED_TO_LINES or not held.is_over:
        raise Refused(_("Daftar hadir ditutup setelah pertemuan selesai."))
    missing = held.invitations.filter(withdrawn_at__isnull=True, attendance__isnull=True)
    rows = [
        Attendance(meeting=held, invitation=one, presence=Presence.ABSENT, method=Method.CLOSING, user=actor)
        for one in missing
    ]
    Attendance.objects.bulk_create(rows)
    with override(settings.LANGUAGE_CODE):
        text = _("Daftar hadir ditutup; tidak hadir tanpa kabar: %(count)d.") % {"count": len(rows)}
    details = {"closed": True, "absent": len(rows)}
    record(held, MeetingEventKind.ATTENDANCE, text, actor=actor, details=details)
    return len(rows)


@transaction.atomic
def reopen_attendance(meeting: Meeting, *, actor: Any) -> None:
    """Takes the closing back: who was absent by it alone has no line again. Raises NotAllowed."""
    held = hold(meeting, actor=actor)
    held.attendances.filter(method=Method.CLOSING).delete()
    with override(settings.LANGUAGE_CODE):
        text = _("Daftar hadir dibuka kembali.")
    record(held, MeetingEventKind.ATTENDANCE, text, actor=actor, details={"closed": False})
