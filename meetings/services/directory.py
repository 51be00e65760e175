"""The directory of offices: the usual ones prepared from the regions, and tables of contacts taken in."""

import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from aspirations.imports import files
from aspirations.imports.columns import fold
from aspirations.reading import read_phone
from aspirations.services import NotAllowed, Refused
from government.models import Level, Region
from government.permissions import Capability, in_territory, territories
from meetings.contact_columns import COLUMNS
from meetings.models import Contact, Office
from meetings.services.letters import fill

MOST_ROWS = 5000
_HEAD = 25
_MOST_PROBLEMS = 50


def may_keep(user: Any, region: Region | str) -> bool:
    """Whether the user keeps the directory of this place."""
    code = region if isinstance(region, str) else region.code
    return in_territory(code, territories(user, Capability.CONVENE))


@cache
def _offices() -> dict[str, list[dict[str, str]]]:
    path = settings.BASE_DIR / "meetings/data/offices.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def usual_offices(district: Region, *, above: bool) -> list[Contact]:
    """The contacts of the file that the directory does not have yet, not saved; three queries.

    `above`: those of the kabupaten stand in its own directory; else in that of the kecamatan.
    """
    regency = district.parent or district
    short = regency.name.removeprefix("Kabupaten ").removeprefix("Kota ")
    names = {"kecamatan": district.name, "kabupaten": short}
    wanted = [*_made("district", district, names), *_made("regency", regency if above else district, names)]
    for village in Region.objects.active().villages().within(district.code).order_by("code"):
        wanted += _made("village", village, names | {"desa": village.name})
    # Somebody may hold the office already, by name.
    there = set(_titles(district) | _titles(regency))
    return [one for one in wanted if one.title.casefold() not in there]


def _made(level: str, region: Region, names: Mapping[str, str]) -> Iterator[Contact]:
    for one in _offices().get(level, []):
        yield Contact(title=fill(one["title"], **names), office=Office(one["office"]), region=region)


def _titles(region: Region) -> set[str]:
    inside = Region.objects.within(region.code) if region.level == Level.DISTRICT else [region]
    rows = Contact.objects.active().filter(region__in=inside)
    return {title.casefold() for title in rows.values_list("title", flat=True)}


@transaction.atomic
def prepare_offices(district: Region, *, actor: Any) -> int:
    """Adds the usual offices of a kecamatan; again, only those that are missing. Returns how many.

    `actor` None is the command on the server. Raises NotAllowed.
    """
    if actor is not None and not may_keep(actor, district):
        raise NotAllowed(_("Anda tidak berwenang mengisi buku kontak kecamatan ini."))
    above = actor is None or may_keep(actor, district.code[:5])
    return len(Contact.objects.bulk_create(usual_offices(district, above=above)))


@dataclass
class Taken:
    """What became of a table: with a problem nothing of it was written."""

    added: int = 0
    same: int = 0
    problems: list[str] = field(default_factory=list)


def take_table(file: IO[bytes], size: int, region: Region, *, actor: Any) -> Taken:
    """Reads contacts of a place from XLSX, XLS, ODS or CSV; who is there already is passed over.

    Raises NotAllowed, and Refused for what is no table of contacts.
    """
    if not may_keep(actor, region):
        raise NotAllowed(_("Anda tidak berwenang mengisi buku kontak wilayah ini."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lines")
        try:
            files.convert(file, size, path)
        except files.TableRefused as refused:
            raise Refused(str(refused)) from None
        with path.open("rb") as lines:
            rows = list(files.lines(lines))
    return _take(rows, region)


@transaction.atomic
def _take(rows: Sequence[files.Line], region: Region) -> Taken:
    place = _header(rows)
    regions = _regions(region)
    taken = Taken()
    found: dict[tuple[str, str, str], Contact] = {}
    there = set(_keys(Contact.objects.active().filter(region__in=set(regions.values()))))
    for line in rows[place.start :]:
        cells = place.cells(line)
        if not any(cells.values()):
            continue
        contact, problem = _contact(cells, region, regions)
        if contact is None:
            taken.problems.append(_("Baris %(row)d: %(why)s") % {"row": line.number, "why": problem})
            continue
        key = _key(contact)
        if key in there or key in found:
            taken.same += 1
        else:
            found[key] = contact
    if taken.problems:
        del taken.problems[_MOST_PROBLEMS:]
        return taken
    taken.added = len(Contact.objects.bulk_create(found.values()))
    return taken


@dataclass(frozen=True)
class _Header:
    """Where the rows begin, and which field each column holds."""

    start: int
    fields: Mapping[str, int]

    def cells(self, line: files.Line) -> dict[str, str]:
        return {
            name: line.cells[column].strip() if column < len(line.cells) else ""
            for name, column in self.fields.items()
        }


def _header(rows: Sequence[files.Line]) -> _Header:
    if len(rows) > MOST_ROWS + _HEAD:
        raise Refused(_("Paling banyak %(most)d baris dalam satu berkas.") % {"most": MOST_ROWS})
    known = {fold(name): field for field, names in COLUMNS.items() for name in names}
    for index, line in enumerate(rows[:_HEAD]):
        fields: dict[str, int] = {}
        for column, cell in enumerate(line.cells):
            if name := known.get(fold(cell)):
                fields.setdefault(name, column)
        if "title" in fields:
            return _Header(index + 1, fields)
    raise Refused(_("Tidak ada kolom “Jabatan”. Baris judul harus memuat Jabatan dan Golongan."))


def _regions(region: Region) -> dict[str, Region]:
    """Names, aliases and codes of the place and all below it."""
    found: dict[str, Region] = {}
    rows = Region.objects.active().within(region.code).prefetch_related("aliases").order_by("-code")
    for one in rows:
        for name in (one.name, one.code, *(alias.name for alias in one.aliases.all())):
            found[fold(name)] = one
    return found


def _contact(
    cells: Mapping[str, str], region: Region, regions: Mapping[str, Region]
) -> tuple[Contact | None, str]:
    offices = {fold(word): value for value, label in Office.choices for word in (value, str(label))}
    office = offices.get(fold(cells.get("office", "")), "")
    if not office:
        return None, _("golongan “%(office)s” tidak dikenal.") % {"office": cells.get("office", "")}
    where = cells.get("region", "")
    place = regions.get(fold(where)) if where else region
    if place is None:
        return None, _("wilayah “%(where)s” tidak ada di %(region)s.") % {"where": where, "region": region}
    phone = cells.get("phone", "")
    if phone and not read_phone(phone):
        return None, _("nomor telepon tidak dikenali.")
    contact = Contact(
        title=cells["title"],
        name=cells.get("name", ""),
        office=office,
        region=place,
        nip="".join(cells.get("nip", "").split()),
        rank=cells.get("rank", ""),
        phone=read_phone(phone) if phone else "",
        email=cells.get("email", ""),
        address=cells.get("address", ""),
    )
    try:
        contact.clean_fields(exclude=["region", "agency"])
    except ValidationError as refused:
        name, reasons = next(iter(refused.message_dict.items()))
        return None, f"{COLUMNS[name][0]}: {' '.join(reasons)}"
    return contact, ""


def _key(contact: Contact) -> tuple[str, str, str]:
    return contact.region_id, contact.title.lower(), contact.name.lower()


def _keys(rows: Any) -> Iterator[tuple[str, str, str]]:
    for region, title, name in rows.values_list("region", "title", "name"):
        yield region, title.lower(), name.lower()
