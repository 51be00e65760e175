"""Measures a page and its floor in turns."""

import gc
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.core.cache import cache
from django.db import connection

from benchmarks.cases import Case
from benchmarks.handlers import Call, floor_handler, portal_handler, send

_WARM_UP = 5


@dataclass(frozen=True)
class Result:
    """Medians in milliseconds; `queries` of one request, `rows` that page and floor show.

    `cold_cpu` is that of a request which finds nothing remembered; `bytes` travel compressed.
    """

    name: str
    rows: int
    bytes: int
    queries: int
    cpu: float
    wall: float
    cold_cpu: float
    floor_queries: int
    floor_cpu: float
    floor_wall: float

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
    cold = [_time(portal, case.page(), forget=True) for __ in range(max(repeat // 4, 3))]
    queries, floor_queries = count_queries(case)
    for __ in range(_WARM_UP):
        _time(portal, case.page())
        _time(floor, case.floor())
    pages, floors = [], []
    gc.collect()
    for __ in range(repeat):
        pages.append(_time(portal, case.page()))
        floors.append(_time(floor, case.floor()))
    page, cold_cpu, floor_times = _medians(pages), _medians(cold)[0], _medians(floors)
    return Result(case.name, rows, size, queries, *page, cold_cpu, floor_queries, *floor_times)


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


def _time(handler: Any, call: Call, *, forget: bool = False) -> tuple[float, float]:
    """Milliseconds of CPU and of the clock."""
    if forget:
        cache.clear()
    wall, cpu = time.perf_counter(), time.process_time()
    send(handler, call)
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def count_queries(case: Case, *, only: str = "") -> tuple[int, int]:
    """Statements of page and floor that begin with a word, without those around a transaction."""
    return _statements(portal_handler(), case.page(), only), _statements(floor_handler(), case.floor(), only)


def _statements(handler: Any, call: Call, only: str) -> int:
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        send(handler, call)
    return sum(sql.startswith(only) for sql in asked)


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    return median(cpu for cpu, __ in times), median(wall for __, wall in times)
