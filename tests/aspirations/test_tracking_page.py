"""Who holds the receipt follows the report; nobody else learns that it exists."""

import re
from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.models import Aspiration, Attempt, Photo
from aspirations.receipts import Receipt
from aspirations.services.guesses import RECEIPT
from aspirations.views.grants import GRANT_SECONDS
from tests.world import advance, clerk_actor, make_receipt, make_report, make_user, picture

pytestmark = pytest.mark.django_db


def track(client: Client, number: str, secret: str) -> Any:
    return client.post("/lacak/", {"number": number, "secret": secret})


@pytest.fixture
def held(client: Client) -> Receipt:
    """A receipt whose report this browser has opened."""
    receipt, _token = make_receipt()
    track(client, receipt.number, receipt.secret)
    return receipt


def report_of(receipt: Receipt) -> Aspiration:
    return Aspiration.objects.for_list().get(number=receipt.number)


def act(client: Client, receipt: Receipt, action: str, **data: Any) -> Any:
    return client.post(f"/lacak/{receipt.number}/{action}/", data)


def test_number_and_secret_open_the_report(client: Client):
    receipt, _token = make_receipt()
    response = track(client, receipt.number.lower().replace("-", " "), receipt.spaced_secret.lower())
    assert response["Location"] == f"/lacak/{receipt.number}/"
    shown = client.get(response["Location"])
    assert "Papan jembatan" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]


def test_wrong_secret_and_unknown_number_are_answered_alike(client: Client):
    receipt, _token = make_receipt()
    wrong = track(client, receipt.number, "0000-0000-0000-0000")
    unknown = track(client, "AS-2026-99999", "0000-0000-0000-0000")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    strip = [page.content.decode().split("<form")[1].split('value="')[0] for page in (wrong, unknown)]
    assert strip[0] == strip[1]
    assert "tidak cocok" in wrong.content.decode()


def test_wrong_and_unknown_take_the_same_queries(client: Client, django_assert_num_queries: Any):
    receipt, _token = make_receipt()
    with django_assert_num_queries(5) as wrong:
        track(client, receipt.number, "0000-0000-0000-0000")
    with django_assert_num_queries(5) as unknown:
        track(client, "AS-2026-99999", "0000-0000-0000-0000")
    assert len(wrong) == len(unknown)


def test_many_wrong_guesses_are_slowed_even_for_the_right_secret(client: Client):
    receipt, _token = make_receipt()
    for _ in range(RECEIPT.most):
        track(client, receipt.number, "0000-0000-0000-0000")
    response = track(client, receipt.number, receipt.secret)
    assert response.status_code == 429
    assert response["Retry-After"] == "900"


def test_neighbour_behind_the_same_address_is_not_locked_out(client: Client):
    guessed, mine = make_receipt()[0], make_receipt()[0]
    for _ in range(RECEIPT.most):
        track(client, guessed.number, "0000-0000-0000-0000")
    assert track(client, mine.number, mine.secret).status_code == 302


def test_no_address_is_stored_for_a_guess(client: Client):
    track(client, "AS-2026-99999", "0000")
    assert all("127.0.0.1" not in attempt.key for attempt in Attempt.objects.all())
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize("action", ["reply", "photos", "confirm", "dispute", "rate", "withdraw"])
def test_without_the_receipt_nothing_can_be_done(client: Client, action: str):
    report = make_report()
    assert client.post(f"/lacak/{report.number}/{action}/")["Location"] == "/lacak/"
    client.post(f"/lacak/{report.number}/{action}/", {"sure": "on", "reason": "x", "text": "x"})
    report.refresh_from_db()
    assert report.status == "submitted"


def test_unknown_action_is_not_found(client: Client, held: Receipt):
    assert act(client, held, "delete").status_code == 404


def test_secret_is_never_in_an_address(client: Client):
    receipt, _token = make_receipt()
    assert receipt.secret not in track(client, receipt.number, receipt.secret)["Location"]
    assert client.get(f"/lacak/?number={receipt.number}&secret={receipt.secret}").status_code == 200
    assert Client().get(f"/lacak/{receipt.number}/")["Location"] == "/lacak/"


def test_grant_ends_by_itself(client: Client, held: Receipt):
    session = client.session
    session["receipts"] = {held.number: session["receipts"][held.number] - GRANT_SECONDS - 1}
    session.save()
    assert client.get(f"/lacak/{held.number}/")["Location"] == "/lacak/"


def test_leaving_closes_the_report_on_this_device(client: Client, held: Receipt):
    client.post("/lacak/keluar/")
    assert client.get(f"/lacak/{held.number}/")["Location"] == "/lacak/"


def test_reporter_answers_a_question_with_a_photo(client: Client, held: Receipt):
    advance(report_of(held), "verified", "needs_info")
    act(client, held, "reply", text="Tiang ketiga dari darat.", photos=[picture()])
    report = report_of(held)
    assert (report.status, report.has_unread_reply, report.photos.count()) == ("verified", True, 1)


def test_empty_answer_is_refused_with_a_sentence(client: Client, held: Receipt):
    advance(report_of(held), "verified", "needs_info")
    response = act(client, held, "reply", text=" ")
    assert response.status_code == 422
    assert "Tulis jawaban Anda" in response.content.decode()
    assert report_of(held).status == "needs_info"


def test_what_is_wrong_with_the_whole_form_is_an_alert(client: Client, held: Receipt):
    alert = '<div class="notice notice-danger" role="alert"'
    assert (
        f'{alert} tabindex="-1" data-focus><p>Nomor laporan atau kode'
        in track(client, held.number, "0000").content.decode()
    )
    assert alert not in client.get("/lacak/").content.decode()


@pytest.mark.parametrize(
    ("step", "note"), [("needs_info", "Tiang yang mana?"), ("answered", "Papan diganti.")]
)
def test_question_and_answer_stand_above_what_can_be_done(
    client: Client, held: Receipt, step: str, note: str
):
    report = advance(report_of(held), "verified")
    services.change_status(report, step, actor=clerk_actor(), note=note)
    above = client.get(f"/lacak/{held.number}/").content.decode().split('class="actions')[0]
    assert note in above


def test_disputed_answer_stands_in_the_timeline_only(client: Client, held: Receipt):
    report = advance(report_of(held), "verified")
    services.change_status(report, "answered", actor=clerk_actor(), note="Papan diganti.")
    services.dispute(report_of(held), "Papan masih goyah.")
    above, below = client.get(f"/lacak/{held.number}/").content.decode().split('class="actions')
    assert ("Papan diganti." in above, "Papan diganti." in below) == (False, True)


def test_failed_form_has_the_ids_of_the_fresh_one(client: Client, held: Receipt):
    advance(report_of(held), "verified", "needs_info")
    fresh, failed = client.get(f"/lacak/{held.number}/"), act(client, held, "reply", text=" ")
    ids = [re.findall(r' id="(reply_\w+)"', page.content.decode()) for page in (fresh, failed)]
    assert ids == [["reply_text", "reply_photos"]] * 2


def test_bad_photo_keeps_the_answer_that_was_typed(client: Client, held: Receipt):
    advance(report_of(held), "verified", "needs_info")
    torn: Any = picture()
    torn.file.truncate(100)
    response = act(client, held, "reply", text="Tiang ketiga dari darat.", photos=[torn])
    assert "Tiang ketiga dari darat." in response.content.decode()


def test_reporter_confirms_and_rates_once(client: Client, held: Receipt):
    advance(report_of(held), "verified", "answered")
    act(client, held, "confirm")
    act(client, held, "rate", rating="4", comment="Cepat")
    assert act(client, held, "rate", rating="1").status_code == 422
    assert (report_of(held).status, report_of(held).rating) == ("resolved", 4)


def test_reporter_disputes_once_with_a_reason(client: Client, held: Receipt):
    advance(report_of(held), "verified", "answered")
    assert act(client, held, "dispute", reason="").status_code == 422
    act(client, held, "dispute", reason="Papan masih goyah.")
    assert report_of(held).status == "reopened"
    advance(report_of(held), "answered")
    assert act(client, held, "dispute", reason="Masih goyah.").status_code == 422


def test_withdrawal_asks_to_be_sure(client: Client, held: Receipt):
    assert act(client, held, "withdraw").status_code == 422
    act(client, held, "withdraw", sure="on")
    assert report_of(held).status == "withdrawn"


def test_step_by_somebody_else_in_between_is_a_sentence_not_an_error(client: Client, held: Receipt):
    advance(report_of(held), "verified", "rejected")
    response = act(client, held, "withdraw", sure="on")
    assert response.status_code == 422
    assert "Ditolak" in response.content.decode()


def test_internal_notes_and_staff_names_stay_inside(client: Client, held: Receipt):
    clerk = make_user(first_name="Rohani")
    report = advance(report_of(held), "verified")
    services.add_note(report, "Pelapor sering menelepon.", actor=clerk_actor(clerk))
    shown = client.get(f"/lacak/{held.number}/").content.decode()
    assert "sering menelepon" not in shown
    assert "Rohani" not in shown


def test_merged_report_shows_how_the_other_one_stands(client: Client, held: Receipt):
    target = advance(make_report(), "verified", "dispatched")
    services.merge(report_of(held), target, actor=clerk_actor())
    shown = client.get(f"/lacak/{held.number}/").content.decode()
    assert "Diteruskan ke Dinas PUPR" in shown
    assert target.number not in shown


def test_merged_report_shows_the_course_of_the_other_and_no_word_meant_for_its_reporter(
    client: Client, held: Receipt
):
    target = make_report(reporter_name="Nurhayati")
    services.merge(report_of(held), target, actor=clerk_actor())
    services.change_status(target, "verified", actor=clerk_actor(), note="Ibu Nurhayati, terima kasih.")
    target = advance(Aspiration.objects.get(pk=target.pk), "answered")
    shown = client.get(f"/lacak/{held.number}/").content.decode()
    assert [event.to_status for event in target.events.for_joined()] == ["verified", "answered"]
    assert "Perjalanan laporan yang digabungi" in shown
    assert "Keterangan" in shown
    assert "Nurhayati" not in shown


def test_confidential_reports_joined_show_steps_without_words(client: Client):
    receipt, __ = make_receipt(identity="confidential")
    client.post("/lacak/", {"number": receipt.number, "secret": receipt.secret})
    target = advance(make_report(identity="confidential"), "verified", "answered")
    services.merge(report_of(receipt), target, actor=clerk_actor())
    shown = client.get(f"/lacak/{receipt.number}/").content.decode()
    assert "Ditanggapi" in shown
    assert "Keterangan" not in shown


def test_tracking_page_takes_the_same_queries_for_any_history(
    client: Client, held: Receipt, django_assert_num_queries: Any
):
    with django_assert_num_queries(7):
        client.get(f"/lacak/{held.number}/")
    report = advance(report_of(held), "verified", "dispatched", "in_progress")
    for _ in range(10):
        advance(report, "dispatched", "in_progress")
    Photo.objects.bulk_create(Photo(aspiration=report, state="ready") for _ in range(20))
    with django_assert_num_queries(7):
        client.get(f"/lacak/{held.number}/")
