"""The report form over HTTP: nothing typed is lost, nothing is made twice."""

import re
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from aspirations import receipts
from aspirations.models import Aspiration, Photo
from government.models import Category
from tests.world import SRI_MULYO, UPANG, advance, category, make_published, make_user, picture

pytestmark = pytest.mark.django_db
TEXT = "Tiang dermaga di ujung Jalur 3 miring dan licin."


def fields(**changed: Any) -> dict[str, Any]:
    data = {
        "token": receipts.new_token(),
        "kind": "complaint",
        "text": TEXT,
        "category": category("jembatan").pk,
        "village": SRI_MULYO,
        "identity": "named",
        "reporter_name": "Suparno",
        "consent": "on",
    }
    return {name: value for name, value in (data | changed).items() if value is not None}


def send(client: Client, **changed: Any) -> Any:
    return client.post("/lapor/", fields(**changed))


def test_good_report_leads_to_its_receipt(client: Client):
    response = send(client)
    assert response["Location"] == "/lapor/tanda-terima/"
    shown = client.get("/lapor/tanda-terima/").content.decode()
    report = Aspiration.objects.get()
    assert report.number in shown
    secret = re.search(r"data-secret>([0-9A-Z-]{19})<", shown)
    assert secret is not None
    assert receipts.matches(secret[1], report.secret_hash)


def test_receipt_is_for_the_browser_that_sent_the_report_only(client: Client):
    send(client)
    assert Client().get("/lapor/tanda-terima/")["Location"] == "/lacak/"


def test_receipt_is_put_away_at_once(client: Client):
    send(client)
    client.post("/lapor/tanda-terima/")
    assert client.get("/lapor/tanda-terima/")["Location"] == "/lacak/"


def test_receipt_cookie_that_was_forged_shows_nothing(client: Client):
    client.cookies["receipt"] = signing.dumps({"number": "AS-2026-00001", "token": "x"}, key="other")
    assert client.get("/lapor/tanda-terima/")["Location"] == "/lacak/"


def test_receipt_page_is_never_cached(client: Client):
    send(client)
    assert "no-store" in client.get("/lapor/tanda-terima/")["Cache-Control"]


def test_wa_link_carries_the_secret_in_the_fragment_only(client: Client):
    send(client)
    shown = client.get("/lapor/tanda-terima/").content.decode()
    assert re.search(r"lacak%2F%23[A-Z]+-\d{4}-\d{5}\.[0-9A-Z]{16}", shown)


def test_double_tap_makes_one_report(client: Client):
    token = receipts.new_token()
    first, second = send(client, token=token), send(client, token=token)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Aspiration.objects.count() == 1


def test_back_button_with_another_text_asks_before_it_sends_a_second_report(client: Client):
    token = receipts.new_token()
    send(client, token=token)
    again = send(client, token=token, text="Lampu dermaga mati sejak seminggu yang lalu.")
    assert again.status_code == 409
    assert "sudah kami terima dengan nomor" in again.content.decode()
    assert Aspiration.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": "Rusak"}, "Ceritakan sedikit lebih lengkap"),
        ({"text": "a" * 10_001}, "paling banyak"),
        ({"text": "Jembatan rusak\0 parah sekali"}, "Karakter null tidak diizinkan"),
        ({"category": 999_999}, "Kategori ini sudah ditutup atau tidak dikenal."),
        ({"category": "1 OR 1=1"}, "Kategori ini sudah ditutup atau tidak dikenal."),
        ({"village": "16.07.13.2001"}, "Desa ini tidak dilayani di sini."),
        ({"kind": "bribe"}, "Pilih salah satu yang tersedia."),
        ({"identity": "admin"}, "Pilih salah satu yang tersedia."),
        ({"reporter_name": ""}, "Tulis nama Anda, atau pilih Anonim di atas."),
        ({"consent": None}, "Kami memerlukan persetujuan Anda"),
        ({"contact": "12"}, "Tulis nomor WhatsApp"),
        ({"occurred_on": "2999-01-01"}, "Tanggal kejadian belum tiba."),
        ({"latitude": "51.5", "longitude": "0.1"}, "di luar Indonesia"),
        ({"latitude": "-2.6"}, "Isi lintang dan bujur, atau kosongkan keduanya."),
        ({"longitude": "105.05"}, "Isi lintang dan bujur, atau kosongkan keduanya."),
        ({"rt": "4a"}, "Tulis angka saja"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_bad_input_is_a_sentence_and_the_rest_stays(client: Client, changed: dict, sentence: str):
    response = send(client, **{"landmark": "dekat musala hijau", **changed})
    shown = response.content.decode()
    assert response.status_code == 422
    assert sentence in shown
    assert "dekat musala hijau" in shown
    assert Aspiration.objects.count() == 0


@pytest.mark.parametrize("field", ["kind", "identity"])
def test_choice_that_was_tampered_with_is_not_repeated(client: Client, field: str):
    assert "bribe" not in send(client, **{field: "bribe"}).content.decode()


def test_number_that_is_none_is_the_only_complaint_about_a_point(client: Client):
    shown = send(client, latitude="utara", longitude="105.05").content.decode()
    assert ("Masukkan sebuah bilangan." in shown, "Isi lintang dan bujur" in shown) == (True, False)


def test_everybody_gets_a_form_with_a_token_of_its_own(client: Client):
    shown = [client.get("/lapor/").content.decode() for _ in range(2)]
    first, second = (re.findall(r'name="token" value="([^"]+)"', page) for page in shown)
    assert len(first) == len(second) == 1
    assert first != second
    assert all('name="category"' in page for page in shown)


def test_villager_never_gets_the_form_of_the_desk(client: Client):
    desk = Client()
    desk.force_login(make_user())
    assert 'name="channel"' in desk.get("/lapor/").content.decode()
    assert 'name="channel"' not in client.get("/lapor/").content.decode()


def test_typed_text_is_shown_to_its_sender_only(client: Client):
    client.get("/lapor/")
    assert "musala ungu" in send(client, text="musala ungu", category=None).content.decode()
    assert "musala ungu" not in client.get("/lapor/").content.decode()


def test_closed_category_is_refused(client: Client):
    Category.objects.filter(slug="jembatan").update(is_active=False)
    assert "Kategori ini sudah ditutup" in send(client).content.decode()


def test_photos_survive_a_validation_error_and_come_along(client: Client):
    token = receipts.new_token()
    refused = send(client, token=token, photos=[picture(), picture()], consent=None)
    kept = re.findall(r'name="kept" value="([0-9a-f]{32})"', refused.content.decode())
    assert len(kept) == 2
    send(client, token=token, kept=kept)
    assert Aspiration.objects.get().photos.count() == 2


def test_photos_of_another_form_cannot_be_claimed(client: Client):
    send(client, photos=[picture()], consent=None)
    stranger = Photo.objects.get()
    send(client, kept=[stranger.uuid.hex])
    assert Aspiration.objects.get().photos.count() == 0


def test_bad_file_is_a_sentence_at_the_field_and_the_good_one_is_kept(client: Client):
    torn: Any = picture(name="rusak.jpg")
    torn.file.truncate(200)
    response = send(client, photos=[picture(), torn])
    shown = response.content.decode()
    assert response.status_code == 422
    assert "rusak.jpg" in shown
    assert shown.count('name="kept"') == 1


def test_more_photos_than_allowed_are_refused(client: Client):
    response = send(client, photos=[picture() for _ in range(6)])
    assert "Paling banyak 5 foto." in response.content.decode()


def test_similar_public_report_of_the_same_desa_is_offered_first(client: Client):
    make_published(title="Dermaga miring", text="Tiang dermaga miring dan licin di Jalur 3.")
    first = send(client)
    assert "Mungkin sudah dilaporkan" in first.content.decode()
    assert Aspiration.objects.count() == 1
    assert send(client, similar_seen="1").status_code == 302


def test_report_that_has_ended_is_not_offered_for_support(client: Client):
    report = make_published(title="Dermaga miring", text="Tiang dermaga miring dan licin di Jalur 3.")
    asked = {"text": TEXT, "village": SRI_MULYO}
    assert "Dermaga miring" in client.post("/lapor/serupa/", asked).content.decode()
    advance(report, "verified", "answered", "resolved")
    assert client.post("/lapor/serupa/", asked).content.decode().strip() == ""
    assert send(client).status_code == 302


@pytest.mark.parametrize("other", [{"village": UPANG}, {"text": "Sertifikat tanah kami belum keluar juga."}])
def test_other_desa_or_other_matter_is_not_similar(client: Client, other: dict):
    make_published(title="Dermaga miring", text="Tiang dermaga miring dan licin di Jalur 3.")
    assert send(client, **other).status_code == 302


def test_similar_reports_never_show_what_is_not_public(client: Client):
    send(client, text="Tiang dermaga miring di Jalur 3, rahasia saya.")
    shown = client.post("/lapor/serupa/", {"text": TEXT, "village": SRI_MULYO}).content.decode()
    assert shown.strip() == ""


def test_category_is_suggested_from_the_words(client: Client):
    answer = client.post("/lapor/kategori/", {"text": "jmbtn di jalur 8 papan hilang"}).json()
    assert answer == {"id": category("jembatan").pk, "name": "Jembatan"}
    assert client.post("/lapor/kategori/", {"text": "qwerty"}).json() == {}


def test_expired_page_keeps_what_was_typed(settings: Any):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/lapor/", fields())
    shown = response.content.decode()
    assert response.status_code == 403
    assert TEXT in shown
    assert "terlalu lama terbuka" in shown
    assert Aspiration.objects.count() == 0


def test_villager_cannot_claim_the_desk_as_channel(client: Client):
    send(client, channel="desk")
    report = Aspiration.objects.get()
    assert (report.channel, report.entered_by) == ("web", None)


def test_desk_clerk_writes_a_report_down_for_a_villager(client: Client):
    clerk = make_user()
    client.force_login(clerk)
    send(client, channel="desk")
    report = Aspiration.objects.get()
    assert (report.channel, report.entered_by) == ("desk", clerk)


def test_clerk_is_told_that_the_report_counts_as_written_for_somebody(client: Client):
    warning = "tercatat Anda tulis untuk warga"
    assert warning not in client.get("/lapor/").content.decode()
    client.force_login(make_user(first_name="Rohani"))
    assert f"Anda masuk sebagai Rohani: laporan ini {warning}" in client.get("/lapor/").content.decode()


def test_submit_does_a_constant_number_of_queries(client: Client, django_assert_max_num_queries: Any):
    with django_assert_max_num_queries(16):
        send(client)
    with django_assert_max_num_queries(24):
        send(client, photos=[picture() for _ in range(5)])
