"""The benchmark compares like with like; nothing is timed here."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from aspirations.models import Aspiration, ReceiptCounter
from benchmarks.cases import cases, tidied
from benchmarks.measure import Unlike, check, count_queries
from benchmarks.scalepages import Desk
from portal.demo.accounts import create_accounts
from portal.demo.generator import make

NAMES = [
    "home",
    "report form",
    "submit",
    "list, first page",
    "list, last page",
    "word search",
    "detail",
    "tracking: secret",
    "tracking: page",
    "admin queue",
    "admin report",
]


@pytest.fixture
def made(db: None) -> Iterator[None]:
    """Enough reports; requests leave the test's connection open, as Django's own test client does."""
    create_accounts()
    make(1_500, seed=1, days=200)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_page_shows_as_many_rows_as_its_floor(made: None):
    found = {case.name: check(case)[0] for case in cases()}
    assert list(found) == NAMES
    assert (found["home"], found["list, first page"], found["list, last page"]) == (5, 20, 20)
    assert found["admin queue"] == 50


def test_page_that_answers_otherwise_is_not_measured(made: None):
    detail = next(case for case in cases() if case.name == "detail")
    Aspiration.objects.update(publication="hidden")
    with pytest.raises(Unlike):
        check(detail)


def test_floor_of_a_page_is_one_query(made: None):
    floors = {case.name: count_queries(case)[1] for case in cases()}
    reads = {"home", "list, first page", "list, last page", "word search", "detail", "admin queue"}
    assert {floors[name] for name in reads} == {1}


def test_floor_of_submit_writes_as_many_rows(made: None):
    submit = next(case for case in cases() if case.name == "submit")
    assert count_queries(submit, only="INSERT") == (3, 3)


def test_every_page_that_is_compared_by_scale_answers(made: None):
    desk = Desk()
    names = desk.answer({"names": True})
    told = {name: desk.answer({"page": name, "repeat": 1}) for name in names}
    assert told["queue: Perlu ditangani"]["rows"] == 50
    assert told["queue, a number of all"]["rows"] == 1
    assert {len(one["wall"]) for one in told.values()} == {1}


def test_what_a_run_wrote_is_taken_away(made: None):
    before = (Aspiration.objects.count(), list(ReceiptCounter.objects.order_by("pk").values()))
    with tidied():
        check(next(case for case in cases() if case.name == "submit"))
        assert Aspiration.objects.count() == before[0] + 2
    assert (Aspiration.objects.count(), list(ReceiptCounter.objects.order_by("pk").values())) == before
