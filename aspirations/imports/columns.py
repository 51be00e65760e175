"""Which of our fields a column holds: known by the names that offices give it; pure."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

_NOISE = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """A name without case, spaces and marks: "Sri Mulyo" and "SRIMULYO" are one."""
    return _NOISE.sub("", text).casefold()


class Field(NamedTuple):
    """A field of a report as a table may hold it; `aliases` are folded names, the likeliest first."""

    label: Any
    aliases: tuple[str, ...]


def _field(label: Any, aliases: str) -> Field:
    return Field(label, tuple(aliases.split()))


FIELDS: dict[str, Field] = {
    "text": _field(
        _("Isi laporan"),
        "isilaporan isi isipengaduan isiaduan uraianlaporan uraianpengaduan uraian deskripsi permasalahan"
        " masalah keluhan aduan pengaduan usulan laporan text description content",
    ),
    "title": _field(_("Judul"), "judul judullaporan perihal pokokmasalah hal subjek subject title"),
    "category": _field(_("Kategori"), "kategori kategorilaporan jenismasalah bidang topik sektor category"),
    "village": _field(_("Desa"), "desa namadesa desakelurahan kelurahan desakel lokasidesa village"),
    "district": _field(_("Kecamatan"), "kecamatan namakecamatan kec district"),
    "kind": _field(_("Jenis"), "jenis jenislaporan klasifikasi klasifikasilaporan tipe kind type"),
    "channel": _field(_("Kanal"), "kanal saluran media masuklewat sumberlaporan sumber via channel"),
    "submitted_at": _field(
        _("Tanggal masuk"),
        "tanggalmasuk tglmasuk tanggallaporan tgllaporan tanggallapor tanggalpengaduan tglpengaduan"
        " tanggalterima dikirim masuk tanggal tgl waktu submittedat date",
    ),
    "occurred_on": _field(_("Tanggal kejadian"), "tanggalkejadian tglkejadian waktukejadian occurredon"),
    "canal": _field(_("Jalur"), "jalur parit handil canal"),
    "landmark": _field(
        _("Jembatan/patokan"),
        "jembatanpatokan patokan lokasikejadian alamatkejadian lokasi tempat dusun alamat landmark",
    ),
    "rt": _field(_("RT"), "rt"),
    "rw": _field(_("RW"), "rw"),
    "latitude": _field(_("Lintang"), "lintang latitude lat"),
    "longitude": _field(_("Bujur"), "bujur longitude lng lon"),
    "identity": _field(_("Identitas"), "identitas statusidentitas kerahasiaan identity"),
    "reporter_name": _field(
        _("Nama pelapor"), "namapelapor pelapor namalengkap nama pengadu namapengadu name"
    ),
    "reporter_phone": _field(
        _("Nomor WhatsApp/telepon"),
        "nomorwhatsapp nowhatsapp whatsapp nowa wa nomorhp nohp hp nomortelepon notelepon notelp telepon telp"
        " kontak nohppelapor nomorhppelapor teleponpelapor kontakpelapor phone",
    ),
    "reporter_email": _field(_("Email"), "email alamatemail surel emailpelapor"),
    "reference": _field(
        _("Nomor di sistem asal"),
        "nomorlaporan nolaporan nomoraduan noaduan nomortiket notiket trackingid idlaporan noregister"
        " nomorregister noreg tiket nomor id nomorrujukan norujukan reference",
    ),
    "system": _field(_("Sistem asal"), "sistemasal namasistem sistem asaldata aplikasiasal system"),
    "concerns": _field(
        _("Tentang petugas"), "tentangpetugas petugasyangdilaporkan pihakyangdilaporkan terlapor concerns"
    ),
}
REQUIRED = ("text", "category", "village")
# A value for all rows, or for those whose cell is empty.
FIXED = ("category", "village", "kind", "channel", "submitted_at", "identity", "system")
# Whose unknown names a person may give a meaning, once for each name.
TRANSLATED = ("category", "village")
# Shorter names stand inside too many others.
_TELLING = 5


def guess(header: Sequence[str]) -> dict[str, int]:
    """Field → column: by whole names first, then by names within longer ones; a column serves once."""
    names = [fold(name) for name in header]
    found: dict[str, int] = {}
    for whole in (True, False):
        for field, one in FIELDS.items():
            if field in found:
                continue
            column = _column(one.aliases, names, set(found.values()), whole=whole)
            if column is not None:
                found[field] = column
    return found


def _column(aliases: Sequence[str], names: Sequence[str], taken: set[int], *, whole: bool) -> int | None:
    for alias in aliases:
        for column, name in enumerate(names):
            if column not in taken and (name == alias if whole else len(alias) >= _TELLING and alias in name):
                return column
    return None


def recognised(header: Sequence[str]) -> int:
    """How many cells are names of our fields."""
    names = {fold(name) for name in header}
    return sum(1 for one in FIELDS.values() if names & set(one.aliases))


def signature(header: Sequence[str]) -> str:
    """The same for tables whose columns have the same names in the same order: 64 hexadecimal digits."""
    return hashlib.sha256("\n".join(fold(name) for name in header).encode()).hexdigest()


def letter(column: int) -> str:
    """A column as a spreadsheet names it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_name(header: Sequence[str], column: int) -> str:
    """A column as people find it in their file: "C (Desa)"."""
    return f"{letter(column)} ({header[column] or '–'})"
