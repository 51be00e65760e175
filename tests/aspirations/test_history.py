"""History is appended, never edited: the database itself refuses."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from aspirations import services
from aspirations.models import Access, Event
from tests.world import make_report, make_user

pytestmark = pytest.mark.django_db
TABLES = ("aspirations_event", "aspirations_access")


@pytest.fixture(autouse=True)
def _rows() -> None:
    services.record_identity_view(make_report(), user=make_user())


def run(statement: str, **settings: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute(f"SET LOCAL portal.{name} = '{value}'")
        # What waits for the end of the transaction would be the reason instead.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@pytest.mark.parametrize("model", [Event, Access])
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(at="2026-01-01T00:00Z"),
        lambda rows: rows.delete(),
        lambda rows: rows._raw_delete("default"),
    ],
    ids=["update", "delete", "raw"],
)
def test_nobody_rewrites_it(model: Any, change: Any):
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        change(model.objects.all())
    assert model.objects.count() == 1


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_raw_statements_are_refused_too(table: str, statement: str):
    with pytest.raises(IntegrityError, match="history is appended"):
        run(statement.format(table), emptying="off")


def test_report_with_a_history_cannot_be_deleted():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_report().delete()


def test_erasure_says_that_it_is_one():
    report = make_report()
    run(f"UPDATE aspirations_event SET text = '' WHERE aspiration_id = {report.pk}", erasure="on")
    run("UPDATE aspirations_access SET reason = 'x'", erasure="on")
    assert (report.events.get().text, Access.objects.get().reason) == ("", "x")
