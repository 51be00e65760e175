"""Several requests at the same moment, each with a connection of its own; needs committed data."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep
from typing import Any

from django.db import connection, connections, transaction
from django.db.models import QuerySet


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The results in the order of the calls; an exception is a result too."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return call()
        except Exception as error:  # noqa: BLE001 -- handed to the test, which compares it
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def pile_up(rows: QuerySet, *calls: Callable[[], Any]) -> list[Any]:
    """The same, but the rows are held until every call waits for one of them: the worst of moments."""
    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            list(rows.select_for_update())
            running = thread.submit(at_once, *calls)
            _until_waiting(len(calls))
        return running.result()


def _until_waiting(number: int) -> None:
    until = monotonic() + 30
    with connection.cursor() as cursor:
        while monotonic() < until:
            # Within a transaction the view stands still.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone() == (number,):
                return
            sleep(0.01)
    raise TimeoutError("the calls did not all come to wait")
