"""Pages by cursor: the last page costs what the first one costs, and new rows move nothing."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page:
    """Rows, newest first, and the cursors of the neighbours ("" where there is none)."""

    rows: list[Any]
    newer: str
    older: str


def cursor_of(row: Any, *, direction: str) -> str:
    """Points behind ("o") or before ("n") a row."""
    raw = f"{direction}{row.published_at.isoformat()}|{row.pk}"
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def read_cursor(value: str) -> tuple[str, datetime, int] | None:
    """Direction, time and id; None for what was tampered with, which then means the first page."""
    try:
        raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
        moment, pk = raw[1:].split("|")
        at, number = datetime.fromisoformat(moment), int(pk)
        if raw[0] not in "on" or at.tzinfo is None or not 0 <= number < 2**63:
            return None
        # PostgreSQL takes no zone beyond 16 hours.
        return raw[0], at.astimezone(UTC), number
    except (ValueError, OverflowError, binascii.Error):
        return None


def paginate(queryset: QuerySet, cursor: str, *, size: int = PAGE_SIZE) -> Page:
    """The page at a cursor of published reports; "end" is the last page."""
    if cursor == "end":
        rows = list(queryset.order_by("published_at", "pk")[: size + 1])
        return _page(rows[:size][::-1], newer=len(rows) > size, older=False)
    where = read_cursor(cursor)
    if where is None:
        rows = list(queryset.order_by("-published_at", "-pk")[: size + 1])
        return _page(rows[:size], newer=False, older=len(rows) > size)
    direction, at, pk = where
    if direction == "o":
        behind = queryset.filter(published_at__lte=at).filter(Q(published_at__lt=at) | Q(pk__lt=pk))
        rows = list(behind.order_by("-published_at", "-pk")[: size + 1])
        return _page(rows[:size], newer=True, older=len(rows) > size)
    before = queryset.filter(published_at__gte=at).filter(Q(published_at__gt=at) | Q(pk__gt=pk))
    rows = list(before.order_by("published_at", "pk")[: size + 1])
    return _page(rows[:size][::-1], newer=len(rows) > size, older=True)


def _page(rows: list[Any], *, newer: bool, older: bool) -> Page:
    if not rows:
        return Page([], "", "")
    return Page(
        rows,
        cursor_of(rows[0], direction="n") if newer else "",
        cursor_of(rows[-1], direction="o") if older else "",
    )
