"""Whose reports a summary is about."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from government.calendars import calendar_for
from government.models import Agency, Level, Region
from government.permissions import Capability, agencies, in_territory, territories, territory_q
from government.workdays import Calendar


@dataclass(frozen=True)
class Scope:
    """Rows that the user may read, what they are called, and what tables there are.

    `filters` are the list's parameters for the chosen place; `region` is the office whose paper it would be,
    None for an agency's officer.
    """

    rows: Any
    name: str
    dimensions: tuple[str, ...]
    calendar: Calendar
    region: Region | None = None
    filters: dict[str, str] = field(default_factory=dict)


def places(user: Any) -> list[tuple[str, str]]:
    """The kecamatan that the user looks over, wholly."""
    codes = territories(user, Capability.VIEW)
    rows = Region.objects.active().districts().filter(territory_q("code", codes))
    return list(rows.order_by("name").values_list("code", "name"))


def scope_of(user: Any, choices: list[tuple[str, str]], place: str) -> Scope:
    """The summary's scope: one kecamatan of the choices, or all that the user sees."""
    rows: Any = Aspiration.objects.visible_to(user)
    region = _region(user, choices, place)
    if place:
        rows = rows.filter(village__code__startswith=f"{place}.")
    several = len(choices) > 1 and not place
    dimensions = [*(["district"] if several else []), "village", "category", "agency"]
    # How each unit and person fares is for who leads them.
    if _leads(user, place):
        dimensions += ["unit", "officer"]
    return Scope(
        rows,
        _name(user, region),
        tuple(dimensions),
        _calendar(region),
        region,
        {"kecamatan": place} if place else {},
    )


def _leads(user: Any, place: str) -> bool:
    led = territories(user, Capability.MANAGE_STAFF)
    seen = (place,) if place else territories(user, Capability.VIEW)
    return bool(led) and all(in_territory(code, led) for code in seen)


def _region(user: Any, choices: list[tuple[str, str]], place: str) -> Region | None:
    """The chosen kecamatan, the only one, or the kabupaten above several; None for an agency or a desa."""
    codes = territories(user, Capability.VIEW)
    if not choices:
        village = next((code for code in codes if code), None)
        return Region.objects.filter(pk=village).first() if village else None
    code = place or (choices[0][0] if len(choices) == 1 else choices[0][0][:5])
    return Region.objects.filter(pk=code).first()


def _calendar(region: Region | None) -> Calendar:
    around = region or Region.objects.active().districts().order_by("code").first()
    return calendar_for(around) if around else Calendar(frozenset(), ZoneInfo(settings.TIME_ZONE))


def _name(user: Any, region: Region | None) -> str:
    if region is not None and region.level <= Level.REGENCY:
        return region.name
    if region is not None:
        return f"{_('Kecamatan') if region.level == Level.DISTRICT else _('Desa')} {region.name}"
    names = Agency.objects.filter(pk__in=agencies(user, Capability.VIEW)).values_list("name", flat=True)
    return ", ".join(names) or _("Tanpa wilayah")
