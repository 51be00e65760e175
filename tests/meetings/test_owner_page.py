"""An agency reports by its link: what it reads, what it does, and who else learns nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.models import DecisionAspiration, FollowUp, OwnerLink
from meetings.services import evidence, links
from meetings.views.owner_grants import GRANT_SECONDS
from tests.meetings.makers import make_follow_up
from tests.meetings.promises import clerk, entries, make_promise
from tests.world import agency, make_published, make_report, make_user

pytestmark = pytest.mark.django_db
OFFICER = {"name": "Budi Santoso", "position": "Kabid Bina Marga"}
SIGNED = "Dinas Pekerjaan Umum dan Penataan Ruang: Budi Santoso, Kabid Bina Marga"


@pytest.fixture
def promise() -> FollowUp:
    return make_promise()


@pytest.fixture
def link(promise: FollowUp) -> OwnerLink:
    (made,) = links.issue_links(promise.decision, make_user())
    return made


@pytest.fixture
def officer(client: Client, link: OwnerLink) -> Client:
    """A browser in which the link was opened."""
    open_link(client, link)
    return client


def open_link(client: Client, link: OwnerLink, secret: str | None = None, **more: str) -> Any:
    code = links.secret_of(link) if secret is None else secret
    return client.post("/janji/lapor/", {"number": link.number, "secret": code} | more)


def address(link: OwnerLink, promise: FollowUp, act: str = "") -> str:
    return f"/janji/lapor/{link.pk}/{promise.pk}/" + (f"{act}/" if act else "")


def hidden(page: Any) -> dict[str, str]:
    """What a form of the page carries beside what is typed."""
    text = page.content.decode()
    found = {name: re.search(rf'name="{name}" value="([^"]+)"', text) for name in ("seen", "form")}
    return {name: match[1] for name, match in found.items() if match}


def act(
    client: Client, link: OwnerLink, promise: FollowUp, verb: str, carried: Any = None, **data: Any
) -> Any:
    carried = carried if carried is not None else hidden(client.get(address(link, promise)))
    return client.post(address(link, promise, verb), OFFICER | carried | data)


# What it reads


def test_code_opens_the_agency_s_promises(client: Client, link: OwnerLink, promise: FollowUp):
    response = open_link(client, link, f" {links.secret_of(link).lower()} ")
    assert response["Location"] == f"/janji/lapor/{link.pk}/"
    page = client.get(response["Location"])
    assert promise.text in page.content.decode()
    link.refresh_from_db()
    assert link.opened_at is not None


def test_page_says_what_was_promised_and_is_kept_nowhere(officer: Client, link: OwnerLink, promise: FollowUp):
    evidence.add_milestone(promise, "Survei lapangan", None, by=clerk())
    response = officer.get(address(link, promise))
    for words in ("Memperbaiki jembatan", "Jembatan Jalur 8 diperbaiki", "Survei lapangan"):
        assert words in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


def test_reports_stand_there_only_where_everybody_reads_them(
    officer: Client, link: OwnerLink, promise: FollowUp
):
    shown, private = make_published(title="Papan lapuk"), make_report(title="Nama pelapor")
    for report in (shown, private):
        DecisionAspiration.objects.create(decision=promise.decision, aspiration=report)
    text = officer.get(address(link, promise)).content.decode()
    assert "Papan lapuk" in text
    assert "Nama pelapor" not in text
    assert private.number not in text


def test_notes_of_the_desk_are_not_shown(officer: Client, link: OwnerLink, promise: FollowUp):
    evidence.add_note(promise, "Kontraktornya lambat", "desk", by=clerk())
    evidence.add_note(promise, "Mohon foto tiang", "owner", by=clerk())
    text = officer.get(address(link, promise)).content.decode()
    assert "Mohon foto tiang" in text
    assert "Kontraktornya lambat" not in text


# Who gets in


def test_wrong_unknown_expired_and_revoked_look_alike(client: Client, link: OwnerLink):
    secret = links.secret_of(link)
    answers = [
        open_link(client, link, "0" * 16),
        client.post("/janji/lapor/", {"number": "JR-99999", "secret": secret}),
    ]
    OwnerLink.objects.update(expires_at=timezone.now())
    answers.append(open_link(client, link, secret))
    OwnerLink.objects.update(expires_at=timezone.now() + timedelta(days=1), revoked_at=timezone.now())
    answers.append(open_link(client, link, secret))
    assert {answer.status_code for answer in answers} == {404}
    texts = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(texts) == 1


def test_wrong_codes_become_slow_and_the_right_one_waits_too(client: Client, link: OwnerLink):
    for _try in range(10):
        open_link(client, link, "0" * 16)
    response = open_link(client, link)
    assert (response.status_code, response["Retry-After"]) == (429, "900")


@pytest.mark.parametrize("change", ["revoked", "expired", "renewed"])
def test_who_is_in_is_out_at_once(officer: Client, link: OwnerLink, promise: FollowUp, change: str):
    carried = hidden(officer.get(address(link, promise)))
    if change == "revoked":
        links.revoke_link(promise, by=clerk())
    elif change == "renewed":
        links.renew_link(promise, by=clerk())
    else:
        OwnerLink.objects.update(expires_at=timezone.now())
    assert officer.get(address(link, promise)).status_code == 404
    response = act(officer, link, promise, "start", carried, text="Kami mulai Senin")
    assert response.status_code == 404
    assert 'value="Kami mulai Senin"' in response.content.decode()


def test_grant_ends_with_the_working_day(officer: Client, link: OwnerLink):
    session = officer.session
    session["owner_links"][str(link.pk)][0] -= GRANT_SECONDS + 1
    session.save()
    assert officer.get(f"/janji/lapor/{link.pk}/").status_code == 404


def test_what_was_typed_comes_back_with_the_code(client: Client, link: OwnerLink, promise: FollowUp):
    carried = {"carried-follow_up": str(promise.pk), "carried-act": "start", "carried-text": "Mulai Senin"}
    page = open_link(client, link, **carried).content.decode()
    assert "Mulai Senin</textarea>" in page


def test_other_agency_s_promise_does_not_exist(officer: Client, link: OwnerLink, promise: FollowUp):
    other = make_follow_up(promise.decision, agency=agency("bpbd"))
    assert officer.get(address(link, other)).status_code == 404
    assert officer.post(address(link, other, "start"), OFFICER).status_code == 404
    assert other.events.count() == 0


def test_address_without_a_code_opens_nothing(client: Client, link: OwnerLink, promise: FollowUp):
    for path in (f"/janji/lapor/{link.pk}/", address(link, promise)):
        assert client.get(path).status_code == 404
    assert client.post(address(link, promise, "start"), OFFICER).status_code == 404


def test_leaving_closes_it_on_this_device(officer: Client, link: OwnerLink):
    officer.post("/janji/lapor/keluar/")
    assert officer.get(f"/janji/lapor/{link.pk}/").status_code == 404


# What it does


def test_start_progress_and_done_are_signed_and_wait_for_the_desk(
    officer: Client, link: OwnerLink, promise: FollowUp
):
    act(officer, link, promise, "start", text="")
    act(officer, link, promise, "progress", progress="40", text="Tiang berdiri")
    act(officer, link, promise, "done", text="Sudah dapat dilewati")
    promise.refresh_from_db()
    assert (promise.status, promise.progress) == ("reported", 100)
    assert [row[:2] for row in entries(promise)[1:]] == [
        ("status", ""), ("progress", "Tiang berdiri"), ("status", "Sudah dapat dilewati"),
    ]  # fmt: skip
    assert {row.signed_by for row in promise.events.exclude(kind="link")} == {SIGNED}


def test_letter_comes_whole_or_not_at_all(officer: Client, link: OwnerLink, promise: FollowUp):
    half = act(officer, link, promise, "done", text="Sudah", letter_number="600/12")
    assert half.status_code == 422
    assert "Isi nomor dan tanggal surat" in half.content.decode()
    act(officer, link, promise, "done", text="Sudah", letter_number="600/12", letter_on="20 Juli 2023")
    assert str(promise.letters.get()) == "600/12"


def test_date_and_owner_are_proposed_not_set(officer: Client, link: OwnerLink, promise: FollowUp):
    day = promise.target_on + timedelta(days=20)
    act(officer, link, promise, "date", text="Air pasang", target_on=day.isoformat())
    act(officer, link, promise, "not_ours", text="Milik BPBD", agency=str(agency("bpbd").pk))
    promise.refresh_from_db()
    assert (promise.agency, promise.target_on) == (agency(), day - timedelta(days=20))
    assert [(ask.kind, ask.target_on, ask.agency) for ask in promise.asks.all()] == [
        ("date", day, None), ("not_ours", None, agency("bpbd")),
    ]  # fmt: skip
    text = officer.get(address(link, promise)).content.decode()
    assert "Menunggu jawaban kecamatan" in text


def test_double_press_is_done_once(officer: Client, link: OwnerLink, promise: FollowUp):
    carried = hidden(officer.get(address(link, promise)))
    for _press in range(2):
        response = act(officer, link, promise, "progress", carried, progress="40", text="Tiang berdiri")
        assert response.status_code == 302
    assert [row[0] for row in entries(promise)] == ["link", "status"]


def test_old_page_is_refused_and_keeps_what_was_typed(officer: Client, link: OwnerLink, promise: FollowUp):
    carried = hidden(officer.get(address(link, promise)))
    evidence.add_note(promise, "Mohon foto", "owner", by=clerk())
    response = act(officer, link, promise, "start", carried, text="Mulai Senin")
    assert response.status_code == 422
    text = response.content.decode()
    assert "sudah berubah sejak halaman dibuka" in text
    assert "Mulai Senin</textarea>" in text
    assert act(officer, link, promise, "start", hidden(response), text="Mulai Senin").status_code == 302


def test_unsigned_says_nothing(officer: Client, link: OwnerLink, promise: FollowUp):
    assert act(officer, link, promise, "start", text="", name="").status_code == 422
    assert promise.status == "promised"


def test_step_is_ticked_with_a_name(officer: Client, link: OwnerLink, promise: FollowUp):
    step = evidence.add_milestone(promise, "Survei", None, by=clerk())
    carried = hidden(officer.get(address(link, promise)))
    path = address(link, promise, f"tahapan/{step.pk}")
    officer.post(path, carried | {"done": "1", "name": ""})
    step.refresh_from_db()
    assert step.done_on is None
    officer.post(path, carried | {"done": "1", "name": "Rina\0", "position": "Staf\0"})
    step.refresh_from_db()
    assert step.done_on == timezone.localdate()


@pytest.mark.parametrize("page", ["list", "promise"])
def test_queries_do_not_grow(officer: Client, link: OwnerLink, promise: FollowUp, page: str):
    path = f"/janji/lapor/{link.pk}/" if page == "list" else address(link, promise)
    counts = []
    for number in (1, 12):
        for one in range(number):
            make_follow_up(promise.decision)
            evidence.add_milestone(promise, f"Tahap {one}", None, by=clerk())
            evidence.add_letter(promise, f"{number}/{one}", timezone.localdate(), "", by=clerk())
        officer.get(path)
        with CaptureQueriesContext(connection) as queries:
            officer.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
