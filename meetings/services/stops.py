"""The writers of stops: where one stands."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.services import Conflict, NotAllowed, Refused
from meetings.models import Meeting, MeetingEventKind
from meetings.permissions import may_convene
from meetings.services.history import record
from meetings.workflow import STOP, StopStatus, can


def hold(meeting: Meeting, *, actor: Any) -> Meeting:
    """The stop, held for this transaction. Raises NotAllowed where the user may not convene there."""
    held = Meeting.objects.select_for_update(of=["self"]).named().get(pk=meeting.pk)
    if not may_convene(actor, held):
        raise NotAllowed(_("Anda tidak berwenang mengubah pertemuan ini."))
    return held


@transaction.atomic
def change_stop(meeting: Meeting, to: StopStatus, *, actor: Any, reason: str = "") -> Meeting:
    """Takes a stop from one state to another.

    Raises NotAllowed, Conflict where the table has no such step, Refused for a cancellation without a reason.
    """
    held = hold(meeting, actor=actor)
    if not can(STOP, held.status, to):
        raise Conflict(
            _("Pertemuan berstatus “%(status)s”; langkah ini tidak dapat diambil lagi.")
            % {"status": held.get_status_display()}
        )
    now = timezone.now()
    columns: dict[str, Any] = {"status": to, "changed_at": now, "sequence": held.sequence + 1}
    columns["cancel_reason"] = reason.strip() if to == StopStatus.CANCELLED else ""
    if to == StopStatus.CANCELLED and not columns["cancel_reason"]:
        raise Refused(_("Tulis alasan pembatalan."))
    if to in {StopStatus.ANNOUNCED, StopStatus.RUNNING, StopStatus.HELD}:
        columns["announced_at"] = held.announced_at or now
    if to == StopStatus.RUNNING:
        columns |= {"opened_at": held.opened_at or now, "closed_at": None}
    elif to == StopStatus.HELD:
        columns |= {"closed_at": now if held.opened_at else None, "current_item": None}
    elif held.status == StopStatus.RUNNING:
        columns |= {"opened_at": None, "current_item": None}
    before = held.get_status_display()
    for name, value in columns.items():
        setattr(held, name, value)
    held.save(update_fields=list(columns))
    record(
        held,
        MeetingEventKind.STATUS,
        f"{before} → {held.get_status_display()}" + (f": {reason.strip()}" if reason.strip() else ""),
        actor=actor,
        details={"to": str(to)},
    )
    return held
