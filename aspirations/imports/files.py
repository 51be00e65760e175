"""Takes an uploaded table in: another process opens it (see reader), we read plain lines."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any, NamedTuple

from django.utils.translation import gettext as _

from aspirations.imports import reader
from aspirations.imports.columns import recognised

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
PATIENCE_SECONDS = 90
# Titles above the header of a book.
_HEAD = 25
# It may take reader.MEMORY_BYTES.
_GATE = BoundedSemaphore(1)


class TableRefused(ValueError):
    """The file cannot be taken; the message is a sentence for the sender."""


class Line(NamedTuple):
    """A row: its number as a spreadsheet shows it, and its cells as text."""

    number: int
    cells: list[str]


def convert(file: IO[bytes], size: int, target: Path) -> None:
    """Writes the table in `file` of `size` bytes to `target` as lines. Raises TableRefused."""
    if size > MOST_BYTES:
        raise TableRefused(
            _("Berkas terlalu besar. Paling besar %(limit)d MB.") % {"limit": MOST_BYTES // (1024 * 1024)}
        )
    code = _read(file, target)
    if code == reader.TOO_MANY:
        raise TableRefused(
            _("Paling banyak %(most)d baris dalam satu berkas. Bagilah menjadi beberapa berkas.")
            % {"most": MOST_ROWS}
        )
    if code == reader.LOCKED:
        raise TableRefused(
            _("Berkas ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu coba lagi.")
        )
    if code == reader.TOO_LARGE:
        raise TableRefused(_("Isi berkas ini terlalu banyak. Bagilah menjadi beberapa berkas."))
    if code == reader.NO_TABLE:
        raise TableRefused(_("Berkas ini kosong atau bukan tabel XLSX, XLS, ODS, atau CSV."))
    if code != 0:
        raise TableRefused(_("Berkas ini rusak atau tidak dapat dibaca. Simpan ulang, lalu coba lagi."))


def _read(file: IO[bytes], target: Path) -> int | None:
    """The child's exit code; none where it took too long."""
    # -P: its folder holds modules of ours, which must not stand in for others.
    command = [sys.executable, "-P", reader.__file__, str(MOST_ROWS + _HEAD)]
    with _GATE, target.open("wb") as out:
        file.seek(0)
        try:
            done = subprocess.run(
                command,
                input=file.read(),
                stdout=out,
                stderr=subprocess.DEVNULL,
                check=False,
                timeout=PATIENCE_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return None
    return done.returncode


def lines(source: Iterable[bytes]) -> Iterator[Line]:
    """The rows of a converted table, one at a time."""
    for line in source:
        number, cells = json.loads(line)
        yield Line(number, cells)


def find_header(source: Iterable[Line]) -> Line | None:
    """The row that names the columns: of the first ones, that in which most names are known to us.

    None where no row has a known name or two cells. A book may have its title above, in rows of their own.
    """
    head = [(recognised(line.cells), -line.number, line) for line in islice(source, _HEAD)]
    named = [one for one in head if one[0] or sum(map(bool, one[2].cells)) > 1]
    return max(named, key=lambda one: one[:2], default=(0, 0, None))[2]


def cells_of(line: Line, width: int) -> list[str]:
    """As many as the header has; a row may be shorter or longer."""
    return [*line.cells[:width], *[""] * (width - len(line.cells))]


def summary(path: Path) -> dict[str, Any]:
    """Header, its row number, the first rows below it and how many there are. Raises TableRefused."""
    with path.open("rb") as source:
        header = find_header(lines(source))
    if header is None:
        raise TableRefused(_("Tidak ada baris judul kolom. Baris pertama harus memuat nama kolom."))
    width = len(header.cells)
    while width and not header.cells[width - 1]:
        width -= 1
    count = 0
    samples: list[list[str]] = []
    with path.open("rb") as source:
        for line in lines(source):
            if line.number > header.number:
                count += 1
                if len(samples) < 3:
                    samples.append([cell[:60] for cell in cells_of(line, width)])
    if not count:
        raise TableRefused(_("Tidak ada baris laporan di bawah judul kolom."))
    if count > MOST_ROWS:
        raise TableRefused(
            _("Paling banyak %(most)d baris dalam satu berkas. Bagilah menjadi beberapa berkas.")
            % {"most": MOST_ROWS}
        )
    return {"header": header.cells[:width], "header_row": header.number, "samples": samples, "count": count}
