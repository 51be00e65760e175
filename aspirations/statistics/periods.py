"""Spans of local days; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.utils import timezone

_DAY = timedelta(days=1)
# Up to how many days a chart shows single days, and weeks; beyond that months.
_DAYS_UNTIL, _WEEKS_UNTIL = 14, 98
BUCKETS = ("day", "week", "month")


@dataclass(frozen=True)
class Period:
    """From the first local day to the last, both included. Raises ValueError where they are reversed."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends after it begins")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def previous(self) -> "Period":
        """The same number of days right before."""
        return Period(self.first - _DAY * self.days, self.first - _DAY)

    @property
    def start(self) -> datetime:
        """Its first moment, in the installation's time zone."""
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return _midnight(self.last + _DAY)


def _midnight(day: date) -> datetime:
    zone: tzinfo = timezone.get_default_timezone()
    return datetime.combine(day, time(), zone)


def bucket_of(period: Period) -> str:
    """Whether a chart of this period shows days, weeks or months."""
    if period.days <= _DAYS_UNTIL:
        return "day"
    return "week" if period.days <= _WEEKS_UNTIL else "month"


def buckets(period: Period) -> list[Period]:
    """The period cut at Mondays or at the first of months; the outer pieces may be shorter."""
    return list(_cut(period, bucket_of(period)))


def _cut(period: Period, size: str) -> Iterator[Period]:
    first = period.first
    while first <= period.last:
        last = min(_last_of(first, size), period.last)
        yield Period(first, last)
        first = last + _DAY


def _last_of(day: date, size: str) -> date:
    if size == "day":
        return day
    if size == "week":
        return day + _DAY * (6 - day.weekday())
    return (day.replace(day=28) + _DAY * 4).replace(day=1) - _DAY
