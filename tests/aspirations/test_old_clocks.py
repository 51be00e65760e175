"""Reports from before the promises were separate get the columns that the services would have written."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F

from aspirations.models import Aspiration
from aspirations.sla import CLOCK_COLUMNS
from aspirations.workflow import Status
from government.models import SlaClass
from tests.world import MONDAY, advance, make_report

pytestmark = pytest.mark.django_db
_S = Status
ROADS = {
    "submitted": [],
    "asked before verification": [_S.NEEDS_INFO],
    "verified after a reply": [_S.NEEDS_INFO, _S.SUBMITTED, _S.VERIFIED],
    "forwarded": [_S.VERIFIED, _S.DISPATCHED],
    "asked by the agency": [_S.VERIFIED, _S.DISPATCHED, _S.NEEDS_INFO],
    "going on after a reply": [_S.VERIFIED, _S.NEEDS_INFO, _S.VERIFIED, _S.IN_PROGRESS],
    "answered": [_S.VERIFIED, _S.ANSWERED],
    "resolved": [_S.VERIFIED, _S.DISPATCHED, _S.ANSWERED, _S.RESOLVED],
    "disputed": [_S.VERIFIED, _S.ANSWERED, _S.REOPENED],
    "planned": [_S.VERIFIED, _S.PLANNED],
    "begun after a plan": [_S.VERIFIED, _S.PLANNED, _S.IN_PROGRESS],
    "rejected": [_S.REJECTED],
    "withdrawn": [_S.WITHDRAWN],
}
# What an old installation had of the clock.
OLD = {"due_at", "closes_at", "days_left"}


def fill() -> None:
    migration = import_module("aspirations.migrations.0015_clocks_of_old_reports")
    with connection.schema_editor() as editor:
        migration.fill(apps, editor)


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
@pytest.mark.parametrize("days", [1, 6], ids=["in time", "late"])
def test_columns_are_those_of_the_services(road, days):
    SlaClass.objects.update(answer_days=F("resolve_days"))
    report = make_report()
    for number, to in enumerate(road, start=1):
        report = advance(report, to, at=MONDAY + timedelta(days=number * days))
    wanted = report.clock
    emptied = dict.fromkeys(set(CLOCK_COLUMNS) - OLD) | {"paused_days": 0, "answer_days": 1}
    Aspiration.objects.update(**emptied)
    fill()
    report.refresh_from_db()
    assert (report.clock, report.answer_days) == (wanted, report.resolve_days)


def test_date_that_runs_is_the_one_that_was_said_whatever_the_calendar_says_today():
    report = advance(make_report(), _S.VERIFIED, at=MONDAY)
    said = report.resolve_due_at + timedelta(days=7)
    Aspiration.objects.update(due_at=said, resolve_due_at=None, answer_due_at=None)
    fill()
    report.refresh_from_db()
    assert (report.due_at, report.resolve_due_at, report.answer_due_at) == (said, said, said)
    assert report.resolve_left == 19
