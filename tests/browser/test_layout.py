"""Errors and inputs are readable on a small phone."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LAPTOP, PHONE


def width(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["width"]


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_errors_have_the_width_of_the_form(open_page: Any, viewport: dict[str, int]):
    page = open_page(viewport)
    page.goto("/lapor/")
    page.fill("#id_rt", "4a")
    page.click("text=Kirim laporan")
    page.wait_for_selector("#error_1_id_consent")
    whole = width(page, "#id_text")
    assert width(page, "#id_consent_error") == pytest.approx(whole, abs=2)
    assert width(page, "#id_rt_error") == pytest.approx(whole, abs=2)
    # The label stays beside its box, and a right answer keeps its column.
    box, label = (page.locator(one).bounding_box() for one in ("#id_consent", "[for=id_consent]"))
    assert label["x"] > box["x"] + box["width"]
    assert width(page, "#id_rw") < whole / 2


def test_point_is_typed_into_inputs_like_the_others(phone: Page):
    phone.goto("/lapor/")
    phone.click(".point summary")
    look = "one => { const s = getComputedStyle(one); return [s.borderRadius, s.minHeight, s.borderColor]; }"
    latitude, title = (phone.eval_on_selector(one, look) for one in ("#id_latitude", "#id_title"))
    assert latitude == title
