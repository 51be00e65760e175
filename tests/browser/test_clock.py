"""The promise clock in a browser: the weight that is said, the rule that is tried, the month by keyboard."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from aspirations import services
from aspirations.models import Aspiration
from government.models import Role
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.world import category, make_report, make_user


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_pages_of_the_clock_are_accessible(sign_in: Any, viewport: dict[str, int]):
    make_report(at=timezone.now())
    desk = sign_in(make_user(Role.COORDINATOR, "16.07"), viewport)
    for address in (
        "aspirations/aspiration/due/",
        "government/slarule/",
        f"government/slarule/uji/?category={category().pk}&kind=complaint&weight=heavy",
        "government/slarule/add/",
        "government/escalationstep/",
    ):
        desk.goto(f"/admin/{address}")
        assert_clean(desk)


def test_weight_said_at_verification_changes_the_promise_that_is_told(sign_in: Any):
    report = make_report(at=timezone.now())
    desk = sign_in(make_user())
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")
    desk.wait_for_load_state()
    desk.keyboard.press("1")
    desk.select_option("[name=verified-weight]", "heavy")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".success")).to_contain_text("Diverifikasi")
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")
    expect(desk.locator(".triage-due")).to_contain_text("menurut aturan “Perkara berat")


def test_month_is_walked_by_keyboard_and_a_figure_opens_its_list(sign_in: Any):
    report = make_report(at=timezone.now())
    due = timezone.localtime(report.due_at)
    desk = sign_in(make_user())
    desk.goto(f"/admin/aspirations/aspiration/due/?bulan={due:%Y-%m}")
    desk.wait_for_load_state()
    for key in ("j", "k"):
        with desk.expect_navigation():
            desk.keyboard.press(key)
    desk.locator(".due-grid a.due-verify").click()
    expect(desk.locator("#result_list")).to_contain_text(report.number)


def test_what_was_escalated_to_me_stands_in_my_queue(sign_in: Any):
    report = make_report()
    camat = make_user(Role.CAMAT)
    services.escalate()
    assert Aspiration.objects.escalated_to(camat).count() == 1
    desk = sign_in(camat)
    desk.goto("/admin/")
    desk.get_by_role("link", name="Dieskalasi kepada saya").click()
    expect(desk.locator("#result_list")).to_contain_text(report.number)
    expect(desk.locator(".queue-escalated")).to_contain_text("dieskalasi ke")
