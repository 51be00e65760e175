"""Photos of stops and promises: sent, rendered, shown to whom they may be, and gone when dropped."""

import os
import time
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import ProtectedError
from django.test import Client
from django.utils.datastructures import MultiValueDict

from aspirations.services import Conflict, NotAllowed, Refused
from government.models import Role
from meetings.forms.pictures import PicturesForm
from meetings.models import MeetingEvent, Picture
from meetings.services import pictures
from meetings.views.pictures import READERS
from tests.meetings.makers import make_decision, make_follow_up, make_meeting
from tests.pictures import heic, phone_photo
from tests.worker import work
from tests.world import make_user, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def rendered(clerk: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Adds one to an owner and lets the worker's job run on it."""

    def make(owner: Any, file: Any = None, **fields: Any) -> Picture:
        (made,) = pictures.add_pictures(owner, [file or picture()], actor=clerk, **fields)
        with django_capture_on_commit_callbacks(execute=True):
            pictures.render_picture(made.pk)
        made.refresh_from_db()
        return made

    return make


def fetch(client: Client, found: Picture, name: str = "320.webp") -> Any:
    response: Any = client.get(f"/gambar/{found.uuid}/{name}")
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response


def promise(**fields: Any) -> Any:
    return make_follow_up(make_decision(make_meeting(**fields)))


@pytest.mark.parametrize("file", [phone_photo(6), heic()], ids=["jpeg", "heic"])
def test_photo_is_made_without_a_trace_of_its_maker(rendered: Any, settings: Any, file: Any):
    made = rendered(make_meeting(), file)
    assert (made.state, made.original.name, made.width, made.height) == ("ready", "", 64, 96)
    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert len(files) == 6
    assert not [path for path in files if b"Telepon" in path.read_bytes() or b"Exif" in path.read_bytes()]


def test_history_of_the_stop_tells(clerk: Any, rendered: Any):
    follow_up = promise()
    rendered(follow_up, stage="after")
    event = MeetingEvent.objects.get()
    assert (event.meeting, event.kind, event.text, event.user) == (
        follow_up.decision.meeting,
        "follow_up",
        "1 foto ditambahkan.",
        clerk,
    )


@pytest.mark.parametrize("of", [make_meeting, promise])
def test_shown_photo_of_a_public_stop_is_for_everybody(client: Client, clerk: Any, rendered: Any, of: Any):
    made = rendered(of())
    assert fetch(client, made).status_code == 404
    pictures.publish(made, True, actor=clerk)
    response = fetch(client, made, "960.jpg")
    assert (response.status_code, response["Cache-Control"]) == (200, "public, max-age=600")


@pytest.mark.parametrize("of", [make_meeting, promise])
def test_photo_of_an_internal_stop_is_for_its_staff_alone(client: Client, rendered: Any, of: Any):
    made = rendered(of(visibility="internal"), is_public=True)
    assert fetch(client, made).status_code == 404
    client.force_login(make_user(scope="16.07.13"))
    assert fetch(client, made).status_code == 404
    client.force_login(make_user(Role.AUDITOR))
    assert fetch(client, made)["Cache-Control"] == "private, no-store"


def test_photo_of_a_decision_kept_for_those_present_is_not_public(client: Client, rendered: Any):
    made = rendered(make_follow_up(make_decision(make_meeting(), is_public=False)), is_public=True)
    assert (fetch(client, made).status_code, Picture.objects.public().count()) == (404, 0)


def test_link_of_another_room_opens_what_it_grants(client: Client, rendered: Any, monkeypatch: Any):
    one, other = rendered(promise()), rendered(make_meeting(2))
    monkeypatch.setattr("meetings.views.pictures.READERS", [*READERS, lambda request, found: found == one])
    assert [fetch(client, one).status_code, fetch(client, other).status_code] == [200, 404]


@pytest.mark.parametrize("name", ["original", "640.webp", "320.svg", "../original"])
def test_nothing_but_derivatives_has_an_address(client: Client, rendered: Any, name: str):
    made = rendered(make_meeting(), is_public=True)
    assert (fetch(client, made).status_code, fetch(client, made, name).status_code) == (200, 404)


def test_only_who_convenes_there_writes(rendered: Any):
    made = rendered(make_meeting())
    for user in (make_user(Role.AUDITOR), make_user(scope="16.07.13")):
        with pytest.raises(NotAllowed):
            pictures.add_pictures(made.meeting, [picture()], actor=user)
        with pytest.raises(NotAllowed):
            pictures.publish(made, True, actor=user)
        with pytest.raises(NotAllowed):
            pictures.describe(made, caption="x", stage="after", actor=user)
        with pytest.raises(NotAllowed):
            pictures.drop_picture(made, actor=user)
    assert list(Picture.objects.values_list("is_public", "caption")) == [(False, "")]


def test_who_has_no_account_signs(clerk: Any):
    follow_up = promise()
    with pytest.raises(NotAllowed):
        pictures.add_pictures(follow_up, [picture()], actor=None)
    pictures.add_pictures(follow_up, [picture()], actor=None, signed_by="Dinas PUPR, Budi")
    assert [str(Picture.objects.get().signed_by), MeetingEvent.objects.get().signed_by] == [
        "Dinas PUPR, Budi"
    ] * 2


def test_there_is_an_end_to_them(clerk: Any, monkeypatch: Any):
    meeting = make_meeting()
    monkeypatch.setattr(pictures, "MOST_PER_OWNER", 2)
    pictures.add_pictures(meeting, [picture(), picture()], actor=clerk)
    with pytest.raises(Refused, match="terlalu banyak"):
        pictures.add_pictures(meeting, [picture()], actor=clerk)
    assert Picture.objects.count() == 2


def test_what_is_not_ready_is_not_shown(clerk: Any):
    (made,) = pictures.add_pictures(make_meeting(), [picture()], actor=clerk)
    with pytest.raises(Refused, match="belum siap"):
        pictures.publish(made, True, actor=clerk)


def test_file_that_cannot_be_read_fails_and_is_not_shown(rendered: Any, settings: Any):
    made = rendered(make_meeting(), ContentFile(b"no photo", "x.jpg"), is_public=True)
    assert (made.state, made.is_public) == ("failed", False)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_dropped_photo_leaves_no_file(
    clerk: Any, rendered: Any, settings: Any, django_capture_on_commit_callbacks: Any
):
    made = rendered(make_meeting())
    with django_capture_on_commit_callbacks(execute=True):
        pictures.drop_picture(made, actor=clerk)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []
    with pytest.raises(Conflict):
        pictures.drop_picture(made, actor=clerk)


def test_photo_dropped_while_it_is_made_leaves_no_file(
    clerk: Any, settings: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
):
    (made,) = pictures.add_pictures(make_meeting(), [picture()], actor=clerk)
    render = pictures.make

    def late(*args: Any) -> Any:
        done = render(*args)
        pictures.drop_picture(made, actor=clerk)
        return done

    monkeypatch.setattr(pictures, "make", late)
    with django_capture_on_commit_callbacks(execute=True):
        pictures.render_picture(made.pk)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_promise_with_photos_is_not_deleted_under_them(clerk: Any, rendered: Any):
    follow_up = promise()
    rendered(follow_up)
    with pytest.raises(ProtectedError):
        follow_up.delete()
    assert pictures.drop_pictures_of(follow_up, actor=clerk) == 1
    follow_up.delete()


def test_files_of_nobody_are_swept_a_day_later(rendered: Any, settings: Any):
    made, gone, fresh = rendered(make_meeting()), uuid4(), uuid4()
    for key in (gone, fresh):
        default_storage.save(f"pictures/{key.hex[:2]}/{key.hex}/original", ContentFile(b"x"))
    old = time.time() - 25 * 3600
    for path in settings.MEDIA_ROOT.rglob("*"):
        if path.is_file() and fresh.hex not in str(path):
            os.utime(path, (old, old))
    assert [pictures.drop_orphans(), pictures.drop_orphans()] == [1, 0]
    left = {path.parent.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
    assert left == {made.uuid.hex, fresh.hex}


def test_form_refuses_what_is_no_photo():
    files = MultiValueDict({"pictures-photos": [picture(), ContentFile(b"no photo", "surat.pdf")]})
    form = PicturesForm({"pictures-stage": "after"}, files)
    assert not form.is_valid()
    assert form.errors == {"photos": ["surat.pdf: Berkas ini bukan foto JPEG, PNG, WebP, atau HEIC."]}


@pytest.mark.usefixtures("committed_world")
@pytest.mark.django_db(transaction=True)
def test_worker_makes_what_pages_show():
    (made,) = pictures.add_pictures(make_meeting(), [picture()], actor=make_user())
    work()
    made.refresh_from_db()
    assert made.state == "ready"
