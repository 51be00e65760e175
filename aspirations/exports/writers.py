"""Rows become a file: CSV as it is read, a workbook row by row."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.http import StreamingHttpResponse

from aspirations.exports.cells import safe, safe_line

# A workbook is made before its first byte is sent.
MOST_IN_WORKBOOK = 50_000
_CHUNK = 500
_LONGEST_CELL = 32_767
# Nothing that a villager wrote becomes a formula or a link.
_PLAIN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDE = 40
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """UTF-8 with the mark by which spreadsheets know it; some hundred rows at a time."""
    out = io.StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow(safe_line(header))
    lines = iter(rows)
    while some := list(islice(lines, _CHUNK)):
        writer.writerows(map(safe_line, some))
        yield _taken(out)
    # A table without rows has its header.
    if rest := _taken(out):
        yield rest


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


def write_workbook(
    target: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str
) -> None:
    """At most MOST_IN_WORKBOOK rows, with real dates and numbers, the header fixed."""
    with xlsxwriter.Workbook(target, _PLAIN) as book:
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True})
        formats = {
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
        }
        page.freeze_panes(1, 1)
        for column, title in enumerate(header):
            page.set_column(column, column, min(max(len(title) + 2, 14), _WIDE))
            page.write_string(0, column, title, bold)
        for number, cells in enumerate(islice(rows, MOST_IN_WORKBOOK), start=1):
            for column, cell in enumerate(cells):
                _write(page, number, column, cell, formats)


def _write(page: Any, row: int, column: int, cell: Any, formats: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(row, column, safe(cell)[:_LONGEST_CELL])
    elif isinstance(cell, int | float | Decimal):
        page.write_number(row, column, cell)
    else:
        page.write_datetime(row, column, cell, formats[type(cell)])


def download(chunks: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """A file that no cache keeps and no page shows."""
    kind = _TYPES[name.rpartition(".")[2]]
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"}
    return StreamingHttpResponse(chunks, content_type=kind, headers=headers)


def pieces(file: IO[bytes], size: int = 64 * 1024) -> Iterator[bytes]:
    """What is in a file, which is closed behind the last of it."""
    with file:
        while some := file.read(size):
            yield some
