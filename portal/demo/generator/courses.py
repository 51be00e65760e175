"""What becomes of a report: a road through the transition table, with days between the steps; pure.

Shares and delays are ours, chosen to look plausible; the due dates are those of `aspirations.sla`.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import NamedTuple

from aspirations import sla
from aspirations.sla import Clock, Promise
from aspirations.workflow import Status, Who
from government.workdays import Calendar, is_working_day, local_date

_S = Status
# How long a report lies where it got stuck, until somebody finds it: median days.
_FORGOTTEN = 75.0


class Road(NamedTuple):
    """Steps to the end; `share` of all reports take it, and `stuck` is the step that comes very late."""

    share: int
    steps: tuple[Status, ...]
    stuck: int | None = None


_DISPUTED = (_S.ANSWERED, _S.REOPENED)
# A report is as far along its road as the time since its submission allows. Every road ends, so that of five
# years of reports about one in fifty is open.
ROADS = (
    Road(300, (_S.VERIFIED, _S.DISPATCHED, _S.IN_PROGRESS, _S.ANSWERED, _S.RESOLVED)),
    Road(205, (_S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED)),
    Road(135, (_S.VERIFIED, _S.ANSWERED, _S.RESOLVED)),
    Road(70, (_S.VERIFIED, _S.IN_PROGRESS, _S.ANSWERED, _S.RESOLVED)),
    Road(30, (_S.NEEDS_INFO, _S.SUBMITTED, _S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED)),
    Road(20, (_S.VERIFIED, _S.DISPATCHED, _S.NEEDS_INFO, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED)),
    Road(20, (_S.VERIFIED, _S.DISPATCHED, _S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED)),
    Road(30, (_S.VERIFIED, _S.DISPATCHED, *_DISPUTED, _S.IN_PROGRESS, _S.ANSWERED, _S.RESOLVED)),
    Road(20, (_S.VERIFIED, _S.DISPATCHED, _S.PLANNED, _S.IN_PROGRESS, _S.ANSWERED, _S.RESOLVED)),
    Road(40, (_S.NOT_COMPETENT,)),
    Road(30, (_S.REJECTED,)),
    Road(20, (_S.MERGED,)),
    Road(15, (_S.VERIFIED, _S.MERGED)),
    Road(15, (_S.VERIFIED, _S.WITHDRAWN)),
    Road(8, (_S.NEEDS_INFO, _S.REJECTED), stuck=1),
    Road(4, (_S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED), stuck=0),
    Road(8, (_S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED), stuck=1),
    Road(10, (_S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED), stuck=2),
    Road(10, (_S.VERIFIED, _S.DISPATCHED, _S.IN_PROGRESS, _S.ANSWERED, _S.RESOLVED), stuck=3),
)
# Median days until the step; half as many again or a third less are common.
_DAYS = {
    _S.SUBMITTED: 2.0,
    _S.VERIFIED: 1.2,
    _S.DISPATCHED: 1.0,
    _S.IN_PROGRESS: 3.0,
    _S.PLANNED: 6.0,
    _S.ANSWERED: 7.0,
    _S.REOPENED: 3.0,
    _S.RESOLVED: 9.0,
    _S.NOT_COMPETENT: 1.5,
    _S.REJECTED: 1.0,
    _S.MERGED: 1.5,
    _S.NEEDS_INFO: 1.0,
    _S.WITHDRAWN: 4.0,
}
_PLAN_DAYS = 200.0
_SPREAD = 0.6
# Steps that the agency makes where it is in charge.
_AGENCY_STEPS = frozenset({_S.IN_PROGRESS, _S.ANSWERED, _S.PLANNED})


@dataclass(frozen=True)
class Step:
    """One change of status."""

    at: datetime
    current: Status
    to: Status
    who: Who
    # When the report is due after it.
    due_at: datetime | None


@dataclass
class Course:
    """The steps so far, and where they led."""

    status: Status
    since: datetime
    clock: Clock
    resume: str = ""
    steps: list[Step] = field(default_factory=list)


def draw_road(dice: Random) -> Road:
    """One of the roads, by their shares."""
    return dice.choices(ROADS, [road.share for road in ROADS])[0]


def walk(
    dice: Random, road: Road, at: datetime, until: datetime, promise: Promise, calendar: Calendar
) -> Course:
    """Along the road from a submission at `at`, as far as it got by `until`."""
    course = Course(Status.SUBMITTED, at, sla.start(promise, at, calendar))
    for number, to in enumerate(road.steps):
        days = _FORGOTTEN if number == road.stuck else _days_until(course.status, to)
        when, who = _next_step(dice, course, to, days, calendar)
        if when > until:
            break
        now = course.status
        course.clock = sla.advance(course.clock, now, to, promise, when, calendar)
        course.resume = now.value if to == Status.NEEDS_INFO else ""
        course.status, course.since = to, when
        course.steps.append(Step(when, now, to, who, course.clock.due_at))
    return course


def _days_until(now: Status, to: Status) -> float:
    return _PLAN_DAYS if now == Status.PLANNED else _DAYS[to]


def _next_step(
    dice: Random, course: Course, to: Status, days: float, calendar: Calendar
) -> tuple[datetime, Who]:
    at = course.since + timedelta(days=days * dice.lognormvariate(0, _SPREAD))
    who = _who(course, to)
    closes = course.clock.closes_at
    if closes is not None and at > closes:
        if to == Status.RESOLVED:
            # The worker looks every quarter of an hour.
            return closes + timedelta(seconds=dice.randint(1, 900)), Who.SYSTEM
        at = closes - timedelta(seconds=dice.randint(60, 36_000))
    if who in {Who.TRIAGE, Who.HANDLER}:
        at = _office_hour(dice, at, calendar)
    if at <= course.since:
        at = course.since + timedelta(seconds=dice.randint(300, 5_400))
    return at, who


def _who(course: Course, to: Status) -> Who:
    if to in {Status.RESOLVED, Status.WITHDRAWN, Status.REOPENED}:
        return Who.REPORTER
    if course.status == Status.NEEDS_INFO:
        # With the reply, or given up.
        return Who.TRIAGE if to == Status.REJECTED else Who.REPORTER
    in_charge = course.status in {Status.DISPATCHED, Status.IN_PROGRESS, Status.PLANNED}
    dispatched = any(step.to == Status.DISPATCHED for step in course.steps)
    agency = in_charge and dispatched and to in _AGENCY_STEPS and course.status != Status.REOPENED
    refuses = course.status == Status.DISPATCHED and to in {Status.VERIFIED, Status.NEEDS_INFO}
    return Who.HANDLER if agency or refuses else Who.TRIAGE


def _office_hour(dice: Random, at: datetime, calendar: Calendar) -> datetime:
    day = local_date(at, calendar)
    while not is_working_day(day, calendar):
        day += timedelta(days=1)
    return datetime.combine(day, time(8), calendar.zone) + timedelta(seconds=dice.randrange(27_000))
