"""The writers of a promise: where it stands, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from aspirations.receipts import digest
from aspirations.services import Conflict, NotAllowed, Refused
from meetings.models import (
    FollowUp,
    FollowUpEvent,
    FollowUpEventKind,
    Meeting,
    MeetingEventKind,
    OwnerAsk,
    Reader,
)
from meetings.permissions import may_check, may_report
from meetings.services.history import record
from meetings.services.telling import tell_follow_up
from meetings.workflow import FOLLOW_UP, DecisionStatus, FollowUpStatus, can

# What an owner says of itself; whether it is so the desk decides.
OWNERS_STEPS = frozenset({FollowUpStatus.WORKING, FollowUpStatus.REPORTED})
_CLOSED = frozenset({FollowUpStatus.KEPT, FollowUpStatus.DROPPED})


class Repeated(Refused):
    """This very form was sent before: a double press; all is done already."""


@dataclass(frozen=True)
class By:
    """Who acts: a user, or who signed on an agency's page; neither is the worker.

    `form` is what tells one sent form from the next, `seen` what its page showed (`version`).
    """

    user: Any = None
    signed_by: str = ""
    form: str = ""
    seen: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        return {"user": self.user, "signed_by": self.signed_by}


def version(follow_up: FollowUp) -> str:
    """Changes with everything that its pages show."""
    last = follow_up.events.order_by("-pk").values_list("pk", flat=True).first()
    waits = follow_up.asks.filter(answered_at=None).order_by("pk").values_list("pk", flat=True)
    said = f"{follow_up.status}|{follow_up.progress}|{follow_up.target_on}|{follow_up.text}|{last}|{[*waits]}"
    return digest(said)[:16]


def hold_follow_up(follow_up: FollowUp, by: By, *, for_desk: bool = True) -> FollowUp:
    """The promise and its stop, held for this transaction.

    Raises NotAllowed where the user may not, Repeated for a form sent before, Conflict where the page that
    was looked at is old. Whoever signed on an agency's page was let in by its link.
    """
    # The stop first, as everything that changes one does.
    Meeting.objects.select_for_update(of=["self"]).get(decisions__follow_ups=follow_up.pk)
    joined = FollowUp.objects.select_related(
        "decision__meeting__series", "decision__meeting__host_district", "agency", "unit"
    )
    held = joined.select_for_update(of=["self"]).get(pk=follow_up.pk)
    allowed = may_check if for_desk else may_report
    if by.user is not None and not allowed(by.user, held):
        raise NotAllowed(_("Anda tidak berwenang mengubah janji ini."))
    if by.form and held.events.filter(form=digest(by.form)).exists():
        raise Repeated
    if by.seen and version(held) != by.seen:
        raise Conflict(
            _("Janji ini sudah berubah sejak halaman dibuka. Periksa lagi, lalu kirim sekali lagi.")
        )
    return held


@transaction.atomic
def change_follow_up(
    follow_up: FollowUp,
    to: str,
    *,
    actor: Any = None,
    signed_by: str = "",
    text: str = "",
    progress: int | None = None,
    by: By | None = None,
) -> FollowUp:
    """Takes a promise from one state to another; `text` is read by everybody, save where it is the owner's.

    `by` says the same as `actor` and `signed_by`, with the form that was sent. Raises NotAllowed, Conflict
    where the table has no such step, Refused without the reason that some steps need.
    """
    by = by or By(actor, signed_by)
    to = FollowUpStatus(to)
    held = hold_follow_up(follow_up, by, for_desk=to not in OWNERS_STEPS)
    is_owner = bool(by.signed_by) or (by.user is not None and not may_check(by.user, held))
    _check_step(held, to, text, is_owner=is_owner)
    before, now = FollowUpStatus(held.status), timezone.now()
    _write(held, _columns(held, to, text.strip(), progress, now))
    reader = Reader.PUBLIC
    if is_owner or (before == FollowUpStatus.REPORTED and to == FollowUpStatus.WORKING):
        reader = Reader.OWNER
    note_event(
        held,
        FollowUpEventKind.STATUS,
        by,
        text=text,
        reader=reader,
        columns={"from_status": before, "to_status": to, "progress": held.progress},
        at=now,
    )
    steps = f"{before.label} → {to.label}"
    said = f": {text.strip()}" if text.strip() and reader == Reader.PUBLIC else ""
    tell_meeting(held, f"{steps}{said}", by)
    tell_follow_up(held, before, by.user, text.strip() if reader == Reader.PUBLIC else "")
    return held


def drop_promise(held: FollowUp, reason: str, by: By) -> None:
    """Drops an open promise whose decision holds no more; reporters are told of that once, by the decision.

    Its stop must be held.
    """
    before, to, now = FollowUpStatus(held.status), FollowUpStatus.DROPPED, timezone.now()
    _write(held, _columns(held, to, reason, None, now))
    columns = {"from_status": before, "to_status": to, "progress": held.progress}
    note_event(held, FollowUpEventKind.STATUS, by, text=reason, reader=Reader.PUBLIC, columns=columns, at=now)


@transaction.atomic
def report_progress(follow_up: FollowUp, progress: int, text: str, *, by: By) -> FollowUp:
    """How far it is, in percent and in words for the desk; the first report takes it up.

    Raises NotAllowed, Conflict where the promise is closed or waits to be checked, Refused.
    """
    if not 0 <= progress <= 100:
        raise Refused(_("Kemajuan ditulis dengan angka 0 sampai 100."))
    held = hold_follow_up(follow_up, by, for_desk=False)
    if held.status == FollowUpStatus.PROMISED:
        return change_follow_up(held, FollowUpStatus.WORKING, text=text, progress=progress, by=by)
    if held.status != FollowUpStatus.WORKING:
        raise Conflict(_no_step(held))
    _check_adopted(held)
    if progress == held.progress and not text.strip():
        raise Refused(_("Tulis apa yang sudah dikerjakan, atau ubah angkanya."))
    _write(held, {"progress": progress})
    note_event(
        held,
        FollowUpEventKind.PROGRESS,
        by,
        text=text,
        reader=Reader.OWNER,
        columns={"progress": progress},
    )
    tell_meeting(held, f"{progress}%", by)
    return held


def note_event(
    held: FollowUp,
    kind: FollowUpEventKind,
    by: By,
    *,
    text: str = "",
    reader: Reader = Reader.DESK,
    columns: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> FollowUpEvent:
    """One row more in the history of a promise; must run in the transaction of what it tells."""
    return FollowUpEvent.objects.create(
        follow_up=held,
        kind=kind,
        at=at or timezone.now(),
        text=text.strip(),
        reader=reader,
        form=digest(by.form) if by.form else "",
        **by.columns,
        **(columns or {}),
    )


def tell_meeting(held: FollowUp, what: str, by: By) -> None:
    """The same in the history of its stop, which everybody at the desk reads."""
    name = f"RTL {held.decision.number}.{held.number} “{Truncator(held.text).chars(80)}”"
    record(
        held.decision.meeting,
        MeetingEventKind.FOLLOW_UP,
        f"{name}: {what}",
        actor=by.user,
        signed_by=by.signed_by,
        details={"follow_up": held.pk},
    )


def local_today(held: FollowUp, at: datetime | None = None) -> Any:
    """The date at the host."""
    return timezone.localdate(at, held.decision.meeting.zone)


def _check_adopted(held: FollowUp) -> None:
    if held.decision.status == DecisionStatus.DRAFT:
        raise Refused(_("Keputusannya belum ditetapkan, jadi janji ini belum berjalan."))


def _check_step(held: FollowUp, to: FollowUpStatus, text: str, *, is_owner: bool) -> None:
    _check_adopted(held)
    if not can(FOLLOW_UP, held.status, to):
        raise Conflict(_no_step(held))
    if is_owner and held.status not in {FollowUpStatus.PROMISED, FollowUpStatus.WORKING}:
        raise NotAllowed(_("Langkah ini diambil oleh kantor kecamatan."))
    goes_back = held.status in {*_CLOSED, FollowUpStatus.REPORTED} and to == FollowUpStatus.WORKING
    if not text.strip() and (to == FollowUpStatus.DROPPED or goes_back):
        raise Refused(_("Tulis alasannya."))


def _no_step(held: FollowUp) -> str:
    return _("Janji berstatus “%(status)s”; langkah ini tidak dapat diambil lagi.") % {
        "status": held.get_status_display()
    }


def _columns(
    held: FollowUp, to: FollowUpStatus, text: str, progress: int | None, now: datetime
) -> dict[str, Any]:
    columns: dict[str, Any] = {"status": to, "status_since": now}
    if progress is not None:
        columns["progress"] = progress
    if to == FollowUpStatus.KEPT:
        columns["progress"] = 100
    elif held.progress == 100 and to == FollowUpStatus.WORKING and progress is None:
        columns["progress"] = _progress_before(held)
    columns["closed_on"] = local_today(held, now) if to in _CLOSED else None
    columns["drop_reason"] = text if to == FollowUpStatus.DROPPED else ""
    return columns


def _progress_before(held: FollowUp) -> int:
    """The last one that was less than the whole."""
    earlier = held.events.filter(progress__lt=100).order_by("-at", "-pk")
    return earlier.values_list("progress", flat=True).first() or 0


def _write(held: FollowUp, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(held, name, value)
    held.save(update_fields=list(columns))


def waiting_asks(follow_up: FollowUp) -> list[OwnerAsk]:
    """What its owner asked and nobody answered yet."""
    return list(follow_up.asks.filter(answered_at=None).select_related("agency"))
