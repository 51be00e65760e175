"""The list at the desk, and the papers that come from it."""

import csv
import io
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from government.models import Role
from meetings.documents.attendance import contents
from meetings.models import Meeting
from meetings.services import note_presence
from meetings.services.attendance import Line, stamp
from tests.desk import desk
from tests.meetings.makers import HOUR, make_contact, make_invitation, make_meeting
from tests.world import make_user

pytestmark = pytest.mark.django_db
PHONE = "+6281299887766"


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(starts=-HOUR, status="running")


def address(meeting: Meeting, route: str = "") -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/attendance/{route}"


def press(client: Client, meeting: Meeting, verb: str, invitation: Any = None, **data: Any) -> Any:
    about = {"invitation": invitation.pk, "at": f"u{invitation.pk}"} if invitation else {}
    sent = {"verb": verb, "uid": str(uuid.uuid4()), "seen": "", **about, **data}
    return client.post(address(meeting), sent)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def page(client: Client, meeting: Meeting, query: str = "") -> str:
    return client.get(address(meeting) + query).content.decode()


def filled(meeting: Meeting) -> None:
    """One of each: present, represented, excused, missing, a guest."""
    names = ("Camat", "Danramil", "Kapolsek", "Kepala Desa Upang")
    rows = [make_invitation(meeting, make_contact(name, name=f"Nama {name}", phone=PHONE)) for name in names]
    now = timezone.now()
    lines = [
        Line(uuid.uuid4(), now, invitation=rows[0].pk),
        Line(uuid.uuid4(), now, "represented", invitation=rows[1].pk, name="Anwar", title="Babinsa"),
        Line(uuid.uuid4(), now, "excused", invitation=rows[2].pk),
        Line(uuid.uuid4(), now, name="=Joko", title="Warga"),
    ]
    note_presence(meeting, lines, actor=make_user())


def test_button_writes_a_line_and_comes_back_to_its_row(meeting: Meeting):
    one = make_invitation(meeting)
    response = press(desk(), meeting, "present", one)
    assert response["Location"] == f"{address(meeting)}#u{one.pk}"
    assert meeting.attendances.get().presence == "present"


def test_double_press_is_one_line(meeting: Meeting):
    client, one, uid = desk(), make_invitation(meeting), str(uuid.uuid4())
    for _ in range(2):
        press(client, meeting, "present", one, uid=uid)
    assert meeting.events.count() == 1


def test_second_press_corrects_what_the_page_showed(meeting: Meeting):
    client, one = desk(), make_invitation(meeting)
    press(client, meeting, "present", one)
    press(client, meeting, "excused", one, seen=stamp(meeting.attendances.get()))
    assert meeting.attendances.get().presence == "excused"
    assert "dicatat dua kali" not in page(client, meeting)


def test_press_on_an_old_page_is_told_and_changes_nothing(meeting: Meeting):
    client, one = desk(), make_invitation(meeting)
    press(client, meeting, "present", one)
    seen = stamp(meeting.attendances.get())
    press(client, meeting, "excused", one, seen=seen)
    assert press(client, meeting, "absent", one, seen=seen).status_code == 302
    assert meeting.attendances.get().presence == "excused"
    assert "baru saja diubah orang lain" in page(client, meeting)


def test_two_desks_that_saw_nothing_are_noted_twice(meeting: Meeting):
    one = make_invitation(meeting)
    press(desk(), meeting, "present", one)
    press(desk(), meeting, "absent", one)
    assert "dicatat dua kali" in page(desk(), meeting)


def test_deputy_without_a_name_keeps_what_was_typed(meeting: Meeting):
    one = make_invitation(meeting)
    response = press(desk(), meeting, "represented", one, title="Babinsa")
    assert (response.status_code, meeting.attendances.count()) == (422, 0)
    text = response.content.decode()
    assert "Tulis namanya." in text
    assert 'value="Babinsa"' in text


def test_guest_is_written_and_taken_back(meeting: Meeting):
    client = desk()
    press(client, meeting, "guest", name="Joko", title="Warga Jalur 8")
    row = meeting.attendances.get()
    assert (row.name, row.title, row.method) == ("Joko", "Warga Jalur 8", "walk_in")
    press(client, meeting, "take_back", line=row.pk, seen=stamp(row))
    assert not meeting.attendances.exists()


def test_guest_without_a_name_is_refused(meeting: Meeting):
    response = press(desk(), meeting, "guest", name=" ", title="Warga", at="tamu")
    assert (response.status_code, meeting.attendances.count()) == (422, 0)
    assert 'value="Warga"' in response.content.decode()


def test_guest_s_name_is_corrected(meeting: Meeting):
    client = desk()
    press(client, meeting, "guest", name="Joko")
    row = meeting.attendances.get()
    press(client, meeting, "rename", line=row.pk, seen=stamp(row), name="Joko Susilo", title="Upang")
    assert meeting.attendances.values_list("name", "title").get() == ("Joko Susilo", "Upang")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Camat Air", "Kapolsek Air"]),
        ("?cari=kapol", ["Kapolsek Air"]),
        ("?cari=nama", []),
        ("?tampil=belum", ["Kapolsek Air"]),
    ],
)
def test_filter_without_a_script(meeting: Meeting, query: str, shown: list[str]):
    client = desk()
    press(client, meeting, "present", make_invitation(meeting, make_contact("Camat Air")))
    make_invitation(meeting, make_contact("Kapolsek Air"))
    text = page(client, meeting, query).partition("Riwayat kehadiran")[0]
    assert [name for name in ("Camat Air", "Kapolsek Air") if f"<strong>{name}</strong>" in text] == shown


def test_counts_and_quorum_are_told():
    meeting = make_meeting(quorum_percent=75)
    filled(meeting)
    text = " ".join(page(desk(), meeting).split())
    assert "2 dari 4 undangan hadir atau diwakili (50%)." in text
    assert "Kuorum 75% belum tercapai: perlu 3 undangan." in text


def test_list_is_closed_and_opened_again():
    meeting, client = make_meeting(starts=-6 * HOUR, status="held"), desk()
    make_invitation(meeting)
    press(client, meeting, "close")
    assert meeting.attendances.get().presence == "absent"
    assert "Buka kembali" in page(client, meeting)
    press(client, meeting, "reopen")
    assert not meeting.attendances.exists()


def test_who_only_reads_has_no_buttons_and_writes_nothing(meeting: Meeting):
    one, client = make_invitation(meeting), desk(Role.AUDITOR)
    assert 'name="verb"' not in page(client, meeting)
    assert press(client, meeting, "present", one).status_code == 422
    assert not meeting.attendances.exists()


@pytest.mark.parametrize("verb", ["", "x", "take_back", "rename"])
def test_nonsense_is_answered(meeting: Meeting, verb: str):
    response = press(desk(), meeting, verb, line="x", uid="x", name="x")
    assert response.status_code in {302, 422}
    assert not meeting.events.exists()


def test_page_costs_the_same_for_one_and_for_many(meeting: Meeting):
    client, counts = desk(), []
    page(client, meeting)
    for many in (1, 20):
        for _ in range(many):
            press(client, meeting, "present", make_invitation(meeting))
            press(client, meeting, "guest", name="Tamu")
        page(client, meeting)
        with CaptureQueriesContext(connection) as queries:
            page(client, meeting)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("route", ["daftar-hadir.pdf", "daftar-hadir-kosong.pdf"])
def test_papers_are_pdf(meeting: Meeting, route: str):
    filled(meeting)
    response = desk(Role.AUDITOR).get(address(meeting, route))
    assert body_of(response).startswith(b"%PDF-")
    assert "no-store" in response["Cache-Control"]


def test_paper_says_who_came():
    meeting = make_meeting(quorum_percent=75)
    filled(meeting)
    said = contents(meeting, is_filled=True)
    assert [row[:3] for row in said["rows"]] == [
        ["Camat", "Hadir", "Nama Camat"],
        ["Danramil", "Diwakili oleh", "Anwar, Babinsa"],
        ["Kapolsek", "Izin", ""],
        ["Kepala Desa Upang", "Belum dicatat", ""],
        ["Warga", "Tamu", "=Joko"],
    ]
    assert said["totals"][-1] == ["Kuorum", "75% (3 undangan): tidak tercapai"]


def test_paper_to_sign_has_all_invited_and_room_for_guests(meeting: Meeting):
    filled(meeting)
    said = contents(meeting, is_filled=False)
    assert said["heads"] == ["No", "Nama", "Jabatan/Instansi", "Tanda tangan"]
    assert said["rows"][0] == ["Nama Camat", "Camat"]
    assert (len(said["rows"]), said["empty"], said["totals"]) == (4, 15, [])


@pytest.mark.parametrize("is_filled", [True, False])
def test_paper_costs_the_same_for_one_and_for_many(meeting: Meeting, is_filled: bool):
    counts = []
    for many in (1, 20):
        for _ in range(many):
            make_invitation(meeting)
        with CaptureQueriesContext(connection) as queries:
            contents(Meeting.objects.named().get(pk=meeting.pk), is_filled=is_filled)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_tables_say_the_same_and_calculate_nothing(meeting: Meeting):
    filled(meeting)
    client = desk()
    text = body_of(client.get(address(meeting, "daftar-hadir.csv"))).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert [line[4] for line in lines[1:]] == ["Hadir", "Diwakili", "Izin", "Belum dicatat", "Hadir"]
    assert lines[-1][5] == "'=Joko"
    book = body_of(client.get(address(meeting, "daftar-hadir.xlsx")))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [row[4] for row in sheet] == [line[4] for line in lines]


@pytest.mark.parametrize("route", ["", "daftar-hadir.csv", "door/data/", "door/", "venue/"])
def test_phones_stay_private(meeting: Meeting, route: str):
    filled(meeting)
    response = desk().get(address(meeting, route))
    assert response.status_code == 200
    assert PHONE[3:].encode() not in body_of(response)


@pytest.mark.parametrize(("role", "scope"), [(Role.AUDITOR, "16.07.14"), (Role.CLERK, "16.07.13")])
def test_code_on_the_wall_is_shown_by_who_convenes(meeting: Meeting, role: str, scope: str):
    assert desk(role, scope).get(address(meeting, "venue/")).status_code == 404
