"""Janji Rakor: who reads what, how a promise stands, and the same as data."""

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from government.models import Programme
from meetings.models import FollowUp, Meeting
from tests.meetings.makers import HOUR, make_decision, make_follow_up, make_meeting
from tests.world import SRI_MULYO, UPANG, agency, unit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


def promise(text: str = "Memperbaiki jembatan", meeting: Meeting | None = None, **fields: Any) -> FollowUp:
    meeting = meeting or Meeting.objects.first() or make_meeting(10, -5 * HOUR)
    return make_follow_up(make_decision(meeting), text=text, **fields)


def body(client: Client, address: str, **query: Any) -> str:
    response: Any = client.get(address, query)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def kept(**fields: Any) -> FollowUp:
    return promise(status="kept", progress=100, closed_on=TODAY(), **fields)


def test_each_promise_stands_in_one_way():
    made = [
        promise(target_on=TODAY() - DAY),
        promise(target_on=TODAY()),
        kept(target_on=TODAY() - DAY),
        promise(status="dropped", drop_reason="Lahan tidak ada", closed_on=TODAY()),
    ]
    standings = [one.standing for one in made]
    assert standings == ["overdue", "moving", "kept", "dropped"]
    for one in made:
        assert list(FollowUp.objects.standing(one.standing)) == [one]
    assert FollowUp.objects.standings() == {"overdue": 1, "moving": 1, "kept": 1, "dropped": 1}


@pytest.mark.parametrize("hidden", ["draft decision", "closed decision", "internal stop", "draft stop"])
def test_what_is_not_public_is_nowhere(client: Client, hidden: str):
    one = promise("Rahasia rapat")
    decision, meeting = one.decision, one.decision.meeting
    changes: dict[str, Any] = {
        "draft decision": (decision, {"status": "draft"}),
        "closed decision": (decision, {"is_public": False}),
        "internal stop": (meeting, {"visibility": "internal"}),
        "draft stop": (meeting, {"status": "draft"}),
    }
    row, columns = changes[hidden]
    type(row)._default_manager.filter(pk=row.pk).update(**columns)
    for address in (f"/janji/{one.pk}/", f"/janji/{one.pk}.json", f"/janji/{one.pk}/kartu/"):
        assert client.get(address).status_code == 404
    for address in ("/janji/", "/janji/janji-rakor.csv", "/janji/janji-rakor.json", "/janji/kartu/"):
        assert "Rahasia rapat" not in body(client, address)
    assert '"promises": [\n]' in body(client, "/janji/janji-rakor.json")


def test_page_tells_owner_target_place_and_money(client: Client):
    one = promise(
        unit=unit(), village_id=SRI_MULYO, place="Jalur 8", target_on=date(2099, 12, 31), amount=1500000,
        funding="regency",
    )  # fmt: skip
    page = body(client, f"/janji/{one.pk}/")
    for told in (
        one.text,
        str(unit()),
        "Jalur 8, Sri Mulyo",
        "31 Desember 2099",
        "APBD kabupaten, Rp1.500.000",
    ):
        assert told in page


def test_overdue_and_dropped_ones_say_so(client: Client):
    late = promise(target_on=TODAY() - DAY)
    dropped = promise(status="dropped", drop_reason="Lahan tidak ada", closed_on=TODAY())
    assert "Janji ini belum ditepati" in body(client, f"/janji/{late.pk}/")
    assert "Lahan tidak ada" in body(client, f"/janji/{dropped.pk}/")
    assert "belum ditepati" not in body(client, f"/janji/{dropped.pk}/")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"keadaan": "overdue"}, ["Ambulans"]),
        ({"q": "ambul"}, ["Ambulans"]),
        ({"desa": UPANG}, ["Jembatan"]),
        ({"instansi": "pmi"}, ["Ambulans", "Donor"]),
        ({"program": "Banyuasin Sehat"}, ["Donor"]),
        ({"kecamatan": "16.07.14"}, ["Ambulans", "Jembatan", "Donor"]),
        ({"q": "ambul", "keadaan": "kept"}, []),
    ],
)
def test_filters(client: Client, query: dict[str, Any], expected: list[str]):
    programme = Programme.objects.filter(name="Banyuasin Sehat").first()
    promise("Ambulans", target_on=TODAY() - DAY).supporters.add(agency("pmi"))
    promise("Jembatan", village_id=UPANG)
    donor = promise("Donor", agency=agency("pmi"), target_on=TODAY() + 90 * DAY)
    donor.decision.programme = programme
    donor.decision.save(update_fields=["programme"])
    keys = {"instansi": agency("pmi").pk, "program": programme.pk if programme else None}
    asked = {name: keys.get(name, value) for name, value in query.items()}
    data = json.loads(body(client, "/janji/janji-rakor.json", **asked))
    assert [one["text"] for one in data["promises"]] == expected
    page = body(client, "/janji/", **asked)
    assert [text for text in ("Ambulans", "Jembatan", "Donor") if f'lang="id">{text}</a>' in page] == expected


def test_most_urgent_comes_first_and_what_ended_last():
    kept(text="Selesai")
    promise("Nanti", target_on=TODAY() + 9 * DAY)
    promise("Lewat", target_on=TODAY() - DAY)
    assert [one.text for one in FollowUp.objects.by_urgency()] == ["Lewat", "Nanti", "Selesai"]


def test_senseless_filter_shows_nothing_and_says_why(client: Client):
    promise()
    response = client.get("/janji/", {"desa": "tidak-ada"})
    assert (response.status_code, "Memperbaiki jembatan" in response.content.decode()) == (422, False)


def test_filters_survive_paging_and_go_with_the_downloads(client: Client):
    meeting = make_meeting(10)
    for number in range(21):
        promise(f"Jembatan {number:02}", meeting)
    page = body(client, "/janji/", q="jembatan")
    assert 'href="?q=jembatan&amp;hal=2"' in page
    assert "/janji/janji-rakor.csv?q=jembatan" in page
    assert "Halaman 2 dari 2" in body(client, "/janji/", q="jembatan", hal="2")


def test_table_cannot_carry_formulas(client: Client):
    promise("=1+1")
    rows = list(csv.reader(io.StringIO(body(client, "/janji/janji-rakor.csv").lstrip("\ufeff"))))
    assert rows[1][rows[0].index("tindak_lanjut")] == "'=1+1"


def test_data_are_for_every_site_and_speak_one_language(client: Client):
    one = promise(target_on=date(2099, 1, 31))
    response = client.get(f"/en/janji/{one.pk}.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    data = response.json()
    assert (data["target"], data["standing"], data["meeting"]["name"]) == (
        "2099-01-31",
        "moving",
        "Rapat koordinasi Ke-10 Kecamatan Air Salek",
    )


def test_card_may_stand_in_a_frame_and_pages_may_not(client: Client):
    one = promise()
    for address, ancestors in (
        (f"/janji/{one.pk}/kartu/", "*"),
        ("/janji/kartu/", "*"),
        ("/janji/", "'none'"),
    ):
        response = client.get(address)
        assert f"frame-ancestors {ancestors};" in response["Content-Security-Policy"] + ";"
        assert ("X-Frame-Options" in response) == (ancestors != "*")


def test_card_counts_what_its_address_asks(client: Client):
    meeting = make_meeting(10)
    kept(meeting=meeting)
    promise("Lain", make_meeting(11), target_on=TODAY() - DAY)
    page = body(client, "/janji/kartu/", pertemuan=meeting.pk)
    assert str(meeting) in page
    assert "<strong>1</strong> Ditepati" in page
    assert "<strong>0</strong> Lewat target" in page


@pytest.mark.parametrize("address", ["/janji/", "/janji/janji-rakor.csv", "/janji/janji-rakor.json"])
def test_costs_the_same_for_one_promise_and_for_twenty(client: Client, address: str):
    promise().supporters.add(agency("pmi"))
    body(client, address)
    counts = []
    for more in (0, 19):
        for _ in range(more):
            promise(village_id=SRI_MULYO).supporters.add(agency("pmi"))
        with CaptureQueriesContext(connection) as queries:
            body(client, address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
