"""Ringkasan: what the reports of a territory add up to, for who leads it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import path

from aspirations.admin.summary.page import summary_page
from aspirations.admin.summary.report import report_page


def summary_urls(model_admin: Any, wrap: Callable[[Any], Any]) -> list[Any]:
    """The addresses of the summary and its paper, below the queue's."""
    return [
        path("ringkasan/", wrap(partial(summary_page, model_admin)), name="aspirations_summary"),
        path("ringkasan/pdf/", wrap(partial(report_page, model_admin)), name="aspirations_summary_report"),
    ]
