"""Duplicates by keyboard; the agenda of a meeting from the queue."""

from typing import Any

import pytest
from playwright.sync_api import expect

from aspirations import services
from aspirations.models import Aspiration, Distinct
from meetings.models import AgendaAspiration
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.meetings.makers import make_meeting
from tests.worker import work
from tests.world import clerk_actor, make_report, make_user


def change_page(report: Aspiration) -> str:
    return f"/admin/aspirations/aspiration/{report.pk}/change/"


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_likest_report_is_compared_and_joined_by_keyboard(sign_in: Any, viewport: dict[str, int]):
    report, other = make_report(), make_report(text="Papan jembatan di Jalur 8 lapuk, tiga papan patah.")
    desk = sign_in(make_user(), viewport)
    desk.goto(change_page(report))
    desk.keyboard.press("d")
    expect(desk.locator(".compare")).to_contain_text(other.number)
    desk.wait_for_load_state()
    assert_clean(desk)
    desk.keyboard.press("1")
    desk.keyboard.type("Jembatan yang sama")
    assert_clean(desk)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".success")).to_contain_text(f"{report.number} digabung ke {other.number}.")
    assert Aspiration.objects.get(pk=report.pk).merged_into == other


def test_pair_is_told_apart_by_keyboard(sign_in: Any):
    report, other = make_report(), make_report()
    services.flag(other, "false", note="Fotonya lama", actor=clerk_actor(make_user()))
    desk = sign_in(make_user())
    desk.goto(change_page(report))
    desk.keyboard.press("d")
    desk.wait_for_selector(".compare")
    desk.wait_for_load_state()
    desk.keyboard.press("b")
    expect(desk.locator(".success")).to_contain_text("bukan duplikat")
    assert Distinct.objects.holds(report, other)
    desk.goto(change_page(other))
    expect(desk.locator(".notice-warning").first).to_contain_text("Diduga palsu: Fotonya lama")
    assert_clean(desk)


def test_reports_of_the_queue_go_on_an_agenda(sign_in: Any):
    meeting = make_meeting(10)
    reports = [make_report() for _ in range(2)]
    desk = sign_in(make_user())
    desk.goto("/admin/aspirations/aspiration/")
    desk.check("#action-toggle")
    desk.select_option("[name=action]", label="Masukkan ke agenda rapat")
    desk.click(".actions [type=submit], .actions button")
    assert_clean(desk)
    desk.select_option("#id_many-meeting", index=1)
    desk.click("[name=order]")
    work()
    expect(desk.locator("[role=status]")).to_contain_text("2 dari 2 laporan dikerjakan.")
    assert AgendaAspiration.objects.filter(meeting=meeting).count() == 2
    desk.goto(change_page(reports[0]))
    expect(desk.locator(".triage-main")).to_contain_text("Rapat koordinasi Ke-10")
    assert_clean(desk)
