"""Filters of the queue; each offers only what the user's territory has."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from aspirations.admin.due.filters import DueFilter
from aspirations.admin.figures import DistrictFilter, FigureFilter
from aspirations.admin.folded import FoldedFilter, RowFilter
from aspirations.admin.queues import FIRST, QUEUES, queue
from aspirations.models import OPEN_STATES, Dispatch, DispatchState, Kind, Reference
from aspirations.workflow import Status
from government.models import Agency, Category, Region, Unit
from government.permissions import Capability, agencies, staff_within, territories, territory_q


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


class CategoryFilter(RowFilter):
    title, parameter_name, field, model = _("kategori"), "kategori", "category_id", Category

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return list(Category.objects.leaves().order_by("name").values_list("pk", "name"))


class VillageFilter(RowFilter):
    title, parameter_name, field, model = _("desa"), "desa", "village_id", Region

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        codes = territories(request.user, Capability.VIEW)
        villages = Region.objects.active().villages().filter(territory_q("code", codes))
        return list(villages.order_by("name").values_list("pk", "name"))


class UnitFilter(RowFilter):
    title, parameter_name, field, model = _("unit kerja"), "unit", "unit_id", Unit
    without = _("Tanpa unit")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        codes = territories(request.user, Capability.VIEW)
        units = Unit.objects.filter(territory_q("region__code", codes)).select_related("region")
        offices = {unit.region_id for unit in units}
        return [(one.pk, f"{one} ({one.region})" if len(offices) > 1 else str(one)) for one in units]


class HolderFilter(RowFilter):
    title, parameter_name, field, model = _("pemegang"), "pemegang", "assigned_to_id", get_user_model()
    without = _("Belum dipegang")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        codes = territories(request.user, Capability.VIEW)
        people = staff_within(codes)
        return [(one.pk, one.get_full_name() or one.get_username()) for one in people]


class AgencyFilter(RowFilter):
    title, parameter_name, field, model = _("instansi"), "instansi", "agency_id", Agency
    without = _("Tanpa instansi")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        rows = Agency.objects.active()
        if not territories(request.user, Capability.VIEW):
            rows = rows.filter(pk__in=agencies(request.user, Capability.VIEW))
        return list(rows.order_by("name").values_list("pk", "name"))


class AuthorityFilter(FoldedFilter):
    title, parameter_name = _("tingkat kewenangan"), "tingkat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Agency.Level.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(authority=self.value()) if self.value() in Agency.Level.values else queryset


class DispatchFilter(FoldedFilter):
    """Where it stands with the agency; what an agency finished or gave back is another queue's."""

    title, parameter_name = _("disposisi"), "disposisi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(state.value, state.label) for state in DispatchState if state in OPEN_STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in OPEN_STATES:
            return queryset
        return queryset.filter(pk__in=Dispatch.objects.filter(state=self.value()).values("aspiration"))


class ReferenceFilter(FoldedFilter):
    title, parameter_name = _("nomor rujukan"), "rujukan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("ada", _("Ada nomor rujukan"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "ada":
            return queryset
        return queryset.filter(pk__in=Reference.objects.values("aspiration"))


FILTERS: Any = [
    QueueFilter,
    FigureFilter,
    DueFilter,
    StatusFilter,
    KindFilter,
    CategoryFilter,
    DistrictFilter,
    VillageFilter,
    UnitFilter,
    HolderFilter,
    AgencyFilter,
    AuthorityFilter,
    DispatchFilter,
    ReferenceFilter,
]
