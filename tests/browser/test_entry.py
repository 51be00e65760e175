"""Writing reports down for others, by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from aspirations.models import Aspiration
from government.models import Role
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.world import SRI_MULYO, make_user

ENTRY = "/admin/aspirations/aspiration/entry/"


def tell(desk: Page, name: str, text: str) -> None:
    """From the name to the saved report; the desa is the kader's own."""
    desk.keyboard.type(name)
    for _ in range(7):
        desk.keyboard.press("Tab")
    expect(desk.locator("#id_text")).to_be_focused()
    desk.keyboard.type(text)
    desk.keyboard.press("Tab")
    expect(desk.locator("#id_category")).not_to_have_value("")
    desk.keyboard.press("Control+Enter")


def test_kader_writes_two_reports_down_one_after_the_other(sign_in: Any):
    desk = sign_in(make_user(Role.VILLAGE_OPERATOR, SRI_MULYO))
    desk.goto(ENTRY)
    desk.focus("#id_reporter_name")
    tell(desk, "Suparno", "Jembatan Jalur 8 putus papannya.")
    expect(desk.locator(".entry-receipts tbody tr")).to_have_count(1)
    # The next report begins at the name by itself.
    expect(desk.locator("#id_reporter_name")).to_be_focused()
    tell(desk, "Siti", "Listrik padam setiap malam di RT 3.")
    expect(desk.locator(".entry-receipts tbody tr")).to_have_count(2)
    assert list(Aspiration.objects.values_list("reporter_name", flat=True)) == ["Siti", "Suparno"]


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_paper_list_with_an_error_keeps_what_was_typed(sign_in: Any, viewport: dict[str, int]):
    desk = sign_in(make_user(), viewport)
    desk.goto(f"{ENTRY}list/")
    desk.fill("[name=r0-village]", "Sri Mulyo")
    desk.fill("[name=r0-category]", "Jembatan")
    desk.fill("[name=r0-text]", "Papan lepas")
    desk.click("text=Simpan semua")
    expect(desk.locator("[name=r0-text]")).to_be_focused()
    assert_clean(desk)
    desk.keyboard.press("End")
    desk.keyboard.type(" di Jalur 8 sejak Senin.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".entry-receipts tbody tr")).to_have_count(1)
    assert_clean(desk)
