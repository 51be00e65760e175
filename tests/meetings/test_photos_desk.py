"""Photos of a stop at its desk, and what everybody sees of them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from government.models import Role
from meetings.models import Meeting, Picture
from meetings.services.pictures import render_picture
from tests.meetings.makers import make_meeting
from tests.world import make_user, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user())
    return client


@pytest.fixture
def stop() -> Meeting:
    return make_meeting(10)


def address(stop: Meeting) -> str:
    return f"/admin/meetings/meeting/{stop.pk}/photos/"


def sent(desk: Client, stop: Meeting, **fields: Any) -> Picture:
    data = {"verb": "add", "pictures-photos": [picture()], "pictures-caption": "Dialog warga"} | fields
    assert desk.post(address(stop), data).status_code == 302
    one = Picture.objects.get()
    render_picture(one.pk)
    one.refresh_from_db()
    return one


def test_photo_is_sent_shown_hidden_described_and_deleted(desk: Client, stop: Meeting):
    one, public = sent(desk, stop), f"/pertemuan/{stop.pk}/"
    assert (one.caption, one.is_public, one.state) == ("Dialog warga", False, "ready")
    assert one.uuid.hex not in Client().get(public).content.decode().replace("-", "")
    desk.post(address(stop), {"verb": "show", "picture": one.pk})
    assert "Dialog warga" in Client().get(public).content.decode()
    name = f"foto{one.pk}"
    desk.post(
        address(stop),
        {"verb": "describe", "picture": one.pk, f"{name}-caption": "Sambutan", f"{name}-stage": "other"},
    )
    assert "Sambutan" in Client().get(public).content.decode()
    desk.post(address(stop), {"verb": "hide", "picture": one.pk})
    assert "Sambutan" not in Client().get(public).content.decode()
    desk.post(address(stop), {"verb": "drop", "picture": one.pk})
    assert not Picture.objects.exists()


def test_what_is_no_photo_is_refused_and_the_caption_stays(desk: Client, stop: Meeting):
    for files in ({}, {"pictures-photos": [SimpleUploadedFile("foto.jpg", b"bukan foto")]}):
        answer = desk.post(address(stop), {"verb": "add", "pictures-caption": "Dialog warga"} | files)
        assert (answer.status_code, 'value="Dialog warga"' in answer.content.decode()) == (422, True)


def test_photo_of_another_stop_is_not_touched(desk: Client, stop: Meeting):
    one = sent(desk, stop)
    other = make_meeting(11)
    for verb in ("show", "drop", "hide", "describe"):
        assert desk.post(address(other), {"verb": verb, "picture": one.pk}).status_code == 404
    assert desk.post(address(stop), {"verb": "paint", "picture": one.pk}).status_code == 404
    assert Picture.objects.get().is_public is False


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VILLAGE_OPERATOR])
def test_who_only_reads_sends_nothing(client: Client, stop: Meeting, role: str):
    client.force_login(make_user(role, "16.07.14"))
    assert client.post(address(stop), {"verb": "add", "pictures-photos": [picture()]}).status_code == 404
    assert not Picture.objects.exists()
