"""An agency answers by its link: what it reads, what it does, and who else learns nothing."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations import services
from aspirations.models import Aspiration, Attempt, Dispatch, Photo
from aspirations.services.photos import render_photo
from aspirations.views.dispatch_grants import GRANT_SECONDS
from tests.aspirations.test_dispatches import send, sent
from tests.aspirations.test_photo_view import fetch
from tests.world import advance, agency, clerk_actor, make_report, picture

pytestmark = pytest.mark.django_db
OFFICER = {"name": "Budi Santoso", "position": "Kabid Bina Marga"}


def open_link(client: Client, made: Dispatch, secret: str | None = None) -> Any:
    code = services.secret_of(made) if secret is None else secret
    return client.post("/disposisi/", {"number": made.number, "secret": code})


def page_of(client: Client, made: Dispatch) -> Any:
    return client.get(f"/disposisi/{made.number}/")


def hidden(page: Any) -> dict[str, str]:
    """What a form of the page carries beside what is typed."""
    text = page.content.decode()
    found = {name: re.search(rf'name="{name}" value="([^"]+)"', text) for name in ("seen", "form")}
    return {name: match[1] for name, match in found.items() if match}


def act(client: Client, made: Dispatch, action: str, carried: Any = None, **data: Any) -> Any:
    carried = carried if carried is not None else hidden(page_of(client, made))
    return client.post(f"/disposisi/{made.number}/{action}/", OFFICER | carried | data)


@pytest.fixture
def made() -> Dispatch:
    return sent(instruction="Tinjau papan di Jalur 8.")


@pytest.fixture
def officer(client: Client, made: Dispatch) -> Client:
    """A browser in which the link was opened."""
    open_link(client, made)
    made.refresh_from_db()
    return client


def report_of(made: Dispatch) -> Aspiration:
    return Aspiration.objects.get(pk=made.aspiration_id)


# What it reads


def test_code_opens_the_page_and_the_clerk_learns_when(client: Client, made: Dispatch):
    response = open_link(
        client, made, f" {services.secret_of(made).lower()[:8]}-{services.secret_of(made)[8:]} "
    )
    assert response["Location"] == f"/disposisi/{made.number}/"
    made.refresh_from_db()
    assert (made.state, made.opened_at is not None) == ("opened", True)


def test_page_says_what_is_to_be_done(officer: Client, made: Dispatch):
    text = page_of(officer, made).content.decode()
    for words in ("Tinjau papan di Jalur 8.", "Papan jembatan", "Sri Mulyo", made.aspiration.number):
        assert words in text


def test_page_is_kept_nowhere_and_found_by_no_search(officer: Client, made: Dispatch):
    for page in (page_of(officer, made), officer.get("/disposisi/")):
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert page["Referrer-Policy"] == "same-origin"


def test_personal_data_and_the_reporter_are_not_shown(client: Client):
    report = make_report(text="Telepon saya 081234567890 di Jalur 8.", reporter_phone="+6281273456789")
    made = send(advance(report, "verified"))
    open_link(client, made)
    text = page_of(client, made).content.decode()
    assert [word for word in ("081234567890", "81273456789", "Suparno") if word in text] == []


def test_clerk_may_show_the_reporter_and_the_history_says_that_it_was(client: Client):
    made = sent(shows_reporter=True)
    open_link(client, made)
    assert "Suparno" in page_of(client, made).content.decode()
    assert made.aspiration.events.filter(kind="link", text__contains="pelapor diperlihatkan").count() == 1


def test_internal_notes_and_those_for_another_agency_stay_inside(client: Client):
    first = sent()
    services.add_note(first.aspiration, "Kepala dinas kerabat pelapor.", actor=clerk_actor())
    open_link(client, first)
    act(client, first, "ask", text="Pertanyaan instansi pertama.")
    second = send(report_of(first), "bpbd")
    open_link(client, second)
    text = page_of(client, second).content.decode()
    assert [words for words in ("kerabat", "instansi pertama") if words in text] == []


# What it does


def test_it_accepts_and_the_history_names_agency_and_officer(officer: Client, made: Dispatch):
    assert act(officer, made, "accept", text="").status_code == 302
    made.refresh_from_db()
    event = made.aspiration.events.latest("pk")
    assert (made.state, event.kind, event.user) == ("accepted", "accepted", None)
    assert event.signed_by == "Dinas PUPR, lewat tautan: Budi Santoso, Kabid Bina Marga"


def test_reporter_never_reads_who_signed(officer: Client, made: Dispatch):
    act(officer, made, "progress", text="Papan dipasang.")
    shown = made.aspiration.events.for_reporter().latest("pk")
    assert (shown.text, "Budi" in shown.text + shown.label) == ("Papan dipasang.", False)


def test_question_goes_to_the_clerk_and_not_to_the_reporter(officer: Client, made: Dispatch):
    act(officer, made, "ask", text="Jembatan yang mana?")
    made.refresh_from_db()
    assert (made.state, report_of(made).has_unread_reply) == ("asked", True)
    assert not made.aspiration.events.for_reporter().filter(text__contains="mana").exists()
    services.tell_agency(made, "Yang di dekat masjid.", actor=clerk_actor())
    made.refresh_from_db()
    assert made.state == "opened"
    assert "dekat masjid" in page_of(officer, made).content.decode()


def test_refusal_brings_it_back_with_the_reason_for_the_clerk(officer: Client, made: Dispatch):
    bpbd = agency("bpbd")
    act(officer, made, "refuse", text="Jalan provinsi.", suggested_agency=bpbd.pk)
    made.refresh_from_db()
    report = report_of(made)
    assert (made.state, made.statement, made.suggested_agency) == ("refused", "Jalan provinsi.", bpbd)
    assert (report.status, report.agency, report.has_unread_reply) == ("verified", None, True)
    assert not report.events.for_reporter().filter(text__contains="provinsi").exists()
    after = page_of(officer, made).content.decode()
    assert ("sudah dikembalikan" in after, "Papan jembatan" in after) == (True, False)


def test_plan_has_a_year_and_a_source_and_its_words_are_not_public(officer: Client, made: Dispatch):
    year = timezone.localdate().year + 1
    act(officer, made, "plan", year=year, source="apbd-kab", text="Masuk RKPD.")
    report = report_of(made)
    assert (report.status, report.planned_for) == ("planned", f"{year}, APBD kabupaten")
    event = report.events.get(to_status="planned")
    assert (event.text, event.public_text) == ("Masuk RKPD.", "")


def test_plan_for_the_end_of_time_is_refused(officer: Client, made: Dispatch):
    typed = {"year": str(timezone.localdate().year), "source": "apbn", "due_on": "9999-12-31"}
    assert "Periksa tahunnya." in act(officer, made, "plan", text="Nanti.", **typed).content.decode()
    assert report_of(made).status == "dispatched"


def test_progress_with_photos_starts_the_work_and_goes_on(officer: Client, made: Dispatch):
    act(officer, made, "progress", text="Papan dibeli.", before=[picture()])
    act(officer, made, "progress", text="Papan dipasang.", after=[picture(), picture()])
    made.refresh_from_db()
    assert (made.state, report_of(made).status) == ("working", "in_progress")
    stages = Photo.objects.filter(by_staff=True, is_public=False).values_list("stage", flat=True)
    assert sorted(stages) == ["after", "after", "before"]


def test_what_it_says_at_the_end_waits_for_the_clerk(officer: Client, made: Dispatch):
    act(officer, made, "finish", text="Papan sudah diganti.", after=[picture()])
    made.refresh_from_db()
    report = report_of(made)
    assert (made.state, made.statement) == ("done", "Papan sudah diganti.")
    assert (report.status, report.public_answer, report.has_unread_reply) == ("in_progress", "", True)
    assert not report.events.for_reporter().filter(text__contains="diganti").exists()
    assert page_of(officer, made).context["actions"] == {}


def test_planned_work_is_finished_too(officer: Client, made: Dispatch):
    act(officer, made, "plan", year=timezone.localdate().year, source="desa", text="Bulan depan.")
    act(officer, made, "finish", text="Sudah dikerjakan.")
    assert report_of(made).status == "in_progress"


def test_who_does_it_must_be_said_and_what_was_typed_stays(officer: Client, made: Dispatch):
    response = act(officer, made, "ask", text="Jembatan yang mana?", name="")
    assert response.status_code == 422
    assert "Jembatan yang mana?" in response.content.decode()
    assert made.aspiration.events.filter(kind="asked").count() == 0


def test_officer_types_the_name_once(officer: Client, made: Dispatch):
    act(officer, made, "ask", text="Yang mana?")
    assert 'value="Budi Santoso"' in page_of(officer, made).content.decode()


def test_double_press_is_done_once(officer: Client, made: Dispatch):
    carried = hidden(page_of(officer, made))
    for _ in range(2):
        assert act(officer, made, "progress", carried, text="Papan dibeli.").status_code == 302
    assert made.aspiration.events.filter(text="Papan dibeli.").count() == 1


def test_old_page_is_told_and_what_was_typed_stays(officer: Client, made: Dispatch):
    carried = hidden(page_of(officer, made))
    services.reply(advance(report_of(made), "needs_info"), "Di Jalur 8.")
    response = act(officer, made, "progress", carried, text="Papan dibeli.")
    text = response.content.decode()
    assert (response.status_code, "sudah berubah" in text, "Papan dibeli." in text) == (422, True, True)
    assert report_of(made).status == "dispatched"
    assert act(officer, made, "progress", hidden(response), text="Papan dibeli.").status_code == 302


def test_grant_that_ran_out_keeps_what_was_typed(
    officer: Client,
    made: Dispatch,
):
    carried = hidden(page_of(officer, made))
    session = officer.session
    session["dispatches"] = {made.number: [0, made.secret_hash]}
    session.save()
    gone = act(officer, made, "ask", carried, text="Yang mana?")
    assert (gone.status_code, "Yang mana?" in gone.content.decode()) == (404, True)
    again = officer.post(
        "/disposisi/",
        {
            "number": made.number,
            "secret": services.secret_of(made),
            "carried-number": made.number,
            "carried-action": "ask",
            "carried-text": "Yang mana?",
        },
    )
    assert "Yang mana?" in again.content.decode()


def test_step_that_is_not_offered_is_not_made(officer: Client, made: Dispatch):
    advance(report_of(made), "in_progress")
    assert act(officer, made, "refuse", text="Bukan kami.").status_code == 422
    assert officer.post(f"/disposisi/{made.number}/answered/").status_code == 404
    assert report_of(made).status == "in_progress"


# Who else learns nothing


def broken(made: Dispatch, how: str) -> None:
    now = timezone.now()
    if how == "expired":
        Dispatch.objects.filter(pk=made.pk).update(sent_at=now - timedelta(days=9), expires_at=now)
    elif how == "revoked":
        services.revoke_link(made, actor=clerk_actor())
    elif how == "superseded":
        send(report_of(made), "bpbd")
    elif how == "renewed":
        services.renew_link(made, 7, actor=clerk_actor())
    elif how == "merged":
        services.merge(report_of(made), make_report(), actor=clerk_actor())
    elif how == "about it":
        Aspiration.objects.filter(pk=made.aspiration_id).update(
            concerns="agency", concerned_agency=made.agency
        )
    elif how == "withdrawn":
        services.withdraw(report_of(made))


BROKEN = ["expired", "revoked", "superseded", "renewed", "merged", "withdrawn", "about it"]


@pytest.mark.parametrize("how", BROKEN)
def test_broken_link_is_answered_like_a_wrong_one(client: Client, made: Dispatch, how: str):
    secret = services.secret_of(made)
    wrong = open_link(Client(), made, "0" * 16)
    broken(made, how)
    answer = open_link(client, made, secret)
    pages = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in (wrong, answer)]
    assert (wrong.status_code, answer.status_code) == (404, 404)
    assert pages[0] == pages[1]


@pytest.mark.parametrize("how", BROKEN)
def test_browser_that_was_in_is_out(officer: Client, made: Dispatch, how: str):
    carried = hidden(page_of(officer, made))
    broken(made, how)
    assert page_of(officer, made).status_code == 404
    assert act(officer, made, "ask", carried, text="Yang mana?").status_code == 404
    assert report_of(made).events.filter(kind="asked").count() == 0


def test_numbers_cannot_be_tried_through(client: Client, made: Dispatch):
    numbers = (made.number, "AS-D-2026-99999")
    pages = [client.get(f"/disposisi/{number}/") for number in numbers]
    assert [page.status_code for page in pages] == [404, 404]
    # But for the address itself, and the token of its form.
    texts = [
        re.sub(r'value="[^"]*"', "", page.content.decode()).replace(number, "")
        for page, number in zip(pages, numbers, strict=True)
    ]
    assert texts[0] == texts[1]


def test_unknown_number_takes_the_queries_of_a_wrong_code(
    client: Client, made: Dispatch, django_assert_num_queries: Any
):
    with django_assert_num_queries(5):
        open_link(client, made, "0" * 16)
    with django_assert_num_queries(5):
        client.post("/disposisi/", {"number": "AS-D-2026-99999", "secret": "0" * 16})


def test_guesses_are_slowed_even_for_the_right_code(client: Client, made: Dispatch):
    for _ in range(10):
        assert open_link(client, made, "0" * 16).status_code == 404
    assert open_link(client, made).status_code == 429
    Attempt.objects.update(expires_at=timezone.now())
    assert open_link(client, made).status_code == 302


def test_link_of_one_report_opens_no_other(officer: Client, made: Dispatch):
    other = sent()
    assert page_of(officer, other).status_code == 404
    assert open_link(Client(), other, services.secret_of(made)).status_code == 404


def test_confidential_report_is_not_opened_by_a_link(client: Client):
    made = send(advance(make_report(identity="confidential", reporter_name=""), "verified"))
    assert open_link(client, made).status_code == 404


def test_photo_is_for_the_holder_of_the_link_of_its_report_only(officer: Client, made: Dispatch):
    other = make_report(photos=[picture()])
    services.add_photos(report_of(made), [picture()], actor=clerk_actor())
    for photo in Photo.objects.all():
        render_photo(photo.pk)
    mine, theirs = (report.photos.get() for report in (report_of(made), other))
    assert [fetch(officer, photo).status_code for photo in (mine, theirs)] == [200, 404]
    assert fetch(Client(), mine).status_code == 404
    services.revoke_link(made, actor=clerk_actor())
    assert fetch(officer, mine).status_code == 404


def test_secret_stands_in_no_address_and_no_log(client: Client, made: Dispatch, caplog: Any):
    caplog.set_level(logging.DEBUG)
    secret = services.secret_of(made)
    answer = open_link(client, made)
    page = page_of(client, made).content.decode()
    open_link(client, made, secret[:-1] + "?")
    assert secret not in answer["Location"] + page + caplog.text


def test_form_of_a_stranger_is_refused(made: Dispatch):
    client = Client(enforce_csrf_checks=True)
    assert open_link(client, made).status_code == 403
    made.refresh_from_db()
    assert made.opened_at is None


def test_page_without_its_cookie_keeps_what_was_typed(made: Dispatch):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/disposisi/{made.number}/ask/", OFFICER | {"text": "Yang mana?"})
    assert (answer.status_code, "Yang mana?" in answer.content.decode()) == (404, True)


def test_grant_lasts_a_working_day(officer: Client, made: Dispatch, monkeypatch: Any):
    later = timezone.now().timestamp() + GRANT_SECONDS + 1
    monkeypatch.setattr("aspirations.views.dispatch_grants.time.time", lambda: later)
    assert page_of(officer, made).status_code == 404


def test_device_is_left(officer: Client, made: Dispatch):
    officer.post("/disposisi/keluar/")
    assert page_of(officer, made).status_code == 404


def test_page_takes_the_same_queries_for_any_history(
    officer: Client, made: Dispatch, django_assert_num_queries: Any
):
    page_of(officer, made)
    with django_assert_num_queries(5):
        page_of(officer, made)
    for _ in range(5):
        report = services.reply(advance(report_of(made), "needs_info"), "Di Jalur 8.")
    Photo.objects.bulk_create(Photo(aspiration=report, state="ready") for _ in range(10))
    with django_assert_num_queries(5):
        page_of(officer, made)
