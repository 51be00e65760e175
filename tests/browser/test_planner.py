"""The planner by mouse and keyboard, the desk of a stop and the calendar, at both widths."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from government.models import Role
from meetings.models import Meeting, Series
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.meetings.makers import make_meeting
from tests.world import make_user, region

BOTH = pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])


def proposed(sign_in: Any, viewport: dict[str, int]) -> Page:
    """A tour over the fourteen desa, proposed."""
    series = Series.objects.create(name="Musdes", year=timezone.localdate().year + 1, region_id="16.07.14")
    page = sign_in(make_user(Role.CLERK, "16.07.14"), viewport)
    page.goto(f"/admin/meetings/series/{series.pk}/planner/")
    page.click("button[value=propose]")
    page.wait_for_selector("[data-plan]")
    return page


def villages(page: Page) -> list[str]:
    return [field.input_value() for field in page.locator("[data-row] [name$=-village]").all()]


def test_hosts_are_moved_by_keyboard_and_mouse_and_saved(sign_in: Any):
    page = proposed(sign_in, LAPTOP)
    first, second, third, *__ = villages(page)
    page.locator("[data-down]").first.press("Enter")
    assert villages(page)[:3] == [second, first, third]
    page.locator("[data-grip]").nth(0).drag_to(page.locator("[data-row]").nth(2))
    assert villages(page)[:3] == [first, third, second]
    page.click("button[value=save]")
    page.wait_for_selector("text=14 rancangan tersimpan")
    stops = Meeting.objects.order_by("starts_at").values_list("host_village", flat=True)
    assert list(stops)[:3] == [first, third, second]


@BOTH
def test_planner_is_clean(sign_in: Any, viewport: dict[str, int]):
    page = proposed(sign_in, viewport)
    assert_clean(page)


@BOTH
def test_calendar_and_overview_are_clean(open_page: Any, sign_in: Any, viewport: dict[str, int]):
    meeting = make_meeting(host_village=region())
    page = open_page(viewport)
    start = meeting.starts_at.astimezone(meeting.zone)
    month = f"bulan={start:%Y-%m}"
    for query in (month, f"{month}&bentuk=kisi", f"{month}&bentuk=daftar", "tampil=datang", "tampil=lalu"):
        page.goto(f"/pertemuan/?{query}")
        assert_clean(page)
    is_wide = viewport == LAPTOP
    page.goto(f"/pertemuan/?{month}")
    assert (page.locator(".month-grid").is_visible(), page.locator(".stop-cards").is_visible()) == (
        is_wide,
        not is_wide,
    )
    page.goto(f"/pertemuan/{meeting.pk}/")
    assert_clean(page)
    desk = sign_in(make_user(), viewport)
    desk.goto(f"/admin/meetings/meeting/{meeting.pk}/overview/")
    for step in desk.locator(".overview summary").all():
        step.click()
    assert_clean(desk)
