"""The demo's rakor reads like the real thing: told on its day, with what became of each promise."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from aspirations.models import Aspiration
from meetings.models import FollowUp, Invitation, Meeting, Minutes
from portal.demo.accounts import create_accounts
from portal.demo.rakor import load_rakor
from tests.world import WIB

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> Meeting:
    load_rakor(create_accounts())
    return Meeting.objects.get(number=10)


def test_everything_happened_on_its_day(stop: Meeting):
    assert stop.starts_at == datetime(2023, 7, 20, 9, tzinfo=WIB)
    assert {
        event.at.date() for event in stop.events.exclude(kind__in=["follow_up", "minutes", "agenda"])
    } == {date(2023, 7, 20)}
    adopted: Any = FollowUp.objects.values_list("decision__adopted_at__date", flat=True)
    assert set(adopted) == {date(2023, 7, 20)}
    reports = Aspiration.objects.filter(agenda_rows__meeting=stop)
    assert {report.submitted_at.date() for report in reports} == {date(2023, 7, 20)}
    latest = [event.at.year for report in reports for event in report.events.all()]
    assert max(latest) <= 2024


def test_who_came_and_who_was_represented(stop: Meeting):
    rows = Invitation.objects.filter(meeting=stop)
    said: Any = rows.filter(attendance__presence="represented").values_list("title", "attendance__name")
    assert set(said) == {("Danramil", "Babinsa"), ("Kapolsek", "Kapolsubsektor Air Salek")}
    assert rows.filter(attendance__presence="present").count() == rows.count() - 2


def test_promises_stand_as_told_and_the_rest_is_taken_up_again(stop: Meeting):
    rows = FollowUp.objects.public()
    assert rows.standings() == {"overdue": 7, "moving": 0, "kept": 1, "dropped": 0}
    kept = rows.get(status="kept")
    assert (kept.owner, kept.closed_on) == ("Palang Merah Indonesia Kabupaten", date(2023, 10, 19))
    carried = FollowUp.objects.filter(carried__meeting__number=11)
    assert set(carried) == set(rows.open())


def test_reports_went_with_the_decisions(stop: Meeting):
    found = Aspiration.objects.filter(agenda_rows__meeting=stop).values_list("public_title", "status")
    statuses = dict(found)
    assert len(statuses) == 8
    assert statuses["Ambulans untuk Kecamatan Air Salek"] == "planned"
    assert statuses["Jembatan dan jalan penghubung Air Salek ke Palembang"] == "in_progress"
    assert statuses["Paguyuban donor darah bekerja sama dengan PMI"] == "answered"


def test_minutes_say_what_was_said_and_decided(client: Client, stop: Meeting):
    one = Minutes.objects.public().get(meeting=stop)
    texts = " ".join(section["text"] for section in one.content["sections"])
    assert "menyerap aspirasi masyarakat" in texts
    assert len(one.content["decisions"]) == 8
    assert client.get(f"/notulen/{one.uid}/notulen.pdf").content.startswith(b"%PDF")


def test_a_second_load_changes_nothing(stop: Meeting):
    load_rakor(create_accounts())
    assert (Meeting.objects.count(), FollowUp.objects.count()) == (2, 8)


def test_its_pages_open(client: Client, stop: Meeting):
    for address in (f"/pertemuan/{stop.pk}/", "/janji/", f"/janji/{FollowUp.objects.get(status='kept').pk}/"):
        assert client.get(address).status_code == 200
