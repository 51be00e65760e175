"""Meetings: which ones come, who knows of them, and by whose clock."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation
from django.utils.formats import date_format

from government.models import Region, Role
from meetings.models import Meeting, Series
from meetings.workflow import StopStatus
from tests.meetings.makers import HOUR, make_meeting
from tests.world import SRI_MULYO, make_user, region

pytestmark = pytest.mark.django_db


def numbers(meetings) -> list[int]:
    return [meeting.number for meeting in meetings]


def test_next_meeting_comes_first():
    make_meeting(3, timedelta(days=30))
    make_meeting(1, timedelta(days=10))
    make_meeting(2, timedelta(days=20))
    assert numbers(Meeting.objects.upcoming()) == [1, 2, 3]


def test_meeting_under_way_is_still_told_and_one_that_is_over_is_not():
    make_meeting(1, -3 * HOUR)
    make_meeting(2, -5 * HOUR)
    assert numbers(Meeting.objects.upcoming()) == [1]


def test_cancelled_meeting_is_not_told():
    make_meeting(1, status=StopStatus.CANCELLED, cancel_reason="Banjir")
    make_meeting(2)
    assert numbers(Meeting.objects.upcoming()) == [2]
    assert numbers(Meeting.objects.public().order_by("number")) == [1, 2]


def test_internal_meeting_is_not_for_the_public():
    make_meeting(1, visibility=Meeting.Visibility.INTERNAL)
    make_meeting(2)
    assert numbers(Meeting.objects.public().upcoming()) == [2]


@pytest.mark.parametrize(
    ("role", "scope", "expected"),
    [
        (Role.CLERK, "16.07.14", [1]),
        (Role.CAMAT, "16.07.13", [2]),
        (Role.AUDITOR, "16.07", [1, 2]),
        (Role.CLERK, "16.07.15", []),
        (Role.AGENCY_OFFICER, "dinas-pupr", []),
        ("", "", [1, 2]),
    ],
)
def test_staff_know_the_meetings_of_their_territory(role, scope, expected):
    make_meeting(1, visibility=Meeting.Visibility.INTERNAL)
    make_meeting(2, host_district_id="16.07.13")
    assert numbers(Meeting.objects.visible_to(make_user(role, scope)).order_by("number")) == expected


def test_who_is_not_signed_in_sees_none_of_the_desk_s():
    make_meeting()
    assert numbers(Meeting.objects.visible_to(AnonymousUser())) == []


def test_number_is_given_once_in_a_tour_and_again_in_the_next():
    make_meeting(10)
    with pytest.raises(IntegrityError, match="meeting_number_once"), transaction.atomic():
        make_meeting(10)
    later = Series.objects.create(name="Rakor Tingkat Kecamatan", year=2027, region_id="16.07")
    meeting = Meeting.objects.get()
    meeting.pk, meeting.uid, meeting.series = None, uuid.uuid4(), later
    meeting.save()
    assert numbers(Meeting.objects.all()) == [10, 10]


def test_meeting_ends_after_it_starts():
    meeting = make_meeting()
    with pytest.raises(IntegrityError, match="meeting_ends_after_start"), transaction.atomic():
        Meeting.objects.update(ends_at=meeting.starts_at)


def test_tour_that_has_stops_cannot_be_deleted():
    meeting = make_meeting()
    with pytest.raises(ProtectedError):
        meeting.series.delete()


@pytest.mark.parametrize(
    ("zone", "told"),
    [("Asia/Jakarta", "09.00 WIB"), ("Asia/Makassar", "10.00 WITA"), ("Asia/Jayapura", "11.00 WIT")],
)
def test_hour_is_told_by_the_clock_of_the_host(zone, told):
    Region.objects.filter(code="16.07.14").update(time_zone=zone)
    start = datetime(2026, 7, 20, 2, 0, tzinfo=UTC)
    meeting = Meeting.objects.get(pk=make_meeting(starts_at=start).pk)
    assert date_format(meeting.starts_at.astimezone(meeting.zone), "H.i T") == told


def test_meeting_is_called_as_the_press_calls_it():
    meeting = make_meeting(10, host_village=region(SRI_MULYO))
    assert str(meeting) == "Rapat koordinasi Ke-10 Kecamatan Air Salek"
    assert str(meeting.series) == "Rakor Tingkat Kecamatan 2026"
    with translation.override("en"):
        assert "Air Salek" in str(meeting)
