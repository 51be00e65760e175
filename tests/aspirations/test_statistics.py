"""What the reports add up to: each figure counts what its list holds, at a constant number of queries."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aspirations import services
from aspirations.models import Aspiration
from aspirations.statistics import DIMENSIONS, MEASURES, Period, ages, buckets, count, course, sums
from government.calendars import calendar_for
from tests.world import (
    MONDAY,
    SRI_MULYO,
    UPANG,
    advance,
    agency,
    category,
    clerk_actor,
    make_report,
    make_user,
    region,
)

pytestmark = pytest.mark.django_db
WEEK = Period(date(2026, 6, 8), date(2026, 6, 14))
DAY = timedelta(days=1)


def all_sums(period: Period = WEEK, rows: Any = None) -> Any:
    return sums(Aspiration.objects.all() if rows is None else rows, period, DIMENSIONS, MEASURES)


def test_a_period_ends_after_it_begins():
    with pytest.raises(ValueError, match="ends after"):
        Period(date(2026, 6, 2), date(2026, 6, 1))


def test_the_period_before_is_as_long_and_ends_the_day_before():
    assert WEEK.previous == Period(date(2026, 6, 1), date(2026, 6, 7))
    assert Period(date(2026, 6, 8), date(2026, 6, 8)).previous == Period(date(2026, 6, 7), date(2026, 6, 7))


def test_pieces_are_weeks_from_monday_and_months_from_the_first():
    quarter = Period(date(2026, 4, 1), date(2026, 6, 30))
    assert buckets(quarter)[:2] == [
        Period(date(2026, 4, 1), date(2026, 4, 5)),
        Period(date(2026, 4, 6), date(2026, 4, 12)),
    ]
    year = Period(date(2026, 1, 15), date(2026, 12, 31))
    assert buckets(year)[0] == Period(date(2026, 1, 15), date(2026, 1, 31))
    assert len(buckets(year)) == 12


def test_inflow_outcome_and_what_stays_open():
    make_report()
    advance(make_report(), "verified", "answered", "resolved", at=MONDAY + DAY)
    advance(make_report(), "rejected", at=MONDAY + DAY)
    make_report(at=MONDAY - 7 * DAY)
    make_report(at=MONDAY + 7 * DAY)
    total = all_sums().total
    assert (total["masuk"], total["berakhir"], total["selesai"], total["tanpa-hasil"]) == (3, 2, 1, 1)
    assert total["terbuka"] == 2


def test_what_ended_later_was_open_then():
    advance(make_report(), "rejected", at=MONDAY + 7 * DAY)
    assert count(Aspiration.objects.all(), "terbuka", WEEK) == 1
    assert count(Aspiration.objects.all(), "terbuka", Period(WEEK.first, MONDAY.date() + 7 * DAY)) == 0


def test_midnight_belongs_to_the_day_that_begins():
    make_report(at=MONDAY.replace(hour=0, minute=0))
    make_report(at=MONDAY.replace(hour=23, minute=59, second=59))
    day = Period(MONDAY.date(), MONDAY.date())
    assert all_sums(day).total["masuk"] == 2
    assert all_sums(day.previous).total["masuk"] == 0


def test_a_promise_is_kept_on_the_day_it_was_fulfilled_in_time():
    advance(make_report(), "verified", at=MONDAY + DAY)
    total = all_sums().total
    kept = ("verifikasi-janji", "verifikasi-ditepati", "verifikasi-lewat")
    assert [total[name] for name in kept] == [1, 1, 0]
    assert [all_sums(Period(MONDAY.date(), MONDAY.date())).total[name] for name in kept] == [0, 0, 0]


@pytest.mark.parametrize("steps", [(), ("verified",)], ids=["never", "too late"])
def test_a_promise_is_broken_on_the_day_it_fell_due(steps: tuple[str, ...]):
    advance(make_report(), *steps, at=MONDAY + 14 * DAY)
    broken = ("verifikasi-janji", "verifikasi-ditepati", "verifikasi-lewat")
    assert [all_sums().total[name] for name in broken] == [1, 0, 1]
    later = Period(WEEK.last + DAY, WEEK.last + 14 * DAY)
    assert [all_sums(later).total[name] for name in broken] == [0, 0, 0]


def test_disputes_are_counted_beside_the_answers_of_the_same_days():
    answered = [advance(make_report(), "verified", "answered", at=MONDAY + DAY) for _ in range(2)]
    services.dispute(answered[0], "Belum selesai")
    total = all_sums().total
    assert (total["dijawab"], total["disanggah"]) == (2, 1)


def test_ratings_count_where_the_report_was_resolved():
    report = advance(make_report(), "verified", "answered", "resolved", at=MONDAY + DAY)
    services.rate(report, 3)
    total = all_sums().total
    assert (total["dinilai"], total["nilai-3"], total["nilai-4"]) == (1, 1, 0)
    assert all_sums(WEEK.previous).total["dinilai"] == 0


def test_days_until_the_end_are_those_of_the_middle_and_of_the_ninth_tenth():
    for days in (1, 2, 3):
        advance(make_report(), "verified", "answered", "resolved", at=MONDAY + days * DAY)
    taken = all_sums().taken
    assert (taken.median, taken.most) == (2.0, 3.0)
    assert all_sums(WEEK.previous).taken is None


def test_sums_by_place_subject_agency_and_person_add_up():
    power = make_report(UPANG, category=category("listrik"))
    sent = advance(make_report(), "verified", "dispatched", at=MONDAY + DAY)
    clerk = make_user()
    services.assign(sent, clerk, actor=clerk_actor(clerk))
    by = {name: {key: one["masuk"] for key, one in rows.items()} for name, rows in all_sums().by.items()}
    assert by == {
        "district": {"16.07.14": 2},
        "village": {SRI_MULYO: 1, UPANG: 1},
        "category": {power.category_id: 1, sent.category_id: 1},
        "agency": {None: 1, agency().pk: 1},
        "unit": {None: 2},
        "officer": {None: 1, clerk.pk: 1},
    }


def test_sums_hold_only_rows_that_were_given():
    make_report(UPANG)
    make_report()
    rows = Aspiration.objects.filter(village_id=UPANG)
    assert all_sums(rows=rows).total["masuk"] == 1
    assert all_sums(rows=Aspiration.objects.none()).total["masuk"] == 0


def test_every_sum_is_what_its_own_condition_counts():
    """The sums read only what was alive in the period: nothing that a measure counts may be missed."""
    for offset in range(-10, 10, 5):
        at = MONDAY + offset * DAY
        make_report(at=at)
        advance(make_report(at=at), "verified", "answered", at=at + 2 * DAY)
        report = advance(make_report(at=at), "verified", "answered", "resolved", at=at + 4 * DAY)
        services.rate(report, 2)
        services.dispute(advance(make_report(at=at), "verified", "answered", at=at + 9 * DAY), "Belum")
    rows = Aspiration.objects.all()
    assert all_sums().total == {measure: count(rows, measure, WEEK) for measure in MEASURES}


def test_the_course_adds_up_to_what_is_open():
    make_report(at=MONDAY - 30 * DAY)
    advance(make_report(), "rejected", at=MONDAY + 2 * DAY)
    make_report(at=MONDAY + DAY)
    points = course(Aspiration.objects.all(), WEEK)
    assert [(one.inflow, one.outcome, one.backlog) for one in points[:3]] == [(1, 0, 2), (1, 0, 3), (0, 1, 2)]
    assert [one.backlog for one in points] == [
        count(Aspiration.objects.all(), "terbuka", one.period) for one in points
    ]


def test_age_is_counted_in_working_days():
    friday = MONDAY - 3 * DAY
    make_report(at=friday)
    make_report(at=friday - 7 * DAY)
    advance(make_report(at=friday), "rejected", at=friday)
    found = ages(Aspiration.objects.all(), calendar_for(region()), (MONDAY + DAY).date())
    assert [(one.least, one.most, one.number) for one in found] == [
        (0, 3, 1),
        (4, 5, 0),
        (6, 10, 1),
        (11, 20, 0),
        (21, None, 0),
    ]


def test_ages_leave_no_day_out():
    found = ages(Aspiration.objects.all(), calendar_for(region()), MONDAY.date())
    assert found[0].period.last == MONDAY.date()
    for younger, older in pairwise(found):
        assert older.period.last + DAY == younger.period.first


def test_sums_take_the_same_queries_for_one_and_for_many():
    counts = []
    for village in (SRI_MULYO, UPANG, "16.07.14.2005"):
        make_report(village)
        with CaptureQueriesContext(connection) as queries:
            all_sums()
            course(Aspiration.objects.all(), WEEK)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
