"""Which steps of escalation hold where, and how far back each looks today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from government.calendars import calendar_for
from government.models import EscalationStep, Region
from government.workdays import Calendar, add_working_days, is_working_day, local_date


@dataclass(frozen=True)
class Ground:
    """Kecamatan with the same calendar and the same ladder; no codes are all that are served."""

    codes: tuple[str, ...]
    calendar: Calendar
    steps: tuple[EscalationStep, ...]


def grounds() -> list[Ground]:
    """All kecamatan served, as few together as their calendars and ladders allow."""
    known = list(EscalationStep.objects.filter(is_active=True))
    alike: dict[tuple[Calendar, tuple[EscalationStep, ...]], list[str]] = defaultdict(list)
    for district in Region.objects.active().districts().order_by("code"):
        alike[calendar_for(district), ladder_for(district.code, known)].append(district.code)
    if len(alike) == 1:
        ((calendar, steps),) = alike
        return [Ground((), calendar, steps)]
    return [Ground(tuple(codes), calendar, steps) for (calendar, steps), codes in alike.items()]


def ladder_for(code: str, steps: Iterable[EscalationStep]) -> tuple[EscalationStep, ...]:
    """Of each promise the steps of the nearest region around that has any."""
    nearest: dict[str, tuple[int, list[EscalationStep]]] = {}
    for step in steps:
        of = step.region_id or ""
        if of and code != of and not code.startswith(f"{of}."):
            continue
        best, held = nearest.get(step.promise, (-1, []))
        if len(of) > best:
            nearest[step.promise] = (len(of), [step])
        elif len(of) == best:
            held.append(step)
    return tuple(step for __, held in nearest.values() for step in held)


def reached(days: int, at: datetime, calendar: Calendar) -> datetime:
    """The latest due date for which a step of so many working days has come at `at`."""
    if days < 0:
        return add_working_days(at, -days, calendar)
    day, left = local_date(at, calendar), days
    if days == 0:
        return datetime.combine(day, time(23, 59, 59), calendar.zone)
    # On a day without work it is still the last working day's turn.
    while not is_working_day(day, calendar):
        day -= timedelta(days=1)
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day, calendar)
    return datetime.combine(day, time(23, 59, 59), calendar.zone)
