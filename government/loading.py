"""Loads regions and reference rows from the files in data/; every function may run again without harm."""

import csv
import lzma
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import holidays
from django.db import connection, transaction
from django.utils.text import slugify

from government.calendars import calendar_changed
from government.models import (
    Agency,
    Category,
    EscalationStep,
    Holiday,
    Level,
    Programme,
    ProgrammeSet,
    Region,
    RegionAlias,
    SlaClass,
    SlaRule,
    Unit,
)

DATA = Path(__file__).parent / "data"
DEFAULT_ZONE = "Asia/Jakarta"
_ESTIMATED = ("(perkiraan)", "(estimated)")
_JOINT_LEAVE = "Cuti Bersama"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file in data/."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def region_rows() -> Iterator[tuple[str, str | None, int, str, str]]:
    """Code, parent, level, name and zone of every region, parents first."""
    zones = {row["province"]: row["time_zone"] for row in rows("time_zones.csv")}
    with lzma.open(DATA / "regions.csv.xz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = row["code"]
            parent = code.rpartition(".")[0] or None
            yield code, parent, code.count(".") + 1, row["name"], zones.get(code[:2], DEFAULT_ZONE)


@transaction.atomic
def load_regions(progress: Any = iter) -> int:
    """Copies all regions in; names and parents are renewed, what an installation set itself is kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE incoming (code text, parent_id text, level int, name text, time_zone text)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY incoming FROM STDIN") as copy:
            for row in progress(region_rows()):
                copy.write_row(row)
        cursor.execute(
            "INSERT INTO government_region (code, parent_id, level, name, time_zone, is_active)"
            " SELECT code, parent_id, level, name, time_zone, false FROM incoming ORDER BY code"
            " ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent_id = excluded.parent_id,"
            " level = excluded.level"
            " WHERE (government_region.name, government_region.parent_id, government_region.level)"
            " IS DISTINCT FROM (excluded.name, excluded.parent_id, excluded.level)"
        )
        cursor.execute("SELECT count(*) FROM incoming")
        (count,) = cursor.fetchone()
    return int(count)


@transaction.atomic
def activate(code: str, *, active: bool = True) -> int:
    """Serves a regency or district with all below it, or stops; returns how many villages that are.

    Raises Region.DoesNotExist, or ValueError for a level that cannot be served by itself.
    """
    region = Region.objects.get(code=code)
    if region.level not in {Level.REGENCY, Level.DISTRICT}:
        raise ValueError(code)
    below = Region.objects.within(code)
    below.update(is_active=active)
    if active:
        Region.objects.filter(code__in=[code[:2], code[:5]]).update(is_active=True)
        for district in below.districts().filter(receipt_prefix=None).order_by("code"):
            give_prefix(district)
        # Letters that came with the first report about a kecamatan would tell that there is one.
        for regency in Region.objects.filter(code=code[:5], receipt_prefix=None):
            give_prefix(regency)
    return below.villages().count()


def give_prefix(region: Region) -> Region:
    """The kecamatan or kabupaten with letters for its receipt numbers, which it keeps for good."""
    Region.objects.filter(pk=region.pk, receipt_prefix=None).update(receipt_prefix=free_prefix(region.name))
    region.refresh_from_db(fields=["receipt_prefix"])
    return region


def free_prefix(name: str) -> str:
    """Letters for receipt numbers that no other region has: Air Salek is AS, Banyuasin II may be BAN."""
    words = [word for word in slugify(name).upper().split("-") if word.isalpha()]
    letters = "".join(words)
    initials = "".join(word[0] for word in words)
    wishes = [initials[:4]] if len(initials) > 1 else []
    wishes += [letters[:length] for length in (2, 3, 4)]
    wishes += [letters[0] + second + third for second in letters[1:] for third in letters[1:]]
    wishes += [f"{letters[0]}{chr(65 + i)}{chr(65 + j)}" for i in range(26) for j in range(26)]
    taken = set(Region.objects.exclude(receipt_prefix=None).values_list("receipt_prefix", flat=True))
    return next(wish for wish in wishes if len(wish) >= 2 and wish not in taken)


@transaction.atomic
def load_reference(*, overwrite: bool = False) -> dict[str, int]:
    """What a new installation starts with; what staff edited stays unless `overwrite`.

    Rows of regions that are not loaded are left out. Returns how many of each stand in the files.
    """
    wanted = [row["region"] for row in rows("agencies.csv")]
    known = set(Region.objects.filter(code__in=wanted).values_list("pk", flat=True))
    return {
        "sla_classes": _each(SlaClass, ((r.pop("slug"), r) for r in rows("sla_classes.csv")), overwrite),
        "agencies": _each(Agency, _agencies(known), overwrite),
        "units": _units(overwrite),
        "categories": _categories(overwrite),
        "sla_rules": _each(SlaRule, _rules(), overwrite),
        "escalation": _each(EscalationStep, ((r.pop("slug"), r) for r in rows("escalation.csv")), overwrite),
        "programmes": _programmes(overwrite),
        "aliases": _aliases(),
    }


def _each(model: Any, items: Any, overwrite: bool) -> int:
    count = 0
    for slug, fields in items:
        if overwrite:
            model.objects.update_or_create(slug=slug, defaults=fields)
        else:
            model.objects.get_or_create(slug=slug, defaults=fields)
        count += 1
    return count


def _agencies(known: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in rows("agencies.csv"):
        region = row.pop("region") or None
        if region is None or region in known:
            yield row.pop("slug"), row | {"region_id": region}


def _units(overwrite: bool) -> int:
    """Of the named office, or of every kecamatan served where the row names none."""
    served = set(Region.objects.active().districts().values_list("pk", flat=True))
    known = served | set(Region.objects.filter(level=Level.REGENCY).values_list("pk", flat=True))
    write = Unit.objects.update_or_create if overwrite else Unit.objects.get_or_create
    count = 0
    for position, row in enumerate(rows("units.csv")):
        code, slug = row.pop("region"), row.pop("slug")
        count += 1
        for region in sorted(served) if not code else [code] if code in known else []:
            write(region_id=region, slug=slug, defaults=row | {"position": position})
    return count


def _categories(overwrite: bool) -> int:
    agencies = dict(Agency.objects.values_list("slug", "pk"))
    promises = dict(SlaClass.objects.values_list("slug", "pk"))
    count = 0
    for position, row in enumerate(rows("categories.csv")):
        parents = (
            dict(Category.objects.filter(parent=None).values_list("slug", "pk")) if row["parent"] else {}
        )
        fields = {
            "parent_id": parents.get(row["parent"]),
            "name": row["name"],
            "icon": row["icon"],
            "default_agency_id": agencies.get(row["agency"]),
            "sla_class_id": promises[row["sla"]],
            "needs_review": bool(row["review"]),
            "is_sensitive": bool(row["sensitive"]),
            "keywords": row["keywords"],
            "position": position,
        }
        count += _each(Category, [(row["slug"], fields)], overwrite)
    return count


def _rules() -> Iterator[tuple[str, dict[str, Any]]]:
    promises = dict(SlaClass.objects.values_list("slug", "pk"))
    categories = dict(Category.objects.values_list("slug", "pk"))
    for position, row in enumerate(rows("sla_rules.csv"), start=1):
        yield (
            row["slug"],
            {
                "name": row["name"],
                "position": position * 10,
                "category_id": categories[row["category"]] if row["category"] else None,
                "kind": row["kind"],
                "weight": row["weight"],
                "sla_class_id": promises[row["sla"]],
            },
        )


def _programmes(overwrite: bool) -> int:
    count = 0
    for entry in tomllib.loads((DATA / "programmes.toml").read_text(encoding="utf-8"))["set"]:
        names, slug = entry.pop("programmes"), entry.pop("slug")
        _each(ProgrammeSet, [(slug, entry)], overwrite)
        found = ProgrammeSet.objects.get(slug=slug)
        for position, line in enumerate(names):
            name, __, description = line.partition(": ")
            Programme.objects.get_or_create(
                programme_set=found,
                slug=slugify(name),
                defaults={"name": name, "description": description, "position": position},
            )
            count += 1
    return count


def _aliases() -> int:
    count = 0
    for row in rows("aliases.csv"):
        if not Region.objects.filter(pk=row["region"]).exists():
            continue
        if not RegionAlias.objects.filter(region_id=row["region"], name__iexact=row["alias"]).exists():
            RegionAlias.objects.create(region_id=row["region"], name=row["alias"])
        count += 1
    return count


@transaction.atomic
def load_holidays(years: range) -> int:
    """New days from the `holidays` package; returns how many.

    A day that was brought before is left alone, and a name that has as many days in the year as the package
    knows: what staff moved, renamed or switched off does not come back.
    """
    found = holidays.country_holidays(
        "ID", years=list(years), categories=("public", "government"), language="id"
    )
    wanted = [row for day, names in sorted(found.items()) for row in _holiday_rows(day, names)]
    stand = Holiday.objects.filter(region=None, date__year__in=years).values_list("date__year", "name")
    known, knows = Counter(stand), Counter((row.date.year, row.name) for row in wanted)
    brought = set(Holiday.objects.exclude(loaded_as=None).values_list("loaded_as", flat=True))
    fresh = [
        row
        for row in wanted
        if known[row.date.year, row.name] < knows[row.date.year, row.name] and row.loaded_as not in brought
    ]
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        calendar_changed("")
    return Holiday.objects.count() - before


def _holiday_rows(day: date, names: str) -> Iterator[Holiday]:
    for name in names.split("; "):
        plain = name
        for mark in _ESTIMATED:
            plain = plain.replace(mark, "").strip()
        kind = Holiday.Kind.JOINT_LEAVE if plain.startswith(_JOINT_LEAVE) else Holiday.Kind.PUBLIC
        yield Holiday(
            date=day,
            name=plain[:120],
            kind=kind,
            is_estimated=plain != name,
            loaded_as=f"{day} {plain[:120]}",
        )
