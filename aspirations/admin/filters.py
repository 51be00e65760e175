"""Filters of the queue; each offers only what the user's territory has."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.models import Kind
from aspirations.workflow import WAITS_FOR_REPORTER, Publication, Status
from government.models import Agency, Category, Region
from government.permissions import Capability, agencies, territories, territory_q

DUE_SOON = timedelta(days=2)


class FoldedFilter(admin.SimpleListFilter):
    """Folded up, so that the queue has the page; its summary says what is chosen."""

    template = "admin/aspirations/filter.html"


class QueueFilter(FoldedFilter):
    """What needs a hand today is what opens first; shown as tabs above the list."""

    template = "admin/aspirations/_shown_as_tabs.html"
    title = _("antrean")
    parameter_name = "antrean"
    ALL = "semua"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("lewat", _("Lewat janji")),
            ("segera", _("Jatuh tempo dalam 2 hari")),
            ("balasan", _("Balasan belum dibaca")),
            ("pelapor", _("Menunggu pelapor")),
            ("tayang", _("Belum ditayangkan")),
            (self.ALL, _("Semua laporan")),
        ]

    def choices(self, changelist: Any) -> Any:
        """The first queue has no parameter."""
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("Perlu ditangani"),
        }
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queue(queryset, self.value())


def queue(queryset: Any, name: str | None) -> Any:
    """One of the queues; an unknown name is the first one."""
    now = timezone.now()
    match name:
        case "lewat":
            return queryset.overdue()
        case "segera":
            return queryset.filter(due_at__gte=now, due_at__lt=now + DUE_SOON)
        case "balasan":
            return queryset.filter(has_unread_reply=True)
        case "pelapor":
            return queryset.filter(status__in=WAITS_FOR_REPORTER)
        case "tayang":
            return (
                queryset.filter(publication=Publication.PRIVATE)
                .exclude(identity="confidential")
                .exclude(status__in=[Status.MERGED, Status.WITHDRAWN, Status.REJECTED, Status.SUBMITTED])
            )
        case QueueFilter.ALL:
            return queryset
    return queryset.needing_hand()


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


class AgencyFilter(RowFilter):
    title, parameter_name, field = _("instansi"), "instansi", "agency_id"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        rows = Agency.objects.active()
        if not territories(request.user, Capability.VIEW):
            rows = rows.filter(pk__in=agencies(request.user, Capability.VIEW))
        return list(rows.order_by("name").values_list("pk", "name"))


FILTERS: Any = [QueueFilter, StatusFilter, KindFilter, CategoryFilter, VillageFilter, AgencyFilter]
