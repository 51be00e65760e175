"""What the worker makes of a photo: upright, in the sizes of the pages, without a trace of the sender."""

import io
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from aspirations import services
from aspirations.media.files import RenderingFailed, derivative_path
from aspirations.media.render import UNREADABLE
from aspirations.models import Photo, PhotoState
from tests.pictures import GREEN, RED, heic, heic_that_crashes, phone_photo
from tests.worker import work
from tests.world import REPORTER, make_published, make_report, picture, publish

WIDTHS = (320, 960, 1920)
FORMATS = {"jpg": "JPEG", "webp": "WEBP"}


@pytest.fixture
def rendered(db, django_capture_on_commit_callbacks):
    """Makes a photo of a report and lets the worker's job run on it."""

    def make(file) -> Photo:
        (photo,) = services.add_photos(make_report(), [file], actor=REPORTER)
        with django_capture_on_commit_callbacks(execute=True):
            services.render_photo(photo.pk)
        photo.refresh_from_db()
        return photo

    return make


def derivative(photo: Photo, width: int = 320, extension: str = "jpg") -> bytes:
    with default_storage.open(derivative_path(photo, width, extension)) as file:
        return file.read()


def near(pixel, colour) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True))


def test_every_width_is_made_in_both_formats(rendered):
    photo = rendered(picture((2400, 1200)))
    for width in WIDTHS:
        for extension, fmt in FORMATS.items():
            image = Image.open(io.BytesIO(derivative(photo, width, extension)))
            assert (image.format, image.size) == (fmt, (width, width // 2))
    assert (photo.state, photo.width, photo.height) == (PhotoState.READY, 1920, 960)


def test_small_photo_is_not_enlarged(rendered):
    photo = rendered(picture((100, 60)))
    sizes = {Image.open(io.BytesIO(derivative(photo, width))).size for width in WIDTHS}
    assert (sizes, photo.width, photo.height) == ({(100, 60)}, 100, 60)


@pytest.mark.parametrize(
    "file",
    [phone_photo(6), phone_photo(6, fmt="WEBP"), phone_photo(6, fmt="PNG"), heic()],
    ids=["jpeg", "webp", "png", "heic"],
)
def test_phone_photo_stands_upright_and_says_nothing_of_its_maker(rendered, file):
    assert b"Telepon" in file.read()
    photo = rendered(file)
    for extension in FORMATS:
        data = derivative(photo, 320, extension)
        image = Image.open(io.BytesIO(data))
        assert image.size == (64, 96)
        assert near(image.convert("RGB").getpixel((32, 10)), RED)
        assert near(image.convert("RGB").getpixel((32, 85)), GREEN)
        assert (dict(image.getexif()), set(image.info) & {"exif", "xmp", "comment", "icc_profile"}) == (
            {},
            set(),
        )
        assert not [word for word in (b"Exif", b"Suparno", b"Telepon", b"xmp", b"GPS") if word in data]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_applied(rendered, orientation):
    photo = rendered(phone_photo(orientation))
    image = Image.open(io.BytesIO(derivative(photo)))
    upright = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}
    middle = image.width // 2, image.height // 2
    edge = {
        "left": (8, middle[1]),
        "right": (image.width - 8, middle[1]),
        "top": (middle[0], 8),
        "bottom": (middle[0], image.height - 8),
    }
    assert near(image.getpixel(edge[upright[orientation]]), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_screen_shot_of_any_kind_is_made(rendered, mode):
    buffer = io.BytesIO()
    Image.new(mode, (40, 30)).save(buffer, "PNG")
    photo = rendered(ContentFile(buffer.getvalue(), "layar.png"))
    assert Image.open(io.BytesIO(derivative(photo))).mode == "RGB"


def test_transparency_becomes_white(rendered):
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(buffer, "PNG")
    photo = rendered(ContentFile(buffer.getvalue(), "layar.png"))
    assert near(Image.open(io.BytesIO(derivative(photo))).getpixel((20, 15)), (255, 255, 255))


def test_what_hides_behind_the_picture_is_gone(rendered):
    polyglot = picture().read() + b"<script>alert(1)</script>PK\x03\x04"
    photo = rendered(ContentFile(polyglot, "foto.jpg"))
    assert b"script" not in derivative(photo)
    assert photo.state == PhotoState.READY


def test_original_is_deleted_once_the_derivatives_stand(rendered, settings):
    photo = rendered(picture())
    assert photo.original.name == ""
    assert list(settings.MEDIA_ROOT.rglob("original")) == []
    assert len(list(settings.MEDIA_ROOT.rglob("*.*"))) == 6


def test_running_twice_changes_nothing(rendered):
    photo = rendered(picture())
    before = derivative(photo)
    services.render_photo(photo.pk)
    assert derivative(photo) == before
    assert Photo.objects.get().state == PhotoState.READY


def test_photo_that_is_gone_is_nobody_s_error(db):
    services.render_photo(0)
    assert Photo.objects.count() == 0


def test_job_that_died_half_way_is_done_again_under_the_same_names(db, django_capture_on_commit_callbacks):
    (photo,) = services.add_photos(make_report(), [picture()], actor=REPORTER)
    default_storage.save(derivative_path(photo, 320, "jpg"), ContentFile(b"half"))
    services.render_photo(photo.pk)
    assert Image.open(io.BytesIO(derivative(photo))).size == (320, 240)


@pytest.mark.parametrize(
    "data",
    [b"no photo at all", picture().read()[:900], heic_that_crashes()],
    ids=["text", "torn", "crash"],
)
def test_file_that_cannot_be_read_is_marked_and_not_tried_again(rendered, data):
    photo = rendered(ContentFile(data, "foto.jpg"))
    assert (photo.state, photo.width) == (PhotoState.FAILED, None)
    services.render_photo(photo.pk)
    assert not default_storage.exists(derivative_path(photo, 320, "jpg"))


def test_file_that_cannot_be_read_is_not_kept_with_its_secrets(rendered, settings):
    photo = rendered(ContentFile(phone_photo().read()[:930], "foto.jpg"))
    assert (photo.state, photo.original.name) == (PhotoState.FAILED, "")
    assert list(settings.MEDIA_ROOT.rglob("original")) == []


def test_file_stays_where_giving_up_fails(db, settings, django_capture_on_commit_callbacks):
    (photo,) = services.add_photos(make_report(), [ContentFile(b"no photo", "a")], actor=REPORTER)
    with django_capture_on_commit_callbacks(execute=False):
        services.render_photo(photo.pk)
    assert len(list(settings.MEDIA_ROOT.rglob("original"))) == 1


def test_photo_whose_time_ran_out_keeps_its_original_for_another_try(db, monkeypatch):
    (photo,) = services.add_photos(make_report(), [picture()], actor=REPORTER)
    monkeypatch.setattr("aspirations.media.files.RENDER_SECONDS", 0.001)
    with pytest.raises(RenderingFailed):
        services.render_photo(photo.pk)
    monkeypatch.undo()
    services.render_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.state == PhotoState.READY


@pytest.mark.parametrize(("full", "at_fault"), [(True, False), (False, True)], ids=["disk", "file"])
def test_full_disk_is_no_fault_of_the_file(tmp_path, full, at_fault):
    source = tmp_path / "source"
    source.write_bytes(picture().read() if full else b"no photo")
    if full:
        (tmp_path / "1920.webp").symlink_to("/dev/full")
    command = [sys.executable, "-m", "aspirations.media.render", source, tmp_path, "1000000"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode != 0
    assert (done.returncode == UNREADABLE) is at_fault


def test_picture_beyond_the_cap_is_marked(rendered, settings):
    settings.PHOTO_MAX_PIXELS = 640 * 480 - 1
    assert rendered(picture((640, 480))).state == PhotoState.FAILED


def test_failed_photo_leaves_the_public_page(db):
    report = make_report()
    bad, good = services.add_photos(report, [ContentFile(b"no photo", "a"), picture()], actor=REPORTER)
    report = publish(report, photos=[str(bad.uuid), str(good.uuid)])
    services.render_photo(bad.pk)
    bad.refresh_from_db()
    report.refresh_from_db()
    assert (bad.is_public, report.public_thumbnail) == (False, good.uuid)


def test_worker_makes_the_photos_of_a_submission(committed_world, settings):
    report = make_published(photos=[picture(), heic(), ContentFile(b"no photo", "x.jpg")])
    work()
    assert sorted(report.photos.values_list("state", flat=True)) == ["failed", "ready", "ready"]
    assert list(settings.MEDIA_ROOT.rglob("original")) == []
