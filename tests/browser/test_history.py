"""Identity, history and trail, as people walk them."""

from typing import Any

from playwright.sync_api import Page, expect

from aspirations.models import Access, Aspiration
from government.models import Role
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import assert_clean
from tests.world import make_report, make_user, publish


def test_clerk_shows_an_identity_by_one_key_and_the_camat_reads_of_it(sign_in: Any):
    report = publish(make_report(reporter_phone="+6281273456789"), text="Papan jembatan raib.")
    desk = sign_in(make_user(first_name="Rohani"))
    desk.goto(f"/admin/aspirations/aspiration/{report.pk}/change/")
    expect(desk.locator(".triage .facts")).not_to_contain_text("Suparno")
    assert_clean(desk)
    desk.keyboard.press("i")
    expect(desk.locator(".triage .facts")).to_contain_text("Suparno")
    desk.click("text=Tayangan 1")
    expect(desk.locator(".timeline-item")).to_have_count(1)
    desk.click(".timeline-changes summary")
    expect(desk.locator(".timeline-changes ins")).to_contain_text("raib")
    assert_clean(desk)

    camat = sign_in(make_user(Role.CAMAT))
    camat.goto("/admin/aspirations/access/?apa=identity")
    expect(camat.locator("#result_list")).to_contain_text("Rohani")
    assert_clean(camat)
    camat.click("text=Jejak satu orang")
    camat.select_option("#id_siapa", label=f"Rohani ({Access.objects.get(kind='identity').user})")
    camat.click(".trail-form button")
    expect(camat.locator(".trail tbody tr")).to_have_count(2)
    assert_clean(camat)


def test_villager_reports_the_camat_and_the_coordinator_lets_it_down(phone: Page, sign_in: Any):
    phone.goto("/lapor/")
    phone.fill("#id_text", "Camat meminta uang untuk surat pengantar.")
    phone.select_option("#id_category", index=1)
    phone.select_option("#id_village", label="Sri Mulyo")
    phone.click("#id_concerns summary")
    phone.check("input[name=concerns][value=district]")
    assert_clean(phone)
    phone.check("input[name=identity][value=anonymous]")
    phone.check("#id_consent")
    phone.click(".form-actions [type=submit]")
    expect(phone.locator("h1")).to_have_text("Laporan Anda sudah kami terima")
    report = Aspiration.objects.get()
    assert report.concerns == "district"

    above = sign_in(make_user(Role.COORDINATOR, "16.07"), PHONE)
    above.goto(f"/admin/aspirations/aspiration/{report.pk}/change/?panel=concern#concern")
    assert_clean(above)
    above.select_option("#id_concern-concerns", label="Tidak")
    above.fill("#id_concern-reason", "Bukan benturan kepentingan.")
    above.click("#concern button[type=submit]")
    expect(above.locator(".messagelist")).to_contain_text(f"Pembaca {report.number} diubah.")
    assert report in Aspiration.objects.visible_to(make_user())


def draft(phone: Page) -> str | None:
    return phone.evaluate("localStorage.getItem('report-draft')")


def test_nothing_of_a_report_about_officers_stays_on_the_phone(phone: Page):
    phone.goto("/lapor/")
    phone.fill("#id_text", "Camat meminta uang untuk surat pengantar.")
    phone.wait_for_timeout(700)
    assert "Camat" in (draft(phone) or "")
    phone.click("#id_concerns summary")
    phone.check("input[name=concerns][value=district]")
    phone.wait_for_timeout(700)
    assert draft(phone) is None
