"""An agenda as it is printed: items in their order, numbered, each with its time; a leaf, pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, Protocol

DEPTH = 3
_DAY = 24 * 60


class Row(Protocol):
    """What is asked of an item."""

    pk: Any
    parent_id: Any
    position: Any
    starts: Any
    minutes: Any


@dataclass
class Node:
    """One item at its place."""

    item: Any
    depth: int = 1
    number: str = ""
    # Minutes since midnight of the first day; None where nothing says when.
    begins: int | None = None
    ends: int | None = None
    # It is said to begin before the one before it ends, or before the meeting does.
    clashes: bool = False
    children: list["Node"] = field(default_factory=list)

    @property
    def starts(self) -> time | None:
        """Local time."""
        return clock(self.begins)

    @property
    def until(self) -> time | None:
        """Local time at which it is over; None where its length is not known."""
        return clock(self.ends) if self.ends != self.begins else None

    @property
    def is_computed(self) -> bool:
        """Its time follows from the one before."""
        return self.begins is not None and self.item.starts is None

    @property
    def height(self) -> int:
        """Levels, its own included."""
        return 1 + max((child.height for child in self.children), default=0)


def clock(minutes: int | None) -> time | None:
    """Minutes since midnight as a time of day."""
    return None if minutes is None else time(minutes % _DAY // 60, minutes % 60)


def minutes_of(moment: time | datetime) -> int:
    """Since midnight."""
    return moment.hour * 60 + moment.minute


def outline(items: Iterable[Row], starts: time, *, seen: Collection[Any] | None = None) -> list[Node]:
    """The nodes at the top.

    Of items not in `seen` there is no trace but the time that they take; what is below such a one moves up.
    """
    items = list(items)
    roots = grow(items)
    _tell_time(roots, minutes_of(starts))
    shown = _only(roots, None if seen is None else set(seen))
    _number(shown, "", 1)
    return shown


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every node, as it is printed."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def grow(items: Iterable[Row]) -> list[Node]:
    """The tree as it is stored."""
    nodes = {item.pk: Node(item) for item in sorted(items, key=lambda one: (one.position, one.pk))}
    roots: list[Node] = []
    for node in nodes.values():
        parent = nodes.get(node.item.parent_id)
        (parent.children if parent else roots).append(node)
    return roots


def _tell_time(nodes: Sequence[Node], begin: int) -> int | None:
    """Fills in the times of siblings; when the last of them ends, None where that is not known."""
    free: int | None = begin
    latest = begin
    for node in nodes:
        said = node.item.starts
        node.begins = minutes_of(said) if said else free
        node.clashes = said is not None and minutes_of(said) < latest
        within = _tell_time(node.children, node.begins) if node.children and node.begins is not None else None
        if node.begins is None:
            continue
        own = node.begins + node.item.minutes if node.item.minutes else None
        # What is below it takes longer than it was given.
        node.clashes |= own is not None and within is not None and within > own
        node.ends = free = own if own is not None else within
        latest = max(latest, free if free is not None else node.begins)
    return free if nodes else None


def _only(nodes: Sequence[Node], seen: set[Any] | None) -> list[Node]:
    found = []
    for node in nodes:
        node.children = _only(node.children, seen)
        if seen is None or node.item.pk in seen:
            found.append(node)
        else:
            found += node.children
    return found


def _number(nodes: Sequence[Node], before: str, depth: int) -> None:
    for index, node in enumerate(nodes, start=1):
        node.number, node.depth = f"{before}{index}", depth
        _number(node.children, f"{node.number}.", depth + 1)
