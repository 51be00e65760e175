"""Measures a page and its floor in turns."""

import gc
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection

from benchmarks.cases import Case
from benchmarks.handlers import Call, floor_handler, portal_handler, send

_WARM_UP = 5


@dataclass(frozen=True)
class Result:
    """Medians in milliseconds; `queries` of one request, `rows` that page and floor show."""

    name: str
    rows: int
    queries: int
    cpu: float
    wall: float
    floor_cpu: float
    floor_wall: float
    floor_queries: int
    bytes: int

    @property
    def ratio(self) -> float:
        return self.cpu / self.floor_cpu

    @property
    def waiting(self) -> float:
        """Time that was not our CPU's: nearly all of it PostgreSQL's."""
        return self.wall - self.cpu


class Unlike(Exception):
    """A page did not answer as it should, or shows other rows than its floor."""


def measure(case: Case, repeat: int) -> Result:
    """Page and floor in turns, so that a busy moment of the machine strikes both. Raises Unlike."""
    portal, floor = portal_handler(), floor_handler()
    rows, size = check(case)
    queries, floor_queries = _queries(portal, case.page()), _queries(floor, case.floor())
    for __ in range(_WARM_UP):
        _time(portal, case.page())
        _time(floor, case.floor())
    pages, floors = [], []
    gc.collect()
    for __ in range(repeat):
        pages.append(_time(portal, case.page()))
        floors.append(_time(floor, case.floor()))
    (cpu, wall), (floor_cpu, floor_wall) = _medians(pages), _medians(floors)
    return Result(case.name, rows, queries, cpu, wall, floor_cpu, floor_wall, floor_queries, size)


def check(case: Case) -> tuple[int, int]:
    """How many rows both show, and the page's bytes as they travel. Raises Unlike."""
    page, floor = send(portal_handler(), case.page()), send(floor_handler(), case.floor())
    for answer in (page, floor):
        if answer.status != case.status:
            raise Unlike(f"{case.name}: {answer.status} instead of {case.status}")
    if not case.row:
        return 0, len(page.body)
    rows, floor_rows = page.text.count(case.row), floor.text.count('class="row"')
    if rows != floor_rows:
        raise Unlike(f"{case.name}: {rows} rows, {floor_rows} in its floor")
    return rows, len(page.body)


def _time(handler: Any, call: Call) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    send(handler, call)
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def _queries(handler: Any, call: Call) -> int:
    """Statements of one request, without those that open and close a transaction."""
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        send(handler, call)
    return len(asked)


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    return median(cpu for cpu, __ in times), median(wall for __, wall in times)
