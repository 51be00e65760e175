"""axe finds nothing on each kind of page, at phone and laptop width."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from government.models import Role
from tests.browser.conftest import LAPTOP, PHONE
from tests.meetings.makers import make_decision, make_follow_up, make_meeting
from tests.world import advance, make_published, make_receipt, make_report, make_user, picture, publish

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_clean(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []
    # Nothing may hang over the edge of a small phone.
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_public_pages(open_page: Any, viewport: dict[str, int]):
    report = publish(make_report(photos=[picture()]), photos=[])
    advance(report, "verified", "answered", "resolved")
    promise = make_follow_up(make_decision(make_meeting()))
    page = open_page(viewport)
    for address in (
        "/",
        "/en/",
        "/lapor/",
        "/lacak/",
        "/laporan/",
        "/laporan/?q=tidakada",
        report.get_absolute_url(),
        "/janji/",
        "/janji/?q=tidakada",
        promise.get_absolute_url(),
        f"{promise.get_absolute_url()}kartu/",
        "/janji/kartu/",
        "/privasi/",
        "/tidak-ada/",
    ):
        page.goto(address)
        assert_clean(page)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_form_with_errors_receipt_and_tracking(open_page: Any, viewport: dict[str, int]):
    page = open_page(viewport)
    page.goto("/lapor/")
    page.click("text=Kirim laporan")
    page.wait_for_selector(".notice-danger")
    assert_clean(page)
    page.fill("#id_text", "Air di sumur kami payau sejak kemarau panjang.")
    page.select_option("#id_category", label="Listrik")
    page.select_option("#id_village", label="Upang")
    page.fill("#id_reporter_name", "Nurhayati")
    page.check("#id_consent")
    page.click("text=Kirim laporan")
    page.wait_for_selector("[data-number]")
    assert_clean(page)
    made, _token = make_receipt()
    page.goto(f"/lacak/#{made.fragment}")
    page.wait_for_selector(".timeline")
    assert_clean(page)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_back_office(sign_in: Any, open_page: Any, viewport: dict[str, int]):
    report = make_report(photos=[picture()])
    make_published()
    page = open_page(viewport)
    page.goto("/admin/login/")
    assert_clean(page)
    desk = sign_in(make_user(), viewport)
    desk.goto("/admin/")
    assert_clean(desk)
    desk.goto("/admin/aspirations/aspiration/")
    desk.click(".queue-more summary")
    assert_clean(desk)
    for page in ("entry/", "entry/list/"):
        desk.goto(f"/admin/aspirations/aspiration/{page}")
        assert_clean(desk)
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")
    for panel in desk.locator(".transition summary").all():
        panel.click()
    assert_clean(desk)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_reference_data_and_roles(sign_in: Any, viewport: dict[str, int]):
    desk = sign_in(make_user(Role.COORDINATOR, "16.07"), viewport)
    for address in (
        "government/category/",
        "government/category/add/",
        "government/holiday/",
        "government/membership/",
        "government/membership/add/",
        "meetings/meeting/",
    ):
        desk.goto(f"/admin/{address}")
        assert_clean(desk)
