"""Filters behind the figures of the summary: a measure and its days, a kecamatan, a person."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aspirations.admin.folded import FoldedFilter, RowFilter
from aspirations.admin.queues import EVERYTHING
from aspirations.statistics import MEASURES, Measure, Period
from government.models import Region
from government.permissions import Capability, territories, territory_q


class FigureFilter(FoldedFilter):
    """Exactly the reports that a figure of the summary counted; offered only where one was followed."""

    title, parameter_name = _("angka ringkasan"), "angka"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        found = parse(self.value())
        return [(self.value(), f"{found[0].label}, {written(found[1])}")] if found else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        found = parse(self.value())
        return queryset.filter(found[0].keep(found[1])) if found else queryset


class DistrictFilter(RowFilter):
    """Offered to who looks after several."""

    title, parameter_name, field, model = _("kecamatan"), "kecamatan", "village_id", Region

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        codes = territories(request.user, Capability.VIEW)
        if len(codes) == 1 and len(codes[0]) > len("16.07"):
            return []
        districts = Region.objects.active().districts().filter(territory_q("code", codes))
        return list(districts.order_by("name").values_list("pk", "name"))

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1 or bool(self.value())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if not value or not self._exists(value):
            return queryset
        return queryset.filter(village__code__startswith=f"{value}.")


def parse(value: str | None) -> tuple[Measure, Period] | None:
    """The measure and period of a parameter such as masuk.2026-11-01.2026-11-30; None for any other text."""
    name, __, days = (value or "").partition(".")
    first, __, last = days.partition(".")
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
        # The calendar ends before a day after its last one.
        return (MEASURES[name], period) if period.last < date.max else None
    except (KeyError, ValueError):
        return None


def written(period: Period) -> str:
    """The period in words: 1 Nov 2026 – 30 Nov 2026."""
    first, last = (date_format(day, "SHORT_DATE_FORMAT") for day in (period.first, period.last))
    return first if first == last else f"{first} – {last}"


def figure_url(measure: str, period: Period, filters: dict[str, Any]) -> str:
    """The list of the reports that a figure counted."""
    figure = f"{measure}.{period.first.isoformat()}.{period.last.isoformat()}"
    query = urlencode({"antrean": EVERYTHING, "angka": figure, **filters})
    return f"{reverse('admin:aspirations_aspiration_changelist')}?{query}"
