"""When people write; pure.

No figures of real complaints are at hand: the shape of day and week is ours. People write before work and
after the evening prayer, hardly at night, and less at weekends.
"""

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

# From midnight on, hour by hour.
HOURS = (1, 1, 1, 1, 1, 2, 5, 8, 9, 8, 7, 6, 5, 5, 5, 5, 5, 5, 6, 9, 10, 8, 4, 2)
WEEKEND = 0.55
# Use grows: the last day has this many times the first one's reports.
GROWTH = 2.0


def draw_moments(dice: Random, count: int, first: date, days: int, zone: ZoneInfo) -> Iterator[datetime]:
    """`count` moments on `days` days from `first` on, in order, one day held in memory at a time."""
    weights = [_weight(dice, first + timedelta(days=n), n / days) for n in range(days)]
    scale, reached, given = count / sum(weights), 0.0, 0
    for number, weight in enumerate(weights, start=1):
        reached += weight * scale
        until_now = count if number == days else min(round(reached), count)
        yield from _day(dice, first + timedelta(days=number - 1), until_now - given, zone)
        given = until_now


def _weight(dice: Random, day: date, progress: float) -> float:
    weekly = WEEKEND if day.weekday() >= 5 else 1.0
    return weekly * (1 + (GROWTH - 1) * progress) * math.exp(dice.gauss(0, 0.25))


def _day(dice: Random, day: date, count: int, zone: ZoneInfo) -> list[datetime]:
    midnight = datetime.combine(day, time(), zone)
    hours = dice.choices(range(24), HOURS, k=count)
    return sorted(midnight + timedelta(hours=hour, seconds=dice.randrange(3600)) for hour in hours)
