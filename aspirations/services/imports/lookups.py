"""What names in a table stand for, over the region of an import."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from aspirations.conflicts import Concern
from aspirations.imports.checks import BY_NAME, Lookups, Place, Plan, fixed_day, fold_village
from aspirations.imports.columns import fold
from aspirations.models import Channel, Identity, Import, Kind, ReferenceSystem
from government.models import Agency, Category, Region, RegionAlias
from government.permissions import territory_q

# Words of other books and systems, and what they are here: the first that this version knows.
_CHANNELS = {
    "website": ("web",),
    "online": ("web",),
    "aplikasi": ("web",),
    "datanglangsung": ("desk",),
    "langsung": ("desk",),
    "tatapmuka": ("desk",),
    "loket": ("desk",),
    "kantor": ("desk",),
    "kader": ("kader",),
    "desa": ("kader",),
    "perangkatdesa": ("kader",),
    "rakor": ("meeting",),
    "musrenbang": ("meeting",),
    "rapat": ("meeting",),
    "wa": ("whatsapp",),
    "telepon": ("phone", "other"),
    "telpon": ("phone", "other"),
    "surat": ("letter", "other"),
    "email": ("other",),
    "sms": ("other",),
    "lapor": ("other",),
    "sp4nlapor": ("other",),
    "lain": ("other",),
}
_KINDS = {
    "keluhan": "complaint",
    "aduan": "complaint",
    "usul": "aspiration",
    "usulan": "aspiration",
    "saran": "aspiration",
    "harapan": "aspiration",
    "informasi": "information",
    "pertanyaan": "information",
    "permohonaninformasi": "information",
}
_IDENTITIES = {
    "nama": "named",
    "terbuka": "named",
    "publik": "named",
    "biasa": "named",
    "tanpanama": "anonymous",
}

# Plain words for whom a report is about; agencies are known by their names.
_CONCERNS = {
    **dict.fromkeys(("tidak", "bukan", "tidakada"), Concern.NOBODY),
    **dict.fromkeys(("kepaladesa", "kades", "perangkatdesa", "lurah", "desa"), Concern.VILLAGE),
    **dict.fromkeys(("petugaskecamatan", "stafkecamatan", "pegawaikecamatan"), Concern.DISTRICT_STAFF),
    **dict.fromkeys(("camat", "kantorcamat", "kantorkecamatan", "kecamatan"), Concern.DISTRICT),
    **dict.fromkeys(("petugasdinas", "petugasinstansi", "instansi", "dinas"), Concern.AGENCY),
}


def lookups_for(row: Import) -> Lookups:
    """Six queries, however long the table is."""
    channels = {
        word: value
        for word, values in _CHANNELS.items()
        for value in [next((one for one in values if one in Channel.values), None)]
        if value is not None
    }
    return Lookups(
        villages=_villages(row.region_id or ""),
        categories=_categories(),
        kinds=_KINDS | _choices(Kind),
        channels=channels | _choices(Channel),
        identities=_IDENTITIES | _choices(Identity),
        systems={fold(one.name): one.pk for one in ReferenceSystem.objects.filter(is_active=True)},
        concerns=_concerns(),
        today=timezone.localdate(),
    )


def plan_of(row: Import) -> Plan:
    """The mapping as checks read it."""
    fixed: dict[str, Any] = {name: value for name, value in row.fixed.items() if value not in {None, ""}}
    if "submitted_at" in fixed:
        fixed["submitted_at"] = fixed_day(fixed["submitted_at"])
    defaults = {"kind": Kind.COMPLAINT.value, "channel": Channel.OTHER.value, "identity": BY_NAME}
    return Plan(row.header, row.mapping, defaults | {"concerns": ("", None)} | fixed, row.meanings)


def _choices(choices: Any) -> dict[str, str]:
    return {fold(str(name)): value for value, label in choices.choices for name in (value, label)}


def _concerns() -> dict[str, tuple[str, int | None]]:
    known: dict[str, tuple[str, int | None]] = {}
    for agency in Agency.objects.active():
        for name in (agency.name, agency.short_name):
            known[fold(name)] = (Concern.AGENCY.value, agency.pk)
    known |= {word: (concern.value, None) for word, concern in _CONCERNS.items()}
    known |= {fold(str(one.label)): (one.value, None) for one in Concern}
    known.pop("", None)
    return known


def villages_of(scope: str) -> Any:
    """Active villages within the scope, with their districts."""
    villages = Region.objects.active().villages().filter(territory_q("code", [scope]))
    return villages.select_related("parent").order_by("code")


def _villages(scope: str) -> Mapping[str, list[Place]]:
    villages = list(villages_of(scope))
    names: dict[str, set[str]] = defaultdict(set)
    for village in villages:
        names[village.code].add(village.name)
        names[village.district_code].add(village.parent.name if village.parent else "")
    for code, name in RegionAlias.objects.filter(region__in=names).values_list("region_id", "name"):
        names[code].add(name)
    found: dict[str, list[Place]] = defaultdict(list)
    for village in villages:
        district = " ".join(fold(name) for name in sorted(names[village.district_code]))
        place = Place(village.code, district)
        for folded in {fold_village(name) for name in names[village.code]} | {fold(village.code)}:
            found[folded].append(place)
    return found


def _categories() -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for category in Category.objects.active().leaves().select_related("parent"):
        parent = category.parent.name if category.parent else ""
        for name in {fold(category.name), fold(category.slug), fold(f"{parent}{category.name}")}:
            found[name].append(category.pk)
    return found
