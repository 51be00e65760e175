"""The secretary's screen over HTTP: plain forms, the script's answers, news at a constant cost."""

from datetime import time
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aspirations import receipts
from aspirations.models import Aspiration
from government.models import Role
from meetings import services
from meetings.models import AgendaAspiration, AgendaItem, ItemNote, ItemState, Meeting
from meetings.services import NoteSave
from tests.meetings.makers import make_invitation, make_meeting
from tests.world import category, clerk_actor, make_report, make_user

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(status="running")


@pytest.fixture
def clerk() -> Any:
    return make_user(first_name="Andi")


@pytest.fixture
def desk(client: Client, clerk: Any) -> Client:
    client.force_login(clerk)
    return client


def at(meeting: Meeting, page: str = "") -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/floor/{page}"


def make_item(meeting: Meeting, position: int = 1, title: str = "Jalan", **fields: Any) -> AgendaItem:
    return AgendaItem.objects.create(meeting=meeting, position=position, title=title, **fields)


def typed(**more: Any) -> dict[str, Any]:
    return {"uid": str(uuid4()), "edit": str(uuid4()), "seq": 1, "base": 0, "text": "Jalan poros"} | more


def write(meeting: Meeting, user: Any, text: str, item: int | None = None) -> ItemNote:
    save = NoteSave(uid=uuid4(), edit=uuid4(), seq=1, text=text, item=item)
    return services.save_note(meeting, save, actor=user).note


def news(client: Client, meeting: Meeting, tag: str = "", **asked: str) -> Any:
    headers = {"If-None-Match": tag} if tag else {}
    return client.get(at(meeting, "changes/"), asked, headers=headers)


def test_a_note_without_any_script(desk: Client, meeting: Meeting):
    item = make_item(meeting)
    data = typed(item=item.pk, name="Bupati")
    for __ in range(2):
        response = desk.post(at(meeting, "note/"), data)
    assert response["Location"] == f"{at(meeting)}#acara-{item.pk}"
    page = desk.get(at(meeting)).content.decode()
    assert (page.count(">\nJalan poros</textarea>"), ItemNote.objects.count()) == (1, 1)
    desk.post(at(meeting, "note/"), {"uid": data["uid"], "press": "delete"})
    assert "1 catatan terhapus" in desk.get(at(meeting)).content.decode()
    desk.post(at(meeting, "note/"), {"uid": data["uid"], "press": "restore"})
    assert ItemNote.objects.standing().get().said == ("Bupati", "", "Jalan poros")


def test_the_script_hears_where_its_words_went(desk: Client, meeting: Meeting):
    first = typed()
    saved = desk.post(at(meeting, "note/"), first, headers=JSON).json()
    assert (saved["note"]["version"], saved["note"]["who"], "other" in saved) == (1, "Andi", False)
    desk.post(at(meeting, "note/"), first | {"edit": str(uuid4()), "base": 1, "text": "Jalan desa"})
    late = first | {"edit": str(uuid4()), "base": 1, "text": "Jembatan"}
    answer = desk.post(at(meeting, "note/"), late, headers=JSON).json()
    assert (answer["note"]["text"], answer["other"]["text"]) == ("Jalan desa", "Jembatan")
    assert "Versi lain dari Andi" in desk.get(at(meeting)).content.decode()


@pytest.mark.parametrize(
    ("page", "data", "said"),
    [
        ("note/", {"uid": "x"}, "Muat ulang"),
        ("note/", typed(text="x" * 10_001), "terlalu panjang"),
        ("note/", typed(text=""), "Tulis catatannya"),
        ("item/", {"to": "done"}, "tidak ada lagi"),
        ("item/", {"to": "x"}, "Pilih langkahnya"),
        ("stop/", {"to": "cancelled"}, "Pilih langkahnya"),
        ("screen/", {"mode": "x"}, "Pilih tampilan"),
        ("show/", {"row": "9"}, "tidak lagi pada agenda"),
    ],
)
def test_what_is_refused_says_why(desk: Client, meeting: Meeting, page: str, data: Any, said: str):
    response = desk.post(at(meeting, page), data, headers=JSON)
    assert response.status_code == 409
    assert said in response.json()["error"]
    assert said in desk.post(at(meeting, page), data, follow=True).content.decode()
    assert desk.get(at(meeting, page)).status_code == 405


def test_opening_running_and_closing(desk: Client):
    meeting = make_meeting()
    item = make_item(meeting)
    assert "Buka pertemuan" in desk.get(at(meeting)).content.decode()
    desk.post(at(meeting, "stop/"), {"to": "running"})
    desk.post(at(meeting, "item/"), {"item": item.pk, "to": "running"})
    page = desk.get(at(meeting)).content.decode()
    assert ('aria-current="true"' in page, "Sedang dibahas" in page, "Tutup pertemuan" in page) == (True,) * 3
    desk.post(at(meeting, "stop/"), {"to": "held"})
    meeting.refresh_from_db()
    assert (meeting.status, meeting.current_item) == ("held", None)


def test_numbers_and_hours_are_those_of_the_printed_agenda(desk: Client, meeting: Meeting):
    first = make_item(meeting, 3, minutes=30, starts=time(9, 0))
    make_item(meeting, 1, "Jembatan", parent=first)
    make_item(meeting, 7, "Air")
    page = desk.get(at(meeting)).content.decode()
    found = [f'floor-number">{number}</span>' in page for number in ("1", "1.1", "2")]
    assert (found, "rencana 09.30" in page) == ([True] * 3, True)


def test_nothing_new_is_304_and_anything_new_is_told(desk: Client, meeting: Meeting, clerk: Any):
    item = make_item(meeting)
    first = news(desk, meeting)
    tag, token, since = first["ETag"], first.json()["token"], first.json()["since"]
    assert news(desk, meeting, tag).status_code == 304
    note = write(meeting, clerk, "Air", item.pk)
    told = news(desk, meeting, tag, token=token, since=since)
    assert ([one["text"] for one in told.json()["notes"]], "parts" in told.json()) == (["Air"], False)
    services.delete_note(meeting, note.uid, actor=clerk)
    told = news(desk, meeting, told["ETag"], token=token, since=since)
    assert [one["deleted"] for one in told.json()["notes"]] == [True]
    services.change_item(meeting, item.pk, ItemState.RUNNING, actor=clerk)
    told = news(desk, meeting, told["ETag"], token=token, since=since).json()
    assert [(one["pk"], one["state"]) for one in told["order"]] == [(item.pk, "running")]
    assert "Selesai" in told["parts"][f"body-{item.pk}"]


def test_somebody_else_is_there(desk: Client, meeting: Meeting):
    tag = news(desk, meeting)["ETag"]
    rina = Client()
    rina.force_login(make_user(first_name="Rina"))
    rina.get(at(meeting))
    assert news(desk, meeting, tag).json()["presence"] == "Rina juga membuka halaman ini."


def fill(meeting: Meeting, clerk: Any, places: range) -> None:
    for place in places:
        item = make_item(meeting, place)
        rows = services.propose_agenda(meeting, [make_report()], actor=clerk_actor(clerk), item=item)
        assert rows
        write(meeting, clerk, f"Catatan {place}", item.pk)
        make_invitation(meeting, name=f"Tamu {place}")


def test_page_news_and_wall_cost_the_same_for_one_item_and_sixty(desk: Client, meeting: Meeting, clerk: Any):
    pages = (at(meeting), at(meeting, "changes/"), at(meeting, "projector/state/"))
    counts = []
    for places in (range(1, 2), range(2, 61)):
        fill(meeting, clerk, places)
        desk.get(pages[0])
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(page).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VILLAGE_OPERATOR])
def test_who_does_not_convene_finds_nothing(client: Client, meeting: Meeting, role: str):
    client.force_login(make_user(role))
    pages = (
        "",
        "changes/",
        "note/",
        "item/",
        "stop/",
        "voice/",
        "screen/",
        "show/",
        "projector/",
        "projector/state/",
    )
    assert {client.post(at(meeting, page), typed()).status_code for page in pages} == {404}
    assert {client.get(at(meeting, page)).status_code for page in pages} == {404}


def test_of_a_hidden_report_there_is_no_trace(client: Client, clerk: Any):
    meeting = make_meeting(visibility="internal", status="running")
    item = make_item(meeting, title="Acara tertutup")
    hidden = make_report(identity="confidential")
    AgendaAspiration.objects.create(item=item, meeting=meeting, aspiration=hidden)
    write(meeting, clerk, "Isi tertutup", item.pk)
    services.change_item(meeting, item.pk, ItemState.RUNNING, actor=clerk)
    seen = []
    for user in (clerk, make_user(Role.SECTION_HEAD)):
        client.force_login(user)
        whole = "".join(client.get(at(meeting, page)).content.decode() for page in ("", "changes/"))
        seen.append([word in whole for word in ("Acara tertutup", "Isi tertutup", hidden.number)])
    assert seen == [[True] * 3, [False] * 3]


def voice(**more: Any) -> dict[str, Any]:
    return {
        "token": receipts.new_token(),
        "text": "Sertifikat tanah di Jalur 8 belum terbit.",
        "village": "16.07.14.2002",
        "category": category().pk,
        "kind": "aspiration",
        "consent": "spoken",
    } | more


def test_a_voice_gets_its_receipt_and_stands_on_the_agenda(desk: Client, meeting: Meeting):
    item = make_item(meeting)
    data = voice(item=item.pk, reporter_name="Siti")
    for __ in range(2):
        made = desk.post(at(meeting, "voice/"), data, headers=JSON).json()
    report = Aspiration.objects.get()
    assert (report.number, report.reporter_name, report.channel) == (made["number"], "Siti", "meeting")
    assert AgendaAspiration.objects.get().item == item
    for slip in (made["roll"], made["a4"]):
        assert desk.get(slip)["Content-Type"] == "application/pdf"
    assert made["secret"] in desk.get(at(meeting)).content.decode()


def test_a_voice_with_a_mistake_keeps_what_was_typed(desk: Client, meeting: Meeting):
    wrong = voice(text="Air", village="16.07.13.2001", reporter_name="Siti")
    page = desk.post(at(meeting, "voice/"), wrong)
    assert page.status_code == 422
    assert [word in page.content.decode() for word in ("paling sedikit 15", 'value="Siti"')] == [True, True]
    errors = desk.post(at(meeting, "voice/"), wrong, headers=JSON).json()["errors"]
    assert sorted(errors) == ["text", "village"]
    assert "Buka pertemuan dahulu" in desk.post(at(make_meeting(2), "voice/"), voice()).content.decode()
    assert not Aspiration.objects.exists()


def test_speakers_are_suggested_by_name_and_office(desk: Client, meeting: Meeting):
    make_invitation(meeting, name="Hasan", title="Kepala Desa Upang")
    page = desk.get(at(meeting)).content.decode()
    assert '<option value="Hasan" data-title="Kepala Desa Upang">' in page


def test_a_decision_in_one_line_is_written_once(desk: Client, meeting: Meeting, clerk: Any):
    item, report = make_item(meeting), make_report()
    services.propose_agenda(meeting, [report], actor=clerk_actor(clerk), item=item)
    line = {
        "uid": str(uuid4()),
        "item": item.pk,
        "text": "Ambulans akan datang",
        "kind": "promise",
        "about": "",
    }
    for __ in range(2):
        desk.post(at(meeting, "decision/"), line)
    desk.post(at(meeting, "decision/"), line | {"uid": str(uuid4()), "about": "none", "closed": "1"})
    first, second = meeting.decisions.order_by("number")
    assert [list(one.aspirations.all()) for one in (first, second)] == [[report], []]
    assert (first.item, first.is_public, second.is_public) == (item, True, False)
    assert "Ambulans akan datang" in desk.get(at(meeting)).content.decode()


def test_a_decision_without_words_is_refused(desk: Client, meeting: Meeting):
    line = {"uid": str(uuid4()), "text": " ", "kind": "promise"}
    assert desk.post(at(meeting, "decision/"), line, headers=JSON).json() == {"error": "Tulis keputusannya."}
