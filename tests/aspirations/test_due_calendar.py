"""The calendar of what falls due: by day and promise, within one's territory, each figure with its list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aspirations.models import Aspiration
from government.loading import activate
from government.models import Holiday, Role
from tests.world import ELSEWHERE, MONDAY, advance, make_report, make_user, region

pytestmark = pytest.mark.django_db
JUNE = "/admin/aspirations/aspiration/due/?bulan=2026-06"


def desk(role: str = Role.CLERK, scope: str = "16.07.14") -> Client:
    client = Client()
    client.force_login(make_user(role, scope))
    return client


def figures(client: Client, address: str = JUNE) -> dict[tuple[int, str], int]:
    weeks = client.get(address).context["weeks"]
    days = [day for week in weeks for day in week if day.in_month]
    return {(day.date.day, one.name): one.total for day in days for one in day.figures}


def test_each_promise_stands_on_its_day():
    make_report()
    make_report()
    advance(make_report(), "verified", at=MONDAY)
    assert figures(desk()) == {(11, "verify"): 2, (15, "answer"): 1, (26, "resolve"): 1}


def test_what_stands_or_is_done_is_not_shown():
    advance(make_report(), "needs_info", at=MONDAY)
    advance(make_report(), "verified", "answered", at=MONDAY)
    advance(make_report(), "rejected", at=MONDAY)
    assert figures(desk()) == {}


def test_figure_opens_the_list_behind_it():
    report = make_report()
    other = make_report(at=MONDAY + timedelta(days=1))
    client = desk()
    day = next(
        d for week in client.get(JUNE).context["weeks"] for d in week if d.date.day == 11 and d.figures
    )
    page = client.get(day.figures[0].url).content.decode()
    assert (report.number in page, other.number in page) == (True, False)
    assert "Verifikasi, Kamis, 11 Juni 2026" in page


def test_wrong_value_of_the_filter_filters_nothing():
    report = make_report()
    for value in ("x", "verify", "verify.2026-13-01", "praise.2026-06-11", "verify.9999-12-31"):
        page = desk().get(f"/admin/aspirations/aspiration/?antrean=semua&tempo={value}").content.decode()
        assert report.number in page


def test_other_territories_and_hidden_reports_are_not_counted():
    activate("16.07.13")
    make_report(ELSEWHERE)
    about_the_camat = make_report()
    Aspiration.objects.filter(pk=about_the_camat.pk).update(concerns="district")
    assert figures(desk()) == {}
    assert figures(desk(Role.COORDINATOR, "16.07")) == {(11, "verify"): 2}


def test_holidays_of_the_place_are_named():
    Holiday.objects.create(date="2026-06-12", name="Hari jadi", region_id="16.07", kind="local")
    Holiday.objects.create(date="2026-06-12", name="Hari jadi OKI", region_id="16.02", kind="local")
    page = desk().get(JUNE).content.decode()
    assert (f"Hari jadi ({region('16.07').name})" in page, "Hari jadi OKI" in page) == (True, False)


def test_unknown_month_is_this_one_and_the_neighbours_are_linked():
    client = desk()
    assert client.get("/admin/aspirations/aspiration/due/?bulan=99").status_code == 200
    context = client.get("/admin/aspirations/aspiration/due/?bulan=2026-12").context
    assert (f"{context['previous']:%Y-%m}", f"{context['following']:%Y-%m}") == ("2026-11", "2027-01")


def test_month_costs_the_same_for_one_report_and_for_thirty():
    client, counts = desk(), []
    client.get(JUNE)
    for number in (1, 29):
        for _ in range(number):
            make_report()
        with CaptureQueriesContext(connection) as queries:
            client.get(JUNE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_stranger_is_sent_to_sign_in():
    assert Client().get(JUNE).status_code == 302
