"""What is measured: each page of the portal, and the floor beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import count
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from aspirations import receipts
from aspirations.models import Aspiration, ReceiptCounter
from aspirations.workflow import Status
from benchmarks.handlers import Call, portal_handler, send
from government.models import Category, Region
from portal.demo.generator.reports import token

# Tokens of this run.
_RUN = receipts.new_token()
WORDS = "jembatan rusak"
# Like nothing that was reported before: the search for similar reports is made and finds none.
TEXT = "Gapura kuning di simpang ambruk semalam, kabelnya menjuntai dan menghalangi gerobak penjual sayur."
_QUEUE = "admin:aspirations_aspiration_changelist"
_CHANGE = "admin:aspirations_aspiration_change"


@dataclass(frozen=True)
class Case:
    """A page and its floor. Each repetition asks for a new call, since a form's token serves once."""

    name: str
    page: Callable[[], Call]
    floor: Callable[[], Call]
    status: int = 200
    # What stands in each row of the page; the floor has as many.
    row: str = ""


def _always(call: Call) -> Callable[[], Call]:
    return lambda: call


def cases() -> list[Case]:
    """All pages, on the reports that the database holds."""
    public = _typical(Aspiration.objects.public().filter(status=Status.RESOLVED))
    tracked, key = _tracked()
    desk, reports = _desk(), reverse("aspirations:list")
    opened = _opened(tracked, key)
    fresh = count(1)
    return [
        Case("home", *_pair(reverse("home"), "/home/"), row='class="report-card"'),
        Case("report form", *_pair(reverse("aspirations:report"), "/report/")),
        Case(
            "submit",
            lambda: Call(reverse("aspirations:report"), _submission(next(fresh))),
            lambda: Call("/report/", _submission(next(fresh))),
            status=302,
        ),
        Case("list, first page", *_pair(reports, "/first/"), row='class="report-card"'),
        Case("list, last page", *_pair(f"{reports}?hal=end", "/last/"), row='class="report-card"'),
        Case(
            "word search",
            *_pair(f"{reports}?q={WORDS.replace(' ', '+')}", f"/search/?q={WORDS.replace(' ', '+')}"),
            row='class="report-card"',
        ),
        Case(
            "detail",
            *_pair(public.get_absolute_url(), f"/detail/{public.number}/?readers=public"),
            row="timeline-item",
        ),
        Case(
            "tracking: secret",
            _always(Call(reverse("aspirations:track"), _secret(tracked, key))),
            _always(Call("/track/", _secret(tracked, key))),
            status=302,
        ),
        Case(
            "tracking: page",
            _always(Call(reverse("aspirations:tracked", args=[tracked.number]), cookies=opened)),
            _always(Call(f"/detail/{tracked.number}/?readers=public,reporter")),
            row="timeline-item",
        ),
        Case(
            "admin queue",
            _always(Call(reverse(_QUEUE), cookies=desk)),
            _always(Call("/queue/")),
            row="queue-report",
        ),
        Case(
            "admin report",
            _always(Call(reverse(_CHANGE, args=[tracked.pk]), cookies=desk)),
            _always(Call(f"/detail/{tracked.number}/")),
            row="timeline-item",
        ),
    ]


def _pair(page: str, floor: str) -> tuple[Callable[[], Call], Callable[[], Call]]:
    return _always(Call(page)), _always(Call(floor))


def _typical(found: Any) -> Aspiration:
    """One with a history of usual length."""
    return found.annotate(steps=Count("events")).filter(steps__gte=6).order_by("-pk")[0]


def _tracked() -> tuple[Aspiration, str]:
    """A made report on which work goes on, and the token that it was made with."""
    candidates = Aspiration.objects.public().filter(status=Status.IN_PROGRESS).order_by("-pk")[:500]
    by_hash = {report.token_hash: report for report in candidates}
    made = range(Aspiration.objects.count())
    keys = (token(1, index) for index in reversed(made))
    key = next(key for key in keys if receipts.digest(key) in by_hash)
    return by_hash[receipts.digest(key)], key


def _secret(report: Aspiration, key: str) -> dict[str, str]:
    return {"number": report.number, "secret": receipts.secret_for(key)}


def _opened(report: Aspiration, key: str) -> dict[str, str]:
    """The cookies of a browser that has shown its receipt."""
    answer = send(portal_handler(), Call(reverse("aspirations:track"), _secret(report, key)))
    jar = SimpleCookie()
    for name, value in answer.headers:
        if name == "Set-Cookie":
            jar.load(value)
    return {settings.SESSION_COOKIE_NAME: jar[settings.SESSION_COOKIE_NAME].value}


def _desk() -> dict[str, str]:
    """The cookies of the triage clerk."""
    client = Client()
    client.force_login(get_user_model().objects.get(username="petugas"))
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _submission(number: int) -> dict[str, str]:
    """A form as a browser sends it; every one has a token of its own."""
    category = Category.objects.get(slug="jembatan")
    village = Region.objects.active().villages().order_by("code")[0]
    return {
        "token": receipts.digest(f"{_RUN}:{number}"),
        "kind": "complaint",
        "text": TEXT,
        "title": "",
        "category": str(category.pk),
        "village": village.pk,
        "canal": "Jalur 8",
        "landmark": "Jembatan II",
        "rt": "4",
        "rw": "2",
        "latitude": "-2.6",
        "longitude": "105.05",
        "occurred_on": "2026-01-05",
        "identity": "named",
        "reporter_name": "Suparno",
        "contact": "081200001234",
        "consent": "on",
    }


@contextmanager
def tidied() -> Iterator[None]:
    """Takes away what submissions wrote meanwhile, so that every run measures the same database."""
    last = Aspiration.objects.order_by("-pk").values_list("pk", flat=True)[0]
    counters = list(ReceiptCounter.objects.values("pk", "last"))
    try:
        yield
    finally:
        with transaction.atomic(), connection.cursor() as cursor:
            # History is never deleted but for an erasure.
            cursor.execute("SET LOCAL portal.erasure = 'on'")
            Aspiration.objects.filter(pk__gt=last).delete()
            for row in counters:
                ReceiptCounter.objects.filter(pk=row["pk"]).update(last=row["last"])
