"""Somebody invited answers by the link, without an account, and sees nobody else."""

import logging
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations.models import Attempt
from government.models import Role
from meetings import services
from meetings.models import AgendaAspiration, AgendaItem, Invitation, Meeting, Reply
from meetings.services.invitations import renew_link, revoke_link, secret_of
from meetings.workflow import StopStatus
from tests.meetings.makers import (
    HOUR,
    make_contact,
    make_decision,
    make_follow_up,
    make_letter_run,
    make_meeting,
)
from tests.pdf import words_of
from tests.world import make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    return make_user(Role.CLERK)


@pytest.fixture
def made(clerk: Any) -> Invitation:
    contacts = [
        make_contact("Kepala Desa Sri Mulyo", name="Sutrisno", phone="+6281234567890"),
        make_contact("Ketua BPD Upang", name="Tetangga"),
    ]
    services.invite(make_meeting(place="Balai Desa"), contacts, actor=clerk)
    return Invitation.objects.select_related("contact").get(name="Sutrisno")


def open_link(client: Client, made: Invitation, secret: str = "", code: str = "") -> Any:
    return client.post("/undangan/", {"number": code or made.door_code, "secret": secret or secret_of(made)})


def page(client: Client, made: Invitation) -> Any:
    return client.get(f"/undangan/{made.pk}/")


def answer(client: Client, made: Invitation, **data: Any) -> Any:
    return client.post(f"/undangan/{made.pk}/", data)


def test_link_opens_the_page_however_the_code_is_typed(client: Client, made: Invitation):
    secret = secret_of(made)
    response = open_link(
        client, made, f"{secret[:8]} {secret[8:]}".lower(), f"{made.door_code[:4]}-{made.door_code[4:]}"
    )
    assert response["Location"] == f"/undangan/{made.pk}/"
    text = page(client, made).content.decode()
    for words in ("Kepala Desa Sri Mulyo", "Sutrisno", "Balai Desa", str(made.meeting)):
        assert words in text


def test_page_names_nobody_else_and_no_telephone(client: Client, made: Invitation):
    open_link(client, made)
    text = page(client, made).content.decode()
    assert [word for word in ("Tetangga", "Upang", "81234567890", secret_of(made)) if word in text] == []


def test_page_is_kept_nowhere_and_found_by_no_search(client: Client, made: Invitation):
    open_link(client, made)
    for shown in (page(client, made), client.get("/undangan/")):
        assert "no-store" in shown["Cache-Control"]
        assert shown["X-Robots-Tag"] == "noindex, nofollow"


def test_page_without_the_link_is_not_there(client: Client, made: Invitation):
    assert page(client, made).status_code == 404
    assert answer(client, made, reply="coming").status_code == 404
    made.refresh_from_db()
    assert made.reply == Reply.NONE


def test_link_of_one_opens_no_other(client: Client, made: Invitation):
    open_link(client, made)
    other = Invitation.objects.exclude(pk=made.pk).get()
    assert page(client, other).status_code == 404


def test_answers_are_written_and_change(client: Client, made: Invitation):
    open_link(client, made)
    answer(client, made, reply="deputy", deputy_name="Budi", deputy_title="Sekdes")
    assert "diwakili Budi" in page(client, made).content.decode()
    answer(client, made, reply="coming")
    made.refresh_from_db()
    assert (made.reply, made.deputy_name) == (Reply.COMING, "")


def test_deputy_without_a_name_is_asked_for_and_the_rest_is_kept(client: Client, made: Invitation):
    open_link(client, made)
    response = answer(client, made, reply="deputy", note="Sedang dinas luar")
    assert response.status_code == 422
    assert "Tulis nama wakil" in response.content.decode()
    assert "Sedang dinas luar" in response.content.decode()


def test_everything_wrong_is_answered_alike(client: Client, made: Invitation, clerk: Any):
    wrong = open_link(client, made, "0" * 16)
    unknown = open_link(client, made, "0" * 16, "ZZZZZZZZ")
    revoke_link(made, actor=clerk)
    revoked = open_link(client, made)
    bodies = {
        re.sub(r'value="[^"]*"', "", response.content.decode()) for response in (wrong, unknown, revoked)
    }
    assert [one.status_code for one in (wrong, unknown, revoked)] == [404, 404, 404]
    assert len(bodies) == 1


def test_link_ends_with_the_stop_and_with_revocation(client: Client, made: Invitation, clerk: Any):
    open_link(client, made)
    old = Client()
    open_link(old, made)
    renew_link(made, actor=clerk)
    assert page(old, made).status_code == 404
    made.refresh_from_db()
    open_link(client, made)
    assert page(client, made).status_code == 200
    Meeting.objects.update(starts_at=timezone.now() - 6 * HOUR, ends_at=timezone.now() - HOUR)
    assert page(client, made).status_code == 404


def test_letter_and_calendar_are_for_who_holds_the_link(client: Client, made: Invitation):
    make_letter_run(made.meeting)
    own = [f"/undangan/{made.pk}/surat.pdf", f"/undangan/{made.pk}/kalender.ics"]
    assert [client.get(page).status_code for page in own] == [404, 404]
    open_link(client, made)
    paper, calendar = (client.get(page) for page in own)
    assert (paper.content[:5], "Kepala Desa Sri Mulyo" in words_of(paper.content)) == (b"%PDF-", True)
    assert b"BEGIN:VEVENT" in calendar.content
    assert "no-store" in paper["Cache-Control"]
    Invitation.objects.update(withdrawn_at=timezone.now())
    assert [client.get(page).status_code for page in own] == [404, 404]


def test_withdrawn_invitation_says_so(client: Client, made: Invitation):
    Invitation.objects.update(withdrawn_at=timezone.now())
    open_link(client, made)
    text = page(client, made).content.decode()
    assert "Undangan ini sudah ditarik" in text
    assert [word for word in ("Balai Desa", "Kirim jawaban") if word in text] == []


def test_cancelled_stop_says_why(client: Client, made: Invitation):
    Meeting.objects.update(status=StopStatus.CANCELLED, cancel_reason="Air pasang")
    open_link(client, made)
    text = page(client, made).content.decode()
    assert "Air pasang" in text
    assert "Kirim jawaban" not in text


def test_after_the_start_the_page_is_read_and_not_answered(client: Client, made: Invitation):
    open_link(client, made)
    Meeting.objects.update(starts_at=timezone.now() - HOUR)
    assert "sudah dimulai" in page(client, made).content.decode()
    assert answer(client, made, reply="coming").status_code == 422


def test_agenda_leaves_out_what_stands_for_hidden_reports(client: Client, made: Invitation):
    meeting = made.meeting
    AgendaItem.objects.create(meeting=meeting, position=1, title="Pembukaan")
    hidden = AgendaItem.objects.create(meeting=meeting, position=2, title="Perkara tertutup")
    AgendaAspiration.objects.create(item=hidden, meeting=meeting, aspiration=make_report())
    open_link(client, made)
    text = page(client, made).content.decode()
    assert ("Pembukaan" in text, "Perkara tertutup" in text) == (True, False)


def test_agenda_leaves_out_promises_of_closed_decisions(client: Client, made: Invitation):
    item = AgendaItem.objects.create(meeting=made.meeting, position=1, title="Perkara tertutup")
    closed = make_decision(make_meeting(9, -99 * HOUR, status="held"), is_public=False)
    item.carried.create(meeting=made.meeting, follow_up=make_follow_up(closed))
    open_link(client, made)
    assert "Perkara tertutup" not in page(client, made).content.decode()


def test_ten_wrong_tries_slow_an_address_and_nobody_else(client: Client, made: Invitation):
    for _time in range(10):
        open_link(client, made, "0" * 16)
    slowed = open_link(client, made)
    assert (slowed.status_code, slowed["Retry-After"]) == (429, "900")
    other = Client(REMOTE_ADDR="10.9.8.7")
    assert open_link(other, made).status_code == 302
    assert Attempt.objects.count() == 2


def test_leaving_closes_it(client: Client, made: Invitation):
    open_link(client, made)
    client.post("/undangan/keluar/")
    assert page(client, made).status_code == 404


def test_secret_reaches_no_log(client: Client, made: Invitation, caplog: Any):
    caplog.set_level(logging.DEBUG)
    open_link(client, made)
    answer(client, made, reply="coming")
    assert secret_of(made) not in caplog.text


def test_code_that_cannot_be_one_is_unknown(client: Client, made: Invitation):
    assert open_link(client, made, code="x").status_code == 404
