"""Agendas as they are read: the tree with times, and what stands under each item."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aspirations.models import Aspiration
from meetings.models import AgendaAspiration, AgendaFollowUp, AgendaItem, Meeting
from meetings.outline import Node, minutes_of, outline


@dataclass
class AgendaNode:
    """An item at its place, with what this reader may see under it."""

    node: Node
    rows: list[AgendaAspiration] = field(default_factory=list)
    carried: list[AgendaFollowUp] = field(default_factory=list)
    children: list["AgendaNode"] = field(default_factory=list)
    # Ends after the meeting does.
    is_late: bool = False

    @property
    def item(self) -> AgendaItem:
        found: AgendaItem = self.node.item
        return found


def staff_agenda(meeting: Meeting, user: Any) -> list[AgendaNode]:
    """What a member of staff sees; four queries, whatever the length."""
    rows = AgendaAspiration.objects.visible_to(user)
    carried = AgendaFollowUp.objects.visible_to(user)
    seen = AgendaItem.objects.seen_by(user)
    return _agenda(meeting, seen, rows, carried)


def public_agenda(meeting: Meeting) -> list[AgendaNode]:
    """What everybody may read of a public stop; four queries, whatever the length.

    The caller asks whether the stop itself is public.
    """
    rows = AgendaAspiration.objects.filter(aspiration__in=Aspiration.objects.public().order_by())
    carried = AgendaFollowUp.objects.shown()
    return _agenda(meeting, AgendaItem.objects.public(), rows, carried)


def _agenda(meeting: Meeting, seen: Any, rows: Any, carried: Any) -> list[AgendaNode]:
    keys = set(seen.filter(meeting=meeting).order_by().values_list("pk", flat=True))
    start, end = (moment.astimezone(meeting.zone) for moment in (meeting.starts_at, meeting.ends_at))
    nodes = outline(meeting.agenda_items.all(), start.time(), seen=keys)
    limit = minutes_of(end.time()) + (end.date() - start.date()).days * 24 * 60
    found = [_with_children(node, limit) for node in nodes]
    by_key = {one.item.pk: one for one in flat(found)}
    reports = rows.filter(meeting=meeting).select_related("aspiration__village", "aspiration__category")
    for row in reports.order_by("pk"):
        if row.item_id in by_key:
            by_key[row.item_id].rows.append(row)
    promises = carried.filter(meeting=meeting).select_related(
        "follow_up__agency", "follow_up__unit", "follow_up__decision__meeting"
    )
    for promise in promises.order_by("pk"):
        if promise.item_id in by_key:
            by_key[promise.item_id].carried.append(promise)
    return found


def _with_children(node: Node, limit: int) -> AgendaNode:
    late = node.ends is not None and node.ends > limit
    return AgendaNode(node, children=[_with_children(one, limit) for one in node.children], is_late=late)


def flat(nodes: Sequence[AgendaNode]) -> list[AgendaNode]:
    """As it is printed, line by line."""
    found = []
    for node in nodes:
        found += [node, *flat(node.children)]
    return found


def has_clash(nodes: Sequence[AgendaNode]) -> bool:
    """Whether any time cannot be kept."""
    return any(one.node.clashes or one.is_late for one in flat(nodes))
