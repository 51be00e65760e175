"""Counts of all measures for everything and for each place, subject, agency and person, in one query."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections, transaction
from django.db.models import Count, ExpressionWrapper, F, FloatField
from django.db.models.functions import Extract

from aspirations.statistics.measures import MEASURES, halves
from aspirations.statistics.periods import Period

# What a row of a table stands for, and how it is found from the columns of a cell.
DIMENSIONS = {
    "district": "left(village_id, 8)",
    "village": "village_id",
    "category": "category_id",
    "agency": "agency_id",
    "unit": "unit_id",
    "officer": "assigned_to_id",
}
TOTAL = "total"
# The columns that sums read, and those by which rows are visible: an index holds them all.
SUMMED = [
    "submitted_at",
    "status",
    "village",
    "category",
    "agency",
    "unit",
    "assigned_to",
    "identity",
    "concerns",
    "concerned_agency",
    "verify_due_at",
    "verified_at",
    "answer_due_at",
    "first_answered_at",
    "resolve_due_at",
    "resolved_at",
    "disputed_at",
    "rating",
]
_CELL = ("village_id", "category_id", "agency_id", "unit_id", "assigned_to_id")
_SECONDS = 86_400.0


class Durations(NamedTuple):
    """Days (of 24 hours) from sending to the end: half of the reports, and nine in ten, took no longer."""

    median: float
    most: float


class Sums(NamedTuple):
    """Counts by measure: of everything, and by dimension of each key (None: reports without)."""

    total: Mapping[str, int]
    by: Mapping[str, Mapping[Any, Mapping[str, int]]]
    durations: Mapping[str, Mapping[Any, Durations]]

    @property
    def taken(self) -> Durations | None:
        """The durations of everything; None where nothing was resolved."""
        return self.durations[TOTAL].get(None)


def count(rows: Any, measure: str, period: Period) -> int:
    """One figure alone."""
    return int(rows.filter(MEASURES[measure].keep(period)).count())


def sums(rows: Any, period: Period, dimensions: Iterable[str], measures: Iterable[str]) -> Sums:
    """Two queries: counts add up from cells of place, subject, agency and person; durations do not."""
    wanted, names = list(dimensions), list(measures)
    conditions = {f"m{index}": MEASURES[name].keep(period) for index, name in enumerate(names)}
    # Never null, and in the index: counting the key would read the table.
    counts = {column: Count("status_since", filter=condition) for column, condition in conditions.items()}
    moved, standing = (
        half.filter(submitted_at__lt=period.end).values(*_CELL).annotate(**counts)
        for half in halves(rows, period.start)
    )
    cells = moved.union(standing, all=True)
    by: dict[str, dict[Any, Mapping[str, int]]] = {name: {} for name in (TOTAL, *wanted)}
    for dimension, key, values in _grouped(cells, wanted, [f"sum({column})" for column in conditions]):
        by[dimension][key] = {name: int(value or 0) for name, value in zip(names, values, strict=True)}
    return Sums(by.pop(TOTAL).get(None) or dict.fromkeys(names, 0), by, _durations(rows, period, wanted))


def _durations(rows: Any, period: Period, wanted: Sequence[str]) -> dict[str, dict[Any, Durations]]:
    span = Extract(F("resolved_at") - F("submitted_at"), "epoch") / _SECONDS
    resolved = (
        rows.filter(MEASURES["selesai"].keep(period))
        .order_by()
        .values(*_CELL)
        .annotate(taken=ExpressionWrapper(span, output_field=FloatField()))
    )
    parts = [f"percentile_disc({part}) WITHIN GROUP (ORDER BY taken)" for part in (0.5, 0.9)]
    found: dict[str, dict[Any, Durations]] = {name: {} for name in (TOTAL, *wanted)}
    for dimension, key, (median, most) in _grouped(resolved, wanted, parts):
        if median is not None:
            found[dimension][key] = Durations(median, most)
    return found


def _grouped(
    cells: Any, wanted: Sequence[str], values: Sequence[str]
) -> Iterator[tuple[str, Any, Sequence[Any]]]:
    """(dimension, key, values) of each group, and (TOTAL, None, values) of everything."""
    try:
        inner, params = cells.query.sql_with_params()
    except EmptyResultSet:
        return
    keys = [DIMENSIONS[name] for name in wanted]
    # Which key a row is grouped by: 0 in its place.
    columns = [*values, *(f"grouping({key})" for key in keys), *keys]
    sets = ", ".join(["()", *(f"({key})" for key in keys)])
    with transaction.atomic(using=cells.db), connections[cells.db].cursor() as cursor:
        # A year of a kabupaten is sorted on disk otherwise, and compiled for longer than it runs.
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM ({inner}) cells GROUP BY GROUPING SETS ({sets})",  # noqa: S608 -- ours
            params,
        )
        for row in cursor.fetchall():
            found, rest = row[: len(values)], row[len(values) :]
            flags, held = rest[: len(keys)], rest[len(keys) :]
            place = flags.index(0) if 0 in flags else None
            if place is None:
                yield TOTAL, None, found
            else:
                yield wanted[place], held[place], found
