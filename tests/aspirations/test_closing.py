"""Answered reports close by themselves after ten working days of silence."""

from datetime import datetime, timedelta

import pytest

from aspirations import services, tasks
from aspirations.models import Aspiration
from aspirations.workflow import Status, Who
from government.models import Holiday
from notifications.models import Message
from tests.threads import at_once
from tests.world import MONDAY, WIB, advance, coming_monday, make_report

SECOND = timedelta(seconds=1)


def answered(at: datetime = MONDAY, **fields) -> Aspiration:
    return advance(make_report(**fields), Status.VERIFIED, Status.ANSWERED, at=at)


@pytest.mark.django_db
def test_report_closes_when_the_tenth_working_day_is_over():
    report = answered()
    last_moment = datetime(2026, 6, 22, 23, 59, 59, tzinfo=WIB)
    assert report.closes_at == last_moment
    assert services.close_answered(at=last_moment) == 0
    assert services.close_answered(at=last_moment + SECOND) == 1
    report.refresh_from_db()
    assert (report.status, report.resolved_at) == (Status.RESOLVED, last_moment + SECOND)


@pytest.mark.django_db
def test_holiday_gives_the_reporter_another_day():
    Holiday.objects.create(date=coming_monday().date() + timedelta(days=2), name="Libur")
    report = answered(at=coming_monday())
    fortnight = report.closes_at.astimezone(WIB).date() - coming_monday().date()
    assert fortnight == timedelta(days=15)


@pytest.mark.django_db
def test_history_says_that_nobody_disputed():
    report = answered()
    services.close_answered()
    event = report.events.last()
    assert (event.who, event.user, event.from_status) == (Who.SYSTEM, None, Status.ANSWERED)
    assert event.text == "Selesai otomatis: tidak ada sanggahan dalam 10 hari kerja."


@pytest.mark.django_db
def test_disputed_and_confirmed_reports_are_left():
    disputed = services.dispute(answered(), "Papan masih hilang")
    confirmed = services.confirm(answered())
    assert services.close_answered() == 0
    for report, status in ((disputed, Status.REOPENED), (confirmed, Status.RESOLVED)):
        before = report.status_since
        report.refresh_from_db()
        assert (report.status, report.status_since) == (status, before)


@pytest.mark.django_db
def test_every_silent_report_closes_in_one_run():
    reports = [answered() for __ in range(3)]
    assert services.close_answered() == 3
    assert Aspiration.objects.filter(status=Status.RESOLVED).count() == len(reports)
    assert services.close_answered() == 0


def test_two_workers_at_once_close_a_report_once(committed_world):
    report = answered(reporter_email="suparno@example.com")
    assert sum(at_once(*[services.close_answered] * 3)) == 1
    assert report.events.filter(to_status=Status.RESOLVED).count() == 1
    assert Message.objects.filter(subject__endswith="Selesai").count() == 1


def test_dispute_at_the_last_moment_is_kept_or_refused_whole(committed_world):
    report = answered()
    closed, disputed = at_once(services.close_answered, lambda: services.dispute(report, "Masih rusak"))
    stands = Aspiration.objects.get(pk=report.pk)
    if closed:
        assert (stands.status, type(disputed)) == (Status.RESOLVED, services.Conflict)
    else:
        assert (stands.status, stands.disputed_at) == (Status.REOPENED, disputed.disputed_at)
    assert stands.events.count() == 4


@pytest.mark.django_db
def test_worker_closes_by_the_clock():
    report = answered()
    tasks.close_answered(timestamp=0)
    report.refresh_from_db()
    assert report.status == Status.RESOLVED
