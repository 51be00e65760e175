"""The public calendar and its feeds: what is public and nothing else, as two libraries read it."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from government.loading import activate
from meetings import calendars, services
from meetings.models import Meeting
from meetings.months import Month, read_month, weeks
from meetings.workflow import StopStatus
from tests.meetings.makers import HOUR, make_meeting
from tests.world import WIB, make_user, region

FEED = "/pertemuan/kalender.ics"
JULY = datetime(2026, 7, 16, 9, tzinfo=WIB)
NASTY = 'Balai; "a", b\r\nATTENDEE:mailto:x@y.id\rX-A:1\x0b\u2028BEGIN:VALARM\\n<script>'


def events(body: bytes) -> list[Any]:
    """As icalendar reads them; vobject must find the same."""
    found = icalendar.Calendar.from_ical(body).walk("VEVENT")
    other = vobject.readOne(body.decode())
    assert [one.uid.value for one in getattr(other, "vevent_list", [])] == [one["UID"] for one in found]
    return found


@pytest.mark.django_db
def test_feed_says_what_a_calendar_needs(client: Client):
    meeting = make_meeting(10, starts_at=JULY, host_village=region(), theme="Air bersih", sequence=3)
    response = client.get(FEED)
    (event,) = events(response.content)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (f"{meeting.uid}@testserver", 3, "CONFIRMED")
    assert (event.start, event.end) == (JULY, JULY + 4 * HOUR)
    assert event["DTSTART"].params["TZID"] == "Asia/Jakarta"
    assert str(event["LOCATION"]) == "Balai desa, Sri Mulyo, Kecamatan Air Salek"
    assert str(event["URL"]) == f"http://testserver/pertemuan/{meeting.pk}/"
    assert str(event["DESCRIPTION"]).startswith("Air bersih\n")
    assert str(event["ORGANIZER"]) == "mailto:portal@localhost"
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == meeting.changed_at.replace(microsecond=0)
    calendar = icalendar.Calendar.from_ical(response.content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Jakarta"]
    assert (calendar["REFRESH-INTERVAL"].to_ical(), str(calendar["X-WR-CALNAME"])) == (
        b"PT6H",
        "Rakor dan musrenbang",
    )


@pytest.mark.django_db
def test_other_library_reads_the_same_hours(client: Client):
    make_meeting(10, starts_at=JULY, place="Balai; besar, lama")
    event = vobject.readOne(client.get(FEED).content.decode()).vevent
    assert (event.dtstart.value, event.dtend.value) == (JULY, JULY + 4 * HOUR)
    assert event.location.value == "Balai; besar, lama, Kecamatan Air Salek"


@pytest.mark.django_db
def test_only_public_stops_are_told_and_a_cancelled_one_as_such(client: Client):
    hidden: list[Any] = [
        {"visibility": "internal"},
        {"status": StopStatus.DRAFT},
        {"status": StopStatus.DRAFT, "announced_at": None},
    ]
    for number, fields in enumerate(hidden, start=1):
        meeting = make_meeting(number, **fields)
        for address in (f"/pertemuan/{meeting.pk}.ics", f"/pertemuan/{meeting.pk}/"):
            assert client.get(address).status_code == 404
    off = make_meeting(9, status=StopStatus.CANCELLED, cancel_reason="Banjir")
    (event,) = events(client.get(FEED).content)
    assert (event["UID"], event["STATUS"]) == (f"{off.uid}@testserver", "CANCELLED")
    assert str(event["DESCRIPTION"]).startswith("Dibatalkan: Banjir\n")


@pytest.mark.django_db
def test_stop_that_was_drafted_again_goes_and_subscribers_learn_it(client: Client):
    meeting = make_meeting()
    before = client.get(FEED)
    services.change_stop(meeting, StopStatus.DRAFT, actor=make_user())
    after = client.get(FEED, headers={"if-none-match": before["ETag"]})
    assert (len(events(before.content)), after.status_code, events(after.content)) == (1, 200, [])


@pytest.mark.django_db
def test_unchanged_feed_is_not_sent_again(client: Client):
    make_meeting()
    for address in (FEED, f"/pertemuan/{Meeting.objects.get().pk}.ics"):
        first = client.get(address)
        known: list[Any] = [
            {"if-none-match": first["ETag"]},
            {"if-modified-since": first["Last-Modified"]},
        ]
        assert [client.get(address, headers=one).status_code for one in known] == [304, 304]


@pytest.mark.django_db
def test_feed_of_a_territory(client: Client):
    activate("16.07.13")
    make_meeting(1, host_village=region())
    make_meeting(2, host_district_id="16.07.13")
    counts = {
        code: len(events(client.get(f"/pertemuan/kalender/{code}.ics").content))
        for code in ("16.07", "16.07.14", "16.07.13", "16.07.14.2002", "16.07.14.2013")
    }
    assert list(counts.values()) == [2, 1, 1, 1, 0]
    for code in ("16.07.01", "99", "16.07.14' OR 1", "%00"):
        assert client.get(f"/pertemuan/kalender/{code}.ics").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["place", "theme", "cancel_reason"])
def test_nothing_typed_begins_a_line_of_its_own(client: Client, field: str):
    fields: dict[str, Any] = {"status": "cancelled", "cancel_reason": "x"} | {field: NASTY}
    body = client.get(f"/pertemuan/{make_meeting(**fields).pk}.ics").content
    names = [line.split(b":")[0].split(b";")[0] for line in body.split(b"\r\n") if line[:1] != b" "]
    assert not {b"ATTENDEE", b"X-A"} & set(names)
    assert b"BEGIN:VALARM\r\n" not in body
    assert len(events(body)) == 1


@given(st.text(max_size=80))
def test_any_text_leaves_a_file_that_parses(text: str):
    cleaned = calendars._clean(text)
    event = icalendar.Event()
    event.add("summary", cleaned)
    lines = event.to_ical().replace(b"\r\n ", b"").split(b"\r\n")
    assert (len(lines), b"\n" in b"".join(lines), b"\r" in b"".join(lines)) == (4, False, False)


@pytest.mark.django_db
def test_hour_is_that_of_the_host(client: Client):
    region("16.07.14").__class__.objects.filter(code="16.07.14").update(time_zone="Asia/Makassar")
    make_meeting(starts_at=JULY)
    (event,) = events(client.get(FEED).content)
    assert event.start == datetime(2026, 7, 16, 10, tzinfo=ZoneInfo("Asia/Makassar"))


@pytest.mark.django_db
def test_google_gets_the_hours_in_utc():
    query = parse_qs(urlsplit(calendars.google_link(make_meeting(starts_at=JULY))).query)
    assert query["dates"] == ["20260716T020000Z/20260716T060000Z"]


@pytest.mark.django_db
def test_feed_and_page_cost_the_same_for_one_and_thirty(client: Client, django_assert_num_queries: Any):
    for numbers in (range(1, 2), range(2, 31)):
        for number in numbers:
            make_meeting(number, starts_at=JULY, host_village=region())
        client.get("/pertemuan/?bulan=2026-07")
        with django_assert_num_queries(2):
            client.get(FEED)
        with django_assert_num_queries(3):
            client.get("/pertemuan/?bulan=2026-07")


@pytest.mark.django_db
def test_month_shows_its_stops_and_leads_to_the_next_one(client: Client):
    make_meeting(10, starts_at=JULY, host_village=region())
    page = client.get("/pertemuan/?bulan=2026-07")
    assert [str(meeting) for meeting in page.context["meetings"]] == [
        "Rapat koordinasi Ke-10 Kecamatan Air Salek"
    ]
    empty = client.get("/pertemuan/?bulan=2026-05&bentuk=daftar").content.decode()
    assert "Tidak ada pertemuan pada bulan ini." in empty
    assert "?bulan=2026-07&amp;bentuk=daftar" in empty


@pytest.mark.django_db
def test_filters_narrow_and_survive_going_on(client: Client):
    for number in range(1, 23):
        make_meeting(number, host_village=region())
    chosen = "?tampil=datang&desa=16.07.14.2002"
    assert "desa=16.07.14.2002&amp;hal=2" in client.get(f"/pertemuan/{chosen}").content.decode()
    page = client.get("/pertemuan/?tampil=datang&desa=16.07.14.2013&jenis=rakor")
    assert "Tidak ada pertemuan yang cocok" in page.content.decode()
    assert page.context["feed"].endswith("/pertemuan/kalender/16.07.14.2013.ics")
    assert client.get("/pertemuan/?jenis=pesta").status_code == 422


@pytest.mark.django_db
def test_what_is_over_stands_apart(client: Client):
    make_meeting(1)
    make_meeting(2, -9 * HOUR)
    shown = {
        what: [meeting.number for meeting in client.get(f"/pertemuan/?tampil={what}").context["page"]]
        for what in ("datang", "lalu")
    }
    assert shown == {"datang": [1], "lalu": [2]}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["bulan=abc", "bulan=0000-00", "hal=-1", "tampil=x", "desa=%00"])
def test_strange_addresses_are_answered(client: Client, query: str):
    assert client.get(f"/pertemuan/?{query}").status_code in {200, 422}


@pytest.mark.django_db
def test_home_leads_to_the_stop(client: Client):
    meeting = make_meeting()
    page = client.get("/").content.decode()
    assert f'href="/pertemuan/{meeting.pk}/"' in page


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_month_is_whole_weeks_that_hold_each_of_its_days_once(day: date):
    month = Month(day.year, day.month)
    days = [one for week in weeks(month, [], day) for one in week]
    assert [one.day for one in days if one.is_inside] == [
        month.first + timedelta(days=n) for n in range(month.last.day)
    ]
    assert (len(days) % 7, [one.day for one in days if one.is_today]) == (0, [day])
    assert read_month(str(month)) == month
