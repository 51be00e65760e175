"""The paths that people walk."""

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from aspirations.models import Aspiration
from aspirations.workflow import Status
from tests.worker import work
from tests.world import make_published, make_user, picture

STORY = "Jembatan di Jalur 8 rsk, papan hilang dua dan anak sekolah susah lewat."


@pytest.fixture
def photos(tmp_path: Path) -> list[str]:
    paths = []
    for number in (1, 2):
        path = tmp_path / f"foto{number}.jpg"
        path.write_bytes(picture((2400, 1800)).read())
        paths.append(str(path))
    return paths


def fill_report(page: Page, **fields: str) -> None:
    page.goto("/lapor/")
    page.fill("#id_text", fields.get("text", STORY))
    page.select_option("#id_category", label="Jembatan")
    page.select_option("#id_village", label="Sri Mulyo")
    page.fill("#id_canal", "Jalur 8")
    page.fill("#id_reporter_name", "Suparno")
    page.check("#id_consent")


def read_receipt(page: Page) -> tuple[str, str]:
    return page.inner_text("[data-number]").strip(), page.inner_text("[data-secret]").strip()


def test_villager_reports_with_two_photos_and_tracks(phone: Page, photos: list[str], open_page: Any):
    fill_report(phone)
    phone.set_input_files("#id_photos", photos)
    expect(phone.locator("[data-previews] img")).to_have_count(2)
    phone.click("text=Kirim laporan")
    expect(phone.locator("h1")).to_have_text("Laporan Anda sudah kami terima")
    number, secret = read_receipt(phone)
    work()
    report = Aspiration.objects.get(number=number)
    assert [photo.state for photo in report.photos.all()] == ["ready", "ready"]

    other = open_page()
    other.goto(f"/lacak/#{number}.{secret.replace('-', '')}")
    expect(other.locator("h1")).to_have_text(report.title)
    assert secret.replace("-", "") not in other.url
    expect(other.locator(".photo img")).to_have_count(2)
    assert other.evaluate("[...document.querySelectorAll('.photo img')].every((i) => i.loading === 'lazy')")


def test_clerk_takes_it_to_resolved_and_the_public_finds_it(phone: Page, sign_in: Any, photos: list[str]):
    fill_report(phone)
    phone.click("text=Kirim laporan")
    number, secret = read_receipt(phone)

    desk = sign_in(make_user())
    desk.goto("/admin/aspirations/aspiration/")
    desk.click(f"text={number}")
    desk.click("#verified summary")
    desk.click("#verified button")
    expect(desk.locator(".success")).to_contain_text("Diverifikasi")
    desk.click("#publish summary")
    desk.fill("#id_publish-public_text", "Papan jembatan Jalur 8 hilang dua. Hubungi 081234567890.")
    desk.click("#publish button")
    expect(desk.locator(".success")).to_contain_text("ditayangkan")
    desk.click("#dispatched summary")
    desk.select_option("#id_dispatched-agency", label="Dinas Pekerjaan Umum dan Penataan Ruang")
    desk.click("#dispatched button")
    expect(desk.locator(".triage-main .status").first).to_contain_text("Diteruskan ke Dinas PUPR")
    desk.click("#answered summary")
    desk.fill("#id_answered-note", "Papan sudah diganti.")
    desk.set_input_files("#id_answered-after", photos[:1])
    desk.click("#answered button")
    expect(desk.locator(".triage-main .status").first).to_contain_text("Ditanggapi")

    phone.goto("/lacak/")
    phone.fill("#id_number", number.lower())
    phone.fill("#id_secret", secret.lower().replace("-", " "))
    phone.click("text=Buka laporan")
    phone.click("text=Nyatakan selesai")
    expect(phone.locator("main .status").first).to_contain_text("Selesai")
    phone.check("text=Sangat baik")
    phone.click("text=Kirim penilaian")
    expect(phone.locator(".notice-success")).to_contain_text("penilaian")

    phone.goto("/laporan/")
    phone.click("text=Cari dan saring")
    phone.fill("#id_q", "jembatan hilang")
    phone.click("text=Tampilkan")
    phone.click(".report-card a")
    expect(phone.locator(".answer")).to_contain_text("Papan sudah diganti.")
    expect(phone.locator("article")).not_to_contain_text("081234567890")
    expect(phone.locator("article")).not_to_contain_text("Suparno")
    report = Aspiration.objects.get(number=number)
    assert (report.status, report.rating) == (Status.RESOLVED, 4)


def test_everything_works_without_javascript(open_page: Any, photos: list[str], tmp_path: Path):
    page = open_page(java_script_enabled=False)
    make_published(text="Jembatan papan hilang di Jalur 8, anak sekolah susah lewat.")
    fill_report(page)
    page.set_input_files("#id_photos", photos[:1])
    page.uncheck("#id_consent")
    page.click("text=Kirim laporan")
    expect(page.locator("#id_text")).to_have_value(STORY)
    expect(page.locator("[name=kept]")).to_be_checked()
    expect(page.locator("#error_1_id_consent")).to_be_visible()
    page.check("#id_consent")
    page.click("text=Kirim laporan")
    expect(page.locator("section.notice-info")).to_contain_text("Mungkin sudah dilaporkan")
    page.click("text=Kirim laporan")
    number, secret = read_receipt(page)
    work()
    assert Aspiration.objects.get(number=number).photos.get().state == "ready"

    page.goto("/lacak/")
    page.fill("#id_number", number)
    page.fill("#id_secret", secret)
    page.click("text=Buka laporan")
    expect(page.locator(".timeline")).to_contain_text("Laporan diterima")
    page.click("#withdraw summary")
    page.check("#withdraw_sure")
    page.click("#withdraw button")
    expect(page.locator("main .status").first).to_contain_text("Dicabut")


def test_double_tap_makes_one_report(phone: Page):
    fill_report(phone)
    form = "document.querySelector('[data-report-form]')"
    phone.evaluate(f"() => {{ {form}.requestSubmit(); {form}.requestSubmit(); }}")
    expect(phone.locator("[data-number]")).to_be_visible()
    assert Aspiration.objects.count() == 1


def test_back_button_after_sending_offers_a_new_report(phone: Page):
    fill_report(phone)
    phone.click("text=Kirim laporan")
    expect(phone.locator("[data-number]")).to_be_visible()
    phone.go_back()
    fill_report(phone, text="Dermaga juga licin, tiangnya miring dan berbahaya.")
    phone.click("text=Kirim laporan")
    expect(phone.locator("[data-number]")).to_be_visible()
    assert Aspiration.objects.count() == 2


def test_draft_comes_back_and_is_gone_after_sending(phone: Page):
    fill_report(phone)
    phone.wait_for_timeout(700)
    phone.goto("/lapor/")
    expect(phone.locator("#id_text")).to_have_value(STORY)
    expect(phone.locator("#id_reporter_name")).to_have_value("")
    phone.fill("#id_reporter_name", "Suparno")
    phone.check("#id_consent")
    phone.click("text=Kirim laporan")
    expect(phone.locator("[data-number]")).to_be_visible()
    phone.goto("/lapor/")
    expect(phone.locator("#id_text")).to_have_value("")


def test_category_and_similar_reports_are_suggested_while_typing(phone: Page):
    make_published(text="Jembatan papan hilang di Jalur 8, anak sekolah susah lewat.")
    phone.goto("/lapor/")
    phone.select_option("#id_village", label="Sri Mulyo")
    phone.fill("#id_text", STORY)
    phone.click("[data-suggestion] button")
    expect(phone.locator("#id_category option:checked")).to_have_text("Jembatan")
    expect(phone.locator("[data-similar]")).to_contain_text("Jembatan rusak")


def test_place_in_a_photo_is_offered_never_taken(phone: Page, tmp_path: Path):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(
        {1: "S", 2: (2.0, 36.0, 0.0), 3: "E", 4: (105.0, 3.0, 0.0)},
    )
    path = tmp_path / "gps.jpg"
    Image.new("RGB", (400, 300), "#335577").save(path, exif=exif)
    phone.goto("/lapor/")
    phone.set_input_files("#id_photos", str(path))
    expect(phone.locator("[data-gps-asked]")).to_be_visible()
    expect(phone.locator("#id_latitude")).to_have_value("")
    phone.click("[data-gps-yes]")
    expect(phone.locator("#id_latitude")).to_have_value("-2.60000")
    expect(phone.locator("#id_longitude")).to_have_value("105.05000")


def test_map_opens_without_tiles_and_takes_a_tap(phone: Page):
    phone.goto("/lapor/")
    phone.click(".point summary")
    phone.click("[data-open-map]")
    phone.wait_for_selector(".leaflet-container")
    phone.locator("[data-map]").click(position={"x": 150, "y": 120})
    expect(phone.locator("#id_latitude")).to_have_value(re.compile(r"^-2\.\d{5}$"))
    phone.click("[data-clear-point]")
    expect(phone.locator("#id_latitude")).to_have_value("")


def test_support_counts_once_per_device(phone: Page):
    report = make_published()
    phone.goto(report.get_absolute_url())
    phone.click("text=Dukung")
    expect(phone.locator(".notice-success")).to_be_visible()
    phone.click("button:has-text('Dukung')")
    expect(phone.locator(".notice-info")).to_contain_text("sudah tercatat")
    report.refresh_from_db()
    assert report.support_count == 1
