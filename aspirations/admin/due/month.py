"""A month of what falls due, by day and promise."""

from calendar import Calendar as Months
from collections import defaultdict
from datetime import date, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aspirations.admin.due.filters import due_url, running, zone_of
from aspirations.models import Aspiration
from government.calendars import weekend_of
from government.models import Holiday, PromiseName
from government.permissions import Capability, territories

MONTH = "bulan"


class Figure(NamedTuple):
    """How many reports of one promise fall due on a day."""

    name: str
    label: str
    total: int
    url: str


class Day(NamedTuple):
    """One day of the grid."""

    date: date
    in_month: bool
    is_today: bool
    is_off: bool
    holidays: list[str]
    figures: list[Figure]


def due_month(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The month page: as many queries for a million reports as for one. Raises Http404 for who sees none."""
    if not model_admin.has_view_permission(request):
        raise Http404
    zone = zone_of(request.user)
    today = timezone.localdate(timezone=zone)
    first = _month(request.GET.get(MONTH, ""), today)
    weeks = _weeks(request.user, first, today, zone)
    days = [day for week in weeks for day in week if day.in_month]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Jatuh tempo %(month)s") % {"month": date_format(first, "F Y")},
        "opts": Aspiration._meta,
        "weeks": weeks,
        "weekdays": [date_format(day.date, "l") for day in weeks[0]],
        "days": [day for day in days if day.figures or day.holidays],
        "totals": _totals(days),
        "previous": (first - timedelta(days=1)).replace(day=1),
        "following": (first + timedelta(days=31)).replace(day=1),
        "overdue": Aspiration.objects.visible_to(request.user).overdue().count(),
    }
    return TemplateResponse(request, "admin/aspirations/due/month.html", context)


def _month(text: str, today: date) -> date:
    """The first of the month that is asked for; of this one for any other text."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if 2000 <= asked.year <= 2200 else today.replace(day=1)


def _weeks(user: Any, first: date, today: date, zone: ZoneInfo) -> list[list[Day]]:
    rows = Months(firstweekday=0).monthdatescalendar(first.year, first.month)
    figures = _figures(user, rows[0][0], rows[-1][-1], zone)
    holidays = _holidays(user, rows[0][0], rows[-1][-1])
    weekend = weekend_of(_around(user))
    return [
        [
            Day(
                day,
                day.month == first.month,
                day == today,
                day.weekday() in weekend or day in holidays,
                holidays.get(day, []),
                figures.get(day, []),
            )
            for day in week
        ]
        for week in rows
    ]


def _figures(user: Any, first: date, last: date, zone: ZoneInfo) -> dict[date, list[Figure]]:
    found: dict[date, list[Figure]] = defaultdict(list)
    visible = Aspiration.objects.visible_to(user)
    for name in PromiseName:
        rows = (
            visible.filter(running(name, first, last, zone))
            .order_by()
            .values_list(TruncDate(f"{name}_due_at", tzinfo=zone))
            .annotate(count=Count("pk"))
        )
        for day, count in rows:
            found[day].append(Figure(name.value, str(name.label), count, due_url(name, day)))
    return found


def _around(user: Any) -> list[str]:
    """The regions of the user, and those around them, the farthest first."""
    codes = territories(user, Capability.VIEW)
    return sorted({code[:length] for code in codes if code for length in (2, 5, 8)}, key=len)


def _holidays(user: Any, first: date, last: date) -> dict[date, list[str]]:
    """Those of the nation, of the places looked after, and of what is around them; all for who sees all."""
    rows = Holiday.objects.filter(is_active=True, date__range=(first, last)).select_related("region")
    if "" not in territories(user, Capability.VIEW):
        rows = rows.filter(Q(region=None) | Q(region_id__in=_around(user)))
    found: dict[date, list[str]] = defaultdict(list)
    for row in rows:
        found[row.date].append(f"{row.name} ({row.region.name})" if row.region else row.name)
    return found


def _totals(days: list[Day]) -> list[tuple[str, int]]:
    counts = dict.fromkeys(PromiseName, 0)
    for day in days:
        for figure in day.figures:
            counts[PromiseName(figure.name)] += figure.total
    return [(str(name.label), count) for name, count in counts.items()]
