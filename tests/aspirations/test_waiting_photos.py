"""Photos that wait for a form that has errors take only so much room, from one address and in all."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from aspirations import receipts
from aspirations.models import Attempt, Photo
from aspirations.services import Refused, allowances, tallies
from aspirations.services.allowances import DAILY, EVERYBODY, HOURLY
from tests.pictures import scan_bomb
from tests.threads import at_once
from tests.world import SRI_MULYO, picture

HERE, THERE = "203.0.113.7", "203.0.113.8"
LOST = "Foto belum tersimpan. Pilih lagi fotonya sebelum mengirim."
COOKIE = "a" * 32


def take(kib: int, address: str = HERE) -> None:
    allowances.take(address, kib * 1024)


def send(client: Client, **changed: Any) -> Any:
    return client.post("/lapor/", {"text": "Rusak", "village": SRI_MULYO, "photos": [picture()]} | changed)


def expired(cookie: str | None = None, **changed: Any) -> Any:
    client = Client(enforce_csrf_checks=True)
    if cookie is not None:
        client.cookies["csrftoken"] = cookie
    return send(client, **changed)


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", [None, "", "forged", "a" * 31, "é" * 32])
def test_stranger_without_our_cookie_stores_nothing(cookie: str | None, settings: Any):
    response = expired(cookie, photos=[picture() for __ in range(5)])
    shown = response.content.decode()
    assert (response.status_code, Photo.objects.count()) == (403, 0)
    assert list(settings.MEDIA_ROOT.rglob("original")) == []
    assert LOST in shown
    assert "Rusak" in shown


@pytest.mark.django_db
def test_stranger_s_photos_are_not_even_opened():
    assert (
        "rusak atau terpotong" not in expired(photos=[ContentFile(scan_bomb(200), "a.jpg")]).content.decode()
    )


@pytest.mark.django_db
def test_photos_of_a_page_that_lay_open_too_long_are_kept():
    shown = expired(COOKIE).content.decode()
    assert Photo.objects.count() == 1
    assert LOST not in shown


@pytest.mark.django_db
def test_page_without_photos_says_nothing_of_photos():
    assert LOST not in expired(photos=[]).content.decode()


@pytest.mark.django_db
def test_address_that_used_its_hour_keeps_its_text_and_earlier_photos_only(client: Client):
    token = receipts.new_token()
    send(client, token=token)
    kept = [Photo.objects.get().uuid.hex]
    tallies.add(tallies.key_of(HOURLY.name, "127.0.0.1"), HOURLY.kib, HOURLY.window)
    response = send(client, token=token, kept=kept)
    shown = response.content.decode()
    assert (response.status_code, Photo.objects.count()) == (422, 1)
    assert shown.count('name="kept"') == 1
    assert LOST in shown


@pytest.mark.django_db
def test_hour_of_one_address_is_not_that_of_its_neighbour():
    take(HOURLY.kib)
    with pytest.raises(Refused, match="Foto belum tersimpan"):
        take(1)
    take(1, THERE)


@pytest.mark.django_db
@pytest.mark.parametrize(("allowance", "who"), [(DAILY, HERE), (EVERYBODY, "")])
def test_day_has_a_limit_too_and_everybody_together(allowance: Any, who: str):
    key = tallies.key_of(allowance.name, who)
    tallies.add(key, allowance.kib, allowance.window)
    with pytest.raises(Refused):
        take(1)
    assert Attempt.objects.get().count == allowance.kib


@pytest.mark.django_db
def test_what_was_refused_does_not_count():
    with pytest.raises(Refused):
        take(HOURLY.kib + 1)
    take(HOURLY.kib)


def test_limit_holds_when_many_come_at_once(transactional_db: None):
    half = HOURLY.kib // 2
    results = at_once(*[lambda: take(half)] * 5)
    assert sorted(type(result).__name__ for result in results) == ["NoneType"] * 2 + ["Refused"] * 3


@pytest.mark.django_db
def test_addresses_are_not_kept():
    take(1)
    assert HERE not in str(list(Attempt.objects.values()))
