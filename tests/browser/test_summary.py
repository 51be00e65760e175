"""Ringkasan as somebody walks it: choose a period, open a figure's list, and back."""

from typing import Any

import pytest

from aspirations import services
from government.models import Role
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.world import MONDAY, advance, make_report, make_user

SUMMARY = "/admin/aspirations/aspiration/ringkasan/"
WEEK = f"{SUMMARY}?periode=pilihan&dari=2026-06-08&sampai=2026-06-14"


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_summary_is_clean_with_all_tables_open(sign_in: Any, viewport: dict[str, int]):
    make_report()
    services.rate(advance(make_report(), "verified", "answered", "resolved", at=MONDAY), 3)
    desk = sign_in(make_user(Role.CAMAT), viewport)
    desk.goto(WEEK)
    for summary in desk.locator(".summary summary").all():
        summary.click()
    assert_clean(desk)


def test_a_figure_opens_its_list_and_the_choice_is_still_there_on_return(sign_in: Any):
    make_report()
    desk = sign_in(make_user(Role.CAMAT))
    desk.click("text=Ringkasan")
    desk.select_option("#id_periode", label="Tanggal pilihan")
    desk.fill("#id_dari", "2026-06-08")
    desk.fill("#id_sampai", "2026-06-14")
    desk.click("text=Tampilkan")
    desk.locator(".summary-cards a").first.click()
    desk.wait_for_selector("#result_list")
    assert desk.locator("#result_list tbody tr").count() == 1
    desk.goto(SUMMARY)
    assert desk.input_value("#id_dari") == "2026-06-08"


def test_the_whole_queue_can_be_chosen_without_the_admin_s_form_scripts(sign_in: Any):
    make_report()
    make_report()
    desk = sign_in(make_user())
    desk.goto("/admin/aspirations/aspiration/")
    desk.check("#action-toggle")
    assert desk.locator(".action-select:checked").count() == 2
    assert "2 dari 2 terpilih" in desk.inner_text(".action-counter")
