"""What a page weighs on a poor line, compressed as it travels."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.world import make_published

pytestmark = pytest.mark.django_db
KILOBYTE = 1024
PAGES = ["/", "/lapor/", "/lacak/", "/laporan/", "/privasi/", "/en/lapor/"]


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=9))


def static_files(page: str) -> set[str]:
    """Everything that a first visit loads: what the page names, and the modules that those import."""
    names = set(re.findall(r'"/static/([^"#]+)', page)) - lazy(page)
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name.endswith(".js"):
            for found in re.findall(r'^import .*"\./([^"]+)"', read(name).decode(), re.MULTILINE):
                if (module := f"js/{found}") not in names:
                    names.add(module)
                    waiting.append(module)
    return names


def lazy(page: str) -> set[str]:
    """The map comes when it is asked for; the share card's picture is loaded by others."""
    return set(re.findall(r'data-leaflet-\w+="/static/([^"]+)"', page)) | {"img/touch.png", "img/og.png"}


def read(name: str) -> bytes:
    found: Any = finders.find(name)
    return Path(found).read_bytes()


def test_first_visit_of_the_report_page_is_light(client: Client):
    html = client.get("/lapor/").content
    files = static_files(html.decode())
    assert {"css/portal.css", "js/report-form.js", "js/photos.js"} <= files
    total = compressed(html) + sum(compressed(read(name)) for name in files)
    assert total <= 60 * KILOBYTE


@pytest.mark.parametrize("address", PAGES)
def test_html_of_public_pages_is_light(client: Client, address: str):
    for number in range(20):
        make_published(title=f"Jembatan {number} di Jalur {number * 7} rusak")
    assert compressed(client.get(address).content) <= 15 * KILOBYTE
