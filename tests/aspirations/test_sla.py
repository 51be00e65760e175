"""The promise clock: verification, first answer and resolution, pauses, plans, reopening."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirations import sla
from aspirations.sla import PROMISES, Clock, Promise
from aspirations.workflow import TRANSITIONS, Status
from government.workdays import Calendar, is_working_day, local_date, working_days_between

WIB = ZoneInfo("Asia/Jakarta")
PLAIN = Calendar(frozenset(), WIB)
PROMISE = Promise(verify_days=3, answer_days=5, resolve_days=14, reporter_days=10)
MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=WIB)
_S = Status


def end_of(day: int, month: int = 6) -> datetime:
    return datetime(2026, month, day, 23, 59, 59, tzinfo=WIB)


def on(day: int, month: int = 6) -> datetime:
    return datetime(2026, month, day, 8, 0, tzinfo=WIB)


def walk(*steps: tuple[datetime, Status], promise: Promise = PROMISE, calendar: Calendar = PLAIN) -> Clock:
    """A report of Monday the 8th along its steps."""
    now, road = Status.SUBMITTED, []
    for at, to in steps:
        road.append((at, now, to))
        now = to
    return sla.replay(promise, MONDAY, road, calendar)


def dues(clock: Clock) -> tuple[datetime | None, ...]:
    return tuple(clock.due(name) for name in PROMISES)


def test_submission_starts_the_verification_promise():
    clock = sla.start(PROMISE, MONDAY, PLAIN)
    assert (dues(clock), clock.due_at) == ((end_of(11), None, None), end_of(11))


def test_verification_starts_the_promises_of_an_answer_and_of_a_resolution():
    clock = walk((MONDAY, _S.VERIFIED))
    assert dues(clock) == (end_of(11), end_of(15), end_of(26))
    assert (clock.verified_at, clock.due_at) == (MONDAY, end_of(15))


def test_forwarding_is_no_answer_and_taking_it_up_is_one():
    forwarded = walk((MONDAY, _S.VERIFIED), (on(9), _S.DISPATCHED))
    assert (forwarded.first_answered_at, forwarded.due_at) == (None, end_of(15))
    taken_up = walk((MONDAY, _S.VERIFIED), (on(9), _S.DISPATCHED), (on(12), _S.IN_PROGRESS))
    assert (taken_up.first_answered_at, taken_up.due_at) == (on(12), end_of(26))


def test_question_stops_every_promise_and_keeps_its_days():
    clock = walk((MONDAY, _S.VERIFIED), (on(9), _S.NEEDS_INFO))
    assert (clock.answer_left, clock.resolve_left, clock.days_left) == (4, 13, 4)
    assert (dues(clock), clock.due_at) == ((end_of(11), None, None), None)


def test_reply_lets_every_promise_run_on():
    clock = walk((MONDAY, _S.VERIFIED), (on(9), _S.NEEDS_INFO), (on(22), _S.VERIFIED))
    assert dues(clock) == (end_of(11), end_of(26), end_of(9, 7))
    assert (clock.due_at, clock.days_left, clock.paused_days) == (end_of(26), None, 9)


def test_verification_stops_too():
    clock = walk((on(9), _S.NEEDS_INFO), (on(22), _S.SUBMITTED))
    assert (dues(clock), clock.due_at) == ((end_of(24), None, None), end_of(24))


def test_what_was_broken_when_asked_stays_broken():
    clock = walk((MONDAY, _S.VERIFIED), (on(18), _S.NEEDS_INFO), (on(29), _S.VERIFIED))
    assert dues(clock) == (end_of(11), end_of(15), end_of(7, 7))
    assert (clock.answer_left, clock.due_at) == (-3, end_of(15))


def test_promise_broken_on_friday_is_so_on_the_weekend():
    clock = walk((MONDAY, _S.VERIFIED), (on(20), _S.NEEDS_INFO))
    assert (clock.answer_due_at, clock.answer_left) == (end_of(15), -4)
    friday = walk((on(13), _S.NEEDS_INFO))
    assert (friday.verify_due_at, friday.verify_left) == (end_of(11), -1)


def test_answer_gives_the_reporter_ten_working_days_in_which_the_clock_stands():
    clock = walk((MONDAY, _S.VERIFIED), (on(10), _S.ANSWERED))
    assert (clock.closes_at, clock.due_at, clock.resolve_left) == (end_of(24), None, 12)


def test_reporter_s_time_is_not_the_office_s():
    clock = walk((MONDAY, _S.VERIFIED), (on(25), _S.ANSWERED), (on(9, 7), _S.RESOLVED))
    assert (clock.resolve_due_at, clock.due_at, clock.pending) == (end_of(10, 7), None, ())


def test_answer_behind_the_promise_leaves_it_broken_whatever_the_reporter_says():
    clock = walk((MONDAY, _S.VERIFIED), (on(29), _S.ANSWERED), (on(30), _S.RESOLVED))
    assert (clock.resolve_due_at, clock.first_answered_at > clock.answer_due_at) == (end_of(26), True)


def test_dispute_promises_a_resolution_anew_but_no_first_answer():
    clock = walk((MONDAY, _S.VERIFIED), (on(10), _S.ANSWERED), (on(15), _S.REOPENED))
    assert (clock.due_at, clock.resolve_left, clock.pending) == (end_of(3, 7), 14, ("resolve",))
    assert clock.first_answered_at == on(10)


def test_question_to_a_reopened_report_stops_the_new_promise_only_for_a_while():
    clock = walk(
        (MONDAY, _S.VERIFIED),
        (on(10), _S.ANSWERED),
        (on(15), _S.REOPENED),
        (on(16), _S.NEEDS_INFO),
        (on(18), _S.REOPENED),
    )
    assert (clock.due_at, clock.resolve_left) == (end_of(7, 7), 13)


def test_refusal_is_an_answer_and_its_resolution_is_owed_no_more():
    clock = walk((on(9), _S.NOT_COMPETENT))
    assert (clock.verified_at, clock.first_answered_at) == (on(9), on(9))
    assert (dues(clock), clock.pending) == ((end_of(11), None, None), ())


def test_withdrawn_report_was_promised_nothing_but_what_is_broken_stays():
    assert dues(walk((on(9), _S.WITHDRAWN))) == (None, None, None)
    assert dues(walk((on(15), _S.WITHDRAWN))) == (end_of(11), None, None)


def test_plan_ends_the_promise_and_the_work_begins_a_new_one():
    planned = walk((MONDAY, _S.VERIFIED), (on(10), _S.PLANNED))
    assert (planned.first_answered_at, planned.due_at, planned.pending) == (on(10), None, ())
    assert walk((MONDAY, _S.VERIFIED), (on(10), _S.PLANNED), (on(15), _S.IN_PROGRESS)).due_at == end_of(3, 7)


def test_joint_leave_moves_the_due_date():
    calendar = Calendar(frozenset({date(2026, 6, 10)}), WIB)
    assert sla.start(PROMISE, MONDAY, calendar).due_at == end_of(12)


def test_saturday_works_where_the_office_does():
    six_days = Calendar(frozenset(), WIB, frozenset({6}))
    assert walk((MONDAY, _S.VERIFIED), calendar=six_days).answer_due_at == end_of(13)


def test_named_day_may_be_sooner_but_not_behind_the_promise():
    running = walk((MONDAY, _S.VERIFIED), (MONDAY, _S.DISPATCHED))
    named = sla.dated(running, date(2026, 6, 12), MONDAY, PLAIN, plan=False)
    assert (dues(named), named.due_at) == ((end_of(11), end_of(12), end_of(12)), end_of(12))
    with pytest.raises(sla.TooLate):
        sla.dated(running, date(2026, 6, 29), MONDAY, PLAIN, plan=False)
    with pytest.raises(sla.TooEarly):
        sla.dated(running, date(2026, 6, 7), MONDAY, PLAIN, plan=False)


def test_day_named_between_answer_and_resolution_leaves_the_answer_s():
    running = walk((MONDAY, _S.VERIFIED), (MONDAY, _S.DISPATCHED))
    named = sla.dated(running, date(2026, 6, 18), MONDAY, PLAIN, plan=False)
    assert (named.answer_due_at, named.resolve_due_at) == (end_of(15), end_of(18))


def test_named_sunday_is_the_friday_before():
    running = walk((MONDAY, _S.VERIFIED), (MONDAY, _S.DISPATCHED))
    assert sla.dated(running, date(2026, 6, 21), MONDAY, PLAIN, plan=False).resolve_due_at == end_of(19)


def test_plan_may_lie_behind_the_promise():
    planned = walk((MONDAY, _S.VERIFIED), (MONDAY, _S.PLANNED))
    assert sla.dated(planned, date(2027, 3, 1), MONDAY, PLAIN, plan=True).due_at is not None


def test_heavier_case_gets_the_days_of_its_class():
    heavy = replace(PROMISE, answer_days=14, resolve_days=60)
    clock = sla.reweigh(walk((MONDAY, _S.VERIFIED)), PROMISE, heavy, on(9), PLAIN)
    assert (clock.answer_due_at, clock.resolve_left) == (end_of(26), 60)


def test_lighter_case_is_due_sooner_but_never_yesterday():
    light = replace(PROMISE, answer_days=2, resolve_days=2)
    soon = sla.reweigh(walk((MONDAY, _S.VERIFIED)), PROMISE, light, MONDAY, PLAIN)
    assert (soon.answer_due_at, soon.resolve_due_at) == (end_of(10), end_of(10))
    late = sla.reweigh(walk((MONDAY, _S.VERIFIED)), PROMISE, light, on(12), PLAIN)
    assert (late.answer_due_at, late.resolve_due_at) == (end_of(12), end_of(12))


def test_weight_given_while_the_clock_stands_counts_when_it_goes_on():
    light = replace(PROMISE, answer_days=2, resolve_days=2)
    asked = walk((MONDAY, _S.VERIFIED), (MONDAY, _S.NEEDS_INFO))
    clock = sla.reweigh(asked, PROMISE, light, on(9), PLAIN)
    assert (clock.answer_left, clock.days_left, clock.due_at) == (2, 2, None)


def test_new_holiday_moves_what_runs_and_leaves_what_is_over():
    running = walk((MONDAY, _S.VERIFIED))
    calendar = Calendar(frozenset({date(2026, 6, 15), date(2026, 6, 16)}), WIB)
    assert dues(sla.follow_calendar(running, on(12), calendar)) == (end_of(11), end_of(17), end_of(30))
    assert dues(sla.follow_calendar(running, on(18), calendar)) == (end_of(11), end_of(15), end_of(30))


def test_day_that_is_worked_after_all_ends_no_promise_before_today():
    off = Calendar(frozenset({date(2026, 6, 9), date(2026, 6, 10)}), WIB)
    running = walk((MONDAY, _S.VERIFIED), calendar=off)
    assert running.answer_due_at == end_of(17)
    assert sla.follow_calendar(running, on(16), PLAIN).answer_due_at == end_of(16)


def test_reporter_s_time_only_grows():
    clock = walk((MONDAY, _S.VERIFIED), (on(10), _S.ANSWERED))
    assert sla.closing(clock, PROMISE, Calendar(frozenset({date(2026, 6, 16)}), WIB)) == end_of(25)
    assert sla.closing(replace(clock, closes_at=end_of(30)), PROMISE, PLAIN) == end_of(30)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(lambda m: m.replace(tzinfo=WIB))
calendars = st.builds(
    Calendar,
    st.frozensets(st.dates(date(2024, 1, 1), date(2029, 3, 1)), max_size=40),
    st.sampled_from([WIB, ZoneInfo("Asia/Jayapura")]),
    st.sampled_from([frozenset({5, 6}), frozenset({6})]),
)
promises = st.builds(Promise, st.integers(1, 9), st.integers(1, 30), st.integers(30, 60), st.integers(1, 20))


@st.composite
def histories(draw):
    """A road through the table of transitions, with hours between the steps."""
    at = draw(moments)
    now, steps, asked = Status.SUBMITTED, [], ""
    for __ in range(draw(st.integers(0, 9))):
        ends = {Status.REJECTED, Status.MERGED, Status.WITHDRAWN}
        roads = [to for to in TRANSITIONS[now] if now != Status.NEEDS_INFO or to in ends or to == asked]
        if not roads:
            break
        to = draw(st.sampled_from(sorted(roads)))
        at += timedelta(hours=draw(st.integers(0, 300)))
        steps.append((at, now, to))
        asked, now = (now if to == Status.NEEDS_INFO else ""), to
    return steps


@given(histories(), promises, calendars)
def test_columns_say_the_same_as_the_status_at_every_step(steps, promise, calendar):
    if not steps:
        return
    clock = sla.start(promise, steps[0][0], calendar)
    for at, now, to in steps:
        clock = sla.advance(clock, now, to, promise, at, calendar)
        assert (clock.closes_at is not None) == (to == Status.ANSWERED)
        assert (clock.days_left is not None) == (to == Status.NEEDS_INFO)
        assert (clock.due_at is not None) == (to in sla.RUNNING)
        running = [clock.due(name) for name in clock.pending if clock.due(name)]
        assert clock.due_at is None or clock.due_at == min(running)


@given(histories(), promises, calendars)
def test_no_promise_falls_due_on_a_day_without_work(steps, promise, calendar):
    if not steps:
        return
    clock = sla.replay(promise, steps[0][0], steps, calendar)
    for due in (*dues(clock), clock.due_at, clock.closes_at):
        assert due is None or is_working_day(local_date(due, calendar), calendar)


@given(moments, st.integers(0, 90), st.integers(0, 40), promises, calendars)
def test_pause_gives_back_the_days_of_every_promise(at, wait, pause, promise, calendar):
    asked_at, back_at = at + timedelta(days=wait), at + timedelta(days=wait + pause)
    running = sla.advance(
        sla.start(promise, at, calendar), Status.SUBMITTED, Status.VERIFIED, promise, at, calendar
    )
    asked = sla.advance(running, Status.VERIFIED, Status.NEEDS_INFO, promise, asked_at, calendar)
    resumed = sla.advance(asked, Status.NEEDS_INFO, Status.VERIFIED, promise, back_at, calendar)
    for name in ("answer", "resolve"):
        before, after, left = running.due(name), resumed.due(name), asked.left(name)
        if before < asked_at:
            assert after == before
            continue
        assert after >= before
        assert left == working_days_between(asked_at, before, calendar)
        # No day left is the day of the reply, or the next of work.
        assert left == 0 or working_days_between(back_at, after, calendar) == left


@given(moments, st.integers(0, 40), promises, st.integers(1, 30), calendars)
def test_more_days_are_never_due_sooner(at, wait, promise, more, calendar):
    longer = Promise(*(days + more for days in (promise.verify_days, promise.answer_days, 60, 20)))
    steps = [(at + timedelta(days=wait), Status.SUBMITTED, Status.VERIFIED)]
    short, long = (sla.replay(days, at, steps, calendar) for days in (promise, longer))
    assert all(one <= other for one, other in zip(dues(short), dues(long), strict=True))


@given(moments, st.integers(0, 60), promises, calendars, calendars)
def test_following_the_calendar_twice_is_following_it_once(at, wait, promise, calendar, other):
    clock = sla.replay(promise, at, [(at, Status.SUBMITTED, Status.VERIFIED)], calendar)
    other = replace(other, zone=calendar.zone)
    now = at + timedelta(days=wait)
    once = sla.follow_calendar(clock, now, other)
    assert sla.follow_calendar(once, now, other) == once
    assert (once.due_at < now) == (clock.due_at < now)
