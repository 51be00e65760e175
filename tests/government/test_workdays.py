"""Working-day arithmetic over year ends, leap days, joint leave and the three zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from government.workdays import Calendar, add_working_days, is_working_day, working_days_between

ZONES = [ZoneInfo(name) for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")]
WIB, WITA, WIT = ZONES


def cal(*holidays: date, zone: ZoneInfo = WIB) -> Calendar:
    return Calendar(frozenset(holidays), zone)


def end(year: int, month: int, day: int, zone: ZoneInfo = WIB) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=zone)


def test_weekend_is_skipped():
    friday = datetime(2026, 6, 12, 10, tzinfo=WIB)
    assert add_working_days(friday, 1, cal()) == end(2026, 6, 15)


def test_year_end_with_christmas_joint_leave_and_new_year():
    wednesday = datetime(2026, 12, 23, 10, tzinfo=WIB)
    days_off = [date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)]
    assert add_working_days(wednesday, 5, cal(*days_off)) == end(2027, 1, 4)


def test_leap_day_is_a_day():
    assert add_working_days(datetime(2028, 2, 28, 9, tzinfo=WIB), 1, cal()) == end(2028, 2, 29)
    assert add_working_days(datetime(2027, 2, 26, 9, tzinfo=WIB), 1, cal()) == end(2027, 3, 1)


def test_lebaran_week_of_2026_stops_the_clock():
    off = [date(2026, 3, day) for day in (18, 19, 20, 21, 22, 23, 24)]
    assert add_working_days(datetime(2026, 3, 17, 9, tzinfo=WIB), 1, cal(*off)) == end(2026, 3, 25)


@pytest.mark.parametrize(("zone", "day"), [(WIB, 9), (WITA, 9), (WIT, 10)])
def test_instant_belongs_to_the_local_date(zone, day):
    # 15:30 UTC on Monday is 22:30 in the west, 23:30 in the middle, 00:30 on Tuesday in the east.
    instant = datetime(2026, 6, 8, 15, 30, tzinfo=UTC)
    assert add_working_days(instant, 1, cal(zone=zone)) == end(2026, 6, day, zone)


def test_no_days_is_the_end_of_today_or_of_the_next_working_day():
    assert add_working_days(datetime(2026, 6, 12, 9, tzinfo=WIB), 0, cal()) == end(2026, 6, 12)
    assert add_working_days(datetime(2026, 6, 13, 9, tzinfo=WIB), 0, cal()) == end(2026, 6, 15)


def test_naive_moment_and_negative_days_are_refused():
    with pytest.raises(ValueError, match="time zone"):
        add_working_days(datetime(2026, 6, 12, 9), 1, cal())
    with pytest.raises(ValueError, match="negative"):
        add_working_days(datetime(2026, 6, 12, 9, tzinfo=WIB), -1, cal())


def test_week_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="working day"):
        Calendar(frozenset(), WIB, frozenset(range(7)))


moments = st.datetimes(datetime(2023, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))
calendars = st.builds(
    Calendar,
    st.frozensets(st.dates(date(2023, 1, 1), date(2030, 1, 1)), max_size=60),
    st.sampled_from(ZONES),
)


@given(moments, st.integers(1, 90), calendars)
def test_due_day_is_a_working_day_with_as_many_working_days_behind(start, days, calendar):
    due = add_working_days(start, days, calendar)
    assert is_working_day(due.date(), calendar)
    assert working_days_between(start, due, calendar) == days


@given(moments, st.integers(0, 60), calendars)
def test_more_days_are_never_sooner(start, days, calendar):
    assert add_working_days(start, days, calendar) <= add_working_days(start, days + 1, calendar)


@given(moments, moments, calendars)
def test_counting_is_counting(start, finish, calendar):
    low, high = sorted((start, finish))
    first, last = (moment.astimezone(calendar.zone).date() for moment in (low, high))
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    expected = sum(is_working_day(day, calendar) for day in days)
    assert working_days_between(low, high, calendar) == expected
    assert working_days_between(high, low, calendar) == -expected
