"""What staff write: it survives, and nobody overwrites it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from aspirations.models import Aspiration, Draft, Photo
from government.models import Category, Role
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.worker import work
from tests.world import advance, make_report, make_user, picture

ANSWER = "Papan jembatan kami ganti hari Senin."


def test_half_an_answer_survives_a_closed_laptop(sign_in: Any):
    report, clerk = advance(make_report(), "verified"), make_user()
    address = f"/admin/aspirations/aspiration/{report.pk}/change/"
    desk = sign_in(clerk)
    desk.goto(address)
    desk.click("#answered summary")
    desk.locator("#id_answered-note").press_sequentially(ANSWER)
    expect(desk.locator("#answered [data-kept]")).to_contain_text("Konsep disimpan pukul")
    desk.close()
    again = sign_in(clerk, PHONE)
    again.goto(address)
    expect(again.locator("#id_answered-note")).to_have_value(ANSWER)
    assert_clean(again)
    again.click("#answered .transition-buttons .button >> nth=-1")
    expect(again.locator(".success")).to_contain_text("Ditanggapi")
    assert not Draft.objects.exists()


def test_without_javascript_a_button_keeps_it_and_a_colleague_reads_it(open_page: Any, sign_in: Any):
    report = advance(make_report(), "verified")
    address = f"/admin/aspirations/aspiration/{report.pk}/change/"
    plain = open_page(java_script_enabled=False)
    plain.goto("/admin/login/")
    plain.fill("#id_username", make_user(first_name="Rohani").username)
    plain.fill("#id_password", "x")
    plain.click("[type=submit]")
    plain.goto(address)
    plain.click("#answered summary")
    plain.fill("#id_answered-note", ANSWER)
    plain.click("#answered >> text=Bagikan konsep")
    expect(plain.locator(".success")).to_contain_text("dapat dibaca rekan Anda")
    desk = sign_in(make_user())
    desk.goto(address)
    expect(desk.locator(".colleague >> nth=0")).to_contain_text("Sedang dibuka oleh Rohani")
    desk.click("text=Baca konsep")
    expect(desk.locator(".colleague .timeline-text")).to_have_text(ANSWER)
    assert_clean(desk)


def test_answer_goes_out_by_two_people(sign_in: Any):
    Category.objects.filter(slug="jembatan").update(answer_needs_approval=True)
    report = advance(make_report(), "verified")
    address = f"/admin/aspirations/aspiration/{report.pk}/change/"
    clerk = sign_in(make_user(first_name="Rohani"))
    clerk.goto(address)
    clerk.click("#answered summary")
    clerk.fill("#id_answered-note", ANSWER)
    clerk.click("#answered >> text=Ajukan untuk disetujui")
    expect(clerk.locator(".success")).to_contain_text("menunggu persetujuan camat")
    assert_clean(clerk)
    camat = sign_in(make_user(Role.CAMAT), PHONE)
    camat.goto("/admin/")
    camat.click("text=Menunggu persetujuan")
    camat.click("#result_list tbody th a")
    expect(camat.locator(".approval")).to_contain_text("diajukan Rohani")
    assert_clean(camat)
    camat.click("#approve summary")
    camat.fill("#id_approve-note", f"{ANSWER} Terima kasih.")
    camat.click("#approve >> text=Setujui dan kirim")
    expect(camat.locator(".success")).to_contain_text("Ditanggapi")
    assert Aspiration.objects.get().public_answer == f"{ANSWER} Terima kasih."


def test_face_is_covered_by_keyboard(sign_in: Any):
    report = make_report(photos=[picture()])
    work()
    desk = sign_in(make_user())
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")
    desk.click("text=Tutup wajah atau pelat")
    desk.wait_for_load_state()
    desk.focus("[data-add]")
    desk.keyboard.press("Enter")
    for key, times in (("ArrowLeft", 30), ("ArrowUp", 20), ("Shift+ArrowRight", 10), ("Shift+ArrowDown", 5)):
        for _ in range(times):
            desk.keyboard.press(key)
    told = "Kotak 1: Kiri (%): 10, Atas (%): 20, Lebar (%): 30, Tinggi (%): 25"
    expect(desk.locator("rect")).to_have_attribute("aria-label", told)
    assert_clean(desk)
    desk.click("text=Tutup bagian ini")
    expect(desk.locator(".success")).to_contain_text("sedang dibuat ulang")
    work()
    desk.reload()
    expect(desk.locator(".photo-redact")).to_contain_text("1 bagian ditutup")
    assert Photo.objects.get().boxes == [[0.1, 0.2, 0.3, 0.25]]


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_face_is_covered_by_pointer(sign_in: Any, viewport: dict[str, int]):
    report = make_report(photos=[picture()])
    work()
    desk = sign_in(make_user(), viewport)
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/photo/{Photo.objects.get().uuid}/")
    edge = desk.locator("[data-stage]").bounding_box()
    desk.mouse.move(edge["x"] + edge["width"] * 0.2, edge["y"] + edge["height"] * 0.3)
    desk.mouse.down()
    desk.mouse.move(edge["x"] + edge["width"] * 0.6, edge["y"] + edge["height"] * 0.8, steps=4)
    desk.mouse.up()
    assert_clean(desk)
    desk.click("text=Tutup bagian ini")
    expect(desk.locator(".success")).to_contain_text("sedang dibuat ulang")
    box = Photo.objects.get().boxes[0]
    near = [abs(have - want) < 0.02 for have, want in zip(box, [0.2, 0.3, 0.4, 0.5], strict=True)]
    assert near == [True] * 4


def test_colleague_is_called_by_name(sign_in: Any):
    report, colleague = make_report(), make_user(first_name="Rohani")
    desk = sign_in(make_user())
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")
    desk.click("#note summary")
    desk.locator("#id_note-text").press_sequentially("Tolong @roha")
    expect(desk.locator("[data-account]:visible")).to_have_count(1)
    assert_clean(desk)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_note-text")).to_have_value(f"Tolong @{colleague.username} ")
    desk.click("text=Simpan catatan")
    expect(desk.locator(".success")).to_contain_text("Catatan disimpan")
    other = sign_in(colleague, PHONE)
    other.click("text=Disebut kepada saya")
    other.click("#result_list tbody th a")
    assert_clean(other)
    other.click("text=Tandai sudah dibaca")
    expect(other.locator(".success")).to_contain_text("sudah dibaca")


def test_publication_is_looked_at_first(sign_in: Any):
    report = make_report(text="Papan di rumah Pak Joko hilang.")
    desk = sign_in(make_user())
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")
    desk.click("#publish summary")
    desk.fill("#id_publish-public_text", "Papan hilang.")
    with desk.context.expect_page() as opened:
        desk.click("text=Pratinjau tayangan")
    preview = opened.value
    preview.click("text=Perbedaan dengan kiriman asli")
    expect(preview.locator("del")).to_contain_text("di rumah Pak Joko")
    assert_clean(preview)
    expect(desk.locator("#id_publish-public_text")).to_have_value("Papan hilang.")
    assert not Aspiration.objects.public().exists()
