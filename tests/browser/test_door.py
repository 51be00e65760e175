"""The desk at the door with the network off, and two devices at it at once."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
import segno
from playwright.sync_api import Page, expect

from meetings.models import Attendance, Meeting
from meetings.services import venue
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.meetings.makers import HOUR, make_contact, make_invitation, make_meeting
from tests.world import make_user

READY = "Siap dipakai tanpa jaringan."


@pytest.fixture
def meeting(committed_world: None) -> Meeting:
    meeting = make_meeting(starts=-HOUR, status="running", quorum_percent=50)
    make_invitation(meeting, make_contact("Camat Air Salek", name="Suparno"), door_code="7KMPQ2XH")
    make_invitation(meeting, make_contact("Danramil", office="military"), door_code="3XWDR9F2")
    return meeting


def address(meeting: Meeting, route: str = "") -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/attendance/{route}"


def open_door(page: Page, meeting: Meeting) -> None:
    page.goto(address(meeting, "door/"))
    expect(page.locator("[data-ready]")).to_have_text(READY)


def note(page: Page, office: str, button: str) -> None:
    page.locator("[data-invited] button", has_text=office).click()
    page.locator("[data-chosen]").get_by_role("button", name=button, exact=True).click()
    expect(page.locator("[data-chosen]")).to_be_hidden()


def back_online(page: Page) -> None:
    page.context.set_offline(False)
    expect(page.locator("[data-line]")).to_contain_text("Menunggu dikirim: 0.")


def presences() -> list[tuple[str, str]]:
    return list(Attendance.objects.order_by("pk").values_list("presence", "name"))


def qr_picture(tmp_path: Path, text: str) -> str:
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=8, border=4)
    path = tmp_path / "kode.png"
    path.write_bytes(out.getvalue())
    return str(path)


def test_lines_noted_without_a_network_survive_a_reload_and_arrive_once(sign_in: Any, meeting: Meeting):
    page = sign_in(make_user(), PHONE)
    open_door(page, meeting)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("Meja pintu")
    note(page, "Camat Air Salek", "Hadir")
    page.fill("#door-guest-name", "Joko")
    page.locator("[data-guest-form] button").click()
    expect(page.locator("[data-line]")).to_contain_text("Menunggu dikirim: 2.")
    page.reload()
    expect(page.locator("[data-line]")).to_contain_text("Tanpa jaringan")
    expect(page.locator("[data-lines] li")).to_have_count(2)
    assert presences() == []
    back_online(page)
    page.reload()
    expect(page.locator("[data-line]")).to_contain_text("Terkirim: 2.")
    assert sorted(presences()) == [("present", "Joko"), ("present", "Suparno")]


def test_closed_and_opened_again_without_a_network(sign_in: Any, meeting: Meeting):
    page = sign_in(make_user(), PHONE)
    open_door(page, meeting)
    context = page.context
    context.set_offline(True)
    note(page, "Danramil", "Izin")
    page.close()
    again = context.new_page()
    again.goto(address(meeting, "door/"))
    expect(again.locator("[data-line]")).to_contain_text("Menunggu dikirim: 1.")
    back_online(again)
    assert presences() == [("excused", "")]


def test_two_devices_on_one_invitation_lose_nothing(sign_in: Any, meeting: Meeting):
    first, second = sign_in(make_user(), PHONE), sign_in(make_user(), PHONE)
    for page in (first, second):
        open_door(page, meeting)
        page.context.set_offline(True)
    note(first, "Camat Air Salek", "Hadir")
    second.locator("[data-invited] button", has_text="Camat Air Salek").click()
    second.click("[data-chosen] summary")
    second.fill("[data-chosen] [name=name]", "Anwar")
    second.click("[data-chosen] form button")
    expect(second.locator("[data-chosen]")).to_be_hidden()
    # The later line arrives before the earlier one.
    back_online(second)
    back_online(first)
    expect(first.locator("[data-lines]")).to_contain_text("ada catatan yang lebih baru")
    expect(first.locator("[data-invited]")).to_contain_text("Diwakili: Anwar")
    assert presences() == [("represented", "Anwar")]
    desk = sign_in(make_user())
    desk.goto(address(meeting))
    expect(desk.locator(".attend-twice")).to_have_text("dicatat dua kali")


def test_each_device_sees_the_other_s_lines(sign_in: Any, meeting: Meeting):
    first, second = sign_in(make_user(), PHONE), sign_in(make_user(), PHONE)
    open_door(first, meeting)
    open_door(second, meeting)
    note(first, "Danramil", "Hadir")
    expect(first.locator("[data-line]")).to_contain_text("Terkirim: 1.")
    second.evaluate("window.dispatchEvent(new Event('online'))")
    expect(second.locator("[data-invited] li", has_text="Danramil")).to_contain_text("Hadir")
    expect(second.locator("[data-count]")).to_contain_text("1 undangan hadir atau diwakili, dari 2")


def test_session_that_ended_keeps_the_lines_until_the_next_sign_in(sign_in: Any, meeting: Meeting):
    user = make_user()
    page = sign_in(user, PHONE)
    open_door(page, meeting)
    page.context.clear_cookies()
    note(page, "Camat Air Salek", "Hadir")
    expect(page.locator("[data-signin]")).to_be_visible()
    assert presences() == []
    page.click("[data-signin] a")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "x")
    page.click("[type=submit]")
    expect(page.locator("[data-line]")).to_contain_text("Terkirim: 1.")
    assert presences() == [("present", "Suparno")]


@pytest.mark.parametrize("text", ["http://x.id/undangan/#7KMPQ2XH.K7QM3XWD9R2FTB4H", "7KMPQ2XH"])
def test_qr_of_a_letter_is_read_without_a_network(sign_in: Any, meeting: Meeting, tmp_path: Path, text: str):
    page = sign_in(make_user(), PHONE)
    open_door(page, meeting)
    page.context.set_offline(True)
    page.set_input_files("[data-picture]", qr_picture(tmp_path, text))
    expect(page.locator("[data-chosen] h2")).to_have_text("Camat Air Salek")
    page.locator("[data-chosen]").get_by_role("button", name="Hadir", exact=True).click()
    expect(page.locator("[data-chosen]")).to_be_hidden()
    back_online(page)
    assert Attendance.objects.get().method == "scan"


def test_picture_without_a_code_and_code_of_nobody_are_told(sign_in: Any, meeting: Meeting, tmp_path: Path):
    page = sign_in(make_user(), PHONE)
    open_door(page, meeting)
    page.set_input_files("[data-picture]", qr_picture(tmp_path, "https://contoh.id/"))
    expect(page.locator("[data-found]")).to_contain_text("Kode tidak ada dalam daftar ini")
    page.fill("#door-code", "2xh")
    page.keyboard.press("Enter")
    expect(page.locator("[data-found]")).to_have_text("Kode tidak ada dalam daftar ini: 2XH")
    page.fill("#door-code", "q2xh")
    page.keyboard.press("Enter")
    expect(page.locator("[data-chosen] h2")).to_have_text("Camat Air Salek")


def test_wiping_leaves_nothing_on_the_device(sign_in: Any, meeting: Meeting):
    page = sign_in(make_user(), PHONE)
    open_door(page, meeting)
    note(page, "Danramil", "Hadir")
    expect(page.locator("[data-line]")).to_contain_text("Terkirim: 1.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-wipe]")
    expect(page.locator("[data-ready]")).to_have_text("Data sudah dihapus dari peranti ini.")
    left = page.evaluate(
        """async () => {
          const store = await import("/static/js/door-store.js");
          const meeting = document.querySelector("[data-door]").dataset.meeting;
          const registrations = await navigator.serviceWorker.getRegistrations();
          return [await caches.keys(), await store.loadLines(meeting),
                  (await store.loadList(meeting)) ?? null, registrations.length];
        }"""
    )
    assert left == [[], [], None, 0]


def test_list_of_a_stop_long_over_is_wiped_by_itself_and_what_waits_stays(sign_in: Any, meeting: Meeting):
    page = sign_in(make_user(), PHONE)
    open_door(page, meeting)
    page.context.set_offline(True)
    note(page, "Danramil", "Hadir")
    left = page.evaluate(
        """async () => {
          const store = await import("/static/js/door-store.js");
          const meeting = document.querySelector("[data-door]").dataset.meeting;
          const in_days = (days) => store.wipeOld(Date.now() + days * 86400000);
          const states = [];
          for (const days of [6, 9, 60]) {
            await in_days(days);
            states.push([Boolean(await store.loadList(meeting)), (await store.loadLines(meeting)).length]);
          }
          return states;
        }"""
    )
    assert left == [[True, 1], [False, 1], [False, 0]]


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_pages_are_accessible(sign_in: Any, open_page: Any, meeting: Meeting, viewport: dict[str, int]):
    desk = sign_in(make_user(), viewport)
    open_door(desk, meeting)
    desk.locator("[data-invited] button", has_text="Danramil").click()
    assert_clean(desk)
    desk.goto(address(meeting))
    desk.locator(".attend-deputy summary").first.click()
    desk.click(".attend-papers summary")
    assert_clean(desk)
    desk.goto(address(meeting, "venue/"))
    assert_clean(desk)
    guest = open_page(viewport)
    guest.goto("/hadir/")
    assert_clean(guest)
    guest.fill("#id_code", venue.venue_code(meeting))
    guest.click("main [type=submit]")
    assert_clean(guest)
    guest.check("[name=kind][value=guest]")
    guest.fill("#id_name", "Joko")
    guest.click("text=Catat kehadiran saya")
    expect(guest.locator(".answer")).to_contain_text("Joko")
    assert_clean(guest)


def test_search_at_the_desk_and_keys(sign_in: Any, meeting: Meeting):
    desk = sign_in(make_user())
    desk.goto(address(meeting))
    desk.keyboard.press("/")
    desk.keyboard.type("danr")
    expect(desk.locator("[data-group] [data-row]:visible")).to_have_count(1)
    desk.keyboard.press("Enter")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    expect(desk.locator(".attend-excused")).to_contain_text("Danramil")
    assert presences() == [("excused", "")]


def test_code_on_the_wall_changes_by_itself(sign_in: Any, meeting: Meeting):
    desk = sign_in(make_user())
    desk.clock.install()
    desk.goto(address(meeting, "venue/"))
    expect(desk.locator("[data-code]")).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    meeting_code = desk.locator("[data-code]").text_content()
    Meeting.objects.update(status="held")
    desk.clock.run_for(62_000)
    expect(desk.locator("[data-code]")).to_have_count(0)
    assert meeting_code
