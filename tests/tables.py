"""Makers of tables as other offices have them."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

HEADER = ("Nomor Register", "Tgl Masuk", "Nama Pelapor", "No HP", "Desa", "Kategori", "Isi Laporan")
_PLACES = ("Sri Mulyo", "Upang", "Desa Srimulyo", "Upang Marga")
_MATTERS = ("papan jembatan lapuk", "lampu jalan padam", "air sumur payau", "tanggul bocor", "dermaga miring")


def row(number: int, **cells: Any) -> list[Any]:
    """A good row of its own; `cells` by header replace what stands there."""
    text = f"Di jalur {number} dekat rumah nomor {number * 7} {_MATTERS[number % 5]}, pekan {number % 53}."
    values: dict[str, Any] = {
        "Nomor Register": f"REG/{number}",
        "Tgl Masuk": date(2025, 1, 6) + timedelta(days=number % 300),
        "Nama Pelapor": f"Warga {number}",
        "No HP": f"0812{70000000 + number}",
        "Desa": _PLACES[number % len(_PLACES)],
        "Kategori": "Jembatan",
        "Isi Laporan": text,
    }
    return list((values | cells).values())


def csv_file(
    rows: Iterable[Sequence[Any]],
    header: Sequence[str] = HEADER,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    name: str = "buku.csv",
) -> SimpleUploadedFile:
    """As a spreadsheet saves it."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *(map(_written, row) for row in rows)])
    return SimpleUploadedFile(name, out.getvalue().encode(encoding))


def _written(value: Any) -> Any:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


def xlsx_file(
    rows: Iterable[Sequence[Any]],
    header: Sequence[str] = HEADER,
    *,
    above: Sequence[str] = (),
    name: str = "buku.xlsx",
) -> SimpleUploadedFile:
    """A workbook with real dates; `above` are titles in rows of their own."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        day, sheet = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_worksheet()
        lines = [*([title] for title in above), header, *rows]
        for number, cells in enumerate(lines):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    return SimpleUploadedFile(name, buffer.getvalue())
