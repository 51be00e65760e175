"""The writers of items: what stands on an agenda, and where.

All of them hold the stop's row, so that two people never compute from the same old order.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.services import Actor, Conflict, Refused
from aspirations.workflow import Who
from meetings.models import AgendaItem, ItemState, Meeting, MeetingEventKind
from meetings.outline import DEPTH, Node, grow, walk
from meetings.services.agenda.placing import ItemData, append, columns_of, depth_of, find_item, hold_agenda
from meetings.services.agenda.reports import drop_from_agenda
from meetings.services.history import record


class Step(StrEnum):
    """Where an item moves, as the person who moves it sees the agenda."""

    UP = "up"
    DOWN = "down"
    # Below the one before it, and out again behind its parent.
    IN = "in"
    OUT = "out"


@transaction.atomic
def add_item(meeting: Meeting, data: ItemData, *, actor: Any, parent: Any = None) -> AgendaItem:
    """One more, at the end of the agenda or below the item with the key `parent`.

    Raises NotAllowed, Refused, Conflict.
    """
    held = hold_agenda(meeting, actor=actor)
    above = find_item(held, parent, actor) if parent else None
    made = append(held, data, above)
    record(
        held, MeetingEventKind.AGENDA, f"Ditambahkan: {made.title}", actor=actor, details={"item": made.pk}
    )
    return made


def state_of(item: AgendaItem) -> str:
    """A mark of what staff may write of an item: an edit says from which it began."""
    data = ItemData(item.title, item.starts, item.minutes, item.responsible)
    return hashlib.sha256(json.dumps(astuple(data), default=str).encode()).hexdigest()[:16]


@transaction.atomic
def edit_item(meeting: Meeting, pk: Any, data: ItemData, *, actor: Any, seen: str) -> AgendaItem:
    """Writes an item anew. Raises NotAllowed, Refused, Conflict where it is not as it was `seen`."""
    held = hold_agenda(meeting, actor=actor)
    item = find_item(held, pk, actor)
    if state_of(item) != seen:
        raise Conflict(_("Mata acara ini baru saja diubah orang lain. Periksa isinya, lalu simpan lagi."))
    columns = columns_of(data)
    for name, value in columns.items():
        setattr(item, name, value)
    if state_of(item) == seen:
        return item
    item.save(update_fields=list(columns))
    # Of an item with reports the title may be one that not everybody at the desk knows.
    what = "sebuah mata acara" if item.rows.exists() else item.title
    record(held, MeetingEventKind.AGENDA, f"Diubah: {what}", actor=actor, details={"item": item.pk})
    return item


@transaction.atomic
def remove_item(meeting: Meeting, pk: Any, *, actor: Any) -> None:
    """Takes an item away with the reports and promises on it; what is below it moves up to its place.

    Where reports hidden from this user stand on it, it stays for those who see them. Raises NotAllowed,
    Refused where it was taken up already, or one of its reports is not the user's to take off; Conflict.
    """
    held = hold_agenda(meeting, actor=actor)
    item = find_item(held, pk, actor)
    if item.state in {ItemState.RUNNING, ItemState.DONE}:
        raise Refused(_("Mata acara ini sudah dibahas."))
    rows = item.rows.visible_to(actor).select_related(
        "aspiration", "meeting__series", "meeting__host_district"
    )
    for row in rows:
        drop_from_agenda(row, actor=Actor(Who.TRIAGE, actor), with_item=False)
    what = item.title if not rows else "sebuah mata acara"
    if not item.rows.exists():
        node = _node(held, item.pk)
        _raise_children(held, node)
        item.delete()
    record(held, MeetingEventKind.AGENDA, f"Dihapus: {what}", actor=actor)


def _raise_children(held: Meeting, node: Node) -> None:
    if not node.children:
        return
    siblings = _siblings(held, node.item.parent_id)
    at = siblings.index(node.item.pk)
    # The item itself goes last, out of the way, and is deleted next.
    order = [*siblings[:at], *(child.item.pk for child in node.children), *siblings[at + 1 :], node.item.pk]
    _order(node.item.parent_id, order)


def _siblings(held: Meeting, parent: Any) -> list[Any]:
    return list(held.agenda_items.filter(parent=parent).order_by("position").values_list("pk", flat=True))


def _node(held: Meeting, pk: Any) -> Node:
    return next(node for node in walk(grow(held.agenda_items.all())) if node.item.pk == pk)


def _order(parent: Any, order: Sequence[Any]) -> None:
    """Puts these items under the parent in this order: one statement, so that the constraint sees the end."""
    places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(order, start=1)]
    AgendaItem.objects.filter(pk__in=order).update(
        parent=parent, position=Case(*places, default=F("position"), output_field=PositiveSmallIntegerField())
    )


@transaction.atomic
def step_item(meeting: Meeting, pk: Any, step: Step, *, actor: Any) -> None:
    """Moves an item by one. Raises NotAllowed, Refused where there is no such place, Conflict."""
    held = hold_agenda(meeting, actor=actor)
    item = find_item(held, pk, actor)
    seen = AgendaItem.objects.seen_by(actor).filter(meeting=held, parent=item.parent_id).order_by("position")
    siblings = list(seen.values_list("pk", flat=True))
    at = siblings.index(item.pk)
    if step == Step.UP and at > 0:
        _put(held, item, item.parent_id, before=siblings[at - 1])
    elif step == Step.DOWN and at + 1 < len(siblings):
        _put(held, item, item.parent_id, after=siblings[at + 1])
    elif step == Step.IN and at > 0:
        _put(held, item, siblings[at - 1])
    elif step == Step.OUT and item.parent is not None:
        _put(held, item, item.parent.parent_id, after=item.parent_id)
    else:
        raise Refused(_("Tidak dapat dipindahkan ke sana."))
    _tell(held, item, actor)


@transaction.atomic
def place_item(meeting: Meeting, pk: Any, *, parent: Any, after: Any, actor: Any) -> None:
    """Moves an item below `parent` (None: the top), behind `after` (None: first); both are keys.

    Told by neighbours and not by numbers, it means the same however others moved meanwhile. Raises
    NotAllowed, Refused where it would be too deep or below itself, and Conflict where they are gone.
    """
    held = hold_agenda(meeting, actor=actor)
    item = find_item(held, pk, actor)
    above = find_item(held, parent, actor) if parent else None
    behind = find_item(held, after, actor) if after else None
    if behind is not None and behind.parent_id != (above.pk if above else None):
        raise Conflict(_("Susunan acara baru saja diubah orang lain. Ulangi."))
    _put(held, item, above.pk if above else None, after=behind.pk if behind else None, first=behind is None)
    _tell(held, item, actor)


def _put(
    held: Meeting,
    item: AgendaItem,
    parent: Any,
    *,
    before: Any = None,
    after: Any = None,
    first: bool = False,
) -> None:
    """Without a neighbour it comes last, or first."""
    node = _node(held, item.pk)
    if parent is not None:
        if parent in {one.item.pk for one in walk([node])}:
            raise Refused(_("Tidak dapat dipindahkan ke bawah dirinya sendiri."))
        if depth_of(held, parent) + node.height > DEPTH:
            raise Refused(_("Susunan acara paling dalam %(depth)d tingkat.") % {"depth": DEPTH})
    order = [pk for pk in _siblings(held, parent) if pk != item.pk]
    if before in order:
        at = order.index(before)
    elif after in order:
        at = order.index(after) + 1
    else:
        at = 0 if first else len(order)
    _order(parent, [*order[:at], item.pk, *order[at:]])


def _tell(held: Meeting, item: AgendaItem, actor: Any) -> None:
    text = gettext_lazy("Urutan mata acara diubah.")
    record(held, MeetingEventKind.AGENDA, text, actor=actor, details={"item": item.pk})
