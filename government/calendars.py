"""The working calendar of a place, from the rows that staff edit."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from time import monotonic
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from government.models import Holiday, Region, WorkWeek
from government.workdays import Calendar

# A submission must not pay for this; a corrected holiday is known everywhere within a minute.
FRESH_SECONDS = 60
_PAST = timedelta(days=3 * 366)


def calendar_for(region: Region) -> Calendar:
    """Holidays of the nation and the regions around, the office's week, the region's zone.

    Two queries, then none for a minute.
    """
    return _calendar(region.district_code, region.time_zone, int(monotonic() // FRESH_SECONDS))


@lru_cache(maxsize=64)
def _calendar(code: str, zone: str, freshness: int) -> Calendar:
    around = [code[:2], code[:5], code[:8]]
    rows = Holiday.objects.filter(Q(region__isnull=True) | Q(region_id__in=around), is_active=True).filter(
        date__gte=timezone.localdate() - _PAST
    )
    if not settings.JOINT_LEAVE_STOPS_CLOCK:
        rows = rows.exclude(kind=Holiday.Kind.JOINT_LEAVE)
    days: frozenset[date] = frozenset(rows.values_list("date", flat=True))
    return Calendar(days, ZoneInfo(zone), weekend_of(around))


def weekend_of(codes: Sequence[str]) -> frozenset[int]:
    """Days without work (0 is Monday), by the nearest of the regions around a place that says so."""
    weeks = Region.objects.filter(code__in=codes).exclude(work_week="").order_by("code")
    week = weeks.values_list("work_week", flat=True).last() or WorkWeek.FIVE
    return frozenset(day for day in range(7) if str(day + 1) not in week)


def calendar_changed(code: str) -> None:
    """After a holiday or a working week of a region was written ("" is everywhere): due dates follow, by the
    worker.
    """
    forget_calendars()
    app.configure_task("aspirations.follow_calendar").defer(code=code)


def forget_calendars() -> None:
    """After a holiday was edited in this process."""
    _calendar.cache_clear()
