"""What was typed waits on the phone, and nothing that should not."""

import json

from playwright.sync_api import Page, expect

from tests.browser.test_walk import STORY

DRAFT = "localStorage.getItem('report-draft')"
AGE = f"""(ms) => localStorage.setItem(
    'report-draft', JSON.stringify({{...JSON.parse({DRAFT}), saved: Date.now() - ms}})
)"""
HOUR = 3_600_000


def type_report(page: Page, identity: str) -> None:
    page.goto("/lapor/")
    page.check(f"[name=identity][value={identity}]")
    page.fill("#id_text", STORY)
    page.wait_for_timeout(700)


def test_draft_keeps_how_the_reporter_wants_to_be_known(phone: Page):
    type_report(phone, "anonymous")
    phone.goto("/lapor/")
    expect(phone.locator("[name=identity]:checked")).to_have_value("anonymous")
    expect(phone.locator("#id_reporter_name")).to_be_hidden()


def test_nothing_of_a_confidential_report_waits_on_the_phone(phone: Page):
    type_report(phone, "confidential")
    assert phone.evaluate(DRAFT) is None
    phone.goto("/lapor/")
    expect(phone.locator("#id_text")).to_have_value("")


def test_draft_is_forgotten_when_the_report_becomes_confidential(phone: Page):
    type_report(phone, "named")
    assert json.loads(phone.evaluate(DRAFT))["text"] == STORY
    phone.check("[name=identity][value=confidential]")
    phone.wait_for_timeout(700)
    assert phone.evaluate(DRAFT) is None


def test_draft_ends_after_a_day(phone: Page):
    type_report(phone, "named")
    phone.evaluate(AGE, 23 * HOUR)
    phone.goto("/lapor/")
    expect(phone.locator("#id_text")).to_have_value(STORY)
    phone.evaluate(AGE, 24 * HOUR)
    phone.goto("/lapor/")
    expect(phone.locator("#id_text")).to_have_value("")
    assert phone.evaluate(DRAFT) is None


def test_deleting_the_draft_empties_the_form(phone: Page):
    type_report(phone, "anonymous")
    phone.goto("/lapor/")
    phone.click("[data-draft-note] button")
    expect(phone.locator("#id_text")).to_have_value("")
    expect(phone.locator("#id_reporter_name")).to_be_visible()
    assert phone.evaluate(DRAFT) is None
