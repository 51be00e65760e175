"""A stop goes through its agenda, item by item."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.services import Conflict, Refused
from meetings.models import AgendaItem, FloorPresence, ItemState, Meeting, MeetingEventKind
from meetings.models.floor import LASTS
from meetings.services.history import record
from meetings.services.stops import hold
from meetings.workflow import ITEM, StopStatus, can


@transaction.atomic
def change_item(meeting: Meeting, item: int, to: ItemState, *, actor: Any) -> AgendaItem:
    """Takes an item up, ends it, passes it over, or puts it back; another one that runs ends with it.

    Raises NotAllowed, Refused where the stop does not run or the item is not on its agenda for this user,
    Conflict where the table has no such step.
    """
    held = hold(meeting, actor=actor)
    if held.status != StopStatus.RUNNING:
        raise Refused(_("Buka pertemuan dahulu."))
    found = AgendaItem.objects.seen_by(actor).filter(meeting=held, pk=item).first()
    if found is None:
        raise Refused(_("Mata acara ini tidak ada lagi."))
    if not can(ITEM, found.state, to):
        raise Conflict(
            _("Mata acara ini berstatus “%(state)s”; langkah ini tidak dapat diambil lagi.")
            % {"state": found.get_state_display()}
        )
    if to == ItemState.RUNNING:
        for other in held.agenda_items.filter(state=ItemState.RUNNING):
            _step(held, other, ItemState.DONE, actor)
    _step(held, found, to, actor)
    if to == ItemState.RUNNING or held.current_item_id == found.pk:
        held.current_item = found if to == ItemState.RUNNING else None
        held.save(update_fields=["current_item"])
    return found


def _step(meeting: Meeting, item: AgendaItem, to: ItemState, actor: Any) -> None:
    now = timezone.now()
    item.state = to
    if to == ItemState.RUNNING:
        item.started_at, item.ended_at = item.started_at or now, None
    elif to == ItemState.PENDING:
        item.started_at = item.ended_at = None
    elif item.started_at:
        item.ended_at = now
    item.save(update_fields=["state", "started_at", "ended_at"])
    # By its number: the title may be of a report that not everybody at the desk may know of.
    text = _("Mata acara %(number)d: %(state)s") % {
        "number": item.position,
        "state": item.get_state_display(),
    }
    record(meeting, MeetingEventKind.AGENDA, text, actor=actor, details={"item": item.pk, "to": str(to)})


def enter_floor(meeting: Meeting, user: Any) -> list[Any]:
    """Notes that this person has the screen open, at most every quarter of `LASTS`; who else has."""
    now = timezone.now()
    rows = FloorPresence.objects.filter(meeting=meeting, seen_at__gt=now - LASTS).select_related("user")
    there = list(rows)
    if not any(one.user_id == user.pk and one.seen_at > now - LASTS / 4 for one in there):
        FloorPresence.objects.bulk_create(
            [FloorPresence(meeting=meeting, user=user, seen_at=now)],
            update_conflicts=True,
            unique_fields=["meeting", "user"],
            update_fields=["seen_at"],
        )
    return [one.user for one in there if one.user_id != user.pk]
