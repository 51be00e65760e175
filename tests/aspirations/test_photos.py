"""Which files are let in, where they wait, and when they are dropped."""

import subprocess
import sys
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aspirations import receipts, services
from aspirations.media import PhotoRefused, check
from aspirations.media.probe import MOST_SCANS, scans
from aspirations.models import Aspiration, EventKind, Photo, Stage
from aspirations.services import Refused
from tests.pictures import heic, heic_claiming, heic_that_crashes, phone_photo, pixel_bomb, scan_bomb
from tests.threads import pile_up
from tests.world import REPORTER, clerk_actor, make_report, make_user, picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NO_PHOTO = "Berkas ini bukan foto JPEG, PNG, WebP, atau HEIC."
TORN = "Foto ini rusak atau terpotong. Pilih foto lain."
OPENS_NOTHING = """
import sys
from django.conf import settings
settings.configure(PHOTO_MAX_BYTES=10**6, PHOTO_MAX_PIXELS=10**6)
from aspirations.media import check
for path in sys.argv[1:]:
    print(check(open(path, "rb"), 1))
print("PIL" in sys.modules)
"""
TOO_LARGE = "Ukuran gambar terlalu besar. Kecilkan dulu, lalu kirim lagi."


def refusal(data: bytes) -> str:
    """The sentence with which the file is refused."""
    with pytest.raises(PhotoRefused) as refused:
        check(SimpleUploadedFile("foto.jpg", data), len(data))
    return str(refused.value)


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_photo_of_a_phone_or_a_screen_is_let_in(fmt):
    file = picture((64, 48), fmt)
    assert check(file, file.size) == (64, 48)
    assert file.tell() == 0


def test_photo_of_an_iphone_is_let_in_and_measured_upright():
    file = heic()
    assert check(file, file.size) == (64, 96)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Pak Camat yang terhormat",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        SVG,
        b"GIF89a" + bytes(100),
        b"BM" + bytes(100),
        b"\xff\xd8\xff",
    ],
    ids=["empty", "text", "pdf", "svg", "gif", "bmp", "beginning of a JPEG"],
)
def test_what_is_no_photo_is_refused(data):
    assert refusal(data) == NO_PHOTO


@pytest.mark.parametrize("file", [*(picture((200, 200), fmt) for fmt in ("JPEG", "PNG", "WEBP")), heic()])
def test_torn_photo_is_refused(file):
    data = file.read()
    assert refusal(data[: len(data) * 3 // 5]) in {TORN, NO_PHOTO}


@given(st.binary(max_size=40), st.integers(0, 714), st.sampled_from(["JPEG", "PNG", "WEBP", "HEIC"]))
def test_damage_anywhere_is_at_worst_a_sentence(noise, at, fmt):
    data = bytearray((heic() if fmt == "HEIC" else picture((60, 40), fmt)).read())
    data[at : at + len(noise)] = noise
    sentence = TORN
    try:
        check(SimpleUploadedFile("foto.jpg", bytes(data)), len(data))
    except PhotoRefused as refused:
        sentence = str(refused)
    assert sentence in {TORN, NO_PHOTO, TOO_LARGE}


@pytest.mark.parametrize("side", [7_100, 30_000, 2**31 - 1])
def test_pixels_are_counted_in_the_header(side):
    assert refusal(pixel_bomb(side, side).read()) == TOO_LARGE


def test_pixels_of_an_iphone_s_photo_are_counted_too():
    assert refusal(heic_claiming(8_000, 8_000)) == TOO_LARGE


def test_file_on_which_the_decoder_crashes_is_a_sentence_and_this_process_lives():
    assert refusal(heic_that_crashes()) == TORN


def test_jpeg_of_many_scans_is_refused():
    data = scan_bomb(MOST_SCANS)
    assert check(SimpleUploadedFile("foto.jpg", data), len(data)) == (64, 48)
    assert refusal(scan_bomb(MOST_SCANS + 1)) == TORN


@pytest.mark.parametrize("hidden", [b"\xff\xfe\x00\x02", b"\xff\xff", b"\x00", b"\xff\x01", b"\xff\xd0"])
def test_scans_are_counted_whatever_stands_between_them(hidden):
    assert scans(scan_bomb(10).replace(b"\xff\xda", hidden + b"\xff\xda")) == 10


def test_thumbnail_and_what_follows_the_picture_are_no_scans_of_it():
    thumbnail = b"\xff\xe1\x00\x06\xff\xda\xff\xda"
    data = picture().read()
    assert scans(data[:2] + thumbnail + data[2:] + b"\xff\xda" * 100) == 1


def test_this_process_opens_no_stranger_s_photo(tmp_path):
    paths = [tmp_path / fmt for fmt in ("JPEG", "PNG", "WEBP", "HEIC")]
    for path in paths:
        path.write_bytes((heic() if path.name == "HEIC" else phone_photo(1, fmt=path.name)).read())
    done = subprocess.run(
        [sys.executable, "-c", OPENS_NOTHING, *paths], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["(96,", "64)"] * 3 + ["(64,", "96)", "False"]


def test_film_is_no_photo():
    assert refusal(b"\0\0\0\x18ftypmp42" + bytes(40)) == NO_PHOTO


def test_limits_are_settings(settings):
    file = picture((100, 100))
    settings.PHOTO_MAX_PIXELS = 100 * 100
    assert check(file, file.size) == (100, 100)
    settings.PHOTO_MAX_PIXELS = 100 * 100 - 1
    assert refusal(file.read()) == TOO_LARGE
    settings.PHOTO_MAX_BYTES = 1024 * 1024
    assert refusal(bytes(1024 * 1024 + 1)) == "Foto terlalu besar. Paling besar 1 MB."


@pytest.mark.django_db
def test_name_of_the_file_is_made_by_the_server():
    evil = SimpleUploadedFile("../../Rumah Suparno.php", picture().read())
    (photo,) = services.stash_photos(receipts.new_token(), [evil])
    assert photo.original.name == f"photos/{photo.uuid.hex[:2]}/{photo.uuid.hex}/original"
    assert default_storage.exists(photo.original.name)


@pytest.mark.django_db
def test_stash_holds_five_and_gives_them_back_to_its_own_form_only():
    token = receipts.new_token()
    first = services.stash_photos(token, [picture() for __ in range(3)])
    kept = [photo.uuid.hex for photo in first]
    both = services.stash_photos(token, [picture() for __ in range(3)], kept=kept)
    assert [photo.pk for photo in both[:3]] == [photo.pk for photo in first]
    assert (len(both), Photo.objects.count()) == (5, 5)
    assert services.photos.waiting_photos(receipts.new_token(), kept) == []


@pytest.mark.django_db
def test_photos_of_a_form_never_sent_are_dropped_after_a_day():
    waiting, stale = services.stash_photos(receipts.new_token(), [picture(), picture()])
    services.add_photos(make_report(), [picture()], actor=REPORTER)
    day_ago = timezone.now() - timedelta(hours=24, seconds=1)
    Photo.objects.exclude(pk=waiting.pk).update(created_at=day_ago)
    assert services.drop_stale_photos() == 1
    assert not default_storage.exists(stale.original.name)
    assert default_storage.exists(waiting.original.name)
    assert Photo.objects.filter(aspiration__isnull=False).count() == 1
    assert services.drop_stale_photos() == 0


@pytest.mark.django_db
def test_reporter_s_photos_wait_to_be_read_and_evidence_does_not():
    report, clerk = make_report(), make_user()
    services.add_photos(report, [picture()], stage=Stage.AFTER, actor=clerk_actor(clerk))
    report.refresh_from_db()
    assert report.has_unread_reply is False
    services.add_photos(report, [picture()], actor=REPORTER)
    report.refresh_from_db()
    assert report.has_unread_reply is True
    assert list(report.photos.values_list("stage", "by_staff", "added_by")) == [
        ("after", True, clerk.pk),
        ("report", False, None),
    ]
    assert report.events.filter(kind=EventKind.PHOTOS).count() == 2


@pytest.mark.django_db
def test_no_photos_are_no_event():
    report = make_report()
    assert services.add_photos(report, [], actor=REPORTER) == []
    assert report.events.count() == 1


@pytest.mark.django_db
def test_report_has_thirty_photos_at_most():
    report = make_report()
    services.add_photos(report, [picture((8, 8)) for __ in range(30)], actor=REPORTER)
    with pytest.raises(Refused, match="terlalu banyak foto"):
        services.add_photos(report, [picture()], actor=REPORTER)
    assert report.photos.count() == 30


def test_thirty_are_thirty_when_many_add_at_once(committed_world):
    report = make_report()
    nine = [[picture((8, 8)) for __ in range(9)] for __ in range(4)]
    calls = [partial(services.add_photos, report, files, actor=REPORTER) for files in nine]
    added = pile_up(Aspiration.objects.filter(pk=report.pk), *calls)
    assert sorted(type(result).__name__ for result in added) == ["Refused", "list", "list", "list"]
    assert report.photos.count() == 27


@pytest.mark.django_db
def test_photo_that_the_database_refuses_leaves_no_file(settings):
    gone = Aspiration(pk=0)
    with pytest.raises(Exception, match="aspiration"):
        services.photos._store([picture()], aspiration=gone, token_hash=None)
    assert list(settings.MEDIA_ROOT.rglob("original")) == []
