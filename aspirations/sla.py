"""The promise clock: which promise runs in which status, and when it falls due; pure functions.

Promises are counted in working days (government.workdays). SP4N-LAPOR! promises verification in 3, follow-up
in 5, and gives the reporter 10 to answer; an installation's own figures are rows (SlaClass).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from aspirations.workflow import Status
from government.workdays import Calendar, add_working_days, working_days_between


@dataclass(frozen=True)
class Promise:
    """Working days promised for each stage; kept with the report so that later changes leave it alone."""

    verify_days: int
    follow_up_days: int
    reporter_days: int


@dataclass(frozen=True)
class Clock:
    """What the columns of a report become: due dates and, while it stands, the days left."""

    due_at: datetime | None = None
    closes_at: datetime | None = None
    days_left: int | None = None


class TooEarly(ValueError):
    """The day is over."""


class TooLate(ValueError):
    """The day lies behind the promise."""


_FOLLOW_UP = {Status.VERIFIED, Status.DISPATCHED, Status.IN_PROGRESS, Status.REOPENED}


def start(promise: Promise, at: datetime, calendar: Calendar) -> Clock:
    """The clock of a report that was just submitted."""
    return Clock(due_at=add_working_days(at, promise.verify_days, calendar))


def advance(clock: Clock, current: str, to: str, promise: Promise, at: datetime, calendar: Calendar) -> Clock:
    """The clock after the step `current` → `to` made at `at`.

    Verification starts the follow-up promise, which then runs on through dispatch and work; asking the
    reporter stops it and keeps the days left; a plan or an end has no due date; an answer gives the reporter
    time, after which the report closes itself.
    """
    if to == Status.NEEDS_INFO:
        left = working_days_between(at, clock.due_at, calendar) if clock.due_at else promise.follow_up_days
        return Clock(days_left=left)
    if current == Status.NEEDS_INFO and to in _FOLLOW_UP | {Status.SUBMITTED}:
        # What was overdue when it was asked stays overdue; at least today is left to act.
        return Clock(due_at=add_working_days(at, max(clock.days_left or 0, 0), calendar))
    if to == Status.ANSWERED:
        return Clock(closes_at=add_working_days(at, promise.reporter_days, calendar))
    if to not in _FOLLOW_UP:
        return Clock()
    if current in _FOLLOW_UP and clock.due_at:
        return clock
    return Clock(due_at=add_working_days(at, promise.follow_up_days, calendar))


def dated(clock: Clock, day: date, at: datetime, calendar: Calendar, *, plan: bool) -> Clock:
    """The clock with a day that staff named, until its end; only a plan may lie behind the promise.

    Raises TooEarly or TooLate.
    """
    due = datetime.combine(day, time(23, 59, 59), calendar.zone)
    if due < at:
        raise TooEarly
    if not plan and clock.due_at is not None and due > clock.due_at:
        raise TooLate
    return replace(clock, due_at=due)
