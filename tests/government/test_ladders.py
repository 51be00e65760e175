"""Which steps of escalation hold where, and for which due dates they have come."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from government.calendars import forget_calendars
from government.ladders import grounds, ladder_for, reached
from government.loading import activate
from government.models import EscalationStep, Region
from government.workdays import Calendar, add_working_days, local_date, working_days_between
from tests.government.test_workdays import calendars, moments
from tests.world import WIB


def step(region: str | None, promise: str = "answer", days: int = 1) -> EscalationStep:
    return EscalationStep(region_id=region, promise=promise, days=days, to="camat")


def test_nearest_region_with_a_ladder_for_the_promise_has_the_word():
    nation, regency, district, other = step(None), step("16.07"), step("16.07.14"), step(None, "verify")
    steps = [nation, regency, district, other]
    assert ladder_for("16.07.14", steps) == (district, other)
    assert ladder_for("16.07.13", steps) == (regency, other)
    assert ladder_for("16.08.01", steps) == (nation, other)
    assert ladder_for("16.07.1", [district]) == ()


@pytest.mark.django_db
def test_kecamatan_alike_are_asked_together():
    activate("16.07.13")
    assert [ground.codes for ground in grounds()] == [()]
    Region.objects.filter(code="16.07.13").update(work_week="123456")
    forget_calendars()
    assert sorted(ground.codes for ground in grounds()) == [("16.07.13",), ("16.07.14",)]


@given(moments, st.integers(1, 20), calendars)
def test_step_behind_the_date_has_come_when_so_many_working_days_have_passed(at, days, calendar):
    limit = reached(days, at, calendar)
    assert working_days_between(limit, at, calendar) >= days
    later = add_working_days(limit, 1, calendar)
    assert working_days_between(later, at, calendar) < days


@given(moments, st.integers(1, 10), calendars)
def test_reminder_comes_so_many_working_days_before(at, days, calendar):
    assert working_days_between(at, reached(-days, at, calendar), calendar) == days


@given(moments, calendars)
def test_step_of_the_day_comes_on_that_day(at, calendar):
    limit = reached(0, at, calendar)
    assert (local_date(limit, calendar), limit >= at) == (local_date(at, calendar), True)


def test_zone_decides_which_day_it_is():
    night = datetime(2026, 6, 8, 16, 0, tzinfo=UTC)
    east = Calendar(frozenset(), ZoneInfo("Asia/Jayapura"))
    assert reached(0, night, east).date() == date(2026, 6, 9)
    assert reached(0, night, Calendar(frozenset(), WIB)).date() == date(2026, 6, 8)
