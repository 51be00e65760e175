"""Whose turn it is to be host, and on which days a tour runs; a leaf: plain data and pure functions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# A tour that finds no day within three years finds none.
_MOST_DAYS = 3 * 366
_WEEK = timedelta(days=7)
_LONG_AGO = date.min


@dataclass(frozen=True)
class Hosting:
    """That a kecamatan, and in it a desa ("" where none was named), was host on a day."""

    district: str
    village: str
    day: date


def last_days(hostings: Iterable[Hosting]) -> tuple[dict[str, date], dict[str, date]]:
    """When each kecamatan and each desa was host for the last time, by their codes."""
    districts: dict[str, date] = {}
    villages: dict[str, date] = {}
    for one in hostings:
        districts[one.district] = max(one.day, districts.get(one.district, _LONG_AGO))
        if one.village:
            villages[one.village] = max(one.day, villages.get(one.village, _LONG_AGO))
    return districts, villages


def least_recent(codes: Iterable[str], last: Mapping[str, date]) -> list[str]:
    """Who was never host comes first, then who was longest ago; by code where that is the same."""
    return sorted(codes, key=lambda code: (last.get(code, _LONG_AGO), code))


def next_in_turn(code: str, codes: Sequence[str]) -> str:
    """The one after it in the order of codes, after the last the first; "" where there is none."""
    if not codes:
        return ""
    after = [one for one in sorted(codes) if one > code]
    return after[0] if after else min(codes)


def days(
    start: date, count: int, *, weekdays: frozenset[int], gap: int, is_off: Callable[[int, date], bool]
) -> list[date]:
    """So many days from `start` on, on these weekdays (0 is Monday), `gap` days or more apart.

    `is_off(n, day)` says that the n-th cannot be then. Fewer where there are none within three years.
    """
    found: list[date] = []
    day = start
    for _ in range(_MOST_DAYS):
        if len(found) == count:
            break
        if day.weekday() in weekdays and not is_off(len(found), day):
            found.append(day)
            day += timedelta(days=max(gap, 1))
        else:
            day += timedelta(days=1)
    return found


def a_year_on(day: date, years: int, *, is_off: Callable[[date], bool]) -> date:
    """The same weekday of the same week so many years later; where that is off, a week on."""
    moved = day + 52 * _WEEK * years
    # 52 weeks are a day or two short of a year; years ago that adds up to weeks.
    while abs((moved - _same_date(day, years)).days) > 3:
        moved += _WEEK if moved < _same_date(day, years) else -_WEEK
    for _ in range(52):
        if not is_off(moved):
            break
        moved += _WEEK
    return moved


def _same_date(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
