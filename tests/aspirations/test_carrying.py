"""What a reporter typed outlives the session and the page, and goes nowhere else."""

import re
from typing import Any

import pytest
from django.test import Client

from aspirations.models import Aspiration
from aspirations.receipts import Receipt
from tests.world import advance, make_receipt, picture

pytestmark = pytest.mark.django_db
TYPED = "Tiang ketiga dari darat.\r\nDi kiri."


@pytest.fixture
def asked() -> Receipt:
    """A receipt whose report waits for an answer; no browser has opened it."""
    receipt, _token = make_receipt()
    advance(Aspiration.objects.for_list().get(number=receipt.number), "verified", "needs_info")
    return receipt


def reply(client: Client, receipt: Receipt, **data: Any) -> Any:
    return client.post(f"/lacak/{receipt.number}/reply/", {"text": TYPED} | data)


def hidden(page: Any) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(carried-\w+)" value="([^"]*)"', page.content.decode()))


def open_with(client: Client, receipt: Receipt, **carried: str) -> Any:
    return client.post("/lacak/", {"number": receipt.number, "secret": receipt.secret} | carried)


def test_answer_after_the_session_ended_comes_back_with_the_receipt(client: Client, asked: Receipt):
    refused = reply(client, asked)
    assert (refused.status_code, "no-store" in refused["Cache-Control"]) == (403, True)
    shown = open_with(client, asked, **hidden(refused)).content.decode()
    assert re.search(r'<textarea[^>]*id="reply_text"[^>]*>\s*Tiang ketiga dari darat\.\s+Di kiri\.<', shown)


def test_wrong_secret_shows_nothing_of_the_report_and_keeps_what_was_typed(client: Client, asked: Receipt):
    carried = hidden(reply(client, asked))
    wrong = client.post("/lacak/", {"number": asked.number, "secret": "0" * 16} | carried)
    assert (wrong.status_code, hidden(wrong)) == (422, carried)
    assert "Papan jembatan" not in wrong.content.decode()


def test_what_was_typed_is_not_put_into_another_report(client: Client, asked: Receipt):
    other, _token = make_receipt()
    opened = open_with(client, other, **hidden(reply(client, asked)))
    assert opened["Location"] == f"/lacak/{other.number}/"


def test_typed_text_is_in_no_session_and_no_address(client: Client, asked: Receipt):
    refused = reply(client, asked)
    open_with(client, asked, **hidden(refused))
    assert TYPED not in str(dict(client.session))
    assert "Location" not in refused


def test_unknown_report_and_known_one_are_asked_alike(client: Client, asked: Receipt):
    known = reply(client, asked)
    unknown = client.post("/lacak/AS-2026-99999/reply/", {"text": TYPED})
    assert known.status_code == unknown.status_code
    assert hidden(known)["carried-text"] == hidden(unknown)["carried-text"]


def test_forged_action_is_ignored(client: Client, asked: Receipt):
    forged = {"carried-number": asked.number, "carried-action": "erase", "carried-text": "x"}
    assert open_with(client, asked, **forged)["Location"] == f"/lacak/{asked.number}/"


@pytest.mark.parametrize("granted", [True, False])
def test_page_that_lay_open_too_long_keeps_the_answer(asked: Receipt, granted: bool):
    client = Client(enforce_csrf_checks=True)
    if granted:
        client.cookies = _opened(asked)
    shown = reply(client, asked)
    assert shown.status_code == 403
    assert "Tiang ketiga dari darat." in shown.content.decode()
    assert ('id="reply_text"' in shown.content.decode()) == granted
    assert not Aspiration.objects.get().has_unread_reply


def _opened(receipt: Receipt) -> Any:
    client = Client()
    open_with(client, receipt)
    return client.cookies


def test_receipt_form_that_lay_open_too_long_keeps_what_it_carries(client: Client, asked: Receipt):
    carried = hidden(reply(client, asked))
    shown = open_with(Client(enforce_csrf_checks=True), asked, **carried)
    assert (shown.status_code, hidden(shown)) == (403, carried)


def test_photos_that_were_lost_are_named(client: Client, asked: Receipt):
    assert "Pilih lagi fotonya" in reply(client, asked, photos=[picture()]).content.decode()
    assert "Pilih lagi fotonya" not in reply(client, asked).content.decode()


def test_other_pages_that_lay_open_too_long_say_so(asked: Receipt):
    shown = Client(enforce_csrf_checks=True).post("/lacak/keluar/")
    assert "Halaman ini terlalu lama terbuka" in shown.content.decode()
