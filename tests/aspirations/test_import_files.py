"""Strangers' tables: what is taken, what is refused, and by which sentence."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from aspirations.imports import files
from aspirations.imports.files import TableRefused
from tests.tables import HEADER, csv_file, row, xlsx_file


def taken(file: SimpleUploadedFile, folder: Path) -> list[list[str]]:
    path = folder / "lines"
    files.convert(file, file.size or 0, path)
    return [json.loads(line)[1] for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_whatever_program_saved_it(tmp_path: Path, delimiter: str, encoding: str):
    text = "Café di jalur 8; atapnya,\nrusak – “parah”"
    found = taken(
        csv_file([row(1, **{"Isi Laporan": text})], delimiter=delimiter, encoding=encoding), tmp_path
    )
    assert found[0] == list(HEADER)
    assert found[1][-1] == text


def test_workbook_gives_days_and_whole_numbers(tmp_path: Path):
    found = taken(xlsx_file([row(1, **{"No HP": 81270000001, "Desa": 0.5})]), tmp_path)
    assert found[1][1:5] == ["2025-01-07", "Warga 1", "81270000001", "0.5"]


def test_titles_above_the_header_are_passed_over(tmp_path: Path):
    file = xlsx_file([row(1), row(2)], above=["BUKU PENGADUAN", "Kecamatan Air Salek", ""])
    files.convert(file, file.size or 0, tmp_path / "lines")
    table = files.summary(tmp_path / "lines")
    assert (table["header"], table["header_row"], table["count"]) == (list(HEADER), 4, 2)


def bomb() -> SimpleUploadedFile:
    """A workbook of 1 MB with a cell of 600 MB."""
    buffer = io.BytesIO()
    good = zipfile.ZipFile(io.BytesIO(xlsx_file([row(1)]).read()))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            head, mark, __ = good.read(name).partition(b"<sheetData>")
            if not mark:
                bad.writestr(name, head)
                continue
            with bad.open(name, "w", force_zip64=True) as out:
                out.write(head + b"<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>")
                for _megabyte in range(600):
                    out.write(b"x" * 1024 * 1024)
                out.write(b"</t></is></c></row></sheetData></worksheet>")
    return SimpleUploadedFile("bom.xlsx", buffer.getvalue())


def far_cell() -> SimpleUploadedFile:
    """Two cells with all of a spreadsheet between them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    return SimpleUploadedFile("jauh.xlsx", buffer.getvalue())


DAMAGED = "Berkas ini rusak"


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: SimpleUploadedFile("x.csv", b""), "Berkas ini kosong"),
        (lambda: SimpleUploadedFile("x.csv", b"\n\n ,,\n"), "Berkas ini kosong"),
        (lambda: SimpleUploadedFile("x.csv", b"\x00\x01\x02" * 100), "Berkas ini kosong"),
        (lambda: SimpleUploadedFile("x.xlsx", b"PK\x03\x04 no workbook"), "Berkas ini kosong"),
        (lambda: SimpleUploadedFile("x.xlsx", xlsx_file([row(1)]).read()[:900]), "Berkas ini kosong"),
        (bomb, DAMAGED),
        (far_cell, DAMAGED),
    ],
    ids=["empty", "blank", "binary", "no workbook", "torn", "bomb", "far cell"],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path: Path, file, sentence: str):
    with pytest.raises(TableRefused, match=sentence):
        taken(file(), tmp_path)


def test_too_many_rows_are_refused_before_they_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "MOST_ROWS", 10)
    with pytest.raises(TableRefused, match="Paling banyak 10 baris"):
        taken(csv_file(row(n) for n in range(40)), tmp_path)


def test_too_large_a_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    with pytest.raises(TableRefused, match="terlalu besar"):
        taken(csv_file([row(1)]), tmp_path)


@pytest.mark.parametrize("text", ["satu\ndua\n", "Isi,Desa\n"])
def test_table_needs_columns_and_rows(tmp_path: Path, text: str):
    taken(SimpleUploadedFile("x.csv", text.encode()), tmp_path)
    with pytest.raises(TableRefused):
        files.summary(tmp_path / "lines")
