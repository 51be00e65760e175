"""Pairs of photos, previews of templates, and what goes on paper."""

from typing import Any

import pytest
from playwright.sync_api import expect

from aspirations import services
from aspirations.models import PhotoPair, ResponseTemplate
from government.models import Role
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.worker import work
from tests.world import MONDAY, advance, clerk_actor, make_report, make_user, picture, publish

QUEUE = "/admin/aspirations/aspiration/"
# Inner width of A4 at 96 dots an inch, with a centimetre of margin.
A4 = {"width": 718, "height": 1047}


def assert_nothing_is_cut(page: Any) -> None:
    """Printed on A4, no table reaches beyond the paper, and there is a page."""
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    tables = "one => [one.getBoundingClientRect().right, one.parentElement.clientWidth, one.scrollWidth]"
    for table in page.locator("table:visible").all():
        right, room, width = table.evaluate(tables)
        assert (right <= A4["width"] + 1, width <= room + 1) == (True, True)
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
    assert page.pdf(format="A4", margin=margin).startswith(b"%PDF")


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_pair_of_photos_from_the_desk_to_the_public(sign_in: Any, viewport: dict[str, int]):
    report = make_report()
    for stage in ("before", "after"):
        services.add_photos(report, [picture()], stage=stage, actor=clerk_actor())
    work()
    publish(report, photos=[str(photo.uuid) for photo in report.photos.all()])
    desk = sign_in(make_user(), viewport)
    desk.goto(f"{QUEUE}{report.pk}/change/?panel=pair#pair")
    desk.select_option("#id_pair-before", index=1)
    desk.select_option("#id_pair-after", index=1)
    desk.fill("#id_pair-caption", "Jembatan Jalur 8")
    assert_clean(desk)
    desk.click("text=Simpan pasangan")
    expect(desk.locator(".success")).to_contain_text("Pasangan foto disimpan")
    assert PhotoPair.objects.count() == 1
    desk.goto(report.get_absolute_url())
    expect(desk.locator("figure.pair > figcaption")).to_have_text("Jembatan Jalur 8")
    assert_clean(desk)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_template_is_looked_at_for_a_report(sign_in: Any, viewport: dict[str, int]):
    report = make_report()
    template = ResponseTemplate.objects.create(
        name="Terima kasih", step="answered", text="Laporan {nomor} di {desa}."
    )
    desk = sign_in(make_user(Role.CAMAT), viewport)
    desk.goto(f"/admin/aspirations/responsetemplate/{template.pk}/preview/")
    assert_clean(desk)
    desk.fill("#laporan", report.number)
    desk.keyboard.press("Enter")
    expect(desk.locator(".timeline-text")).to_have_text(f"Laporan {report.number} di Sri Mulyo.")
    assert_clean(desk)


def test_comparison_prints(sign_in: Any):
    report, other = make_report(), make_report(text="Papan jembatan di Jalur 8 lapuk, tiga papan patah.")
    desk = sign_in(make_user())
    desk.goto(f"{QUEUE}{report.pk}/change/")
    desk.keyboard.press("d")
    expect(desk.locator(".compare")).to_contain_text(other.number)
    assert_nothing_is_cut(desk)


def test_summary_prints(sign_in: Any):
    make_report()
    services.rate(advance(make_report(), "verified", "answered", "resolved", at=MONDAY), 3)
    desk = sign_in(make_user(Role.CAMAT))
    desk.goto(f"{QUEUE}ringkasan/?periode=pilihan&dari=2026-06-08&sampai=2026-06-14")
    for summary in desk.locator(".summary summary").all():
        summary.click()
    assert_nothing_is_cut(desk)
