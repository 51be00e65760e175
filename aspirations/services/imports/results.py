"""What became of the rows: one line for each fault or result, as a table to correct the file by."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from aspirations.imports.columns import column_name
from aspirations.models import Aspiration, Import, ImportRow
from aspirations.services.imports.reading import rows_of

RESULT_HEADER = (
    _("Baris"),
    _("Hasil"),
    _("Nomor laporan"),
    _("Kolom"),
    _("Isi"),
    _("Keterangan"),
    _("Mirip laporan"),
    _("Mirip baris"),
)
_CHUNK = 500


def results(row: Import, rows: Any, user: Any) -> Iterator[list[Any]]:
    """Lines for these rows of an import, by their numbers; reports' numbers only where the user sees them."""
    found = rows.order_by("number").iterator(chunk_size=_CHUNK)
    if not row.lines:
        while some := list(islice(found, _CHUNK)):
            yield from _lines(row, some, {}, user)
        return
    with rows_of(row) as table:
        while some := list(islice(found, _CHUNK)):
            wanted, cells = {one.number for one in some}, {}
            for line in table:
                if line.number in wanted:
                    cells[line.number] = line.cells
                if line.number >= some[-1].number:
                    break
            yield from _lines(row, some, cells, user)


def _lines(
    row: Import, some: Sequence[ImportRow], cells: dict[int, list[str]], user: Any
) -> Iterator[list[Any]]:
    numbers = visible_numbers(some, user)
    columns = columns_of(row)
    for one in some:
        told = [one.number, one.get_state_display(), numbers.get(one.aspiration_id, "")]
        like = [numbers.get(one.like_id, ""), one.like_row or ""]
        for column, reason in one.problems or [["", one.reason]]:
            yield [*told, column, value_at(columns, cells.get(one.number), column), reason, *like]


def visible_numbers(rows: Sequence[ImportRow], user: Any) -> dict[int | None, str]:
    """Report id → number, of what rows became or are like, in one query."""
    ids = {pk for one in rows for pk in (one.aspiration_id, one.like_id) if pk is not None}
    if not ids:
        return {}
    return dict(Aspiration.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "number"))


def columns_of(row: Import) -> dict[str, int]:
    """A column's name as faults call it → its place."""
    return {column_name(row.header, column): column for column in range(len(row.header))}


def value_at(columns: dict[str, int], cells: Sequence[str] | None, column: str) -> str:
    """What stands in the cell that a fault is about."""
    place = columns.get(column)
    return cells[place] if cells and place is not None else ""
