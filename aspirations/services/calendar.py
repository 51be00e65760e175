"""Due dates follow the calendar of their place."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from aspirations import sla
from aspirations.models import Aspiration
from aspirations.services.promises import clock_columns
from aspirations.sla import CLOCK_COLUMNS, PROMISES
from aspirations.workflow import Status
from government.calendars import calendar_for, forget_calendars

_PIECE = 500


def follow_calendar(code: str = "", *, at: datetime | None = None) -> int:
    """Moves what runs in a region ("" is everywhere) to where its calendar puts it; returns how many reports.

    What is over stays as it was, and so does a plan's day. Safe to run twice and at any moment: each piece
    is a transaction that holds its reports.
    """
    forget_calendars()
    at = at or timezone.now()
    runs = Q(status=Status.ANSWERED, closes_at__gte=at)
    for name in PROMISES:
        runs |= Q(**{f"{name}_left__gte": 0, f"{name}_due_at__gte": at})
    rows = Aspiration.objects.filter(runs).exclude(status=Status.PLANNED)
    if code:
        rows = rows.filter(Q(village__code__startswith=f"{code}.") | Q(village=code))
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    return sum(_follow(found[start : start + _PIECE], at) for start in range(0, len(found), _PIECE))


@transaction.atomic
def _follow(keys: list[int], at: datetime) -> int:
    held = Aspiration.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    moved = []
    for report in held.select_related("village").defer("public_search", "staff_search", "text"):
        before, calendar = report.clock, calendar_for(report.village)
        clock = before
        if report.status in sla.RUNNING:
            clock = sla.follow_calendar(before, at, calendar)
        closes = sla.closing(before, report.promise, calendar)
        columns = clock_columns(clock) | {"closes_at": closes}
        if any(columns[name] != getattr(before, name) for name in CLOCK_COLUMNS):
            for name, value in columns.items():
                setattr(report, name, value)
            moved.append(report)
    Aspiration.objects.bulk_update(moved, CLOCK_COLUMNS, batch_size=_PIECE)
    return len(moved)
