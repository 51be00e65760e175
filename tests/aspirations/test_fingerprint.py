"""A photo is known again when it was re-encoded or made smaller, and not mistaken for another scene."""

import io
import random

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image, ImageDraw, ImageFilter

from aspirations import services
from aspirations.likeness import LIKE_PHOTO, SAME_PHOTO
from aspirations.media.files import derivative_path
from aspirations.media.fingerprint import fingerprint
from aspirations.models import Photo
from tests.world import clerk_actor, make_report, make_user

SCENES = range(12)


def scene(seed: int, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """A sky, a ground and things on it, softened and grained as by a phone."""
    dice = random.Random(seed)
    image = Image.new("RGB", size, (170, 190, dice.randrange(180, 250)))
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle(
        (0, height * dice.uniform(0.4, 0.7), width, height), fill=(90, dice.randrange(60, 120), 60)
    )
    for __ in range(14):
        left, top = dice.randrange(width), dice.randrange(height)
        right, bottom = left + dice.randrange(80, width // 2), top + dice.randrange(60, height // 2)
        draw.rectangle((left, top, right, bottom), fill=tuple(dice.randrange(256) for __ in range(3)))
    return image.filter(ImageFilter.GaussianBlur(2))


def sent_again(image: Image.Image, *, quality: int, share: float = 1.0, fmt: str = "JPEG") -> Image.Image:
    """As WhatsApp or a browser hands it on."""
    buffer = io.BytesIO()
    image.resize((round(image.width * share), round(image.height * share))).save(buffer, fmt, quality=quality)
    return Image.open(buffer)


def differing(one: Image.Image, other: Image.Image) -> int:
    a, b = fingerprint(one), fingerprint(other)
    assert a is not None
    assert b is not None
    return ((a ^ b) & (2**64 - 1)).bit_count()


@pytest.mark.parametrize("seed", SCENES)
@pytest.mark.parametrize(
    ("quality", "share", "fmt"), [(40, 1, "JPEG"), (70, 0.25, "JPEG"), (60, 0.5, "WEBP"), (90, 0.77, "JPEG")]
)
def test_same_scene_is_known_again(seed: int, quality: int, share: float, fmt: str):
    image = scene(seed)
    assert differing(image, sent_again(image, quality=quality, share=share, fmt=fmt)) <= SAME_PHOTO


@pytest.mark.parametrize("seed", SCENES)
def test_small_crop_or_brightness_is_like_it(seed: int):
    image = scene(seed)
    assert differing(image, image.point(lambda value: min(255, round(value * 1.1)))) <= LIKE_PHOTO


def test_other_scenes_are_not():
    images = [scene(seed) for seed in SCENES]
    pairs = [differing(one, other) for at, one in enumerate(images) for other in images[at + 1 :]]
    assert min(pairs) > LIKE_PHOTO


@pytest.mark.parametrize("colour", ["black", "white", "#557744"])
def test_even_picture_has_none(colour: str):
    assert fingerprint(Image.new("RGB", (640, 480), colour)) is None


@pytest.mark.django_db
def test_worker_keeps_the_fingerprint_of_what_it_rendered():
    buffer = io.BytesIO()
    scene(1).save(buffer, "JPEG", quality=80)
    photo = Photo(aspiration=make_report())
    photo.original.save("original", ContentFile(buffer.getvalue()))
    services.render_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.fingerprint is not None
    assert ((photo.fingerprint ^ (fingerprint(scene(1)) or 0)) & (2**64 - 1)).bit_count() <= SAME_PHOTO


def stored(count: int) -> list[Photo]:
    """Photos of one report, rendered by a version that knew no fingerprints."""
    report = make_report(photos=[upload(scene(seed, (400, 300))) for seed in range(count)])
    for photo in report.photos.all():
        services.render_photo(photo.pk)
    Photo.objects.update(fingerprint=None)
    return list(report.photos.order_by("pk"))


def upload(image: Image.Image) -> ContentFile:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return ContentFile(buffer.getvalue(), "foto.jpg")


def told(**options: int) -> str:
    out = io.StringIO()
    call_command("fingerprint_photos", stdout=out, **options)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_old_photos_get_theirs_a_few_at_a_time():
    photos = stored(3)
    assert told(most=2) == f"2 foto dilihat, 2 bersidik; lanjutkan dengan --after {photos[1].pk}"
    assert told(after=photos[1].pk) == f"1 foto dilihat, 1 bersidik; lanjutkan dengan --after {photos[2].pk}"
    with default_storage.open(derivative_path(photos[0], 1920, "jpg")) as file:
        assert Photo.objects.earliest("pk").fingerprint == fingerprint(Image.open(file))
    assert told() == "0 foto dilihat, 0 bersidik; lanjutkan dengan --after 0"


@pytest.mark.django_db
def test_file_that_is_gone_or_broken_stops_nobody():
    gone, broken, whole = stored(3)
    default_storage.delete(derivative_path(gone, 1920, "jpg"))
    name = derivative_path(broken, 1920, "jpg")
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"no picture"))
    assert told() == f"3 foto dilihat, 1 bersidik; lanjutkan dengan --after {whole.pk}"


@pytest.mark.django_db
def test_painted_photo_is_measured_by_what_was_before():
    (photo,) = stored(1)
    told()
    before = Photo.objects.get().fingerprint
    services.redact(photo, [[0.1, 0.1, 0.5, 0.5]], actor=clerk_actor(make_user()))
    services.render_photo(photo.pk)
    Photo.objects.update(fingerprint=None)
    told()
    assert Photo.objects.get().fingerprint == before
    Photo.objects.update(fingerprint=None, source="")
    assert told().startswith("0 foto dilihat")
