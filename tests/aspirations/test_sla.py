"""The promise clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirations import sla
from aspirations.sla import Clock, Promise
from aspirations.workflow import TRANSITIONS, Status
from government.workdays import Calendar

WIB = ZoneInfo("Asia/Jakarta")
PLAIN = Calendar(frozenset(), WIB)
PROMISE = Promise(verify_days=3, follow_up_days=5, reporter_days=10)
MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=WIB)


def end_of(day: int, month: int = 6) -> datetime:
    return datetime(2026, month, day, 23, 59, 59, tzinfo=WIB)


def test_submission_starts_the_verification_promise():
    assert sla.start(PROMISE, MONDAY, PLAIN) == Clock(due_at=end_of(11))


def test_verification_starts_the_follow_up_promise():
    clock = sla.advance(Clock(end_of(11)), Status.SUBMITTED, Status.VERIFIED, PROMISE, MONDAY, PLAIN)
    assert clock == Clock(due_at=end_of(15))


@pytest.mark.parametrize("to", [Status.DISPATCHED, Status.IN_PROGRESS])
def test_follow_up_promise_runs_on_through_dispatch_and_work(to):
    running = Clock(due_at=end_of(15))
    assert sla.advance(running, Status.VERIFIED, to, PROMISE, MONDAY + timedelta(days=2), PLAIN) == running


def test_question_stops_the_clock_and_keeps_the_days_left():
    clock = sla.advance(Clock(end_of(11)), Status.SUBMITTED, Status.NEEDS_INFO, PROMISE, MONDAY, PLAIN)
    assert clock == Clock(days_left=3)


def test_reply_lets_the_clock_run_on():
    asked = Clock(days_left=2)
    later = datetime(2026, 6, 22, 8, 0, tzinfo=WIB)
    clock = sla.advance(asked, Status.NEEDS_INFO, Status.SUBMITTED, PROMISE, later, PLAIN)
    assert clock == Clock(due_at=end_of(24))


def test_what_was_overdue_when_asked_is_due_on_the_day_of_the_reply():
    clock = sla.advance(Clock(days_left=-4), Status.NEEDS_INFO, Status.VERIFIED, PROMISE, MONDAY, PLAIN)
    assert clock == Clock(due_at=end_of(8))


def test_answer_gives_the_reporter_ten_working_days():
    clock = sla.advance(Clock(end_of(15)), Status.IN_PROGRESS, Status.ANSWERED, PROMISE, MONDAY, PLAIN)
    assert clock == Clock(closes_at=end_of(22))


def test_dispute_starts_a_new_follow_up_promise():
    clock = sla.advance(Clock(closes_at=end_of(22)), Status.ANSWERED, Status.REOPENED, PROMISE, MONDAY, PLAIN)
    assert clock == Clock(due_at=end_of(15))


def test_joint_leave_moves_the_due_date():
    calendar = Calendar(frozenset({date(2026, 6, 10)}), WIB)
    assert sla.start(PROMISE, MONDAY, calendar).due_at == end_of(12)


def test_named_day_may_be_sooner_but_not_behind_the_promise():
    running = Clock(due_at=end_of(15))
    assert sla.dated(running, date(2026, 6, 12), MONDAY, PLAIN, plan=False).due_at == end_of(12)
    with pytest.raises(sla.TooLate):
        sla.dated(running, date(2026, 6, 16), MONDAY, PLAIN, plan=False)
    with pytest.raises(sla.TooEarly):
        sla.dated(running, date(2026, 6, 7), MONDAY, PLAIN, plan=False)


def test_plan_may_lie_behind_the_promise():
    assert sla.dated(Clock(), date(2027, 3, 1), MONDAY, PLAIN, plan=True).due_at is not None


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(lambda m: m.replace(tzinfo=WIB))
pairs = st.sampled_from([(now, to) for now, road in TRANSITIONS.items() for to in road])


@given(pairs, moments, st.integers(1, 60), st.sets(st.dates(date(2024, 1, 1), date(2029, 3, 1)), max_size=40))
def test_clock_has_at_most_one_hand(pair, at, days, holidays):
    now, to = pair
    calendar = Calendar(frozenset(holidays), WIB)
    promise = Promise(days, days, days)
    before = Clock(days_left=days) if now == Status.NEEDS_INFO else sla.start(promise, at, calendar)
    clock = sla.advance(before, now, to, promise, at, calendar)
    hands = [clock.due_at, clock.closes_at, clock.days_left]
    assert sum(hand is not None for hand in hands) <= 1
    assert (clock.closes_at is not None) == (to == Status.ANSWERED)
    assert (clock.days_left is not None) == (to == Status.NEEDS_INFO)
    if clock.due_at:
        assert clock.due_at >= at


@given(moments, st.integers(0, 40), st.integers(1, 30))
def test_pause_gives_back_the_days_that_were_left(at, pause, days):
    promise = Promise(days, days, days)
    started = sla.start(promise, at, PLAIN)
    asked = sla.advance(started, Status.SUBMITTED, Status.NEEDS_INFO, promise, at, PLAIN)
    resumed = sla.advance(
        asked, Status.NEEDS_INFO, Status.SUBMITTED, promise, at + timedelta(days=pause), PLAIN
    )
    assert asked.days_left == days
    assert resumed.due_at >= started.due_at
