"""Reports whose promise falls due on a day; offered only where a figure of the calendar was followed."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aspirations.admin.folded import FoldedFilter
from aspirations.admin.queues import EVERYTHING
from government.models import PromiseName, Region
from government.permissions import Capability, territories


class DueFilter(FoldedFilter):
    """A promise and a day, such as answer.2026-06-15."""

    title, parameter_name = _("jatuh tempo"), "tempo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        found = parse(self.value())
        if not found:
            return []
        name, day = found
        return [(self.value(), f"{name.label}, {date_format(day, 'DATE_FORMAT')}")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        found = parse(self.value())
        if not found:
            return queryset
        name, day = found
        return queryset.filter(running(name, day, day, zone_of(request.user)))


def parse(value: str | None) -> tuple[PromiseName, date] | None:
    """None for any other text."""
    name, __, day = (value or "").partition(".")
    try:
        found = PromiseName(name), date.fromisoformat(day)
    except ValueError:
        return None
    # The calendar ends before a day after its last one.
    return found if found[1] < date.max else None


def running(name: str, first: date, last: date, zone: ZoneInfo) -> Q:
    """The promise is open, its clock runs, and it falls due from the first to the last day."""
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(last, time(), zone) + timedelta(days=1)
    return Q(
        **{f"{name}_left__isnull": False, f"{name}_due_at__gte": begin, f"{name}_due_at__lt": end},
    )


def zone_of(user: Any) -> ZoneInfo:
    """The clock by which this person's days are counted: that of the first place looked after."""
    codes = [code for code in territories(user, Capability.VIEW) if code]
    zone = Region.objects.filter(code__in=codes).order_by("code").values_list("time_zone", flat=True).first()
    return ZoneInfo(zone or settings.TIME_ZONE)


def due_url(name: str, day: date) -> str:
    """The list behind a figure."""
    query = urlencode({"antrean": EVERYTHING, "tempo": f"{name}.{day.isoformat()}"})
    return f"{reverse('admin:aspirations_aspiration_changelist')}?{query}"
