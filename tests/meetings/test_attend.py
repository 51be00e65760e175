"""The public page on which people at the venue write themselves down."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting
from meetings.services import take_back_presence, venue
from meetings.services.attendance import stamp
from tests.desk import desk
from tests.meetings.makers import HOUR, make_contact, make_invitation, make_meeting
from tests.world import make_user

pytestmark = pytest.mark.django_db
HADIR = "/hadir/"


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(starts=-HOUR, status="running")


def shown(meeting: Meeting) -> Client:
    """A browser that has shown the code."""
    client = Client()
    client.post(HADIR, {"code": venue.venue_code(meeting)})
    return client


def enter(client: Client, kind: str = "guest", **data: Any) -> Any:
    return client.post(HADIR, {"kind": kind, **data}, follow=True)


def test_code_of_the_wall_is_filled_in_by_the_qr(client: Client):
    assert 'value="123456"' in client.get(f"{HADIR}?kode=123456").content.decode()


@pytest.mark.parametrize("spaced", [True, False])
def test_guest_is_written_down(meeting: Meeting, spaced: bool):
    client, code = Client(), venue.venue_code(meeting)
    client.post(HADIR, {"code": f"{code[:3]} {code[3:]}" if spaced else code})
    page = enter(client, name="Joko", title="Warga Jalur 8").content.decode()
    assert "Joko, Warga Jalur 8" in page
    assert meeting.attendances.values_list("name", "method").get() == ("Joko", "venue")


def test_invited_person_is_found_by_the_end_of_the_code(meeting: Meeting):
    make_invitation(meeting, make_contact("Kepala Desa Upang", name="Hasan"), door_code="7KMPQ2XH")
    page = enter(shown(meeting), "invited", tail="q2xh", name="Orang lain").content.decode()
    assert "Kepala Desa Upang: Hadir" in page
    assert meeting.attendances.values_list("name", "presence").get() == ("Hasan", "present")


def test_deputy_writes_his_own_name(meeting: Meeting):
    make_invitation(meeting, door_code="7KMPQ2XH")
    enter(shown(meeting), "deputy", tail="Q2XH", name="Anwar", title="Sekdes")
    assert meeting.attendances.values_list("name", "presence").get() == ("Anwar", "represented")


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("invited", {}, "Tulis akhir kode undangan"),
        ("deputy", {"tail": "Q2XH"}, "Tulis nama Anda."),
        ("guest", {"title": "Warga"}, "Tulis nama Anda."),
        ("invited", {"tail": "9ZZZ"}, "Kode undangan tidak cocok."),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(
    meeting: Meeting, kind: str, data: dict[str, str], said: str
):
    make_invitation(meeting, door_code="7KMPQ2XH")
    response = enter(shown(meeting), kind, **data)
    text = response.content.decode()
    assert (response.status_code, said in text, meeting.attendances.count()) == (422, True, 0)
    assert [value for value in data.values() if f'value="{value}"' not in text] == []


def test_one_line_of_a_device(meeting: Meeting):
    client = shown(meeting)
    enter(client, name="Joko")
    client.post(HADIR, {"code": venue.venue_code(meeting)})
    assert "Joko" in enter(client, name="Siti").content.decode()
    assert meeting.attendances.get().name == "Joko"


def test_nothing_is_told_of_others(meeting: Meeting):
    make_invitation(meeting, make_contact("Camat", name="Suparno"), door_code="7KMPQ2XH")
    enter(shown(meeting), name="Joko")
    other = shown(meeting)
    pages = [other.get(HADIR), enter(other, "invited", tail="0000"), enter(other, name="Siti")]
    text = " ".join(page.content.decode() for page in pages)
    assert [word for word in ("Joko", "Suparno", "Camat", "7KMP") if word in text] == []


def test_desk_s_line_is_not_told_and_stands(meeting: Meeting):
    make_invitation(meeting, make_contact("Camat", name="Suparno"), door_code="7KMPQ2XH")
    enter(shown(meeting), "invited", tail="Q2XH")
    text = enter(shown(meeting), "deputy", tail="Q2XH", name="Orang lain").content.decode()
    assert "sudah dicatat atau diubah oleh meja" in text
    assert meeting.attendances.get().name == "Suparno"
    assert (
        "dicatat dua kali" in desk().get(f"/admin/meetings/meeting/{meeting.pk}/attendance/").content.decode()
    )


def test_line_taken_back_at_the_desk_is_not_written_again(meeting: Meeting):
    client = shown(meeting)
    enter(client, name="Joko")
    row = meeting.attendances.get()
    take_back_presence(row, actor=make_user(), seen=stamp(row))
    enter(client, name="Joko")
    assert not meeting.attendances.exists()


@pytest.mark.parametrize("code", ["next", "12", "abc", ""])
def test_wrong_code_opens_nothing(meeting: Meeting, code: str, client: Client):
    code = venue.venue_code(meeting, steps_ago=-1) if code == "next" else code
    assert client.post(HADIR, {"code": code}).status_code == 422
    enter(client, name="Joko")
    assert not meeting.attendances.exists()


def test_without_a_code_nothing_is_written(meeting: Meeting, client: Client):
    enter(client, name="Joko")
    assert not meeting.attendances.exists()


def test_stop_that_is_closed_meanwhile_takes_nothing(meeting: Meeting):
    client = shown(meeting)
    Meeting.objects.update(status="held")
    enter(client, name="Joko")
    assert not meeting.attendances.exists()


def test_guessing_of_codes_is_slowed(meeting: Meeting, client: Client):
    for _ in range(venue.VENUE_CODES.most):
        client.post(HADIR, {"code": "12345"})
    response = client.post(HADIR, {"code": venue.venue_code(meeting)})
    assert (response.status_code, response["Retry-After"]) == (429, "900")


def test_guessing_of_invitations_is_slowed(meeting: Meeting):
    client = shown(meeting)
    make_invitation(meeting, door_code="7KMPQ2XH")
    for _ in range(venue.VENUE_TAILS.most):
        enter(client, "invited", tail="0000")
    assert enter(client, "invited", tail="Q2XH").status_code == 429
    assert not meeting.attendances.exists()


def test_projector_shows_the_code_and_a_qr(meeting: Meeting):
    text = desk().get(f"/admin/meetings/meeting/{meeting.pk}/attendance/venue/").content.decode()
    code = venue.venue_code(meeting)
    assert f"{code[:3]} {code[3:]}" in text
    assert "<svg viewBox" in text


def test_projector_shows_no_code_of_a_stop_that_is_not_open():
    meeting = make_meeting(starts=48 * HOUR)
    text = desk().get(f"/admin/meetings/meeting/{meeting.pk}/attendance/venue/").content.decode()
    assert "data-code" not in text
