"""Filters of the worklist; each offers only what the user's list has."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from aspirations.admin.folded import FoldedFilter, RowFilter
from government.models import Agency, Region, Unit
from meetings.models import FollowUp, Meeting
from meetings.workflow import FollowUpStatus

SOON_DAYS = 14
OVERDUE, SOON, REPORTED, ASKED = "lewat", "dekat", "periksa", "permintaan"
# What needs a hand today; also the figures above the list.
URGENT: dict[str, Any] = {
    OVERDUE: _("Lewat target"),
    SOON: _("Target dalam 14 hari"),
    REPORTED: _("Menunggu pemeriksaan"),
    ASKED: _("Ada permintaan"),
}


def urgent(rows: Any, name: str) -> Any:
    """Those of a list that need that hand."""
    if name == OVERDUE:
        return rows.overdue()
    if name == SOON:
        return rows.due_within(SOON_DAYS)
    if name == REPORTED:
        return rows.filter(status=FollowUpStatus.REPORTED)
    asked = FollowUp.objects.filter(asks__isnull=False, asks__answered_at=None).order_by()
    return rows.filter(pk__in=asked.values("pk"))


class UrgentFilter(FoldedFilter):
    title, parameter_name = _("perlu perhatian"), "batas"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return list(URGENT.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return urgent(queryset, self.value() or "") if self.value() in URGENT else queryset


class StatusFilter(FoldedFilter):
    title, parameter_name = _("keadaan"), "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return FollowUpStatus.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value()) if self.value() in FollowUpStatus.values else queryset


def _in_use(request: HttpRequest, field: str) -> QuerySet:
    return FollowUp.objects.visible_to(request.user).order_by().values(field)


class OwnerFilter(RowFilter):
    title, parameter_name, field, model = _("instansi"), "instansi", "agency_id", Agency

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        rows = Agency.objects.filter(pk__in=_in_use(request, "agency"))
        return list(rows.order_by("name").values_list("pk", "name"))


class UnitFilter(RowFilter):
    title, parameter_name, field, model = _("unit kantor"), "unit", "unit_id", Unit

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        rows = Unit.objects.filter(pk__in=_in_use(request, "unit")).select_related("region")
        return [(one.pk, f"{one} ({one.region})") for one in rows.order_by("name")]


class DistrictFilter(RowFilter):
    title, parameter_name, model = _("kecamatan"), "kecamatan", Region
    field = "decision__meeting__host_district_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        rows = Region.objects.filter(pk__in=_in_use(request, self.field))
        return list(rows.order_by("name").values_list("pk", "name"))


class VillageFilter(RowFilter):
    title, parameter_name, field, model = _("desa"), "desa", "village_id", Region
    without = _("Tanpa desa")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        rows = Region.objects.filter(pk__in=_in_use(request, "village"))
        return list(rows.order_by("name").values_list("pk", "name"))


class MeetingFilter(RowFilter):
    title, parameter_name, model = _("pertemuan"), "pertemuan", Meeting
    field = "decision__meeting_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        rows = Meeting.objects.filter(pk__in=_in_use(request, "decision__meeting")).named()
        return [(one.pk, f"{one}, {one.starts_at:%Y}") for one in rows]


FILTERS: list[Any] = [
    UrgentFilter,
    StatusFilter,
    OwnerFilter,
    UnitFilter,
    DistrictFilter,
    VillageFilter,
    MeetingFilter,
]
