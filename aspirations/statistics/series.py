"""Figures along time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from aspirations.statistics.measures import MEASURES, STILL_OPEN, halves
from aspirations.statistics.periods import Period, buckets
from government.workdays import Calendar, is_working_day

# Upper ends in working days; the last group is open.
AGES = (3, 5, 10, 20)
_BEGINNING = date(2000, 1, 1)


class Point(NamedTuple):
    """A piece of the period: what came in, what came to an end, and what was open at its end."""

    period: Period
    inflow: int
    outcome: int
    backlog: int


class Age(NamedTuple):
    """Open reports of an age: `most` working days at most (None: any), sent within `period`."""

    least: int
    most: int | None
    period: Period
    number: int


def course(rows: Any, period: Period) -> list[Point]:
    """Three queries."""
    came = _by_day(rows, "masuk", "submitted_at", period)
    ended = _by_day(rows, "berakhir", "status_since", period)
    backlog = _open_before(rows, period)
    points = []
    for piece in buckets(period):
        days = [piece.first + timedelta(days=offset) for offset in range(piece.days)]
        inflow, outcome = (sum(one[day] for day in days) for one in (came, ended))
        backlog += inflow - outcome
        points.append(Point(piece, inflow, outcome, backlog))
    return points


def _open_before(rows: Any, period: Period) -> int:
    """As the measure "terbuka" on the day before."""
    moved, standing = (
        half.filter(submitted_at__lt=period.start).values("status_since")
        for half in halves(rows, period.start)
    )
    return int(moved.union(standing, all=True).count())


def _by_day(rows: Any, measure: str, moment: str, period: Period) -> Counter[date]:
    chosen = rows.filter(MEASURES[measure].keep(period)).order_by()
    day = TruncDate(moment, tzinfo=timezone.get_default_timezone())
    return Counter(dict(chosen.annotate(day=day).values_list("day").annotate(count=Count("*"))))


def ages(rows: Any, calendar: Calendar, today: date) -> list[Age]:
    """How old the open ones are, in working days of the calendar; one query."""
    pieces = age_periods(calendar, today)
    conditions = {
        f"age{index}": Count("pk", filter=MEASURES[STILL_OPEN].keep(piece))
        for index, piece in enumerate(pieces)
    }
    found = rows.open().order_by().aggregate(**conditions)
    ends = [-1, *AGES, None]
    return [
        Age((low or 0) + 1, high, piece, found[f"age{index}"])
        for index, ((low, high), piece) in enumerate(zip(pairwise(ends), pieces, strict=True))
    ]


def age_periods(calendar: Calendar, today: date) -> Sequence[Period]:
    """The spans of days on which reports of each age were sent, the youngest first."""
    spans, last, day, age = [], today, today, 0
    for most in AGES:
        # A report sent on `day` is `age` working days old.
        while age <= most:
            age += is_working_day(day, calendar)
            day -= timedelta(days=1)
        spans.append(Period(day + timedelta(days=1), last))
        last = day
    return [*spans, Period(_BEGINNING, last)]
