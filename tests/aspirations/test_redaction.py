"""Faces and plates leave the file itself; what was there is for staff alone, and not for ever."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from aspirations import services
from aspirations.media.boxes import MOST, Box, read
from aspirations.media.files import derivative_names, derivative_path
from aspirations.media.render import INK
from aspirations.models import Aspiration, Photo
from aspirations.services import Actor, Conflict, Refused
from aspirations.services.photos import render_photo
from government.models import Role
from tests.desk import desk, signed_in, text_of
from tests.pictures import RED, phone_photo
from tests.world import advance, clerk_actor, make_report, make_user, picture, publish

pytestmark = pytest.mark.django_db
FACE = [0.25, 0.25, 0.5, 0.5]


def ready(report: Aspiration) -> Photo:
    photo = report.photos.get()
    render_photo(photo.pk)
    photo.refresh_from_db()
    return photo


@pytest.fixture
def photo() -> Photo:
    return ready(publish_with_photo())


def publish_with_photo(size: tuple[int, int] = (640, 480)) -> Aspiration:
    report = make_report(photos=[picture(size)])
    return publish(report, photos=[str(report.photos.get().uuid)])


def report_of(photo: Photo) -> Aspiration:
    assert photo.aspiration_id
    return Aspiration.objects.for_list().get(pk=photo.aspiration_id)


def redacted(photo: Photo, *boxes: Any) -> Photo:
    services.redact(photo, boxes or [FACE], actor=clerk_actor(make_user()))
    render_photo(photo.pk)
    return Photo.objects.select_related("aspiration").get(pk=photo.pk)


def pixels(photo: Photo, width: int, extension: str) -> Image.Image:
    with default_storage.open(derivative_path(photo, width, extension)) as file:
        return Image.open(io.BytesIO(file.read())).convert("RGB")


def is_ink(colour: Any) -> bool:
    return all(abs(have - ink) < 12 for have, ink in zip(colour, INK, strict=True))


def address(photo: Photo, tail: str = "") -> str:
    return f"/admin/aspirations/aspiration/{photo.aspiration_id}/photo/{photo.uuid}/{tail}"


def fetch(client: Client, where: str) -> int:
    response: Any = client.get(where)
    if response.streaming:
        assert b"".join(response.streaming_content)
    return int(response.status_code)


def rows(*boxes: list[Any], initial: int = 0, **more: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {"box-TOTAL_FORMS": len(boxes), "box-INITIAL_FORMS": initial}
    for number, box in enumerate(boxes):
        sent |= {f"box-{number}-{name}": value for name, value in zip("xywh", box, strict=True)}
    return sent | more


@pytest.mark.parametrize("extension", ["jpg", "webp"])
@pytest.mark.parametrize("width", [320, 960, 1920])
def test_box_is_opaque_in_every_file(photo: Photo, width: int, extension: str):
    image = pixels(redacted(photo), width, extension)
    w, h = image.size
    parts = (0.27, 0.5, 0.73)
    inside = [image.getpixel((round(w * x), round(h * y))) for x in parts for y in parts]
    outside = [image.getpixel((round(w * x), round(h * x))) for x in (0.05, 0.2, 0.8, 0.95)]
    assert all(is_ink(colour) for colour in inside)
    assert not any(is_ink(colour) for colour in outside)


def test_box_lies_where_it_was_drawn_on_the_upright_photo():
    photo = ready(make_report(photos=[phone_photo()]))
    image = pixels(redacted(photo, [0, 0, 1, 0.5]), 320, "jpg")
    top, bottom = image.getpixel((10, 5)), image.getpixel((10, image.height - 5))
    assert (is_ink(top), is_ink(bottom)) == (True, False)
    assert top != RED


def test_files_hold_no_metadata(photo: Photo):
    with default_storage.open(derivative_path(redacted(photo), 1920, "jpg")) as file:
        assert not Image.open(file).getexif()


def test_address_changes_and_the_old_one_is_dead(photo: Photo, django_capture_on_commit_callbacks: Any):
    old, files = photo.uuid, derivative_names(photo)
    with django_capture_on_commit_callbacks(execute=True):
        new = redacted(photo)
    assert new.uuid != old
    assert fetch(Client(), f"/foto/{old}/320.jpg") == 404
    assert fetch(Client(), f"/foto/{new.uuid}/320.jpg") == 200
    assert not any(default_storage.exists(name) for name in files)


def test_photo_is_shown_nowhere_until_it_is_made_anew(photo: Photo):
    services.redact(photo, [FACE], actor=clerk_actor(make_user()))
    photo.refresh_from_db()
    assert fetch(Client(), f"/foto/{photo.uuid}/320.jpg") == 404
    report = report_of(photo)
    assert report.public_thumbnail is None
    assert str(photo.uuid) not in Client().get(report.get_absolute_url()).content.decode()
    render_photo(photo.pk)
    report.refresh_from_db()
    assert report.public_thumbnail == photo.uuid


def test_unredacted_one_is_for_who_may_hide_the_report():
    photo = redacted(ready(make_report(photos=[picture()])))
    people = {
        "clerk": desk(),
        "public": Client(),
        "elsewhere": desk(Role.CLERK, "16.07.13"),
        "operator": desk(Role.VILLAGE_OPERATOR, "16.07.14.2002"),
        "auditor": desk(Role.AUDITOR),
    }
    got = {name: fetch(client, address(photo, "source.jpg")) for name, client in people.items()}
    assert got == {"clerk": 200, "public": 302, "elsewhere": 404, "operator": 404, "auditor": 404}
    hex_of_source = photo.source.name.split("/")[2]
    for name in ("source", "1920.jpg", "original"):
        assert fetch(people["clerk"], f"/foto/{hex_of_source}/{name}") == 404


def test_source_is_as_it_was(photo: Photo):
    with services.open_source(redacted(photo)) as file:
        image = Image.open(file).convert("RGB")
    assert not is_ink(image.getpixel((image.width // 2, image.height // 2)))


def test_boxes_are_changed_from_the_source_and_taken_back(
    photo: Photo, django_capture_on_commit_callbacks: Any
):
    redacted(photo)
    moved = redacted(Photo.objects.get(pk=photo.pk), [0, 0, 0.2, 0.2])
    image = pixels(moved, 960, "jpg")
    assert not is_ink(image.getpixel((image.width // 2, image.height // 2)))
    source = str(moved.source.name)
    with django_capture_on_commit_callbacks(execute=True):
        services.redact(moved, [], actor=clerk_actor(make_user()))
        render_photo(photo.pk)
    bare = Photo.objects.get(pk=photo.pk)
    assert not is_ink(pixels(bare, 960, "jpg").getpixel((10, 10)))
    assert (bare.source.name, default_storage.exists(source)) == ("", False)


def test_source_is_dropped_thirty_days_after_the_end(photo: Photo):
    photo = redacted(photo)
    report = advance(report_of(photo), "verified", "answered", "resolved")
    Aspiration.objects.filter(pk=report.pk).update(status_since=timezone.now() - timedelta(days=29))
    assert services.drop_sources() == 0
    Aspiration.objects.filter(pk=report.pk).update(status_since=timezone.now() - timedelta(days=31))
    assert services.drop_sources() == 1
    assert not default_storage.exists(str(photo.source.name))
    assert is_ink(pixels(photo, 320, "jpg").getpixel((160, 120)))


def test_late_render_of_an_older_drawing_is_thrown_away(
    photo: Photo, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
):
    from aspirations.media import files as photos  # noqa: PLC0415 -- its render is slowed down

    services.redact(photo, [[0, 0, 0.1, 0.1]], actor=clerk_actor(make_user()))
    render = photos._render

    def slow(*args: Any) -> Any:
        monkeypatch.setattr(photos, "_render", render)
        services.redact(Photo.objects.get(pk=photo.pk), [FACE], actor=clerk_actor(make_user()))
        return render(*args)

    monkeypatch.setattr(photos, "_render", slow)
    with django_capture_on_commit_callbacks(execute=True):
        render_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.state == "pending"
    render_photo(photo.pk)
    photo.refresh_from_db()
    assert is_ink(pixels(photo, 320, "jpg").getpixel((160, 120)))


def test_second_clerk_is_told(photo: Photo):
    stale = Photo.objects.get(pk=photo.pk)
    redacted(photo)
    with pytest.raises(Conflict):
        services.redact(stale, [FACE], actor=clerk_actor(make_user()))
    response = desk().post(address(stale), rows([10, 10, 10, 10]), follow=True)
    assert "baru saja diubah orang lain" in response.content.decode()


def test_history_tells_staff_and_nobody_else(photo: Photo):
    clerk = make_user()
    services.redact(photo, [FACE, [0, 0, 0.1, 0.1]], actor=clerk_actor(clerk))
    report = report_of(photo)
    told = report.events.get(kind="redacted")
    assert (told.user, told.text, told.audience) == (clerk, "2 bagian ditutup.", "staff")


def test_page_works_without_javascript(photo: Photo):
    client = desk()
    assert address(photo) in text_of(client, report_of(photo))
    assert client.get(address(photo)).status_code == 200
    assert client.post(address(photo), rows([25, 25, 50, 50], ["", "", "", ""])).status_code == 302
    photo.refresh_from_db()
    assert photo.boxes == [FACE]
    render_photo(photo.pk)
    shown = client.get(address(photo)).content.decode()
    assert '<rect x="25.0" y="25.0" width="50.0" height="50.0"/>' in shown
    client.post(address(photo), {"_uncover": "1"})
    photo.refresh_from_db()
    assert photo.boxes == []


def test_one_of_two_boxes_is_taken_away(photo: Photo):
    photo = redacted(photo, FACE, [0, 0, 0.1, 0.1])
    desk().post(address(photo), rows([25, 25, 50, 50], [0, 0, 10, 10], initial=2, **{"box-1-DELETE": "on"}))
    photo.refresh_from_db()
    assert photo.boxes == [FACE]


@pytest.mark.parametrize("box", [[10, 10, "", 10], [99.9, 10, 10, 10], [10, 10, 0, 10], ["x", 1, 1, 1]])
def test_half_a_box_is_a_sentence_and_stays(photo: Photo, box: list[Any]):
    response = desk().post(address(photo), rows(box))
    assert response.status_code == 422
    assert response.context["formset"].errors != [{}]
    assert str(box[0]) in response.content.decode()


def test_other_report_s_photo_is_not_found(photo: Photo):
    other = make_report()
    where = f"/admin/aspirations/aspiration/{other.pk}/photo/{photo.uuid}/"
    assert signed_in(make_user()).get(where).status_code == 404


def test_nothing_new_is_refused(photo: Photo):
    with pytest.raises(Refused):
        services.redact(photo, [], actor=Actor.system())


@given(st.lists(st.tuples(*[st.floats(-1, 2)] * 4), max_size=5))
def test_whatever_is_read_lies_inside_the_photo(boxes: Any):
    try:
        found = read(boxes)
    except ValueError:
        return
    for box in found:
        left, top, right, bottom = box.pixels(640, 480)
        assert 0 <= left <= right < 640
        assert 0 <= top <= bottom < 480


def test_boxes_are_rounded_outwards_and_counted():
    assert Box(0.251, 0.5, 0.001, 0.5).pixels(100, 10) == (25, 5, 25, 9)
    with pytest.raises(ValueError, match="too many"):
        read([FACE] * (MOST + 1))
