"""The roof's pages, and what holds for every page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations.services.photos import render_photo
from government.models import Region
from meetings.models import Meeting, Series
from tests.world import make_published, make_report, picture, publish

pytestmark = pytest.mark.django_db
PAGES = ["/", "/lapor/", "/lacak/", "/laporan/", "/privasi/", "/en/", "/en/lapor/", "/admin/login/"]


def test_health_answers(client: Client):
    assert client.get("/sehat/").json() == {"status": "ok"}


@pytest.mark.parametrize("address", PAGES)
def test_policy_allows_no_inline_script_or_style_and_no_other_host(client: Client, address: str):
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    page = response.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=\"|\son\w+=\"", page)


@pytest.mark.parametrize("address", PAGES)
def test_every_resource_is_our_own(client: Client, address: str):
    page = client.get(address).content.decode()
    loaded = re.findall(r'<(?:script|img|source|use)[^>]+(?:src|srcset|href)="([^"]+)"', page)
    loaded += re.findall(r'<link[^>]+rel="(?:stylesheet|icon|apple-touch-icon)"[^>]+href="([^"]+)"', page)
    assert [url for url in loaded if not url.startswith(("/", "#"))] == []
    assert loaded


@pytest.mark.parametrize(
    "address", ["/laporan/AS-2026-99999/", "/tidak-ada/", "/foto/x/320.jpg", "/en/nothing/"]
)
def test_what_does_not_exist_is_a_friendly_page(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


def test_server_error_page_needs_nothing_that_could_be_broken(client: Client, monkeypatch: Any):
    client.raise_request_exception = False

    def broken(*_: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("portal.views._figures", broken)
    response = client.get("/")
    assert response.status_code == 500
    assert "kirim lagi" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_headers(client: Client, name: str, value: str):
    assert client.get("/")[name] == value


@pytest.mark.parametrize("address", ["/", "/laporan/", "/privasi/"])
def test_reading_needs_no_cookie(client: Client, address: str):
    client.get(address)
    assert client.cookies.keys() == set()


def test_next_rakor_is_shown_when_there_is_one(client: Client):
    assert "Rakor berikutnya" not in client.get("/").content.decode()
    make_meeting()
    page = client.get("/").content.decode()
    assert "Rakor berikutnya" in page
    assert "Balai Desa" in page


def make_meeting() -> None:
    series = Series.objects.create(name="Rakor", year=2026, region_id="16.07")
    start = timezone.now() + timedelta(days=3)
    Meeting.objects.create(
        status="announced",
        announced_at=start,
        series=series,
        number=11,
        host_district=Region.objects.get(code="16.07.14"),
        place="Balai Desa",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )


def test_language_switch_leads_to_the_same_page(client: Client):
    address = make_published().get_absolute_url()
    assert f'href="/en{address}"' in client.get(address).content.decode()
    assert f'href="{address}"' in client.get(f"/en{address}").content.decode()


def test_pages_travel_compressed_and_photos_as_they_are(client: Client):
    page = client.get("/lapor/", headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page["Vary"]
    assert client.get("/lapor/").get("Content-Encoding") is None
    report = make_report(photos=[picture()])
    render_photo(report.photos.get().pk)
    publish(report, photos=[str(report.photos.get().uuid)])
    photo: Any = client.get(f"/foto/{report.photos.get().uuid}/320.jpg", headers={"accept-encoding": "gzip"})
    assert b"".join(photo.streaming_content)[:2] == b"\xff\xd8"
    assert photo.get("Content-Encoding") is None
