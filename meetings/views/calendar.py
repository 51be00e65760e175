"""The public calendar: a month as grid and list, what is to come, what is over."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings import calendars
from meetings.filters import CalendarFilter
from meetings.models import Meeting
from meetings.months import Month, month_of, read_month, weeks

PAGE = 20
COMING, OVER = "datang", "lalu"
SHAPES = ("kisi", "daftar")


@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    """A month, or by `tampil` what is to come or over; without `bentuk` the screen's width decides."""
    found = CalendarFilter(request.GET, queryset=Meeting.objects.public().named(), request=request)
    is_valid = found.is_valid()
    queryset = found.qs if is_valid else Meeting.objects.none()
    chosen = _chosen(request, found)
    shown = request.GET.get("tampil", "")
    context: dict[str, Any] = {
        "filter": found,
        "chosen": chosen,
        "query": urlencode(chosen),
        "shown": shown if shown in {COMING, OVER} else "",
        **_subscription(found.territory),
    }
    if context["shown"]:
        context |= _paged(request, queryset, shown)
    else:
        context |= _monthly(request, queryset)
    return render(request, "meetings/calendar.html", context, status=200 if is_valid else 422)


def _chosen(request: HttpRequest, found: CalendarFilter) -> dict[str, str]:
    return {
        key: str(value)
        for key, value in request.GET.items()
        if key in found.filters and value and "\0" not in value
    }


def _subscription(territory: Any) -> dict[str, Any]:
    """The feed of what was chosen, for calendars and for a browser."""
    path = reverse("meetings:feed")
    if territory is not None:
        path = reverse("meetings:territory_feed", args=[territory.pk])
    address = calendars.absolute(path)
    return {"territory": territory, "feed": address, "webcal": "webcal" + address[address.index(":") :]}


def _paged(request: HttpRequest, queryset: QuerySet, shown: str) -> dict[str, Any]:
    now = timezone.now()
    if shown == COMING:
        rows = queryset.filter(ends_at__gt=now).order_by("starts_at", "pk")
    else:
        rows = queryset.filter(ends_at__lte=now).order_by("-starts_at", "-pk")
    return {"page": Paginator(rows, PAGE).get_page(request.GET.get("hal", "")[:9])}


def _monthly(request: HttpRequest, queryset: QuerySet) -> dict[str, Any]:
    today = timezone.localdate()
    month = read_month(request.GET.get("bulan", "")[:7]) or Month(today.year, today.month)
    spans = _spans(queryset, month)
    shape = request.GET.get("bentuk", "")
    meetings = [meeting for __, __, meeting in spans]
    return {
        "month": month,
        "weeks": weeks(month, spans, today),
        "meetings": meetings,
        "shape": shape if shape in SHAPES else "",
        "this_month": month_of(today),
        "nearest": None if meetings else _nearest(queryset, month),
    }


def _spans(queryset: QuerySet, month: Month) -> list[tuple[date, date, Meeting]]:
    """Stops of the month by the clock of their hosts, which may be a day off from ours."""
    edge = timedelta(days=1)
    rows = queryset.filter(starts_at__date__lte=month.last + edge, ends_at__date__gte=month.first - edge)
    spans = [(*_days(meeting), meeting) for meeting in rows.order_by("starts_at", "pk")]
    return [span for span in spans if span[0] <= month.last and span[1] >= month.first]


def _days(meeting: Meeting) -> tuple[date, date]:
    first, last = (at.astimezone(meeting.zone).date() for at in (meeting.starts_at, meeting.ends_at))
    return first, last


def _nearest(queryset: QuerySet, month: Month) -> Month | None:
    """Where an empty month may lead: the next one with a stop, else the last."""
    after = queryset.filter(starts_at__date__gt=month.last).order_by("starts_at").first()
    found = after or queryset.filter(starts_at__date__lt=month.first).order_by("-starts_at").first()
    return month_of(_days(found)[0]) if found else None
