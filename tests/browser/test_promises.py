"""A promise goes from the agency's phone to the desk, and is kept."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from meetings.models import FollowUp, Picture
from meetings.services import evidence, links
from meetings.services.progress import By
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.meetings.promises import make_promise
from tests.worker import work
from tests.world import make_user, picture


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "sesudah.jpg"
    path.write_bytes(picture((1200, 900)).read())
    return str(path)


def sign(page: Page, act: str, text: str) -> None:
    page.click(f"#{act} summary")
    page.fill(f"#{act}_text", text)
    page.fill(f"#{act}_name", "Budi Santoso")
    page.fill(f"#{act}_position", "Kabid Bina Marga")


def link_of(desk: Page, promise: FollowUp) -> str:
    """What the desk copies from the page."""
    desk.goto(f"/admin/meetings/followup/{promise.pk}/change/")
    desk.click("#alamat summary")
    return desk.input_value("#owner-address")


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_agency_reports_from_a_phone_and_the_desk_finds_it_kept(
    sign_in: Any, open_page: Any, photo: str, scripts: bool
):
    promise, user = make_promise(), make_user()
    links.issue_links(promise.decision, user)
    evidence.add_milestone(promise, "Survei lapangan", None, by=By(user))
    desk = sign_in(user)
    link = link_of(desk, promise)

    officer = open_page(PHONE, java_script_enabled=scripts)
    officer.goto(link)
    if not scripts:
        number, code = link.partition("#")[2].split(".")
        officer.fill("#id_number", number)
        officer.fill("#id_secret", code)
        officer.click("text=Buka janji")
    assert "#" not in officer.url
    if scripts:
        assert_clean(officer)
    officer.click("text=Memperbaiki jembatan")
    if scripts:
        assert_clean(officer)
    sign(officer, "progress", "Tiang sudah berdiri.")
    officer.fill("#progress_progress", "40")
    officer.set_input_files("#progress_after", photo)
    officer.click("#progress button")
    expect(officer.locator(".timeline")).to_contain_text("Tiang sudah berdiri.")
    work()
    officer.reload()
    expect(officer.locator(".photo img")).to_have_count(1)
    officer.click("#tahapan button")
    expect(officer.locator("#tahapan")).to_contain_text("selesai")
    sign(officer, "done", "Jembatan dapat dilewati lagi.")
    officer.click("#done button")
    expect(officer.locator(".notice-success").first).to_contain_text("Kecamatan memeriksa")
    expect(officer.locator(".actions")).to_have_count(0)

    desk.goto("/admin/meetings/followup/?batas=periksa")
    desk.click("#result_list >> text=Memperbaiki jembatan")
    expect(desk.locator(".promise-photos img")).to_have_count(1)
    desk.click(".promise-photos >> text=Tayangkan")
    desk.click("#kept summary")
    expect(desk.locator("#id_kept-text")).to_have_value("Jembatan dapat dilewati lagi.")
    desk.click("#kept button")
    expect(desk.locator(".promise-head")).to_contain_text("Ditepati")
    promise.refresh_from_db()
    assert (promise.status, promise.progress) == ("kept", 100)
    assert Picture.objects.get().is_public is True


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_worklist_and_page_are_for_everybody(sign_in: Any, viewport: dict[str, int]):
    promise = make_promise()
    links.issue_links(promise.decision, make_user())
    evidence.ask_date(
        promise,
        promise.target_on.replace(year=promise.target_on.year + 1),
        "Air",
        by=By(signed_by="PUPR: A, B"),
    )
    desk = sign_in(make_user(), viewport)
    for path in ("", f"{promise.pk}/change/"):
        desk.goto(f"/admin/meetings/followup/{path}")
        assert_clean(desk)
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_link_that_opens_nothing_says_so_kindly(phone: Page):
    phone.goto("/janji/lapor/#JR-00001.AAAABBBBCCCCDDDD")
    expect(phone.locator("h1")).to_have_text("Tautan ini tidak berlaku")
    assert_clean(phone)
