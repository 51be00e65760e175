"""A report goes to an agency and back, all on the pages that people see."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from aspirations.loading import load_systems
from aspirations.models import Aspiration, Dispatch
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.worker import work
from tests.world import advance, make_receipt, make_user, picture


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "sesudah.jpg"
    path.write_bytes(picture((1200, 900)).read())
    return str(path)


def link_of(desk: Page) -> str:
    """What a clerk copies from the page."""
    desk.click("#disposisi .dispatch-link summary")
    return desk.input_value("#dispatch-address")


def sign(page: Page, action: str, text: str) -> None:
    page.click(f"#{action} summary")
    page.fill(f"#{action}_text", text)
    page.fill(f"#{action}_name", "Budi Santoso")
    page.fill(f"#{action}_position", "Kabid Bina Marga")


def open_desk(desk: Page, report: Aspiration) -> None:
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")


def dispatch_at(desk: Page, report: Aspiration) -> None:
    open_desk(desk, report)
    desk.click("#dispatched summary")
    desk.select_option("#id_dispatched-agency", label="Dinas Pekerjaan Umum dan Penataan Ruang")
    desk.fill("#id_dispatched-instruction", "Mohon ditinjau bersama kades.")
    desk.click("#dispatched button.default")
    expect(desk.locator("#disposisi")).to_contain_text("Belum dibuka instansi")


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_agency_answers_from_a_phone_and_the_reporter_reads_it(
    sign_in: Any, open_page: Any, photo: str, scripts: bool
):
    receipt, _token = make_receipt()
    report = advance(Aspiration.objects.get(number=receipt.number), "verified")
    desk = sign_in(make_user())
    dispatch_at(desk, report)
    link = link_of(desk)

    officer = open_page(PHONE, java_script_enabled=scripts)
    officer.goto(link)
    if not scripts:
        number, code = link.partition("#")[2].split(".")
        officer.fill("#id_number", number)
        officer.fill("#id_secret", code)
        officer.click("text=Buka disposisi")
    expect(officer.locator("main")).to_contain_text("Mohon ditinjau bersama kades.")
    assert "#" not in officer.url
    if scripts:
        assert_clean(officer)
    sign(officer, "accept", "")
    officer.click("#accept button")
    expect(officer.locator(".notice-success")).to_contain_text("Anda terima")
    sign(officer, "progress", "Papan sudah dibeli.")
    officer.set_input_files("#progress_after", photo)
    officer.click("#progress button")
    expect(officer.locator(".timeline")).to_contain_text("Papan sudah dibeli.")
    work()
    officer.reload()
    expect(officer.locator(".photo img")).to_have_count(1)
    sign(officer, "finish", "Papan jembatan sudah diganti.")
    officer.click("#finish button")
    expect(officer.locator(".notice-success").first).to_contain_text("Kecamatan memeriksa")
    expect(officer.locator(".actions")).to_have_count(0)

    open_desk(desk, report)
    expect(desk.locator("#disposisi")).to_contain_text("Selesai menurut instansi")
    desk.click("#disposisi >> text=Periksa, lalu kirim sebagai tanggapan")
    desk.click("#answered summary")
    expect(desk.locator("#id_answered-note")).to_have_value("Papan jembatan sudah diganti.")
    desk.click("#answered button.default")
    expect(desk.locator(".triage-main .status").first).to_contain_text("Ditanggapi")

    reporter = open_page()
    reporter.goto(f"/lacak/#{receipt.fragment}")
    expect(reporter.locator(".said")).to_contain_text("Papan jembatan sudah diganti.")
    expect(reporter.locator("main")).not_to_contain_text("Budi Santoso")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_pages_of_a_dispatch_are_clean(sign_in: Any, open_page: Any, viewport: dict[str, int]):
    load_systems()
    receipt, _token = make_receipt()
    report = advance(Aspiration.objects.get(number=receipt.number), "verified")
    desk = sign_in(make_user(), viewport)
    dispatch_at(desk, report)
    link = link_of(desk)
    for opened in ("tell", "renew", "revoke", "reference"):
        desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/?panel={opened}")
        assert_clean(desk)
    page = open_page(viewport)
    page.goto("/disposisi/")
    assert_clean(page)
    page.goto(link)
    page.wait_for_selector(".timeline")
    for action in page.locator(".action summary").all():
        action.click()
    assert_clean(page)
    # The browser lets a blank pass, the portal does not.
    for field in ("text", "name", "position"):
        page.fill(f"#refuse_{field}", " ")
    page.click("#refuse button")
    page.wait_for_selector("#refuse [aria-invalid=true]")
    assert_clean(page)
    Dispatch.objects.update(revoked_at="2026-01-01T00:00Z")
    page.reload()
    expect(page.locator("h1")).to_have_text("Tautan ini tidak berlaku")
    assert_clean(page)
