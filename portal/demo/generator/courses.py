"""What becomes of a report: a road through the transition table, with days between the steps; pure.

Shares and delays are ours, chosen to look plausible; the due dates are those of `aspirations.sla`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from aspirations import sla
from aspirations.sla import Clock, Promise
from aspirations.workflow import Status, Who
from government.workdays import Calendar, is_working_day, local_date

_S = Status
# Share and road; a report is as far along its road as the time since its submission allows.
ROADS: tuple[tuple[int, tuple[Status, ...]], ...] = (
    (300, (_S.VERIFIED, _S.DISPATCHED, _S.IN_PROGRESS, _S.ANSWERED, _S.RESOLVED)),
    (160, (_S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED)),
    (130, (_S.VERIFIED, _S.ANSWERED, _S.RESOLVED)),
    (70, (_S.VERIFIED, _S.IN_PROGRESS, _S.ANSWERED, _S.RESOLVED)),
    (30, (_S.NEEDS_INFO, _S.SUBMITTED, _S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED)),
    (20, (_S.VERIFIED, _S.DISPATCHED, _S.NEEDS_INFO, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED)),
    (20, (_S.VERIFIED, _S.DISPATCHED, _S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED)),
    (30, (_S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.REOPENED, _S.IN_PROGRESS, _S.ANSWERED, _S.RESOLVED)),
    (30, (_S.VERIFIED, _S.DISPATCHED, _S.PLANNED, _S.IN_PROGRESS, _S.ANSWERED, _S.RESOLVED)),
    (50, (_S.VERIFIED, _S.DISPATCHED, _S.PLANNED)),
    (40, (_S.NOT_COMPETENT,)),
    (30, (_S.REJECTED,)),
    (20, (_S.MERGED,)),
    (15, (_S.VERIFIED, _S.MERGED)),
    (15, (_S.VERIFIED, _S.WITHDRAWN)),
    # Those that got stuck.
    (8, (_S.NEEDS_INFO,)),
    (4, ()),
    (8, (_S.VERIFIED,)),
    (10, (_S.VERIFIED, _S.DISPATCHED)),
    (10, (_S.VERIFIED, _S.DISPATCHED, _S.IN_PROGRESS)),
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


@dataclass
class Course:
    """The steps so far, and where they led."""

    status: Status
    since: datetime
    clock: Clock
    resume: str = ""
    steps: list[Step] = field(default_factory=list)


def draw_road(dice: Random, roads: Sequence[tuple[int, tuple[Status, ...]]] = ROADS) -> tuple[Status, ...]:
    """One of the roads, by their shares."""
    return dice.choices([road for __, road in roads], [share for share, __ in roads])[0]


def walk(
    dice: Random,
    road: Sequence[Status],
    at: datetime,
    until: datetime,
    promise: Promise,
    calendar: Calendar,
) -> Course:
    """Along the road from a submission at `at`, as far as it got by `until`."""
    course = Course(Status.SUBMITTED, at, sla.start(promise, at, calendar))
    for to in road:
        step = _next_step(dice, course, to, calendar)
        if step.at > until:
            break
        course.clock = sla.advance(course.clock, course.status, to, promise, step.at, calendar)
        course.resume = course.status.value if to == Status.NEEDS_INFO else ""
        course.status, course.since = to, step.at
        course.steps.append(step)
    return course


def _next_step(dice: Random, course: Course, to: Status, calendar: Calendar) -> Step:
    now = course.status
    days = _PLAN_DAYS if now == Status.PLANNED else _DAYS[to]
    at = course.since + timedelta(days=days * dice.lognormvariate(0, _SPREAD))
    who = _who(course, to)
    closes = course.clock.closes_at
    if closes is not None and at > closes:
        if to == Status.RESOLVED:
            # The worker looks every quarter of an hour.
            return Step(closes + timedelta(seconds=dice.randint(1, 900)), now, to, Who.SYSTEM)
        at = closes - timedelta(seconds=dice.randint(60, 36_000))
    if who in {Who.TRIAGE, Who.HANDLER}:
        at = _office_hour(dice, at, calendar)
    if at <= course.since:
        at = course.since + timedelta(seconds=dice.randint(300, 5_400))
    return Step(at, now, to, who)


def _who(course: Course, to: Status) -> Who:
    if to in {Status.RESOLVED, Status.WITHDRAWN, Status.REOPENED} or course.status == Status.NEEDS_INFO:
        return Who.REPORTER
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
