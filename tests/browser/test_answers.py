"""What staff write: it survives, and nobody overwrites it."""

from typing import Any

from playwright.sync_api import expect

from aspirations.models import Aspiration, Draft
from government.models import Category, Role
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import assert_clean
from tests.world import advance, make_report, make_user

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
