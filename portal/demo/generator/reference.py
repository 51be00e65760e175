"""What the generator reads of an installation, once."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from government.calendars import calendar_for
from government.models import Agency, Category, Membership, Region, Role, SlaRule
from government.promises import rules
from government.workdays import Calendar
from portal.demo.generator.texts import subjects


class CannotMake(Exception):
    """No reports can be made; the message is a sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Village:
    """A village and what it has from its kecamatan."""

    code: str
    name: str
    district: Region
    calendar: Calendar
    centre: tuple[float, float]


@dataclass(frozen=True)
class Subject:
    """A category for which there are texts."""

    slug: str
    category_id: int
    agency_id: int
    level: str
    category: Category
    needs_review: bool


@dataclass(frozen=True)
class Reference:
    """Villages and subjects to draw from, and who acts (None where nobody has the role)."""

    villages: list[Village]
    subjects: list[Subject]
    weights: list[int]
    clerk: int | None
    camat: int | None
    officers: dict[int, int]
    rules: list[SlaRule]


def read() -> Reference:
    """The active territory. Raises CannotMake."""
    villages = _villages()
    if not villages:
        raise CannotMake("Belum ada wilayah aktif; jalankan `manage.py activate_region KODE` dulu.")
    known = _subjects()
    if not known:
        raise CannotMake("Belum ada kategori dan instansi; jalankan `manage.py load_reference` dulu.")
    members = Membership.objects.filter(is_active=True, user__is_active=True).order_by("-pk")
    by_role = dict(members.values_list("role", "user_id"))
    return Reference(
        villages,
        known,
        [subjects()[one.slug]["weight"] for one in known],
        by_role.get(Role.CLERK),
        by_role.get(Role.CAMAT),
        dict(members.filter(role=Role.AGENCY_OFFICER).values_list("agency_id", "user_id")),
        rules(),
    )


def _villages() -> list[Village]:
    served = Region.objects.active().villages().filter(parent__receipt_prefix__isnull=False)
    return [
        Village(row.code, row.name, row.parent, calendar_for(row), _centre(row))
        for row in served.select_related("parent").order_by("code")
        if row.parent is not None
    ]


def _centre(row: Any) -> tuple[float, float]:
    if row.latitude is not None:
        return float(row.latitude), float(row.longitude)
    latitude, longitude = settings.MAP_CENTRE.split(",")
    return float(latitude), float(longitude)


def _subjects() -> list[Subject]:
    fallback = Agency.objects.active().order_by("pk").values_list("pk", flat=True).first()
    levels = dict(Agency.objects.values_list("pk", "level"))
    rows = Category.objects.active().leaves().filter(slug__in=subjects()).select_related("sla_class")
    return [
        Subject(
            row.slug,
            row.pk,
            agency,
            levels[agency],
            row,
            row.needs_review,
        )
        for row in rows.order_by("slug")
        if (agency := row.default_agency_id or fallback)
    ]
