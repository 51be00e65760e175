"""A camat orders the rules and tries them; a section head shares work out: by keyboard, on a phone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from aspirations import services
from aspirations.models import Aspiration, RoutingRule
from government.models import Role
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.worker import work
from tests.world import clerk_actor, make_report, make_user, unit

RULES, QUEUE = "/admin/aspirations/routingrule/", "/admin/aspirations/aspiration/"


def make_rules() -> None:
    for place, (name, words, slug) in enumerate((("Umum", "", "pelayanan"), ("Jembatan", "rusak", "pmd"))):
        RoutingRule.objects.create(
            territory_id="16.07.14", name=name, position=place, words=words, unit=unit(slug)
        )


def test_camat_finds_out_why_and_puts_the_rules_in_order(sign_in: Any):
    make_rules()
    desk = sign_in(make_user(Role.CAMAT))
    desk.goto(f"{RULES}trial/")
    desk.fill("#id_one-text", "Jln dan jembatan rsk")
    desk.select_option("#id_one-category", label="Jembatan")
    desk.keyboard.press("Tab")
    desk.focus("[name=try_one]")
    desk.keyboard.press("Enter")
    expect(desk.locator(".rule-result")).to_contain_text("Menurut aturan “Umum”: Seksi Pelayanan Umum")
    expect(desk.locator("tbody tr").nth(1)).to_contain_text("aturan di atasnya sudah menentukan")
    desk.goto(RULES)
    desk.focus("[aria-label='Naikkan Jembatan']")
    desk.keyboard.press("Enter")
    expect(desk.locator(".success")).to_contain_text("“Jembatan” naik satu tempat.")
    expect(desk.locator("#result_list tbody tr").first).to_contain_text("Jembatan")
    services.routing.forget_rules()
    assert make_report(text="Jembatan rsk").unit == unit()


def test_section_head_shares_out_what_lies_in_the_unit_and_takes_it_back(sign_in: Any):
    head, clerk = make_user(Role.SECTION_HEAD, first_name="Ani"), make_user(of="pmd", first_name="Budi")
    for _ in range(4):
        services.assign(make_report(), None, unit=unit(), actor=clerk_actor())
    desk = sign_in(head, PHONE)
    desk.goto(f"{QUEUE}beban/")
    desk.click("text='4'")
    desk.check("#action-toggle")
    desk.select_option("[name=action]", label="Bagi rata")
    desk.click(".actions button[type=submit]")
    expect(desk.locator("[role=status]")).to_contain_text("Ani: sekarang 0, sesudahnya 2")
    desk.click("text='Bagikan'")
    work()
    desk.reload()
    held = Aspiration.objects.filter(assigned_to=clerk)
    assert held.count() == 2
    desk.click("text='Batalkan semuanya'")
    work()
    assert held.count() == 0


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_pages_are_clean(sign_in: Any, viewport: dict[str, int]):
    make_rules()
    head = make_user(Role.SECTION_HEAD)
    services.assign(make_report(), head, actor=clerk_actor())
    desk = sign_in(make_user(Role.CAMAT), viewport)
    for address in (RULES, f"{RULES}add/", f"{RULES}trial/", f"{QUEUE}beban/", f"{QUEUE}serahkan/{head.pk}/"):
        desk.goto(address)
        assert_clean(desk)
    desk.goto(f"{RULES}trial/")
    desk.select_option("#id_one-category", label="Jembatan")
    desk.click("[name=try_one]")
    assert_clean(desk)
    desk.click("[name=try_past]")
    assert_clean(desk)
