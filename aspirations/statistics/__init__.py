"""What the reports add up to; knows no page and no person.

Every function starts from rows that somebody may read (`.public()` or `.visible_to(user)`) and asks a number
of queries that depends neither on how many rows there are nor on how many places. What a figure counts stands
once, in `measures`, so that a list can show exactly the reports behind it.
"""

from aspirations.statistics.measures import MEASURES, PROMISES, STILL_OPEN, Measure
from aspirations.statistics.periods import BUCKETS, Period, buckets
from aspirations.statistics.series import Point, ages, course
from aspirations.statistics.sums import DIMENSIONS, SUMMED, Durations, Sums, count, sums

__all__ = [
    "BUCKETS",
    "DIMENSIONS",
    "MEASURES",
    "PROMISES",
    "STILL_OPEN",
    "SUMMED",
    "Durations",
    "Measure",
    "Period",
    "Point",
    "Sums",
    "ages",
    "buckets",
    "count",
    "course",
    "sums",
]
