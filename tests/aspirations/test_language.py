"""What people wrote is Indonesian on English pages too, and says so (WCAG 3.1.2)."""

import re

import pytest
from django.test import Client

from tests.world import advance, make_published, make_receipt

pytestmark = pytest.mark.django_db
WRITTEN = ("Jembatan rusak", "Papan jembatan di Jalur 8", "Keterangan")


def untold(page: str) -> list[str]:
    """What of the written texts stands outside any element that names its language."""
    body = re.sub(r'<(\w+)[^>]* lang="id".*?</\1>', "", page.split("<main")[1], flags=re.DOTALL)
    return [text for text in WRITTEN if text in body]


def test_public_pages(client: Client):
    report = advance(make_published(), "verified", "answered")
    for address in ("/en/laporan/", f"/en{report.get_absolute_url()}"):
        page = client.get(address).content.decode()
        assert ('<html lang="en"' in page, "Jembatan rusak" in page, untold(page)) == (True, True, [])


def test_tracking_page(client: Client):
    receipt, _token = make_receipt()
    client.post("/lacak/", {"number": receipt.number, "secret": receipt.secret})
    page = client.get(f"/en/lacak/{receipt.number}/").content.decode()
    assert ("Jembatan rusak" in page, untold(page)) == (True, [])


def test_words_of_our_own_are_english(client: Client):
    report = advance(make_published(), "verified", "answered")
    page = client.get(f"/en{report.get_absolute_url()}").content.decode()
    own = re.search(r'<section class="answer">(.*?)<div lang="id">', page, re.DOTALL)
    assert own is not None
    assert "<h2>Answer</h2>" in own[1]
