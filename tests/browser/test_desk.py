"""The desk by keyboard alone."""

from typing import Any

from playwright.sync_api import Page, expect

from aspirations.models import Aspiration, ResponseTemplate
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import assert_clean
from tests.worker import work
from tests.world import make_report, make_user

BATCH = 10


def tab_to(desk: Page, text: str) -> None:
    """Tabs until the link or button with this text, a count beside it or not, has the focus."""
    for _ in range(60):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.textContent").strip(" \n0123456789") == text:
            return
    raise AssertionError(f"no focus on {text}")


def arrive(desk: Page, number: int) -> None:
    """The report is open and its script runs."""
    expect(desk.locator(".breadcrumbs")).to_contain_text(f"{number:05d}")
    desk.wait_for_load_state()


def test_batch_of_ten_goes_from_arrival_to_published(sign_in: Any):
    for number in range(BATCH):
        make_report(title=f"Jembatan {number}", text=f"Papan jembatan nomor {number} di Jalur 8 hilang.")
    desk = sign_in(make_user())
    tab_to(desk, "Perlu ditangani")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#result_list")
    desk.wait_for_load_state()
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    for number in range(BATCH):
        arrive(desk, number + 1)
        desk.keyboard.press("1")
        desk.keyboard.press("Control+Enter")
    expect(desk.locator(".success")).to_contain_text("Diverifikasi")
    assert set(Aspiration.objects.values_list("status", flat=True)) == {"verified"}

    desk.wait_for_load_state()
    desk.keyboard.press("u")
    desk.wait_for_selector("#result_list")
    tab_to(desk, "Belum ditayangkan")
    desk.keyboard.press("Enter")
    expect(desk.locator("[aria-current=page]")).to_have_text(f"Belum ditayangkan {BATCH}")
    desk.wait_for_load_state()
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    for number in range(BATCH):
        arrive(desk, number + 1)
        desk.keyboard.press("p")
        desk.keyboard.press("Control+Enter")
    expect(desk.locator(".success")).to_contain_text("ditayangkan")
    assert Aspiration.objects.public().count() == BATCH


def test_many_are_assigned_and_it_is_taken_back(sign_in: Any):
    clerk = make_user(first_name="Rohani")
    for _ in range(3):
        make_report()
    desk = sign_in(clerk)
    desk.goto("/admin/aspirations/aspiration/")
    assert_clean(desk)
    desk.check("#action-toggle")
    desk.select_option("[name=action]", label="Tugaskan")
    desk.click(".actions [type=submit], .actions button")
    assert_clean(desk)
    desk.select_option("#id_many-assignee", label="Rohani (0)")
    desk.click("[name=order]")
    work()
    expect(desk.locator("[role=status]")).to_contain_text("3 dari 3 laporan dikerjakan.")
    assert Aspiration.objects.filter(assigned_to=clerk).count() == 3
    assert_clean(desk)
    desk.click("text=Batalkan semuanya")
    work()
    expect(desk.locator("[role=status]")).to_contain_text("Selesai.")
    assert Aspiration.objects.filter(assigned_to=None).count() == 3


def test_letters_typed_into_a_field_are_letters(sign_in: Any):
    report = make_report()
    desk = sign_in(make_user())
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")
    desk.keyboard.press("1")
    desk.keyboard.type("jalur ku 1")
    expect(desk.locator("#id_verified-note")).to_have_value("jalur ku 1")


def test_single_letters_can_be_switched_off(sign_in: Any):
    report = make_report()
    desk = sign_in(make_user())
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")
    desk.keyboard.press("?")
    desk.uncheck("[data-keys-on]")
    desk.reload()
    desk.keyboard.press("1")
    expect(desk.locator("#verified")).not_to_have_attribute("open", "")


def test_response_template_is_put_into_the_note(sign_in: Any):
    ResponseTemplate.objects.create(name="Terima", step="verified", text="Laporan {nomor} kami terima.")
    report = make_report()
    desk = sign_in(make_user())
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")
    desk.keyboard.press("1")
    desk.click("#verified .responses summary")
    assert_clean(desk)
    desk.click("[data-fill]")
    expect(desk.locator("#id_verified-note")).to_have_value(f"Laporan {report.number} kami terima.")


def test_on_a_phone_the_next_report_opens_at_its_head(sign_in: Any):
    first, second = make_report(), make_report()
    desk = sign_in(make_user(), PHONE)
    desk.goto(f"/admin/aspirations/aspiration/{first.pk}/change/")
    desk.click("#verified summary")
    desk.click("#verified [name=_next]")
    expect(desk.locator("h1")).to_contain_text(second.number)
    expect(desk.locator("h1")).to_be_in_viewport()
    expect(desk.locator(".messagelist")).to_be_in_viewport()
