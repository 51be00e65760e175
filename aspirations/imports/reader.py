"""The process in which a stranger's table is opened; a crash or a bomb ends this process and no other.

Run as `python reader.py MOST_ROWS` with the file on standard input; writes a line of JSON for each row that
holds something: [row number as a spreadsheet shows it, [cells as text]]. It imports nothing of ours.
"""

import csv
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS = 40
MOST_OUTPUT = 200 * 1024 * 1024
MOST_COLUMNS = 60
# A little more than the longest report, so that what is too long is seen to be so.
MOST_CELL = 12_000
NO_TABLE, TOO_MANY, TOO_LARGE, LOCKED = 2, 3, 4, 5
# How PKZIP (XLSX, ODS) and OLE (XLS) files begin.
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DELIMITERS = ",;\t|"
_GUARDED = frozenset("=+-@")


class Unreadable(Exception):
    """The exit code that says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def confine() -> None:
    """Caps this process and lets pages go first."""
    import resource  # noqa: PLC0415 -- only where it is used: the codes above are read everywhere

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    # A crash must not leave the table behind in a core file.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


def cell_text(value: Any) -> str:
    """A cell as people read it; days as 2023-07-20, whole numbers without a point."""
    if isinstance(value, str):
        text = value.replace("\0", "").replace("\xa0", " ").strip()[:MOST_CELL]
        # What another export kept from being a formula: '+62812…
        return text[1:] if text[:1] == "'" and text[1:2] in _GUARDED else text
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").removesuffix("T00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def workbook_rows(data: bytes) -> Iterator[list[Any]]:
    """Of the first sheet that holds anything, from its first row on."""
    import python_calamine as calamine  # noqa: PLC0415 -- after the limits, and CSV does without

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError:
        raise Unreadable(LOCKED) from None
    except calamine.CalamineError:
        raise Unreadable(NO_TABLE) from None
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        margin = [""] * min(sheet.start[1], MOST_COLUMNS)
        for row in sheet.iter_rows():
            yield margin + row
        return


def decode(data: bytes) -> str:
    """Text of a CSV file: UTF-8, UTF-16 with its mark, or the old code page of Windows."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """Under which the first lines agree most on how many columns there are."""
    head = text[: 64 * 1024].splitlines(keepends=True)[:30]

    def agreement(mark: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(head, delimiter=mark) if any(row))
        width, rows = max(widths.items(), key=lambda one: (one[0] > 1, one[1]), default=(0, 0))
        return (rows, width) if width > 1 else (0, 0)

    return max(_DELIMITERS, key=agreement)


def csv_rows(data: bytes) -> Iterator[list[str]]:
    """Records; one may hold line breaks between quotes."""
    csv.field_size_limit(len(data) + 1)
    text = decode(data)
    # A picture or a program is no table.
    if text.count("\0") > 0 or text[:4096].count("\ufffd") > 20:
        raise Unreadable(NO_TABLE)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))


def write(rows: Iterator[list[Any]], most: int, out: Any) -> None:
    """Raises Unreadable for more rows or more text than a table of reports has."""
    count = size = 0
    for number, row in enumerate(rows, start=1):
        cells = [cell_text(value) for value in row[:MOST_COLUMNS]]
        if not any(cells):
            continue
        count += 1
        line = json.dumps([number, cells], ensure_ascii=False) + "\n"
        size += len(line)
        if count > most:
            raise Unreadable(TOO_MANY)
        if size > MOST_OUTPUT:
            raise Unreadable(TOO_LARGE)
        out.write(line)
    if not count:
        raise Unreadable(NO_TABLE)


def main() -> int:
    """The exit code says what is wrong; any but ours, a crash included, means damaged."""
    data = sys.stdin.buffer.read()
    confine()
    rows = workbook_rows(data) if data[:4] in _WORKBOOK else csv_rows(data)
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace")
    try:
        write(rows, int(sys.argv[1]), out)
    except Unreadable as why:
        return why.code
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
