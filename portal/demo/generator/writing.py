"""Writes made reports by COPY, a batch in one transaction; the search vectors are computed on the way."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from aspirations import search
from aspirations.models import Aspiration, Dispatch, Event, Support
from portal.demo.generator.drafts import Row
from portal.demo.generator.reference import Village
from portal.demo.generator.reports import Made

_VECTORS = ("staff_search", "public_search")
_STAFF = ("staff_title", "staff_text", "staff_place")
_PUBLIC = ("public_title_words", "public_text_words", "public_place_words", "public_answer_words")
_INCOMING = "incoming_reports"
# Most public texts are the private ones, and places repeat.
_normalise = lru_cache(maxsize=1024)(search.normalise)


def _columns(model: type[models.Model], *without: str) -> dict[str, Any]:
    """The model's columns with their defaults."""
    return {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields
        if field.attname not in without
    }


def reserve_ids(count: int) -> list[int]:
    """Ids that nobody else will get."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Aspiration._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def reserve_numbers(drawn: Sequence[tuple[Any, Village]]) -> list[str]:
    """A receipt number for each moment and village; must run in the transaction that writes the reports."""
    return _numbers(drawn, "receiptcounter")


def number_dispatches(rows: Sequence[tuple[Row, Village]]) -> None:
    """The same for sendings, in the order in which they were sent; counted apart from receipts."""
    ordered = sorted(rows, key=lambda one: one[0]["sent_at"])
    numbers = _numbers([(row["sent_at"], village) for row, village in ordered], "dispatchcounter", "-D")
    for (row, __), number in zip(ordered, numbers, strict=True):
        row["number"] = number


def _numbers(drawn: Sequence[tuple[Any, Village]], counter: str, mark: str = "") -> list[str]:
    keys = [(timezone.localtime(at, v.district.zone).year, v.district) for at, v in drawn]
    wanted = sorted(Counter(keys).items(), key=str)
    last = {key: _advance(counter, *key, count) - count for key, count in wanted}
    numbers = []
    for key in keys:
        last[key] += 1
        year, district = key
        numbers.append(f"{district.receipt_prefix}{mark}-{year}-{last[key]:05d}")
    return numbers


def _advance(counter: str, year: int, district: Any, count: int) -> int:
    table = f"aspirations_{counter}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (district_id, year, last) VALUES (%s, %s, %s)"  # noqa: S608 -- ours
            " ON CONFLICT (district_id, year)"
            f" DO UPDATE SET last = {table}.last + excluded.last RETURNING last",
            [district.pk, year, count],
        )
        return int(cursor.fetchone()[0])


class Writing:
    """Holds the temporary table through which reports come in."""

    def __init__(self) -> None:
        self._reports = _columns(Aspiration, *_VECTORS)
        self._events = _columns(Event, "id")
        self._supports = _columns(Support, "id")
        self._dispatches = _columns(Dispatch, "id")

    def __enter__(self) -> "Writing":
        words = ", ".join(f"ADD {name} text" for name in (*_STAFF, *_PUBLIC))
        _execute(f"DROP TABLE IF EXISTS {_INCOMING}")
        _execute(f"CREATE TEMP TABLE {_INCOMING} (LIKE {Aspiration._meta.db_table})")
        _execute(f"ALTER TABLE {_INCOMING} {words}")
        return self

    def __exit__(self, *failure: Any) -> None:
        # After a failure inside a transaction no statement works, and the next start drops it.
        if failure[0] is None:
            _execute(f"DROP TABLE {_INCOMING}")

    @transaction.atomic
    def write(self, batch: Sequence[Made]) -> None:
        """All rows of these reports."""
        _execute(f"TRUNCATE {_INCOMING}")
        names = list(self._reports)
        _copy(_INCOMING, [*names, *_STAFF, *_PUBLIC], (self._report_row(made) for made in batch))
        columns = ", ".join(names)
        _execute(
            f"INSERT INTO {Aspiration._meta.db_table} ({columns}, {', '.join(_VECTORS)})"  # noqa: S608 -- ours
            f" SELECT {columns}, {search.vector_sql(*_STAFF)},"
            f" CASE WHEN {_PUBLIC[0]} IS NOT NULL THEN {search.vector_sql(*_PUBLIC)} END"
            f" FROM {_INCOMING} ORDER BY id"
        )
        _copy_rows(Event, self._events, (row for made in batch for row in made.events))
        _copy_rows(Support, self._supports, (row for made in batch for row in made.supports))
        _copy_rows(Dispatch, self._dispatches, (row for made in batch for row in made.dispatches))
        _count_joined(batch)

    def _report_row(self, made: Made) -> list[Any]:
        row = [made.columns.get(name, default) for name, default in self._reports.items()]
        public = made.public_words
        return [
            *row,
            *map(_normalise, made.staff_words),
            *(map(_normalise, public) if public else [None] * len(_PUBLIC)),
        ]


def _count_joined(batch: Sequence[Made]) -> None:
    """The supporters that merged reports brought to others, of this batch or of one before."""
    joined = Counter(row["aspiration_id"] for made in batch for row in made.supports if "came_from_id" in row)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE aspirations_aspiration SET support_count = support_count + more"
            " FROM unnest(%s::bigint[], %s::int[]) AS joined (pk, more) WHERE id = pk",
            [list(joined), list(joined.values())],
        )


def analyze() -> None:
    """Tells the planner about the new rows."""
    for model in (Aspiration, Event, Support, Dispatch):
        _execute(f"ANALYZE {model._meta.db_table}")


def _copy_rows(model: type[models.Model], defaults: dict[str, Any], rows: Iterable[dict[str, Any]]) -> None:
    _copy(
        model._meta.db_table,
        list(defaults),
        ([row.get(name, default) for name, default in defaults.items()] for row in rows),
    )


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
