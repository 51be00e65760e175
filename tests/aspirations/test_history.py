"""History is appended, never edited: the database itself refuses."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from aspirations.models import Event
from tests.world import make_report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(text="x"),
        lambda rows: rows.delete(),
        lambda rows: rows._raw_delete("default"),
    ],
    ids=["update", "delete", "raw"],
)
def test_nobody_rewrites_it(change: Any):
    report = make_report()
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        change(Event.objects.filter(aspiration=report))
    assert report.events.count() == 1


def test_report_with_a_history_cannot_be_deleted():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_report().delete()


def test_erasure_says_that_it_is_one():
    report = make_report()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasure = 'on'")
        Event.objects.filter(aspiration=report).update(text="")
        cursor.execute("SET LOCAL portal.erasure = 'off'")
    assert report.events.get().text == ""
