"""The grid of a month; a leaf: plain data and pure functions."""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

FIRST_YEAR, LAST_YEAR = 2000, 2100
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Month:
    """One month of one year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def before(self) -> "Month | None":
        """None at the edge of what the calendar shows."""
        return month_of(self.first - timedelta(days=1))

    @property
    def after(self) -> "Month | None":
        return month_of(self.last + timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def month_of(day: date) -> Month | None:
    """The month around a day; None outside of what the calendar shows."""
    return Month(day.year, day.month) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_month(text: str) -> Month | None:
    """2026-07; None for anything else."""
    found = _MONTH.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    return month_of(date(max(int(found[1]), 1), int(found[2]), 1))


@dataclass(frozen=True)
class Day:
    """A cell: its day, whether it is of the month, and what goes on."""

    day: date
    is_inside: bool
    is_today: bool
    entries: Sequence[Any]


def weeks(month: Month, entries: Iterable[tuple[date, date, Any]], today: date) -> list[list[Day]]:
    """Monday first; an entry (first day, last day, what) stands on each of its days."""
    held = list(entries)
    return [
        [
            Day(
                day,
                day.month == month.number,
                day == today,
                [what for first, last, what in held if first <= day <= last],
            )
            for day in week
        ]
        for week in calendar.Calendar(firstweekday=0).monthdatescalendar(month.year, month.number)
    ]
