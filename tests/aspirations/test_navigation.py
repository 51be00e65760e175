"""The navigation marks the page one is on, and no other."""

import re

import pytest
from django.test import Client

from tests.world import make_published

pytestmark = pytest.mark.django_db


def current(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return re.findall(r'<a [^>]*aria-current="page"[^>]*>([^<]+)</a>', page)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/lapor/", "Lapor"),
        ("/lacak/", "Lacak"),
        ("/laporan/?q=jembatan", "Laporan warga"),
        ("/en/lapor/", "Report"),
    ],
)
def test_page_one_is_on(client: Client, address: str, name: str):
    assert current(client, address) == [name]


def test_other_pages_mark_nothing(client: Client):
    for address in ("/", "/privasi/", "/tidak-ada/", make_published().get_absolute_url()):
        assert current(client, address) == []
