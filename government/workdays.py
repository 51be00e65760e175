"""Working-day arithmetic; a leaf, pure.

Days are counted by the local calendar: an instant belongs to the local date of the calendar's zone.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_END = time(23, 59, 59)


@dataclass(frozen=True)
class Calendar:
    """Holidays, weekend (0 is Monday) and zone of a place."""

    holidays: frozenset[date]
    zone: ZoneInfo
    weekend: frozenset[int] = frozenset({5, 6})

    def __post_init__(self) -> None:
        if len(self.weekend) >= 7:
            raise ValueError("a week needs a working day")


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Neither weekend nor holiday."""
    return day.weekday() not in calendar.weekend and day not in calendar.holidays


def local_date(moment: datetime, calendar: Calendar) -> date:
    """The calendar's date of an instant. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(calendar.zone).date()


def add_working_days(start: datetime, days: int, calendar: Calendar) -> datetime:
    """The end (23:59:59 local) of the n-th working day after the local date of `start`.

    0 days is the end of that day, or of the next working day where it is none. Raises ValueError for a naive
    start or negative days.
    """
    if days < 0:
        raise ValueError("days must not be negative")
    day = local_date(start, calendar)
    if days == 0:
        while not is_working_day(day, calendar):
            day += _DAY
    while days:
        day += _DAY
        days -= is_working_day(day, calendar)
    return datetime.combine(day, _END, calendar.zone)


def working_days_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Working days after the local date of `start` up to that of `end`; negative where reversed."""
    first, last = local_date(start, calendar), local_date(end, calendar)
    if last < first:
        return -_count(last, first, calendar)
    return _count(first, last, calendar)


def _count(first: date, last: date, calendar: Calendar) -> int:
    weeks, rest = divmod((last - first).days, 7)
    count = weeks * (7 - len(calendar.weekend))
    count += sum((last - _DAY * offset).weekday() not in calendar.weekend for offset in range(rest))
    return count - sum(
        first < day <= last and day.weekday() not in calendar.weekend for day in calendar.holidays
    )
