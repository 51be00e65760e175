"""The rows of an import, out of storage, a few at a time."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice

from aspirations.imports.files import Line, cells_of, lines
from aspirations.models import Import
from aspirations.services.errors import Refused


@contextmanager
def rows_of(row: Import) -> Iterator[Iterator[Line]]:
    """Those below the header, as wide as it. Raises Refused where the table was deleted."""
    if not row.lines:
        raise Refused("")
    with row.lines.open("rb") as source:
        width = len(row.header)
        yield (
            Line(line.number, cells_of(line, width)) for line in lines(source) if line.number > row.header_row
        )


def batches(rows: Iterator[Line], size: int) -> Iterator[list[Line]]:
    """Lists of so many rows, the last one shorter."""
    while some := list(islice(rows, size)):
        yield some


def cells_at(row: Import, numbers: Collection[int]) -> dict[int, list[str]]:
    """What stands in these rows; nothing once the table is deleted."""
    if not row.lines or not numbers:
        return {}
    wanted, last, found = set(numbers), max(numbers), {}
    with rows_of(row) as rows:
        for line in rows:
            if line.number in wanted:
                found[line.number] = line.cells
            if line.number >= last:
                break
    return found
