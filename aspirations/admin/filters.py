"""Filters of the queue; each offers only what the user's territory has."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from aspirations.admin.queues import FIRST, QUEUES, queue
from aspirations.models import Kind
from aspirations.workflow import Status
from government.models import Agency, Category, Region, Unit
from government.permissions import Capability, agencies, staff_within, territories, territory_q


class FoldedFilter(admin.SimpleListFilter):
    """Folded up, so that the queue has the page; its summary says what is chosen."""

    template = "admin/aspirations/filter.html"


class QueueFilter(FoldedFilter):
    """What needs a hand today is what opens first; shown as tabs above the list."""

    template = "admin/aspirations/_shown_as_tabs.html"
    title = _("antrean")
    parameter_name = "antrean"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, one.label) for name, one in QUEUES.items() if name != FIRST]

    def choices(self, changelist: Any) -> Any:
        """The first queue has no parameter."""
        for name, one in QUEUES.items():
            # None takes the parameter away.
            query = changelist.get_query_string({self.parameter_name: name or None})
            yield {
                "selected": (self.value() or FIRST) == name,
                "query_string": query,
                "display": one.label,
            }

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queue(queryset, self.value(), request.user)


class StatusFilter(FoldedFilter):
    title, parameter_name = _("status"), "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Status.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value()) if self.value() in Status.values else queryset


class KindFilter(FoldedFilter):
    title, parameter_name = _("jenis"), "jenis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Kind.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() in Kind.values else queryset


class RowFilter(FoldedFilter):
    """A filter over rows of another table."""

    field = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {str(key) for key, __ in self.lookup_choices}
        return queryset.filter(**{self.field: self.value()}) if self.value() in known else queryset


class CategoryFilter(RowFilter):
    title, parameter_name, field = _("kategori"), "kategori", "category_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return list(Category.objects.leaves().order_by("name").values_list("pk", "name"))


class VillageFilter(RowFilter):
    title, parameter_name, field = _("desa"), "desa", "village_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        codes = territories(request.user, Capability.VIEW)
        villages = Region.objects.active().villages().filter(territory_q("code", codes))
        return list(villages.order_by("name").values_list("pk", "name"))


class UnitFilter(RowFilter):
    title, parameter_name, field = _("unit kerja"), "unit", "unit_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        codes = territories(request.user, Capability.VIEW)
        units = Unit.objects.filter(territory_q("region__code", codes)).select_related("region")
        offices = {unit.region_id for unit in units}
        return [(one.pk, f"{one} ({one.region})" if len(offices) > 1 else str(one)) for one in units]


class HolderFilter(RowFilter):
    title, parameter_name, field = _("pemegang"), "pemegang", "assigned_to_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        codes = territories(request.user, Capability.VIEW)
        people = staff_within(codes)
        return [(one.pk, one.get_full_name() or one.get_username()) for one in people]


class AgencyFilter(RowFilter):
    title, parameter_name, field = _("instansi"), "instansi", "agency_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        rows = Agency.objects.active()
        if not territories(request.user, Capability.VIEW):
            rows = rows.filter(pk__in=agencies(request.user, Capability.VIEW))
        return list(rows.order_by("name").values_list("pk", "name"))


FILTERS: Any = [
    QueueFilter,
    StatusFilter,
    KindFilter,
    CategoryFilter,
    VillageFilter,
    UnitFilter,
    HolderFilter,
    AgencyFilter,
]
