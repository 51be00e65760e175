"""The secretary's screen: two at once, a lost line, a wall that follows."""

from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from aspirations.models import Aspiration
from meetings import services
from meetings.models import AgendaItem, ItemNote, ItemState, Meeting
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.meetings.makers import make_decision, make_invitation, make_meeting
from tests.world import clerk_actor, make_published, make_user

FLOOR, NOTE = "/admin/meetings/meeting/{}/floor/", "**/floor/note/"


@pytest.fixture
def andi(committed_world: None) -> Any:
    return make_user(first_name="Andi")


@pytest.fixture
def meeting(andi: Any) -> Meeting:
    """Running, at the first of two items, with one published report."""
    meeting = make_meeting(status="running")
    for place, title in ((1, "Jembatan"), (2, "Air bersih")):
        AgendaItem.objects.create(meeting=meeting, position=place, title=title, minutes=10)
    first = meeting.agenda_items.get(position=1)
    services.propose_agenda(meeting, [make_published()], actor=clerk_actor(andi), item=first)
    services.change_item(meeting, first.pk, ItemState.RUNNING, actor=andi)
    make_invitation(meeting, name="Hasan", title="Kepala Desa Upang")
    return meeting


def open_floor(sign_in: Any, user: Any, meeting: Meeting, viewport: Any = LAPTOP) -> Page:
    page = sign_in(user, viewport)
    page.goto(FLOOR.format(meeting.pk))
    expect(page.locator("[data-status]")).to_have_attribute("data-state", "saved")
    return page


def texts(page: Page) -> Any:
    """The boxes of the item that runs; the last one is empty."""
    return page.locator("[aria-current] .floor-note:not(.is-gone) textarea")


def state(page: Page, name: str) -> None:
    expect(page.locator("[data-status]")).to_have_attribute("data-state", name)


def written() -> list[str]:
    return list(ItemNote.objects.standing().order_by("position").values_list("text", flat=True))


def test_two_see_each_other_and_nobody_s_caret_moves(sign_in: Any, andi: Any, meeting: Meeting):
    one = open_floor(sign_in, andi, meeting)
    two = open_floor(sign_in, make_user(first_name="Rina"), meeting)
    expect(one.locator("[data-presence]")).to_have_text("Rina juga membuka halaman ini.")
    texts(two).last.press_sequentially("Papan hil")
    texts(one).last.fill("Jalan poros dahulu")
    # Rina's own note stays hers under her hands while Andi's appears.
    expect(texts(two)).to_have_count(3)
    two.keyboard.type("ang")
    state(one, "saved")
    state(two, "saved")
    assert sorted(written()) == ["Jalan poros dahulu", "Papan hilang"]
    expect(texts(one)).to_have_count(3)


def test_two_versions_stand_side_by_side_and_are_merged(sign_in: Any, andi: Any, meeting: Meeting):
    one = open_floor(sign_in, andi, meeting)
    texts(one).last.fill("Jalan")
    state(one, "saved")
    two = open_floor(sign_in, make_user(first_name="Rina"), meeting)
    two.route(NOTE, lambda route: route.abort())
    texts(two).first.fill("Jalan desa")
    state(two, "offline")
    texts(one).first.fill("Jalan poros")
    state(one, "saved")
    two.unroute(NOTE)
    expect(two.locator(".floor-other .floor-label")).to_contain_text("Versi lain dari Andi, pukul")
    expect(one.locator(".floor-other .floor-label")).to_contain_text("Versi lain dari Rina, pukul")
    assert_clean(two)
    two.click("text=Gabungkan keduanya")
    expect(texts(one).first).to_have_value("Jalan poros\nJalan desa")
    expect(one.locator(".floor-other")).to_have_count(0)
    assert written() == ["Jalan poros\nJalan desa"]


def test_a_lost_line_loses_nothing_and_writes_it_once(sign_in: Any, andi: Any, meeting: Meeting):
    page = open_floor(sign_in, andi, meeting)
    page.context.set_offline(True)
    texts(page).last.press_sequentially("Ambulans akan datang")
    texts(page).last.fill("Bank mencari tanah")
    page.fill("[aria-current] .floor-decide [name=text]", "Ambulans dikirim")
    page.keyboard.press("Enter")
    state(page, "offline")
    expect(page.locator("[data-status]")).to_contain_text("3 perubahan menunggu")
    page.context.set_offline(False)
    state(page, "saved")
    assert sorted(written()) == ["Ambulans akan datang", "Bank mencari tanah"]
    assert [one.text for one in meeting.decisions.all()] == ["Ambulans dikirim"]
    expect(page.locator("[aria-current] .floor-decisions li")).to_contain_text("Keputusan 1 Ambulans dikirim")


def test_unsent_words_are_there_after_a_reload(sign_in: Any, andi: Any, meeting: Meeting):
    page = open_floor(sign_in, andi, meeting)
    page.on("dialog", lambda dialog: dialog.accept())
    page.route(NOTE, lambda route: route.abort())
    texts(page).last.press_sequentially("Ambulans akan datang")
    page.fill("[aria-current] .floor-decide [name=text]", "Belum ditekan")
    state(page, "offline")
    page.reload()
    expect(texts(page).first).to_have_value("Ambulans akan datang")
    expect(page.locator("[aria-current] .floor-decide [name=text]")).to_have_value("Belum ditekan")
    page.unroute(NOTE)
    state(page, "saved")
    assert written() == ["Ambulans akan datang"]
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':out:'))")
    assert kept == []


def test_leaving_with_unsent_words_is_asked(sign_in: Any, andi: Any, meeting: Meeting):
    page = open_floor(sign_in, andi, meeting)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.route(NOTE, lambda route: route.abort())
    texts(page).last.press_sequentially("Ambulans")
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_words_outlive_the_session(sign_in: Any, andi: Any, meeting: Meeting):
    page = open_floor(sign_in, andi, meeting)
    page.context.clear_cookies()
    texts(page).last.press_sequentially("Ambulans akan datang")
    state(page, "signin")
    again = page.context.new_page()
    again.goto("/admin/login/")
    again.fill("#id_username", andi.username)
    again.fill("#id_password", "x")
    again.click("[type=submit]")
    state(page, "saved")
    assert written() == ["Ambulans akan datang"]


def test_deleting_is_undone(sign_in: Any, andi: Any, meeting: Meeting):
    page = open_floor(sign_in, andi, meeting)
    texts(page).last.fill("Ambulans")
    state(page, "saved")
    page.click("[aria-current] .floor-note >> nth=0 >> text=Hapus")
    expect(page.locator("[data-gone]:visible")).to_contain_text("Catatan dihapus")
    assert written() == []
    page.click("text=Urungkan")
    expect(texts(page).first).to_have_value("Ambulans")
    assert written() == ["Ambulans"]


def test_speaker_by_name_brings_the_office(sign_in: Any, andi: Any, meeting: Meeting):
    page = open_floor(sign_in, andi, meeting)
    note = page.locator("[aria-current] .floor-note").first
    note.locator("[name=name]").fill("Hasan")
    note.locator("[name=name]").blur()
    expect(note.locator("[name=title]")).to_have_value("Kepala Desa Upang")
    state(page, "saved")
    assert ItemNote.objects.get().said == ("Hasan", "Kepala Desa Upang", "")


def test_the_wall_follows_and_the_agenda_runs(sign_in: Any, andi: Any, meeting: Meeting):
    desk = open_floor(sign_in, andi, meeting)
    wall = sign_in(andi, {"width": 1280, "height": 720})
    wall.goto(FLOOR.format(meeting.pk) + "projector/")
    expect(wall.locator("h2")).to_have_text("1. Jembatan")
    desk.click("text=Tampil di layar")
    expect(wall.locator(".current li")).to_contain_text("Jembatan rusak")
    make_decision(meeting, text="Jembatan diperbaiki bulan depan")
    expect(wall.locator(".decisions li")).to_have_text("Jembatan diperbaiki bulan depan")
    assert_clean(wall)
    wall.set_viewport_size({"width": 1920, "height": 1080})
    assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")
    desk.click(".floor-item >> nth=1 >> summary")
    desk.click("[name=to][value=running]:visible")
    expect(desk.locator("[aria-current] .floor-title")).to_have_text("Air bersih")
    expect(wall.locator("h2")).to_have_text("2. Air bersih")
    desk.click("[name=mode][value=blank]")
    expect(wall.locator(".dark")).to_have_count(1)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_voice_from_the_room_gets_its_receipt(sign_in: Any, andi: Any, meeting: Meeting, viewport: Any):
    page = open_floor(sign_in, andi, meeting, viewport)
    page.click("text=Aspirasi dari peserta")
    assert_clean(page)
    page.click("text=Simpan dan beri tanda terima")
    expect(page.locator("[data-errors=text] .errorlist")).to_have_count(1)
    page.fill("#voice-text", "Sertifikat tanah di Jalur 8 belum terbit.")
    page.select_option("#voice-village", label="Sri Mulyo")
    page.select_option("#voice-category", label="Jembatan")
    page.fill("#voice-reporter_name", "Siti")
    page.click("text=Simpan dan beri tanda terima")
    expect(page.locator("[data-receipts] li >> text=Cetak 80 mm")).to_be_focused()
    report = Aspiration.objects.get(channel="meeting")
    expect(page.locator("[aria-current] .floor-reports")).to_contain_text(report.number)
    assert (report.reporter_name, page.input_value("#voice-text")) == ("Siti", "")
    assert_clean(page)
