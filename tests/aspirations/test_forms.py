"""The forms say in a sentence what is wrong, and take nothing they should not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from aspirations import services
from aspirations.forms import RateForm, ReplyForm, ReportForm, TrackForm, WithdrawForm
from aspirations.forms.fields import DayField, read_contact
from aspirations.forms.report import TEXT_LENGTH
from aspirations.models import Channel
from aspirations.reading import propose_title
from government.models import Category, Region
from tests.world import (
    ELSEWHERE,
    SRI_MULYO,
    category,
    picture,
)

pytestmark = pytest.mark.django_db


def report_form(photos=(), kept=(), **fields) -> ReportForm:
    """The form as a browser sends it, valid but for what `fields` says."""
    data = QueryDict(mutable=True)
    data.update(
        {
            "kind": "complaint",
            "text": "Papan jembatan di Jalur 8 sudah lapuk. Dua papan hilang.",
            "category": str(category().pk),
            "village": SRI_MULYO,
            "identity": "named",
            "reporter_name": "Suparno",
            "consent": "on",
        }
    )
    for name, value in fields.items():
        data[name] = value
    data.setlist("kept", list(kept))
    return ReportForm(data, MultiValueDict({"photos": list(photos)}))


def test_what_a_villager_must_write_is_enough():
    form = report_form()
    assert form.errors == {}
    assert form.cleaned_data["title"] == "Papan jembatan di Jalur 8 sudah lapuk"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "a" * (TEXT_LENGTH + 1), "Pastikan nilai ini mengandung paling banyak 10000 karakter"),
        ("text", "rusak pak", "Ceritakan sedikit lebih lengkap"),
        ("text", "   " + "\n" * 30, "Bidang ini tidak boleh kosong"),
        ("text", "Papan jembatan\0 lapuk sekali", "Karakter null tidak diizinkan"),
        ("title", "j" * 121, "Pastikan nilai ini mengandung paling banyak 120 karakter"),
        ("kind", "praise", "Pilih salah satu yang tersedia"),
        ("identity", "somebody", "Pilih salah satu yang tersedia"),
        ("category", "0", "Kategori ini sudah ditutup atau tidak dikenal"),
        ("category", "jembatan", "Kategori ini sudah ditutup atau tidak dikenal"),
        ("category", "9" * 30, "Kategori ini sudah ditutup atau tidak dikenal"),
        ("category", "\0", "Karakter null tidak diizinkan"),
        ("village", ELSEWHERE, "Desa ini tidak dilayani di sini"),
        ("village", "16.07.14", "Desa ini tidak dilayani di sini"),
        ("village", "\0", "Karakter null tidak diizinkan"),
        ("rt", "3a", "Tulis angka saja"),
        ("rw", "1234", "Tulis angka saja, paling banyak tiga"),
        ("rt", "٣", "Tulis angka saja"),
        ("latitude", "utara", "Masukkan sebuah bilangan"),
        ("reporter_name", "", "Tulis nama Anda, atau pilih Anonim"),
        ("reporter_name", "n" * 81, "Pastikan nilai ini mengandung paling banyak 80 karakter"),
        ("contact", "12345", "Tulis nomor WhatsApp"),
        ("contact", "pak@", "Masukkan alamat email yang valid"),
        ("consent", "", "Kami memerlukan persetujuan Anda"),
    ],
)
def test_error_stands_beside_its_field(field, value, sentence):
    form = report_form(**{field: value})
    assert list(form.errors) == [field]
    assert sentence in form.errors[field][0]


def test_longest_text_is_taken():
    assert report_form(text="a" * TEXT_LENGTH).errors == {}


def test_closed_category_and_closed_group_are_refused():
    Category.objects.filter(slug="jembatan").update(is_active=False)
    assert list(report_form().errors) == ["category"]
    Category.objects.filter(slug="jembatan").update(is_active=True)
    Category.objects.filter(slug="pekerjaan-umum").update(is_active=False)
    assert list(report_form().errors) == ["category"]


def test_group_of_categories_is_no_category():
    assert list(report_form(category=Category.objects.get(slug="pekerjaan-umum").pk).errors) == ["category"]


def test_village_that_is_no_longer_served_is_refused():
    Region.objects.filter(code=SRI_MULYO).update(is_active=False)
    assert list(report_form().errors) == ["village"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2023-07-20", date(2023, 7, 20)),
        ("20-07-2023", date(2023, 7, 20)),
        ("20/07/2023", date(2023, 7, 20)),
        ("20.7.2023", date(2023, 7, 20)),
        ("20 Juli 2023", date(2023, 7, 20)),
        ("Kamis, 20 Juli 2023", date(2023, 7, 20)),
        ("1 agustus 2023", date(2023, 8, 1)),
        ("1 Agu 2023", date(2023, 8, 1)),
        ("1 Agt. 2023", date(2023, 8, 1)),
        ("3 Maret 2023", date(2023, 3, 3)),
        ("3 May 2023", date(2023, 5, 3)),
        # Day first, whatever the reader is used to.
        ("10/12/2023", date(2023, 12, 10)),
    ],
)
def test_date_is_read_day_first(typed, day):
    assert DayField().clean(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["12/25/2023", "07-20-2023", "July 20, 2023", "20/07/23", "31 Juni 2023", "20 Foo 2023", "kemarin", "\0"],
)
def test_other_dates_are_refused_with_an_example(typed):
    form = report_form(occurred_on=typed)
    assert form.errors == {"occurred_on": ["Tulis tanggal seperti 20 Juli 2023 atau 20-07-2023."]}


@pytest.mark.parametrize("language", ["id", "en"])
def test_month_first_is_refused_in_both_languages(language):
    with translation.override(language):
        assert "occurred_on" in report_form(occurred_on="12/25/2023").errors
        assert report_form(occurred_on="25/12/2023").errors == {}


@given(st.dates(date(1990, 1, 1), date(2026, 1, 1)))
def test_every_day_is_read_back_as_the_office_writes_it(day):
    assert DayField().clean(date_format(day, "l, j F Y")) == day
    assert DayField().clean(date_format(day, "SHORT_DATE_FORMAT")) == day


def test_today_may_be_the_day_but_tomorrow_has_not_come():
    today = timezone.localdate()
    assert report_form(occurred_on=today.isoformat()).errors == {}
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert report_form(occurred_on=tomorrow).errors == {"occurred_on": ["Tanggal kejadian belum tiba."]}
    assert report_form(occurred_on="1899-01-01").errors == {"occurred_on": ["Periksa tahunnya."]}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", {}),
        ("0812 3456 7890", {"reporter_phone": "+6281234567890"}),
        ("+62 812-3456-7890", {"reporter_phone": "+6281234567890"}),
        ("6281234567890", {"reporter_phone": "+6281234567890"}),
        (" suparno@example.com ", {"reporter_email": "suparno@example.com"}),
    ],
)
def test_contact_is_a_whatsapp_number_or_an_address(typed, stored):
    assert read_contact(typed) == stored


@pytest.mark.parametrize(
    "typed", ["0812", "delapan", "@", "a@b", "1607140505900003", "+999 123", "a\nb@c.id"]
)
def test_contact_that_reaches_nobody_is_refused(typed):
    with pytest.raises(ValidationError):
        read_contact(typed)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("48.85", "2.35"),
        ("-90.1", "105.05"),
        ("-2.6", "181"),
        ("1e400", "1e400"),
    ],
)
def test_point_outside_indonesia_is_refused(latitude, longitude):
    form = report_form(latitude=latitude, longitude=longitude)
    assert form.errors == {"latitude": ["Titik lokasi ini di luar Indonesia. Hapus atau pilih lagi."]}


@pytest.mark.parametrize(("given", "missing"), [("latitude", "longitude"), ("longitude", "latitude")])
def test_half_a_point_asks_for_the_other_half(given, missing):
    form = report_form(**{given: "-2.6"})
    assert form.errors == {missing: ["Isi lintang dan bujur, atau kosongkan keduanya."]}


def test_point_is_kept_to_about_a_metre():
    form = report_form(latitude="-2.6012345678", longitude="105.0598765432")
    assert form.errors == {}
    assert (form.cleaned_data["latitude"], form.cleaned_data["longitude"]) == (
        Decimal("-2.60123"),
        Decimal("105.05988"),
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Jalan rusak. Sudah lama sekali.", "Jalan rusak"),
        ("Kapan diperbaiki? Sudah lama.", "Kapan diperbaiki"),
        ("Baris pertama saja\nBaris kedua", "Baris pertama saja"),
        ("... jalan rusak sekali", "jalan rusak sekali"),
        ("kata " * 30, ("kata " * 16).strip() + "…"),
        ("x" * 200, "x" * 80 + "…"),
    ],
)
def test_title_is_proposed_from_the_first_sentence(text, title):
    assert propose_title(text) == title


@given(st.text(min_size=15, max_size=300).filter(lambda text: text.strip()))
def test_proposed_title_is_never_empty_and_fits(text):
    assert 0 < len(propose_title(text)) <= 81


def test_own_title_is_kept():
    form = report_form(title="Titian putus")
    assert form.is_valid()
    assert form.cleaned_data["title"] == "Titian putus"


def test_anonymous_needs_no_name():
    assert report_form(identity="anonymous", reporter_name="").errors == {}


def test_bad_token_is_replaced_by_a_new_one():
    form = report_form(token="../../etc")
    assert form.is_valid()
    assert len(form.cleaned_data["token"]) == 22
    good = form.cleaned_data["token"]
    again = report_form(token=good)
    assert again.is_valid()
    assert again.cleaned_data["token"] == good


def test_ids_of_photos_that_are_none_are_ignored():
    tampered = ["z" * 32, "../x", "", "\0" * 32, "٣" * 32, "A" * 32, "f" * 32]
    form = report_form(kept=tampered)
    assert form.is_valid()
    assert form.cleaned_data["kept"] == ["f" * 32]
    assert services.photos.waiting_photos(form.cleaned_data["token"], form.cleaned_data["kept"]) == []


def test_kept_and_new_photos_together_are_five_at_most():
    kept = [f"{n:032x}" for n in range(4)]
    assert report_form([picture()], kept).errors == {}
    assert report_form([picture(), picture()], kept).errors == {"photos": ["Paling banyak 5 foto."]}


def test_good_photos_are_kept_beside_a_bad_one():
    bad = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 ...", content_type="image/jpeg")
    form = report_form([picture(), bad, picture()])
    assert form.errors == {"photos": ["surat.pdf: Berkas ini bukan foto JPEG, PNG, WebP, atau HEIC."]}
    assert len(form.fields["photos"].accepted) == 2


def test_sixth_photo_is_refused_and_five_are_kept():
    form = report_form([picture() for _ in range(6)])
    assert form.errors == {"photos": ["Paling banyak 5 foto."]}
    assert len(form.fields["photos"].accepted) == 5


def test_villager_has_no_channel_field_and_staff_choose_among_theirs():
    assert "channel" not in report_form(channel="meeting").fields
    form = ReportForm({"channel": "web"}, channels=(Channel.DESK, Channel.KADER))
    assert "channel" in form.errors


@pytest.mark.parametrize(
    ("data", "valid"), [({}, False), ({"text": "   "}, False), ({"text": "Di RT 03"}, True)]
)
def test_reply_says_something(data, valid):
    assert ReplyForm(data, MultiValueDict()).is_valid() is valid


def test_reply_may_be_a_photo_alone():
    assert ReplyForm({}, MultiValueDict({"photos": [picture()]})).is_valid()


@pytest.mark.parametrize(
    ("rating", "valid"), [("4", True), ("1", True), ("0", False), ("5", False), ("x", False)]
)
def test_rating_has_four_steps(rating, valid):
    assert RateForm({"rating": rating}).is_valid() is valid


def test_withdrawal_must_be_meant():
    assert WithdrawForm({"reason": "sudah beres"}).errors == {"sure": ["Centang dulu kalau Anda yakin."]}
    assert WithdrawForm({"sure": "on"}).is_valid()


def test_tracking_reads_number_and_secret_as_typed():
    form = TrackForm({"number": "as 2026 412", "secret": "k7qm 3xwd 9r2f tb4h"})
    assert form.is_valid()
    assert form.cleaned_data == {"number": "AS-2026-00412", "secret": "K7QM3XWD9R2FTB4H"}
