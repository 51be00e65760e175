"""Times and numbers of an agenda, of plain data."""

from dataclasses import dataclass
from datetime import time

import pytest

from meetings.outline import outline, walk


@dataclass
class Line:
    pk: int
    minutes: int | None = None
    starts: time | None = None
    parent_id: int | None = None
    position: int = 0


def told(*lines: Line, seen: set[int] | None = None) -> list[tuple[str, str, bool]]:
    for place, line in enumerate(lines):
        line.position = place
    nodes = walk(outline(lines, time(9), seen=seen))
    return [
        (node.number, f"{node.starts or '':%H.%M}" if node.starts else "", node.clashes) for node in nodes
    ]


def test_one_follows_the_other():
    assert told(Line(1, 15), Line(2, 30), Line(3)) == [
        ("1", "09.00", False),
        ("2", "09.15", False),
        ("3", "09.45", False),
    ]


def test_after_one_of_unknown_length_nothing_is_computed():
    assert told(Line(1), Line(2, 5), Line(3, 5, time(10)), Line(4)) == [
        ("1", "09.00", False),
        ("2", "", False),
        ("3", "10.00", False),
        ("4", "10.05", False),
    ]


@pytest.mark.parametrize(("at", "clashes"), [(time(9, 10), True), (time(9, 15), False), (time(8), True)])
def test_beginning_before_the_one_before_ends_is_a_clash(at: time, clashes: bool):
    assert told(Line(1, 15), Line(2, 5, at))[1][2] is clashes


def test_parts_take_the_time_of_the_whole():
    assert told(Line(1), Line(2, 10, parent_id=1), Line(3, 5, parent_id=1), Line(4)) == [
        ("1", "09.00", False),
        ("1.1", "09.00", False),
        ("1.2", "09.10", False),
        ("2", "09.15", False),
    ]


def test_parts_that_take_longer_than_the_whole_clash():
    assert [row[2] for row in told(Line(1, 10), Line(2, 20, parent_id=1))] == [True, False]


def test_what_is_hidden_takes_its_time_and_no_number():
    lines = Line(1, 10), Line(2, 20), Line(3, 5, parent_id=2), Line(4)
    assert told(*lines, seen={1, 3, 4}) == [
        ("1", "09.00", False),
        ("2", "09.10", False),
        ("3", "09.30", False),
    ]
