"""Running due dates follow the calendar of their place; what is over stays."""

from datetime import date, timedelta

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from aspirations import services
from government.loading import load_holidays
from government.models import Holiday, Region
from tests.world import MONDAY, SRI_MULYO, WIB, advance, coming_monday, make_report, make_user

pytestmark = pytest.mark.django_db


def day_off(day: date, of: str | None = None) -> Holiday:
    return Holiday.objects.create(date=day, name="Libur", region_id=of, kind="local")


def local(moment):
    return moment.astimezone(WIB).date()


@pytest.mark.parametrize(("of", "moved"), [(None, 1), ("16.07.14", 1), ("16.07.13", 0)])
def test_new_holiday_moves_what_is_due_behind_it_in_its_region(of, moved):
    monday = coming_monday()
    report = make_report(at=monday)
    day_off(monday.date() + timedelta(days=1), of)
    assert services.follow_calendar(of or "", at=monday) == moved
    before = report.due_at
    report.refresh_from_db()
    assert local(report.due_at) == local(before) + timedelta(days=moved)
    assert report.due_at == report.verify_due_at


def test_second_run_moves_nothing():
    monday = coming_monday()
    make_report(at=monday)
    day_off(monday.date() + timedelta(days=1))
    assert [services.follow_calendar(at=monday) for _ in range(2)] == [1, 0]


def test_what_is_over_or_stands_stays():
    monday = coming_monday()
    late = make_report(at=monday)
    asked = advance(make_report(at=monday), "needs_info", at=monday)
    day_off(monday.date() + timedelta(days=1))
    assert services.follow_calendar(at=monday + timedelta(days=20)) == 0
    for report in (late, asked):
        before = report.clock
        report.refresh_from_db()
        assert report.clock == before


def test_reporter_gets_the_days_of_the_holiday_too():
    monday = coming_monday()
    report = advance(make_report(at=monday), "verified", "answered", at=monday)
    day_off(monday.date() + timedelta(days=1))
    services.follow_calendar(at=monday)
    before = report.closes_at
    report.refresh_from_db()
    assert report.closes_at > before


def test_many_reports_cost_no_query_each(django_assert_max_num_queries):
    monday = coming_monday()
    for _ in range(30):
        make_report(at=monday)
    day_off(monday.date() + timedelta(days=1))
    with django_assert_max_num_queries(7):
        assert services.follow_calendar(at=monday) == 30


def test_office_that_works_on_saturday_keeps_its_word_sooner():
    monday = coming_monday()
    report = advance(make_report(at=monday), "verified", at=monday)
    Region.objects.filter(code="16.07.14").update(work_week="123456")
    services.follow_calendar("16.07.14", at=monday)
    before = report.answer_due_at
    report.refresh_from_db()
    assert local(report.answer_due_at) == local(before) - timedelta(days=2)


def jobs() -> list[dict]:
    rows = ProcrastinateJob.objects.filter(task_name="aspirations.follow_calendar")
    return list(rows.values_list("args", flat=True))


def test_edited_holiday_and_week_set_the_worker_going():
    client = Client()
    client.force_login(make_user("coordinator", "16.07"))
    form = {"date": "2030-01-02", "name": "Hari jadi", "kind": "local", "region": "16.07", "is_active": "on"}
    assert client.post("/admin/government/holiday/add/", form).status_code == 302
    district = Region.objects.get(code="16.07.14")
    inline = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    address = f"/admin/government/region/{district.pk.replace('.', '_2E')}/change/"
    assert client.post(address, inline | {"work_week": "123456"}).status_code in {200, 302}
    assert jobs()[0] == {"code": "16.07"}


def test_holiday_is_switched_off_and_never_deleted_and_does_not_come_back():
    load_holidays(range(2027, 2028))
    row = Holiday.objects.filter(date__year=2027).first()
    admin = Client()
    admin.force_login(make_user(""))
    assert admin.post(f"/admin/government/holiday/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    Holiday.objects.filter(pk=row.pk).update(name="Nama lain", date=row.date + timedelta(days=1))
    assert load_holidays(range(2027, 2028)) == 0


def test_worker_is_told_of_days_that_a_load_brought_once():
    load_holidays(range(2027, 2028))
    load_holidays(range(2027, 2028))
    assert jobs() == [{"code": ""}]


def test_report_of_an_old_monday_is_not_touched():
    make_report(SRI_MULYO, at=MONDAY)
    assert services.follow_calendar() == 0
