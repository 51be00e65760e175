"""The working calendar of a place, from the rows that staff edit."""

from datetime import date, timedelta
from functools import lru_cache
from time import monotonic
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from government.models import Holiday, Region
from government.workdays import Calendar

# A submission must not pay for this; a corrected holiday is known everywhere within a minute.
FRESH_SECONDS = 60
_PAST = timedelta(days=3 * 366)


def calendar_for(region: Region) -> Calendar:
    """National holidays and those of the regions around, in the region's zone; one query, then none."""
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
    return Calendar(days, ZoneInfo(zone))


def forget_calendars() -> None:
    """After a holiday was edited in this process."""
    _calendar.cache_clear()
