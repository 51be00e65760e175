"""What the writers of agendas share: the stop held, an item found, one more at the end."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from aspirations.services import Conflict, Refused
from meetings.models import AgendaItem, Meeting
from meetings.outline import DEPTH
from meetings.services.stops import hold
from meetings.workflow import StopStatus


@dataclass(frozen=True)
class ItemData:
    """What staff write of an item; `minutes` is its length."""

    title: str
    starts: time | None = None
    minutes: int | None = None
    responsible: str = ""


def hold_agenda(meeting: Meeting, *, actor: Any) -> Meeting:
    """The stop, held. Raises NotAllowed, and Refused where its agenda is history."""
    held = hold(meeting, actor=actor)
    if held.status in {StopStatus.HELD, StopStatus.CANCELLED}:
        raise Refused(_("Susunan acara pertemuan yang sudah selesai atau dibatalkan tidak diubah lagi."))
    return held


def find_item(held: Meeting, pk: Any, actor: Any) -> AgendaItem:
    """An item of this agenda that the user sees. Raises Conflict where there is none any more."""
    found = AgendaItem.objects.seen_by(actor).filter(meeting=held, pk=pk).first()
    if found is None:
        raise Conflict(_("Mata acara ini tidak ada lagi."))
    return found


def append(held: Meeting, data: ItemData, above: AgendaItem | None) -> AgendaItem:
    """As `add_item`, for a stop that is held already, without a row in its history."""
    if above is not None and depth_of(held, above.pk) >= DEPTH:
        raise Refused(_("Susunan acara paling dalam %(depth)d tingkat.") % {"depth": DEPTH})
    siblings = held.agenda_items.filter(parent=above)
    last = siblings.aggregate(last=Max("position"))["last"] or 0
    return AgendaItem.objects.create(meeting=held, parent=above, position=last + 1, **columns_of(data))


def columns_of(data: ItemData) -> dict[str, Any]:
    """As they are stored. Raises Refused without a title."""
    title = data.title.strip()
    if not title:
        raise Refused(_("Tulis judul mata acara."))
    return {
        "title": title,
        "starts": data.starts,
        "minutes": data.minutes,
        "responsible": data.responsible.strip(),
    }


def depth_of(held: Meeting, pk: Any) -> int:
    """1 for an item at the top."""
    above = dict(held.agenda_items.values_list("pk", "parent_id"))
    depth = 0
    while pk is not None:
        pk, depth = above[pk], depth + 1
    return depth
