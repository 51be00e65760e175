"""A decision from one line to what its reporter reads, with the keyboard alone, and every page clean."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from government.models import Role
from meetings.models import Decision
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.test_accessibility import assert_clean
from tests.meetings.makers import HOUR, make_meeting
from tests.world import advance, make_published, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_from_a_line_to_the_reports_page(sign_in: Any, open_page: Any, viewport: dict[str, int]):
    meeting = make_meeting(10, starts=-HOUR, status="running")
    report = advance(make_published(), "verified")
    desk, base = sign_in(make_user(Role.CAMAT), viewport), f"/admin/meetings/meeting/{meeting.pk}/decisions/"
    desk.goto(base)
    desk.fill("#id_text", "Jembatan diperbaiki")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#keputusan-1")
    assert_clean(desk)
    decision = Decision.objects.get()
    desk.goto(f"{base}{decision.pk}/?cari={report.number}")
    assert_clean(desk)
    desk.get_by_role("button", name="Lampirkan").click()
    desk.goto(f"{base}{decision.pk}/promises/")
    desk.fill("#id_rtl0-text", "Memperbaiki jembatan")
    desk.select_option("#id_rtl0-owner", index=1)
    desk.fill("#id_rtl0-target_on", f"{timezone.localdate() + timedelta(days=9):%d-%m-%Y}")
    assert_clean(desk)
    desk.get_by_role("button", name="Simpan").click()
    desk.goto(f"{base}adopt/")
    assert_clean(desk)
    desk.get_by_role("button", name="Tetapkan yang dipilih").click()
    desk.wait_for_selector(".decision-adopted")
    page = open_page(viewport)
    page.goto(report.get_absolute_url())
    assert page.get_by_role("link", name="Memperbaiki jembatan").is_visible()
    assert_clean(page)
