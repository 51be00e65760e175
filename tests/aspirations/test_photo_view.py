"""Photo files: only through the view that checks permission."""

from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.models import Photo
from aspirations.services import photos as photo_services
from tests.world import make_receipt, make_report, make_user, picture, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo() -> Any:
    report = make_report(photos=[picture()])
    photo_services.render_photo(report.photos.get().pk)
    return report.photos.select_related("aspiration").get()


def fetch(client: Client, photo: Any, name: str = "320.webp") -> Any:
    response: Any = client.get(f"/foto/{photo.uuid}/{name}")
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response


def test_unpublished_photo_does_not_exist_for_the_public(client: Client, photo: Any):
    assert fetch(client, photo).status_code == 404


def test_published_photo_is_for_everybody(client: Client, photo: Any):
    publish(photo.aspiration, photos=[str(photo.uuid)])
    for name, kind in (("320.webp", "image/webp"), ("960.jpg", "image/jpeg"), ("1920.jpg", "image/jpeg")):
        response = fetch(client, photo, name)
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert response["X-Content-Type-Options"] == "nosniff"


def test_photo_not_chosen_stays_private_though_the_report_is_public(client: Client, photo: Any):
    publish(photo.aspiration, photos=[])
    assert fetch(client, photo).status_code == 404


def test_hidden_report_hides_its_photos(client: Client, photo: Any):
    report = publish(photo.aspiration, photos=[str(photo.uuid)])
    services.hide(report, actor=services.Actor.system(), reason="x")
    assert fetch(client, photo).status_code == 404


def test_clerk_sees_it_privately_and_one_of_another_kecamatan_does_not(client: Client, photo: Any):
    client.force_login(make_user())
    assert fetch(client, photo)["Cache-Control"] == "private, no-store"
    client.force_login(make_user(scope="16.07.13"))
    assert fetch(client, photo).status_code == 404


def test_reporter_sees_it_with_the_receipt(client: Client):
    receipt, _token = make_receipt(photos=[picture()])
    photo = Photo.objects.get()
    photo_services.render_photo(photo.pk)
    assert fetch(client, photo).status_code == 404
    client.post("/lacak/", {"number": receipt.number, "secret": receipt.secret})
    assert fetch(client, photo).status_code == 200


@pytest.mark.parametrize("name", ["original", "640.webp", "320.svg", "320.html", "../original"])
def test_nothing_but_derivatives_has_an_address(client: Client, photo: Any, name: str):
    publish(photo.aspiration, photos=[str(photo.uuid)])
    assert fetch(client, photo, name).status_code == 404


def test_photo_in_preparation_does_not_exist(client: Client):
    report = make_report(photos=[picture()])
    client.force_login(make_user())
    assert fetch(client, report.photos.get()).status_code == 404


def test_storage_has_no_address_of_its_own(client: Client):
    report = publish(make_report(photos=[picture()]))
    name = report.photos.get().original.name
    for prefix in ("", "media/", "static/"):
        assert client.get(f"/{prefix}{name}").status_code == 404
