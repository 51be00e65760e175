"""A table of usulan: its columns, and what a row says; pure.

Columns as offices keep them for a musrenbang: rank, usulan, kind, place down to RT/RW, volume, unit,
cost, OPD, reason, proposer, photos, readiness. Every fault of a row is named, not the first alone.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.imports.columns import column_name, fold

MOST_ROWS = 1000


class Column(NamedTuple):
    """A column: its heading, and the folded names under which other tables have it, the likeliest first."""

    label: Any
    aliases: tuple[str, ...]


def _column(label: Any, aliases: str) -> Column:
    return Column(label, tuple(aliases.split()))


COLUMNS: dict[str, Column] = {
    "rank": _column(gettext_lazy("Peringkat"), "peringkat prioritas urutan urutanprioritas rank no nomor"),
    "title": _column(
        gettext_lazy("Usulan"),
        "usulan namausulan judulusulan usulankegiatan kegiatan namakegiatan pekerjaan judul title",
    ),
    "kind": _column(gettext_lazy("Jenis"), "jenis jenisusulan sifat fisiknonfisik kind"),
    "village": _column(gettext_lazy("Desa"), "desa namadesa desakelurahan kelurahan desakel village"),
    "rt": _column(gettext_lazy("RT"), "rt"),
    "rw": _column(gettext_lazy("RW"), "rw"),
    "landmark": _column(
        gettext_lazy("Lokasi"), "lokasi patokan jalur alamat lokasikegiatan lokasidetail tempat landmark"
    ),
    "volume": _column(gettext_lazy("Volume"), "volume vol banyaknya jumlah"),
    "unit": _column(gettext_lazy("Satuan"), "satuan unit sat"),
    "cost": _column(
        gettext_lazy("Perkiraan biaya (Rp)"),
        "perkiraanbiayarp perkiraanbiaya biaya anggaran pagu paguindikatif rab perkiraananggaran cost",
    ),
    "agency": _column(gettext_lazy("OPD"), "opd opdtujuan skpd instansi perangkatdaerah dinas agency"),
    "reason": _column(gettext_lazy("Alasan"), "alasan alasanusulan permasalahan latarbelakang reason"),
    "proposer_office": _column(
        gettext_lazy("Lembaga pengusul"), "lembagapengusul pengusul lembaga diusulkanoleh proposer"
    ),
    "proposer_name": _column(gettext_lazy("Nama pengusul"), "namapengusul nama"),
    "photos": _column(gettext_lazy("Jumlah foto"), "jumlahfoto foto photos"),
    "readiness": _column(
        gettext_lazy("Kesiapan"), "kesiapan kesiapanlahan readinesscriteria syarat kelengkapan readiness"
    ),
}
NEEDED = ("title", "village", "reason", "proposer_office")
_LENGTHS = {
    "title": 200,
    "landmark": 160,
    "unit": 30,
    "reason": 600,
    "proposer_office": 160,
    "proposer_name": 120,
}
_DOCUMENT, _HIGHEST_RANK = 160, 32_767
_MOST_VOLUME, _MOST_COST = Decimal("9999999999.99"), Decimal(10) ** 15 - 1
_KINDS = {
    "fisik": "physical",
    "nonfisik": "non_physical",
    "physical": "physical",
    "nonphysical": "non_physical",
}
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
_CODE = re.compile(r"\((\d\d(?:\.\d\d){2}\.\d{4})\)\s*$")
# Shorter names stand inside too many others.
_TELLING = 5


def header() -> list[str]:
    """The headings, in the reader's language."""
    return [str(column.label) for column in COLUMNS.values()]


def guess(names: Sequence[str]) -> dict[str, int]:
    """Field → column: by whole names first, then by names within longer ones; a column serves once."""
    folded = [fold(name) for name in names]
    found: dict[str, int] = {}
    for whole in (True, False):
        for key, column in COLUMNS.items():
            if key not in found:
                place = _find(column.aliases, folded, set(found.values()), whole=whole)
                found |= {} if place is None else {key: place}
    return found


def _find(aliases: Sequence[str], names: Sequence[str], taken: set[int], *, whole: bool) -> int | None:
    for alias in aliases:
        for place, name in enumerate(names):
            fits = name == alias if whole else len(alias) >= _TELLING and alias in name
            if fits and place not in taken:
                return place
    return None


def recognised(names: Sequence[str]) -> int:
    """How many cells are names of our columns."""
    folded = {fold(name) for name in names}
    return sum(1 for column in COLUMNS.values() if folded & set(column.aliases))


@dataclass(frozen=True)
class Lookups:
    """What names stand for at this stop; keys are folded, codes as they are."""

    villages: Mapping[str, Sequence[str]]
    agencies: Mapping[str, Sequence[int]]
    # Name of a line of the checklist → its key.
    readiness: Mapping[str, int]
    # Folded title and desa → the number of the usulan that is there already.
    known: Mapping[tuple[str, str], int]


class Problem(NamedTuple):
    """What is wrong with a row: the column as the file calls it, and a sentence."""

    column: str
    reason: str


@dataclass
class Row:
    """A row that was read: the columns of an usulan, its checklist, and what is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    ready: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class _Wrong(ValueError):
    """The message is a sentence."""


def read_all(
    lines: Sequence[tuple[int, Sequence[str]]],
    names: Sequence[str],
    mapping: Mapping[str, int],
    lookups: Lookups,
) -> list[Row]:
    """Every row, with its faults; a row that repeats one above it is told too."""
    seen: dict[tuple[str, str], int] = {}
    rows = []
    for number, cells in lines:
        row = _read(number, cells, names, mapping, lookups)
        key = (fold(row.values.get("title") or ""), row.values.get("village_id") or "")
        if all(key) and key in lookups.known:
            reason = _("Sudah ada sebagai usulan nomor %(number)d.") % {"number": lookups.known[key]}
            row.problems.append(Problem("", reason))
        elif all(key) and key in seen:
            reason = _("Sama dengan baris %(number)d.") % {"number": seen[key]}
            row.problems.append(Problem("", reason))
        seen.setdefault(key, number)
        rows.append(row)
    return rows


def _read(
    number: int,
    cells: Sequence[str],
    names: Sequence[str],
    mapping: Mapping[str, int],
    lookups: Lookups,
) -> Row:
    row = Row(number)
    for key in COLUMNS:
        place = mapping.get(key)
        typed = cells[place].strip() if place is not None and place < len(cells) else ""
        try:
            if not typed and key in NEEDED:
                raise _Wrong(_("Kosong."))
            _take(key, typed, row, lookups)
        except _Wrong as wrong:
            shown = column_name(names, place) if place is not None else str(COLUMNS[key].label)
            row.problems.append(Problem(shown, str(wrong)))
    return row


def _take(key: str, typed: str, row: Row, lookups: Lookups) -> None:
    if key == "readiness":
        row.ready = _readiness(typed, lookups)
    elif key in _NAMED:
        name, read = _NAMED[key]
        row.values[name] = read(typed, lookups)
    elif key in _READ:
        name, read_typed, empty = _READ[key]
        row.values[name] = read_typed(typed) if typed else empty
    elif key in _LENGTHS:
        if len(typed) > _LENGTHS[key]:
            raise _Wrong(_("Terlalu panjang: paling banyak %(most)d huruf.") % {"most": _LENGTHS[key]})
        row.values[key] = typed


def _kind(typed: str) -> str:
    found = _KINDS.get(fold(typed))
    if found is None:
        raise _Wrong(_("Tulis fisik atau non-fisik."))
    return found


def _village(typed: str, lookups: Lookups) -> str:
    code = _CODE.search(typed)
    found = lookups.villages.get(code[1] if code else "") or lookups.villages.get(fold(typed), ())
    if not found:
        raise _Wrong(_("Desa “%(typed)s” tidak ada di wilayah musrenbang ini.") % {"typed": typed[:60]})
    if len(set(found)) > 1:
        raise _Wrong(
            _("Ada lebih dari satu desa “%(typed)s”. Tulis kodenya dalam kurung.") % {"typed": typed[:60]}
        )
    return found[0]


def _agency(typed: str, lookups: Lookups) -> int | None:
    if not typed:
        return None
    found = lookups.agencies.get(fold(typed), ())
    if len(set(found)) != 1:
        raise _Wrong(_("OPD “%(typed)s” tidak dikenal.") % {"typed": typed[:60]})
    return found[0]


def _neighbourhood(typed: str) -> str:
    digits = fold(typed).removeprefix("rt").removeprefix("rw")
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        raise _Wrong(_("Tulis angka saja, paling banyak tiga."))
    return digits


def _whole(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 5 and 1 <= int(typed) <= _HIGHEST_RANK):
        raise _Wrong(_("Tulis bilangan bulat mulai dari 1."))
    return int(typed)


def _rupiah(typed: str) -> Decimal:
    bare = typed.casefold().removeprefix("rp").strip(" .").removesuffix(",-").removesuffix(",00")
    value = _amount(bare, _MOST_COST)
    if value != int(value):
        raise _Wrong(_("Tulis dalam rupiah penuh, misalnya 250.000.000."))
    return value


def _volume(typed: str) -> Decimal:
    return _amount(typed, _MOST_VOLUME)


def _amount(typed: str, most: Decimal) -> Decimal:
    """Indonesian or a spreadsheet's: 1.250,5 and 1250.5 are one; 1.250 is one thousand and some."""
    bare = typed.replace(" ", "")
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "")
    try:
        value = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        raise _Wrong(_("Angka tidak terbaca.")) from None
    if not value.is_finite() or not 0 <= value <= most:
        raise _Wrong(_("Angka ini terlalu besar atau kurang dari nol."))
    return round(value, 2)


# What names stand for; and what is read by itself, with the value of an empty cell. By the column of the row.
_NAMED: dict[str, tuple[str, Callable[[str, Lookups], Any]]] = {
    "village": ("village_id", _village),
    "agency": ("agency_id", _agency),
}
_READ: dict[str, tuple[str, Callable[[str], Any], Any]] = {
    "rank": ("priority", _whole, None),
    "kind": ("kind", _kind, "physical"),
    "rt": ("rt", _neighbourhood, ""),
    "rw": ("rw", _neighbourhood, ""),
    "volume": ("volume", _volume, None),
    "cost": ("cost", _rupiah, None),
}


def _readiness(typed: str, lookups: Lookups) -> dict[int, str]:
    """One line for each: "Lahan siap: surat hibah 12/2026"; without papers also several in a line."""
    found: dict[int, str] = {}
    for line in filter(None, map(str.strip, typed.splitlines())):
        whole = _ready(line, lookups)
        parts = [whole] if whole else [_ready(part.strip(), lookups) for part in re.split("[;,]", line)]
        for part in parts:
            if part is None:
                raise _Wrong(_("Syarat kesiapan “%(typed)s” tidak dikenal.") % {"typed": line[:60]})
            found[part[0]] = part[1]
    return found


def _ready(line: str, lookups: Lookups) -> tuple[int, str] | None:
    exact = {fold(name): key for name, key in lookups.readiness.items()}
    # A name may hold a colon itself: the longest that fits is meant.
    for name in sorted(lookups.readiness, key=len, reverse=True):
        if line.casefold().startswith(f"{name.casefold()}: "):
            return lookups.readiness[name], line[len(name) + 2 :].strip()[:_DOCUMENT]
    return (exact[fold(line)], "") if fold(line) in exact else None


def readiness_cell(ready: Sequence[tuple[str, str]]) -> str:
    """The checklist as `read_all` understands it, from (name, paper)."""
    return "\n".join(f"{name}: {document}" if document else name for name, document in ready)
