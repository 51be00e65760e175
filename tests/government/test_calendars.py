"""The working calendar of a place: national days, those of the regions around, its zone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from government import calendars
from government.calendars import calendar_for, forget_calendars
from government.models import Holiday, Region
from tests.world import ELSEWHERE, SRI_MULYO, region

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture(autouse=True)
def _one_period(monkeypatch):
    """No minute ends within a test."""
    monkeypatch.setattr(calendars, "FRESH_SECONDS", 10**9)


def days_of(code: str = SRI_MULYO):
    forget_calendars()
    return calendar_for(region(code)).holidays


@pytest.mark.parametrize(
    ("of", "here", "there"),
    [
        (None, True, True),
        ("16", True, True),
        ("16.07", True, True),
        ("16.07.14", True, False),
        ("16.07.13", False, True),
        ("16.08", False, False),
        ("32", False, False),
    ],
)
def test_holiday_holds_in_its_region_and_below(of, here, there):
    if of == "32":
        Region.objects.create(code="32", level=1, name="Jawa Barat")
    Holiday.objects.create(date=TOMORROW, name="Libur", region_id=of)
    assert (TOMORROW in days_of(SRI_MULYO), TOMORROW in days_of(ELSEWHERE)) == (here, there)


def test_day_that_does_not_hold_is_left_out():
    day = Holiday.objects.create(date=TOMORROW, name="Libur", is_active=False)
    assert days_of() == frozenset()
    Holiday.objects.filter(pk=day.pk).update(is_active=True)
    assert days_of() == {TOMORROW}


@pytest.mark.parametrize(("stops", "expected"), [(True, {TOMORROW}), (False, set())])
def test_joint_leave_stops_the_clock_by_setting(settings, stops, expected):
    settings.JOINT_LEAVE_STOPS_CLOCK = stops
    Holiday.objects.create(date=TOMORROW, name="Cuti Bersama", kind=Holiday.Kind.JOINT_LEAVE)
    assert days_of() == expected


def test_public_holiday_always_stops_it(settings):
    settings.JOINT_LEAVE_STOPS_CLOCK = False
    Holiday.objects.create(date=TOMORROW, name="Libur", kind=Holiday.Kind.PUBLIC)
    assert days_of() == {TOMORROW}


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_calendar_keeps_the_zone_of_the_place(zone):
    Region.objects.filter(code=SRI_MULYO).update(time_zone=zone)
    assert str(calendar_for(region()).zone) == zone


def test_calendar_is_read_once_for_a_whole_kecamatan(django_assert_num_queries):
    desa, neighbour, elsewhere = region(SRI_MULYO), region("16.07.14.2013"), region(ELSEWHERE)
    with django_assert_num_queries(2):
        first = calendar_for(desa)
        assert calendar_for(neighbour) is first
    with django_assert_num_queries(2):
        calendar_for(elsewhere)


def test_corrected_holiday_is_known_when_the_period_is_over(monkeypatch):
    before = calendar_for(region())
    Holiday.objects.create(date=TOMORROW, name="Libur")
    assert calendar_for(region()) is before
    monkeypatch.setattr(calendars, "FRESH_SECONDS", 1e-9)
    assert calendar_for(region()).holidays == {TOMORROW}


@pytest.mark.parametrize(
    ("weeks", "weekend"),
    [
        ({}, {5, 6}),
        ({"16.07": "123456"}, {6}),
        ({"16.07.14": "123456"}, {6}),
        ({"16.07": "123456", "16.07.14": "12345"}, {5, 6}),
        ({"16.07.13": "123456"}, {5, 6}),
    ],
)
def test_office_works_by_the_week_of_the_nearest_region_that_has_one(weeks, weekend):
    for code, week in weeks.items():
        Region.objects.filter(code=code).update(work_week=week)
    forget_calendars()
    assert calendar_for(region()).weekend == weekend
