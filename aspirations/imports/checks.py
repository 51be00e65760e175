"""A row of a table becomes a report's values, or a list of what is wrong with it; pure.

Every fault of a row is named, not the first alone, so that a file needs to be corrected once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from aspirations.imports.columns import column_name, fold
from aspirations.reading import propose_title, read_day, read_moment, read_phone

TITLE_LENGTH, TEXT_LENGTH, SHORTEST_TEXT = 120, 10_000, 5
_LENGTHS = {"canal": 40, "landmark": 120, "reporter_name": 80, "reference": 60}
# Indonesia from Rote to Weh, from Sabang to Merauke.
_LATITUDES, _LONGITUDES = (-11.5, 6.5), (94.5, 141.5)
# Named where a name is given.
BY_NAME = "by_name"
# Whether the category for empty cells serves unknown ones too.
UNKNOWN_CATEGORY = "unknown_category"
_FIRST_YEAR = 1990


class Problem(NamedTuple):
    """What is wrong with a row: the column as the file calls it, and a sentence."""

    column: str
    reason: str


class Place(NamedTuple):
    """A village under one of its names."""

    code: str
    district: str  # folded names of the district, joined by spaces


@dataclass(frozen=True)
class Lookups:
    """What names stand for here; all keys are folded."""

    villages: Mapping[str, Sequence[Place]]
    categories: Mapping[str, Sequence[int]]
    kinds: Mapping[str, str]
    channels: Mapping[str, str]
    identities: Mapping[str, str]
    systems: Mapping[str, int]
    # Whom a report is about, and which agency where it is one.
    concerns: Mapping[str, tuple[str, int | None]]
    today: date


@dataclass(frozen=True)
class Plan:
    """Where each field comes from: a column, or a value for all rows."""

    header: Sequence[str]
    mapping: Mapping[str, int]
    fixed: Mapping[str, Any]
    # Field → folded name → what a person said that it stands for.
    meanings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def name(self, name: str) -> str:
        """The field's column as people find it in their file: "C (Desa)"."""
        column = self.mapping.get(name)
        if column is None:
            return ""
        return column_name(self.header, column)


@dataclass
class Row:
    """A checked row: values by field, and problems; with a problem the values mean nothing.

    `unknown` are names, by field, to which a person may give a meaning or has given one.
    """

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)


class _Wrong(ValueError):
    """The message is a sentence."""


def check(cells: Sequence[str], plan: Plan, lookups: Lookups) -> Row:
    """The row's values, or all that is wrong with it."""
    row = Row()
    for name, read in _READERS.items():
        column = plan.mapping.get(name)
        typed = cells[column] if column is not None and column < len(cells) else ""
        try:
            row.values[name] = read(typed, plan, lookups) if typed else plan.fixed.get(name)
            if name in _NEEDED and row.values[name] in {None, ""}:
                raise _Wrong(_NEEDED[name]())
        except _Wrong as wrong:
            row.problems.append(Problem(plan.name(name), str(wrong)))
            row.values[name] = None
    _place(cells, plan, lookups, row)
    _person(plan, row)
    _point(plan, row)
    _reference(plan, row)
    _ask(cells, plan, lookups, row)
    if not row.problems and not row.values["title"]:
        row.values["title"] = propose_title(row.values["text"])[:TITLE_LENGTH]
    return row


def _text(typed: str, plan: Plan, lookups: Lookups) -> str:
    if len(typed) > TEXT_LENGTH:
        raise _Wrong(_("Terlalu panjang: paling banyak %(most)d huruf.") % {"most": TEXT_LENGTH})
    if len(typed) < SHORTEST_TEXT or not any(map(str.isalpha, typed)):
        raise _Wrong(_("Isi terlalu pendek."))
    return typed


def _title(typed: str, plan: Plan, lookups: Lookups) -> str:
    one_line = " ".join(typed.split())
    return one_line if len(one_line) <= TITLE_LENGTH else propose_title(one_line)[:TITLE_LENGTH]


def _category(typed: str, plan: Plan, lookups: Lookups) -> int:
    found = lookups.categories.get(fold(typed), ())
    if len(found) != 1 and (meant := plan.meanings.get("category", {}).get(fold(typed))):
        return int(meant)
    if not found and plan.fixed.get(UNKNOWN_CATEGORY):
        return int(plan.fixed["category"])
    if not found:
        raise _Wrong(_("Kategori “%(typed)s” tidak dikenal.") % {"typed": typed[:60]})
    if len(found) > 1:
        raise _Wrong(_("Ada lebih dari satu kategori “%(typed)s”.") % {"typed": typed[:60]})
    return found[0]


def _kind(typed: str, plan: Plan, lookups: Lookups) -> str:
    return _choice(typed, lookups.kinds, _("Jenis “%(typed)s” tidak dikenal."))


def _channel(typed: str, plan: Plan, lookups: Lookups) -> str:
    return _choice(typed, lookups.channels, _("Kanal “%(typed)s” tidak dikenal."))


def _identity(typed: str, plan: Plan, lookups: Lookups) -> str:
    return _choice(
        typed, lookups.identities, _("Identitas “%(typed)s” tidak dikenal: nama, anonim, atau rahasia.")
    )


def _system(typed: str, plan: Plan, lookups: Lookups) -> int:
    found = lookups.systems.get(fold(typed))
    if found is None:
        raise _Wrong(_("Sistem “%(typed)s” belum terdaftar.") % {"typed": typed[:60]})
    return found


def _concerns(typed: str, plan: Plan, lookups: Lookups) -> tuple[str, int | None]:
    found = lookups.concerns.get(fold(typed))
    if found is None:
        reason = _(
            "“%(typed)s” tidak dikenal: tulis kepala desa, petugas kecamatan, camat, nama instansi,"
            " atau tidak."
        )
        raise _Wrong(reason % {"typed": typed[:60]})
    return found


def _choice(typed: str, known: Mapping[str, str], unknown: str) -> str:
    found = known.get(fold(typed))
    if found is None:
        raise _Wrong(unknown % {"typed": typed[:60]})
    return found


def _day_problem() -> str:
    return _("Tanggal tidak terbaca. Tulis hari dulu dan tahun empat angka, misalnya 20-07-2023.")


def _within(day: date, today: date) -> date:
    if day > today:
        raise _Wrong(_("Tanggal ini belum tiba."))
    if day.year < _FIRST_YEAR:
        raise _Wrong(_("Periksa tahunnya."))
    return day


def _occurred(typed: str, plan: Plan, lookups: Lookups) -> date:
    moment = read_moment(typed)
    if moment is None:
        raise _Wrong(_day_problem())
    return _within(moment[0], lookups.today)


def _submitted(typed: str, plan: Plan, lookups: Lookups) -> tuple[date, time | None]:
    moment = read_moment(typed)
    if moment is None:
        raise _Wrong(_day_problem())
    return _within(moment[0], lookups.today), moment[1]


def fixed_day(typed: str) -> tuple[date, time | None] | None:
    """The day that a person set for all rows."""
    day = read_day(typed)
    return (day, None) if day else None


def _short(name: str) -> Callable[[str, Plan, Lookups], str]:
    def read(typed: str, plan: Plan, lookups: Lookups) -> str:
        if len(typed) > _LENGTHS[name]:
            raise _Wrong(_("Terlalu panjang: paling banyak %(most)d huruf.") % {"most": _LENGTHS[name]})
        return typed

    return read


def _neighbourhood(typed: str, plan: Plan, lookups: Lookups) -> str:
    digits = fold(typed).removeprefix("rt").removeprefix("rw")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        raise _Wrong(_("Tulis angka saja, paling banyak tiga."))
    return digits


def _phone(typed: str, plan: Plan, lookups: Lookups) -> str:
    number = read_phone(typed)
    if not number:
        raise _Wrong(_("Nomor telepon tidak benar."))
    return number


def _email(typed: str, plan: Plan, lookups: Lookups) -> str:
    try:
        if len(typed) > 254:
            raise ValidationError("")
        validate_email(typed)
    except ValidationError:
        raise _Wrong(_("Alamat email tidak benar.")) from None
    return typed


def _degrees(low: float, high: float) -> Callable[[str, Plan, Lookups], Decimal]:
    def read(typed: str, plan: Plan, lookups: Lookups) -> Decimal:
        try:
            value = Decimal(typed.replace(",", "."))
        except InvalidOperation:
            raise _Wrong(_("Koordinat tidak terbaca. Tulis dalam derajat, misalnya -2,60123.")) from None
        if not (value.is_finite() and low <= value <= high):
            raise _Wrong(_("Titik ini di luar Indonesia."))
        return round(value, 5)

    return read


_Reader = Callable[[str, Plan, Lookups], Any]
_READERS: dict[str, _Reader] = {
    "text": _text,
    "title": _title,
    "category": _category,
    "kind": _kind,
    "channel": _channel,
    "submitted_at": _submitted,
    "occurred_on": _occurred,
    "canal": _short("canal"),
    "landmark": _short("landmark"),
    "rt": _neighbourhood,
    "rw": _neighbourhood,
    "latitude": _degrees(*_LATITUDES),
    "longitude": _degrees(*_LONGITUDES),
    "identity": _identity,
    "reporter_name": _short("reporter_name"),
    "reporter_phone": _phone,
    "reporter_email": _email,
    "reference": _short("reference"),
    "system": _system,
    "concerns": _concerns,
}
_NEEDED: dict[str, Callable[[], str]] = {
    "text": lambda: _("Isi laporan kosong."),
    "category": lambda: _("Kategori kosong."),
}


def _place(cells: Sequence[str], plan: Plan, lookups: Lookups, row: Row) -> None:
    """The village; its kecamatan tells villages of one name apart."""
    typed, district = (
        cells[column] if (column := plan.mapping.get(name)) is not None and column < len(cells) else ""
        for name in ("village", "district")
    )
    if not typed:
        row.values["village"] = plan.fixed.get("village")
        if not row.values["village"]:
            row.problems.append(Problem(plan.name("village"), _("Desa kosong.")))
        return
    found = lookups.villages.get(fold_village(typed), ())
    wanted = fold(district).removeprefix("kecamatan").removeprefix("kec")
    if found and wanted:
        found = [place for place in found if wanted in place.district.split()]
    codes = {place.code for place in found}
    meant = plan.meanings.get("village", {}).get(fold_village(typed))
    if len(codes) == 1:
        row.values["village"] = codes.pop()
        return
    row.unknown["village"] = typed
    if meant:
        row.values["village"] = meant
    elif codes:
        reason = _(
            "Ada lebih dari satu desa “%(typed)s”. Tambahkan kolom kecamatan, atau tulis kode wilayahnya."
        )
        row.problems.append(Problem(plan.name("village"), reason % {"typed": typed[:60]}))
    else:
        reason = _("Desa “%(typed)s” tidak ada di wilayah Anda.")
        row.problems.append(Problem(plan.name("village"), reason % {"typed": typed[:60]}))


def fold_village(name: str) -> str:
    """A village's name without what it is: "Desa Sri Mulyo" is "Srimulyo"."""
    folded = fold(name)
    for kind in ("desa", "kelurahan", "kel"):
        if folded.startswith(kind) and len(folded) > len(kind) + 2:
            return folded.removeprefix(kind)
    return folded


def _person(plan: Plan, row: Row) -> None:
    """Whoever gives a name is known by it; a table without the column says by the name itself."""
    identity = row.values["identity"]
    if identity == BY_NAME or not identity:
        row.values["identity"] = "named" if row.values["reporter_name"] else "anonymous"
    elif identity == "named" and not row.values["reporter_name"]:
        column = plan.name("reporter_name") or plan.name("identity")
        if not any(problem.column == plan.name("reporter_name") for problem in row.problems):
            row.problems.append(Problem(column, _("Nama pelapor kosong. Tulis namanya, atau “anonim”.")))


def _ask(cells: Sequence[str], plan: Plan, lookups: Lookups, row: Row) -> None:
    """A category's name that is none here, whether somebody said what it means or not yet."""
    column = plan.mapping.get("category")
    typed = cells[column] if column is not None and column < len(cells) else ""
    if typed and len(lookups.categories.get(fold(typed), ())) != 1 and not plan.fixed.get(UNKNOWN_CATEGORY):
        row.unknown["category"] = typed


def _reference(plan: Plan, row: Row) -> None:
    """A number in another system needs a letter or digit to be looked for."""
    number = row.values["reference"]
    if row.values["system"] and number and not any(map(str.isalnum, number)):
        row.problems.append(
            Problem(plan.name("reference"), _("Nomor rujukan harus berisi huruf atau angka."))
        )


def _point(plan: Plan, row: Row) -> None:
    if (row.values["latitude"] is None) == (row.values["longitude"] is None):
        return
    columns = {plan.name("latitude"), plan.name("longitude")}
    if not any(problem.column in columns for problem in row.problems):
        missing = "latitude" if row.values["latitude"] is None else "longitude"
        column = plan.name(missing) or plan.name("latitude") or plan.name("longitude")
        row.problems.append(Problem(column, _("Isi lintang dan bujur, atau kosongkan keduanya.")))
