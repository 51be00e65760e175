"""A whole rakor: planned, asked for, held, decided, kept, and its reporter reads of it."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from government.models import Role
from meetings.models import Series
from tests.browser.conftest import PHONE
from tests.browser.test_walk import fill_report, read_receipt
from tests.meetings.makers import HOUR, make_contact
from tests.world import WIB, agency, make_user

PROMISE = "Mengganti papan jembatan Jalur 8"
DECIDED = "Papan jembatan Jalur 8 diganti"
DONE = "Semua papan sudah diganti."


def tab(desk: Page, name: str) -> None:
    """Another part of the stop's desk."""
    desk.click(f".stop-tabs >> text={name}")


def step(desk: Page, name: str) -> None:
    """One of the next steps of the overview."""
    desk.click(f".overview-steps summary:text-is('{name}')")
    desk.click(f"button:text-is('Ya, {name.lower()}')")


def said(desk: Page, words: str) -> None:
    expect(desk.locator(".messagelist")).to_contain_text(words)


def send_report(phone: Page) -> tuple[str, str]:
    fill_report(phone)
    phone.click("text=Kirim laporan")
    return read_receipt(phone)


def open_report(desk: Page, number: str) -> None:
    desk.goto("/admin/aspirations/aspiration/")
    desk.click(f"text={number}")


def verify_and_publish(desk: Page, number: str) -> None:
    open_report(desk, number)
    desk.click("#verified summary")
    desk.click("#verified button")
    said(desk, "Diverifikasi")
    desk.click("#publish summary")
    desk.click("#publish button")
    said(desk, "ditayangkan")


def plan_and_announce(desk: Page, series: Series) -> None:
    start = timezone.now().astimezone(WIB) + HOUR
    end = start + 2 * HOUR
    desk.goto("/admin/meetings/meeting/")
    desk.click("text=Tambahkan pertemuan")
    desk.select_option("#id_series", label=str(series))
    desk.fill("#id_number", "10")
    desk.select_option("#id_host_district", label="Air Salek")
    desk.select_option("#id_host_village", label="Sri Mulyo")
    desk.fill("#id_place", "Balai Desa Sri Mulyo")
    desk.fill("#id_day", f"{start:%Y-%m-%d}")
    desk.fill("#id_since", f"{start:%H:%M}")
    desk.fill("#id_until", f"{end:%H:%M}")
    if end.date() != start.date():
        desk.fill("#id_last_day", f"{end:%Y-%m-%d}")
    desk.click("[name=_save]")
    expect(desk.locator(".stop-status")).to_have_text("Rancangan")
    step(desk, "Umumkan")
    expect(desk.locator(".stop-status")).to_have_text("Diumumkan")


def ask_for_it(phone: Page, number: str, secret: str) -> None:
    phone.goto("/lacak/")
    phone.fill("#id_number", number)
    phone.fill("#id_secret", secret)
    phone.click("text=Buka laporan")
    phone.click("button:text-is('Minta dibahas')")
    expect(phone.locator(".notice-success")).to_contain_text("Permintaan Anda dicatat")


def pick_what_was_asked_for(desk: Page, number: str) -> None:
    tab(desk, "Agenda")
    desk.click("a:text-is('Usulan agenda')")
    row = desk.locator("li", has_text=number)
    row.get_by_role("checkbox").check()
    desk.click("text=Masukkan yang dipilih")
    said(desk, "1 usulan masuk agenda.")


def invite(desk: Page) -> str:
    """The link for the one who is invited."""
    tab(desk, "Undangan")
    desk.click("a:text-is('Tambah undangan')")
    desk.check("text=Kepala Desa")
    desk.click("text=Undang yang dipilih")
    said(desk, "1 undangan ditambah.")
    desk.click("a:text-is('Kepala Desa Sri Mulyo')")
    desk.click("text=Tampilkan tautan dan QR")
    return desk.inner_text(".invite-link").strip()


def answer_invitation(phone: Page, link: str) -> None:
    phone.goto(link)
    phone.check("text=Saya akan hadir")
    phone.click("text=Kirim jawaban")
    expect(phone.locator("main")).to_contain_text("Jawaban Bapak/Ibu: akan hadir.")


def take_attendance(desk: Page) -> None:
    tab(desk, "Kehadiran")
    row = desk.locator(".attend-row")
    expect(row).to_contain_text("Jawaban undangan: Hadir")
    row.get_by_role("button", name="Hadir", exact=True).click()
    expect(desk.locator(".attend-row")).to_have_class(re.compile("attend-present"))


def hold_it(desk: Page) -> None:
    """Opened on the secretary's screen, the item taken up, a note and a decision of one line."""
    tab(desk, "Hari-H")
    desk.click("button:text-is('Buka pertemuan')")
    desk.click(".floor-item >> nth=0 >> summary")
    desk.click("button:text-is('Mulai')")
    item = desk.locator("[aria-current].floor-item")
    item.locator(".floor-note [name=name]").first.fill("Hasan")
    item.locator(".floor-note textarea").first.fill("Anak sekolah lewat di jembatan itu.")
    item.locator(".floor-decide [name=text]").fill(DECIDED)
    desk.keyboard.press("Enter")
    expect(item.locator(".floor-decisions li")).to_contain_text(f"Keputusan 1 {DECIDED}")
    expect(desk.locator("[data-status]")).to_have_attribute("data-state", "saved")


def promise_and_adopt(desk: Page, number: str) -> None:
    tab(desk, "Keputusan")
    expect(desk.locator("#keputusan-1 .decision-reports")).to_contain_text(number)
    desk.click("#keputusan-1 >> text=Tambah tindak lanjut")
    desk.fill("#id_rtl0-text", PROMISE)
    desk.select_option("#id_rtl0-owner", label=agency().name)
    desk.fill("#id_rtl0-target_on", f"{timezone.localdate() + timedelta(days=30):%d-%m-%Y}")
    desk.click(".decision-form button.default")
    said(desk, "1 tindak lanjut dicatat.")
    desk.click("#keputusan-1 >> a:text-is('Tetapkan')")
    expect(desk.locator(".decision-told")).to_contain_text(PROMISE)
    desk.click("text=Tetapkan yang dipilih")
    expect(desk.locator(".decision-adopted")).to_contain_text(PROMISE)


def close(desk: Page) -> None:
    tab(desk, "Hari-H")
    desk.click("text=Tutup pertemuan…")
    desk.click("text=Ya, tutup pertemuan")
    expect(desk.locator(".floor-stop")).to_contain_text("ditutup pukul")


def submit_minutes(desk: Page) -> None:
    tab(desk, "Notulen")
    desk.click("text=Susun: Notulen")
    expect(desk.locator(".minutes-form")).to_contain_text("Anak sekolah lewat di jembatan itu.")
    desk.click("text=Simpan dan ajukan untuk disahkan")
    expect(desk.locator("h2").first).to_contain_text("Menunggu pengesahan")


def sign_minutes(camat: Page, address: str) -> str:
    """The address at which everybody may check the paper."""
    camat.goto(address)
    camat.fill("#id_signer", "Amir, Camat Air Salek")
    camat.check("#id_sure")
    camat.click("text=Sahkan dan kunci")
    return camat.locator(".minutes-facts a").get_attribute("href") or ""


def promise_page(desk: Page) -> None:
    desk.goto("/admin/meetings/followup/")
    desk.click(f"#result_list >> text={PROMISE}")


def link_of_promise(desk: Page) -> str:
    promise_page(desk)
    desk.click("#alamat summary")
    return desk.input_value("#owner-address")


def report_done(officer: Page, link: str) -> None:
    officer.goto(link)
    officer.click(f"text={PROMISE}")
    officer.click("#done summary")
    officer.fill("#done_text", DONE)
    officer.fill("#done_name", "Budi Santoso")
    officer.fill("#done_position", "Kabid Bina Marga")
    officer.click("#done button")
    expect(officer.locator(".notice-success").first).to_contain_text("Kecamatan memeriksa")


def accept(desk: Page) -> None:
    promise_page(desk)
    desk.click("#kept summary")
    desk.click("#kept button")
    expect(desk.locator(".promise-head")).to_contain_text("Ditepati")


def assert_the_reporter_reads_it(phone: Page, number: str, secret: str) -> None:
    phone.goto(f"/lacak/#{number}.{secret.replace('-', '')}")
    expect(phone.locator("main .status").first).to_contain_text("Ditanggapi")
    expect(phone.locator(".decided")).to_contain_text(DECIDED)
    expect(phone.locator(".decided-promises")).to_contain_text("Ditepati")
    expect(phone.locator(".said")).to_contain_text(DONE)


def assert_everybody_reads_it(page: Page) -> None:
    page.goto("/janji/")
    expect(page.locator(".standing-kept").first).to_have_text(re.compile(r"^\s*1\s+Ditepati\s*$"))
    expect(page.locator(".promise")).to_contain_text(PROMISE)
    page.click(f"text={PROMISE}")
    page.click("main a:has-text('Ke-10')")
    expect(page.locator(".decisions")).to_contain_text(DECIDED)
    expect(page.locator(".decisions .promise")).to_contain_text("Ditepati")
    expect(page.locator("main")).to_contain_text("Notulen")


def test_from_planning_to_a_kept_promise_that_the_reporter_sees(sign_in: Any, open_page: Any):
    series = Series.objects.create(
        name="Rakor Tingkat Kecamatan", year=timezone.localdate().year, region_id="16.07"
    )
    make_contact("Kepala Desa Sri Mulyo", name="Hasan")
    villager, clerk = open_page(), sign_in(make_user())
    number, secret = send_report(villager)
    verify_and_publish(clerk, number)
    desk = sign_in(make_user(Role.COORDINATOR, "16.07", first_name="Rina"))
    plan_and_announce(desk, series)
    ask_for_it(villager, number, secret)
    pick_what_was_asked_for(desk, number)
    answer_invitation(open_page(PHONE), invite(desk))
    take_attendance(desk)
    hold_it(desk)
    promise_and_adopt(desk, number)
    close(desk)
    submit_minutes(desk)
    checked = sign_minutes(sign_in(make_user(Role.CAMAT)), desk.url)
    villager.goto(checked)
    expect(villager.locator("h1")).to_have_text("Pemeriksaan notulen")
    expect(villager.locator("main")).to_contain_text("Amir, Camat Air Salek")
    report_done(open_page(PHONE), link_of_promise(clerk))
    accept(clerk)
    assert_the_reporter_reads_it(villager, number, secret)
    assert_everybody_reads_it(open_page())
