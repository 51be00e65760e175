"""The writers of stops: where one stands."""

from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.services import Conflict, NotAllowed, Refused
from meetings import schedule
from meetings.models import ItemState, Meeting, MeetingEvent, MeetingEventKind
from meetings.permissions import may_convene
from meetings.services import news
from meetings.services.history import record
from meetings.workflow import STOP, StopStatus, can

# Two who plan for the same hour at the same time would both find it free.
_DIARY = 4_160_714


def hold_diary() -> None:
    """Who plans waits here for who planned before; taken before any stop is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_DIARY])


def hold(meeting: Meeting, *, actor: Any) -> Meeting:
    """The stop, held for this transaction. Raises NotAllowed where the user may not convene there."""
    held = Meeting.objects.select_for_update(of=["self"]).named().get(pk=meeting.pk)
    if not may_convene(actor, held):
        raise NotAllowed(_("Anda tidak berwenang mengubah pertemuan ini."))
    return held


@transaction.atomic
def change_stop(meeting: Meeting, to: StopStatus, *, actor: Any, reason: str = "") -> Meeting:
    """Takes a stop from one state to another; who was invited, and reporters on its agenda, hear of it.

    Raises NotAllowed, Conflict where the table has no such step, Refused for a cancellation without a reason
    and for an announcement of what meanwhile clashes.
    """
    if to == StopStatus.ANNOUNCED:
        hold_diary()
    held = hold(meeting, actor=actor)
    before = StopStatus(held.status)
    if not can(STOP, before, to):
        raise Conflict(
            _("Pertemuan berstatus “%(status)s”; langkah ini tidak dapat diambil lagi.")
            % {"status": held.get_status_display()}
        )
    reason = reason.strip()
    if to == StopStatus.CANCELLED and not reason:
        raise Refused(_("Tulis alasan pembatalan."))
    if to == StopStatus.ANNOUNCED and before in {StopStatus.DRAFT, StopStatus.CANCELLED}:
        _refuse_clashes(held, actor)
    was_announced = held.announced_at is not None
    _write(held, to, reason)
    if before == StopStatus.RUNNING:
        _leave_item(held, to)
    event = record(
        held,
        MeetingEventKind.STATUS,
        f"{before.label} → {held.get_status_display()}" + (f": {reason}" if reason else ""),
        actor=actor,
        details={"to": str(to)},
    )
    _tell(held, before, event, actor, was_announced=was_announced)
    return held


def _leave_item(held: Meeting, to: StopStatus) -> None:
    """The item under discussion ends with the stop, or never began."""
    left: dict[str, Any] = {"state": ItemState.PENDING, "started_at": None, "ended_at": None}
    if to == StopStatus.HELD:
        left = {"state": ItemState.DONE, "ended_at": timezone.now()}
    held.agenda_items.filter(state=ItemState.RUNNING).update(**left)


def _refuse_clashes(held: Meeting, actor: Any) -> None:
    """Others may have taken its hour since it was called off; warnings were read when it was planned."""
    (found,) = schedule.find([schedule.plan_of(held)], user=actor, meeting=held)
    for clash in found:
        if clash.is_refused:
            raise Refused(clash.text)


def _write(held: Meeting, to: StopStatus, reason: str) -> None:
    now = timezone.now()
    columns: dict[str, Any] = {"status": to, "changed_at": now, "sequence": held.sequence + 1}
    columns["cancel_reason"] = reason if to == StopStatus.CANCELLED else ""
    if to in {StopStatus.ANNOUNCED, StopStatus.RUNNING, StopStatus.HELD}:
        columns["announced_at"] = held.announced_at or now
    if to == StopStatus.RUNNING:
        columns |= {"opened_at": held.opened_at or now, "closed_at": None}
    elif to == StopStatus.HELD:
        columns |= {"closed_at": now if held.opened_at else None, "current_item": None}
    elif held.status == StopStatus.RUNNING:
        columns |= {"opened_at": None, "current_item": None}
    for name, value in columns.items():
        setattr(held, name, value)
    held.save(update_fields=list(columns))


def _tell(held: Meeting, before: StopStatus, event: MeetingEvent, actor: Any, *, was_announced: bool) -> None:
    """A draft that nobody was told of comes and goes in silence."""
    to = StopStatus(held.status)
    if not was_announced and to != StopStatus.ANNOUNCED:
        return
    what = {
        (StopStatus.ANNOUNCED, StopStatus.CANCELLED): news.CANCELLED,
        (StopStatus.DRAFT, StopStatus.CANCELLED): news.CANCELLED,
        (StopStatus.ANNOUNCED, StopStatus.DRAFT): news.POSTPONED,
        (StopStatus.CANCELLED, StopStatus.ANNOUNCED): news.RESTORED,
        (StopStatus.DRAFT, StopStatus.ANNOUNCED): news.RESTORED if was_announced else news.ANNOUNCED,
    }.get((before, to))
    if what:
        news.tell(held, what, event=event, actor=actor)


def cancel_stop(meeting: Meeting, *, actor: Any, reason: str) -> Meeting:
    """Calls it off, for a reason that everybody may read. Raises as `change_stop`."""
    return change_stop(meeting, StopStatus.CANCELLED, actor=actor, reason=reason)


def restore_stop(meeting: Meeting, *, actor: Any) -> Meeting:
    """On again: announced where it was announced before, else a draft. Raises as `change_stop`."""
    to = StopStatus.ANNOUNCED if meeting.announced_at else StopStatus.DRAFT
    return change_stop(meeting, to, actor=actor)
