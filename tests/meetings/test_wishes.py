"""A reporter asks that a stop take the report up."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from aspirations.models import Aspiration
from aspirations.services import Refused
from meetings.models import AgendaWish
from meetings.services import propose_agenda
from meetings.services.wishes import stops_for, wish
from tests.meetings.makers import make_meeting
from tests.world import REPORTER, advance, clerk_actor, make_receipt, make_report, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def holder(client: Client) -> tuple[Client, Aspiration]:
    """A browser that has opened a report by its receipt."""
    made, __ = make_receipt()
    client.post("/lacak/", {"number": made.number, "secret": made.secret})
    return client, Aspiration.objects.for_list().get(number=made.number)


def test_reporter_asks_and_takes_it_back(holder: Any):
    client, report = holder
    stop = make_meeting(11, DAY)
    page = f"/lacak/{report.number}/"
    assert "Minta dibahas" in client.get(page).content.decode()
    for _ in range(2):
        client.post(f"/pertemuan/minta/{report.number}/", {"meeting": stop.pk})
    assert AgendaWish.objects.get().meeting == stop
    assert "Sudah Anda minta" in client.get(page).content.decode()
    client.post(f"/pertemuan/minta/{report.number}/", {"meeting": stop.pk, "undo": "1"})
    assert not AgendaWish.objects.exists()
    texts = [event.text for event in report.events.all()][-2:]
    assert texts == [
        "Pelapor meminta laporan ini dibahas dalam Rapat koordinasi Ke-11 Kecamatan Air Salek.",
        "Pelapor menarik permintaan agar laporan ini dibahas.",
    ]


def test_nobody_asks_without_the_receipt(client: Client):
    report, stop = make_report(), make_meeting(11, DAY)
    address = f"/pertemuan/minta/{report.number}/"
    assert client.post(address, {"meeting": stop.pk}).status_code == 404
    assert client.post("/pertemuan/minta/AS-2026-99999/", {"meeting": stop.pk}).status_code == 404
    assert not AgendaWish.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"visibility": "internal"}, {"status": "draft"}, {"status": "running"}, {"starts": -9 * DAY},
        {"host_district_id": "16.07.13"}, {"status": "cancelled", "cancel_reason": "Banjir"},
    ],
)  # fmt: skip
def test_stops_that_take_no_wishes(fields: dict[str, Any]):
    report, stop = make_report(), make_meeting(11, **{"starts": DAY} | fields)
    assert list(stops_for(report)) == []
    with pytest.raises(Refused, match="tidak menerima"):
        wish(report, stop.pk, actor=REPORTER)


@pytest.mark.parametrize("about", [{"identity": "confidential"}, {"concerns": "village"}])
def test_reports_that_are_not_for_the_room(about: dict[str, Any]):
    make_meeting(11, DAY)
    assert list(stops_for(make_report(**about))) == []


def test_closed_report_asks_nothing():
    make_meeting(11, DAY)
    assert list(stops_for(advance(make_report(), "rejected"))) == []


def test_what_stands_on_the_agenda_is_not_asked_again(holder: Any):
    client, report = holder
    stop = make_meeting(11, DAY)
    propose_agenda(stop, [report], actor=clerk_actor(make_user()))
    with pytest.raises(Refused, match="sudah ada dalam acara"):
        wish(report, stop.pk, actor=REPORTER)
    assert "Minta dibahas" not in client.get(f"/lacak/{report.number}/").content.decode()
