"""HEAD is answered wherever GET is; nothing is written by either."""

import pytest
from django.test import Client

from tests.world import make_published, make_receipt

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/lapor/", "/laporan/", "/lacak/", "/lapor/titik.json"])
def test_head_is_answered_like_get_without_a_body(client: Client, address: str):
    got, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (got.status_code, b"") == (200, b"")


def test_head_of_a_report_and_of_what_needs_a_receipt(client: Client):
    receipt, _token = make_receipt()
    assert client.head(make_published().get_absolute_url()).status_code == 200
    assert client.head(f"/lacak/{receipt.number}/")["Location"] == "/lacak/"
    assert client.head(f"/lacak/{receipt.number}/withdraw/")["Location"] == f"/lacak/{receipt.number}/"
    assert client.head("/lapor/tanda-terima/")["Location"] == "/lacak/"


@pytest.mark.parametrize("address", ["/laporan/", "/lapor/titik.json"])
def test_reading_pages_refuse_to_be_written_to(client: Client, address: str):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/lacak/keluar/", "/lapor/serupa/"])
def test_head_does_nothing_where_only_post_does(client: Client, address: str):
    assert client.head(address).status_code == 405
