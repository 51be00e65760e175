"""Whose turn it is and when; pure functions."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from meetings.rotation import Hosting, a_year_on, days, last_days, least_recent, next_in_turn

DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
CODES = ["16.07.14.2001", "16.07.14.2002", "16.07.14.2003"]


def test_who_was_never_host_comes_first_then_who_was_longest_ago():
    hostings = [
        Hosting("14", CODES[0], date(2023, 7, 20)),
        Hosting("14", CODES[1], date(2019, 3, 7)),
        Hosting("14", CODES[1], date(2018, 3, 7)),
        Hosting("13", "", date(2024, 1, 1)),
    ]
    districts, villages = last_days(hostings)
    assert least_recent(CODES, villages) == [CODES[2], CODES[1], CODES[0]]
    assert least_recent(["13", "14", "15"], districts) == ["15", "14", "13"]


def test_turn_goes_round():
    assert [next_in_turn(code, CODES) for code in CODES] == [CODES[1], CODES[2], CODES[0]]
    assert (next_in_turn("16.07.14.2009", CODES), next_in_turn("x", [])) == (CODES[0], "")


@given(DAYS, st.integers(1, 25), st.sets(st.integers(0, 6), min_size=1), st.integers(1, 30))
def test_days_are_on_those_weekdays_far_enough_apart_and_never_off(
    start: date, count: int, weekdays: set[int], gap: int
):
    found = days(start, count, weekdays=frozenset(weekdays), gap=gap, is_off=lambda n, day: day.day == 17)
    assert len(found) == count
    assert {day.weekday() for day in found} <= weekdays
    assert not any(day.day == 17 or day < start for day in found)
    assert all((b - a).days >= gap for a, b in pairwise(found))


def test_tour_that_finds_no_day_ends():
    assert days(date(2026, 1, 1), 3, weekdays=frozenset({3}), gap=7, is_off=lambda n, day: True) == []


@given(DAYS, st.integers(1, 8))
def test_a_year_on_is_the_same_weekday_near_the_same_date(day: date, years: int):
    moved = a_year_on(day, years, is_off=lambda day: False)
    assert moved.weekday() == day.weekday()
    assert abs((moved - day).days - 365.25 * years) < 5
    assert a_year_on(day, years, is_off=lambda day: day == moved) == moved + timedelta(days=7)
