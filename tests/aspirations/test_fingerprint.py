"""A photo is known again when it was re-encoded or made smaller, and not mistaken for another scene."""

import io
import random

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

from aspirations import services
from aspirations.likeness import LIKE_PHOTO, SAME_PHOTO
from aspirations.media.fingerprint import fingerprint
from aspirations.models import Photo
from tests.world import make_report

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
