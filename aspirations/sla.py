"""The promise clock: which promises run in which status, and when each falls due; pure functions.

Three promises are made to a villager, counted in working days (government.workdays): that the report is
verified, that a first answer comes, that it is resolved. SP4N-LAPOR! promises verification in 3, follow-up
in 5, and gives the reporter 10 to answer; an installation's own figures are rows (SlaClass).
Why it is so: docs/decisions/0014-promise-clock.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from aspirations.workflow import OPEN, WAITS_FOR_REPORTER, Status
from government.workdays import Calendar, add_working_days, is_working_day, local_date, working_days_between

VERIFY, ANSWER, RESOLVE = "verify", "answer", "resolve"
PROMISES = (VERIFY, ANSWER, RESOLVE)


@dataclass(frozen=True)
class Promise:
    """Working days promised for each stage; kept with the report so that later changes leave it alone."""

    verify_days: int
    answer_days: int
    resolve_days: int
    reporter_days: int


@dataclass(frozen=True)
class Clock:
    """The clock's columns of a report, by their names.

    A promise is open while its `_left` is a number: working days counted from `clock_from`, negative when it
    was already broken as the clock stopped. Its due date is empty while the clock stands, stays behind when
    it was fulfilled, and is taken away where it lapsed unbroken: so a promise is kept where it was fulfilled
    by then, and broken where it was fulfilled later or its date has passed.
    """

    clock_from: datetime | None = None
    verify_left: int | None = None
    answer_left: int | None = None
    resolve_left: int | None = None
    verify_due_at: datetime | None = None
    answer_due_at: datetime | None = None
    resolve_due_at: datetime | None = None
    verified_at: datetime | None = None
    first_answered_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    days_left: int | None = None
    paused_days: int = 0

    def left(self, name: str) -> int | None:
        """Working days of an open promise from `clock_from` on."""
        value: int | None = getattr(self, f"{name}_left")
        return value

    def due(self, name: str) -> datetime | None:
        """When the promise falls due, or fell due."""
        value: datetime | None = getattr(self, f"{name}_due_at")
        return value

    @property
    def pending(self) -> tuple[str, ...]:
        """Promises that are neither fulfilled nor lapsed."""
        return tuple(name for name in PROMISES if self.left(name) is not None)


CLOCK_COLUMNS = tuple(field.name for field in fields(Clock))


class TooEarly(ValueError):
    """The day is over."""


class TooLate(ValueError):
    """The day lies behind the promise."""


_AFTER_VERIFICATION = frozenset({Status.VERIFIED, Status.DISPATCHED, Status.IN_PROGRESS, Status.REOPENED})
RUNNING = frozenset({Status.SUBMITTED}) | _AFTER_VERIFICATION
_UNREAD = frozenset({Status.SUBMITTED, Status.NEEDS_INFO, Status.WITHDRAWN})
# The office said what becomes of it; that it was forwarded, or asked back, is no answer.
_ANSWERS = frozenset(
    {
        Status.IN_PROGRESS,
        Status.PLANNED,
        Status.ANSWERED,
        Status.NOT_COMPETENT,
        Status.REJECTED,
        Status.MERGED,
    }
)


def start(promise: Promise, at: datetime, calendar: Calendar) -> Clock:
    """The clock of a report that was just submitted."""
    return _begin(Clock(), {VERIFY: promise.verify_days}, at, calendar)


def advance(clock: Clock, current: str, to: str, promise: Promise, at: datetime, calendar: Calendar) -> Clock:
    """The clock after the step `current` → `to` made at `at`.

    Verification starts the promises of a first answer and of a resolution; asking the reporter, and the time
    to dispute an answer, stop the clock; a plan ends the promise; reopening makes a new one.
    """
    if current in WAITS_FOR_REPORTER:
        clock = _resume(clock, at, calendar, asked=current == Status.NEEDS_INFO)
    clock = _with(_fulfil(clock, to, at), closes_at=None, days_left=None)
    if to in WAITS_FOR_REPORTER:
        return _wait(clock, to, promise, at, calendar)
    if to not in OPEN or to == Status.PLANNED:
        return _lapse(clock, clock.pending, at)
    # After a plan or an end, or an answer that did not hold, a resolution is promised anew and in full.
    goes_on = current in RUNNING or current == Status.NEEDS_INFO
    if clock.verified_at is not None and not (goes_on and RESOLVE in clock.pending):
        clock = _restart(clock, promise, at, calendar)
    return _hand(clock)


def replay(
    promise: Promise, at: datetime, steps: Iterable[tuple[datetime, str, str]], calendar: Calendar
) -> Clock:
    """The clock after a whole history of steps (when, from, to) of a report submitted at `at`."""
    clock = start(promise, at, calendar)
    for when, current, to in steps:
        clock = advance(clock, current, to, promise, when, calendar)
    return clock


def dated(clock: Clock, day: date, at: datetime, calendar: Calendar, *, plan: bool) -> Clock:
    """The clock with a day that staff named, until its end; only a plan may lie behind the promise.

    On a day that is none of work it is the working day before. Raises TooEarly or TooLate.
    """
    named = datetime.combine(day, time(23, 59, 59), calendar.zone)
    if named < at:
        raise TooEarly
    named = datetime.combine(_working(day, at, calendar), time(23, 59, 59), calendar.zone)
    bound = None if plan else clock.resolve_due_at or clock.due_at
    if bound is not None and named > bound:
        raise TooLate
    changes: dict[str, Any] = {"clock_from": at}
    for name in {*clock.pending, RESOLVE}:
        due = clock.due(name)
        if name == RESOLVE or (due is not None and due > named):
            due = named
        if due is not None:
            changes |= {f"{name}_due_at": due, f"{name}_left": _left(at, due, calendar)}
    return _hand(_with(clock, **changes))


def reweigh(clock: Clock, old: Promise, new: Promise, at: datetime, calendar: Calendar) -> Clock:
    """The clock after the report got another class: days are added or taken, but nothing breaks by that."""
    for name, more in (
        (ANSWER, new.answer_days - old.answer_days),
        (RESOLVE, new.resolve_days - old.resolve_days),
    ):
        left, due = clock.left(name), clock.due(name)
        if left is None or left < 0 or (due is not None and due < at):
            continue
        clock = _put(clock, name, max(left + more, 0), at, calendar, standing=due is None)
    return _shown(clock) if clock.days_left is not None else _hand(clock)


def follow_calendar(clock: Clock, at: datetime, calendar: Calendar) -> Clock:
    """The clock by a calendar that was changed: what is running follows it, what is over stays as it was.

    A day that became a working one brings no promise to an end before today's. The reporter's time only
    grows.
    """
    for name in clock.pending:
        left, due = clock.left(name), clock.due(name)
        if left is not None and left >= 0 and due is not None and due >= at:
            clock = _put(clock, name, left, at, calendar, standing=False)
    return _hand(clock) if clock.due_at is not None else clock


def closing(clock: Clock, promise: Promise, calendar: Calendar) -> datetime | None:
    """When an answered report closes by this calendar; never sooner than was said."""
    if clock.closes_at is None or clock.clock_from is None:
        return clock.closes_at
    return max(clock.closes_at, add_working_days(clock.clock_from, promise.reporter_days, calendar))


def _with(clock: Clock, **changes: Any) -> Clock:
    """As dataclasses.replace, which takes six times as long: histories of a million reports are replayed."""
    changed = object.__new__(Clock)
    changed.__dict__.update(clock.__dict__, **changes)
    return changed


def _begin(clock: Clock, days: dict[str, int], at: datetime, calendar: Calendar) -> Clock:
    changes: dict[str, Any] = {"clock_from": at}
    for name, count in days.items():
        changes |= {f"{name}_left": count, f"{name}_due_at": add_working_days(at, count, calendar)}
    return _hand(_with(clock, **changes))


def _restart(clock: Clock, promise: Promise, at: datetime, calendar: Calendar) -> Clock:
    """A resolution promised anew; the first answer, unless there was one."""
    days = {RESOLVE: promise.resolve_days}
    if clock.first_answered_at is None:
        days[ANSWER] = promise.answer_days
    return _begin(clock, days, at, calendar)


def _fulfil(clock: Clock, to: str, at: datetime) -> Clock:
    if clock.verified_at is None and to not in _UNREAD:
        clock = _with(clock, verified_at=at, verify_left=None)
    if clock.first_answered_at is None and to in _ANSWERS:
        clock = _with(clock, first_answered_at=at, answer_left=None)
    return _with(clock, resolve_left=None) if to == Status.RESOLVED else clock


def _lapse(clock: Clock, names: tuple[str, ...], at: datetime) -> Clock:
    """Ends promises; one that is broken keeps its date."""
    changes: dict[str, Any] = {"due_at": None}
    for name in names:
        changes[f"{name}_left"] = None
        due = clock.due(name)
        if due is not None and due >= at:
            changes[f"{name}_due_at"] = None
    return _with(clock, **changes)


def _wait(clock: Clock, to: str, promise: Promise, at: datetime, calendar: Calendar) -> Clock:
    """The clock stands: open promises keep their days."""
    changes: dict[str, Any] = {"clock_from": at, "due_at": None}
    for name in clock.pending:
        due = clock.due(name)
        if due is None:
            continue
        changes[f"{name}_left"] = _left(at, due, calendar)
        if due >= at:
            changes[f"{name}_due_at"] = None
    clock = _with(clock, **changes)
    if to == Status.ANSWERED:
        return _with(clock, closes_at=add_working_days(at, promise.reporter_days, calendar))
    return _shown(clock)


def _shown(clock: Clock) -> Clock:
    """While it stands, the days left of the promise that comes first."""
    lefts = [left for name in clock.pending if (left := clock.left(name)) is not None]
    return _with(clock, days_left=min(lefts, default=0))


def _resume(clock: Clock, at: datetime, calendar: Calendar, *, asked: bool) -> Clock:
    """Open promises run on; what was broken stays so."""
    changes: dict[str, Any] = {"clock_from": at}
    for name in clock.pending:
        left = clock.left(name)
        if left is not None and left >= 0:
            changes[f"{name}_due_at"] = add_working_days(at, left, calendar)
    if asked and clock.clock_from is not None:
        changes["paused_days"] = clock.paused_days + working_days_between(clock.clock_from, at, calendar)
    return _with(clock, **changes)


def _put(clock: Clock, name: str, left: int, at: datetime, calendar: Calendar, *, standing: bool) -> Clock:
    """An open promise with so many days; not before the end of today's, or of the next working day."""
    if standing or clock.clock_from is None:
        return _with(clock, **{f"{name}_left": left})
    due = add_working_days(clock.clock_from, left, calendar)
    if due < at:
        due = add_working_days(at, 0, calendar)
        left = working_days_between(clock.clock_from, due, calendar)
    return _with(clock, **{f"{name}_left": left, f"{name}_due_at": due})


def _hand(clock: Clock) -> Clock:
    """The earliest promise that runs is the one that queues go by."""
    dues = [due for name in clock.pending if (due := clock.due(name)) is not None]
    return _with(clock, due_at=min(dues, default=None))


def _left(at: datetime, due: datetime, calendar: Calendar) -> int:
    """Working days until then; negative where it is over, even on the weekend after."""
    days = working_days_between(at, due, calendar)
    return min(days, -1) if due < at else days


def _working(day: date, at: datetime, calendar: Calendar) -> date:
    """The day, or the last working day before it that is not over, or the first one after."""
    today, before = local_date(at, calendar), day
    while not is_working_day(before, calendar) and before > today:
        before -= timedelta(days=1)
    while not is_working_day(before, calendar):
        before += timedelta(days=1)
    return before
