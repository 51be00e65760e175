"""The real worker on the test database."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from procrastinate.contrib.django import app


def work() -> None:
    """Does every job that waits, then returns; needs committed data.

    In a thread of its own, because the worker runs an event loop and so does Playwright.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_work).result()


def _work() -> None:
    try:
        connector: Any = app.connector
        with app.replace_connector(connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    finally:
        connections.close_all()
