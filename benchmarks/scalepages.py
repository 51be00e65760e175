"""The pages that `benchmarks.scale` asks for, in the process of one database."""

import time
from typing import Any

from django import setup

setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from aspirations import exports  # noqa: E402
from aspirations.admin.queues import QUEUES  # noqa: E402
from aspirations.models import Access, Aspiration  # noqa: E402
from aspirations.workflow import Status  # noqa: E402
from benchmarks.handlers import Call, portal_handler, send  # noqa: E402
from benchmarks.seed import seed  # noqa: E402
from government.models import Category, Region  # noqa: E402

_EXPORTED = 20_000
# One access for so many reports; nobody looks at a made report.
_LOOKED_AT = 2


def prepare(count: int, days: int) -> None:
    """Reports, and that staff looked at them; done once."""
    seed(count, days)
    _look_at_reports()


class Desk:
    """Who sits at a database, and the pages by name."""

    def __init__(self) -> None:
        self._handler = portal_handler()
        self._pages = _pages()

    def answer(self, question: dict[str, Any]) -> Any:
        """What is there, the names of the pages, or times of one of them."""
        if "names" in question:
            return [*self._pages, "export of 20,000 rows as CSV"]
        if not question["page"]:
            return {"reports": Aspiration.objects.count(), "open": Aspiration.objects.open().count()}
        call = self._pages.get(question["page"])
        times = [self._time(call) for __ in range(question["repeat"])]
        rows, queries = self._look(call)
        return {
            "rows": rows,
            "queries": queries,
            "cpu": [cpu for cpu, __ in times],
            "wall": [wall for __, wall in times],
        }

    def _time(self, call: Call | None) -> tuple[float, float]:
        # Nothing that an earlier request left behind.
        cache.clear()
        wall, cpu = time.perf_counter(), time.process_time()
        if call is None:
            _export()
        else:
            send(self._handler, call)
        return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000

    def _look(self, call: Call | None) -> tuple[int, int]:
        if call is None:
            return _export(), 1
        asked: list[str] = []

        def note(execute: Any, sql: str, *rest: Any) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        cache.clear()
        with connection.execute_wrapper(note):
            answer = send(self._handler, call)
        if answer.status != 200:
            raise SystemExit(f"{call.path}: {answer.status}")
        return answer.text.count('class="action-select"'), len(asked)


def _export() -> int:
    """Rows of the list as a file, reporters included."""
    user = get_user_model().objects.get(username="petugas")
    chosen = Aspiration.objects.visible_to(user)[:_EXPORTED]
    rows = exports.rows(Aspiration.objects.filter(pk__in=chosen.values("pk")), user, reporters=True)
    return sum(chunk.count(b"\n") for chunk in exports.csv_chunks(exports.header(reporters=True), rows))


def _cookies(username: str) -> dict[str, str]:
    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _pages() -> dict[str, Call]:
    clerk, camat = _cookies("petugas"), _cookies("camat")
    queue = reverse("admin:aspirations_aspiration_changelist")
    summary = reverse("admin:aspirations_summary")
    village = Region.objects.active().villages().order_by("code")[1]
    category = Category.objects.get(slug="jembatan")
    named = {f"queue: {one.label}": f"{queue}?antrean={name}" for name, one in QUEUES.items()}
    return {name: Call(address, cookies=clerk) for name, address in named.items()} | {
        "queue, of one village": Call(f"{queue}?desa={village.pk}", cookies=clerk),
        "queue, all of one category": Call(f"{queue}?antrean=semua&kategori={category.pk}", cookies=clerk),
        "queue, page 2": Call(f"{queue}?p=2", cookies=clerk),
        "queue, a word of all": Call(f"{queue}?antrean=semua&q=jembatan+rusak", cookies=clerk),
        "queue, a number of all": Call(f"{queue}?antrean=semua&q={_typical().number}", cookies=clerk),
        "desk": Call(reverse("admin:index"), cookies=clerk),
        "desk of the camat": Call(reverse("admin:index"), cookies=camat),
        "report": Call(reverse("admin:aspirations_aspiration_change", args=[_typical().pk]), cookies=clerk),
        "calendar": Call(reverse("admin:aspirations_due"), cookies=clerk),
        "load": Call(reverse("admin:aspirations_load"), cookies=camat),
        "accesses": Call(reverse("admin:aspirations_access_changelist"), cookies=camat),
        "summary of a month": Call(f"{summary}?periode=bulan-lalu", cookies=camat),
        "summary of a year": Call(f"{summary}?periode=tahun", cookies=camat),
    }


def _typical() -> Aspiration:
    """A report on which work goes on."""
    return Aspiration.objects.public().filter(status=Status.IN_PROGRESS).order_by("-pk")[0]


def _look_at_reports() -> None:
    """As many accesses as staff leave behind in such an office."""
    if Access.objects.exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO aspirations_access"
            " (at, kind, user_id, account_key, place, device, aspiration_id, what, reason)"
            " SELECT submitted_at + interval '1 hour', 'identity', auth_user.id, '', 'office', '',"
            " aspirations_aspiration.id, '', '' FROM aspirations_aspiration, auth_user"
            " WHERE username = 'petugas' AND aspirations_aspiration.id %% %s = 0",
            [_LOOKED_AT],
        )
        cursor.execute("ANALYZE aspirations_access")
