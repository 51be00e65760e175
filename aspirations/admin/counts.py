"""How many reports each queue holds, for the desk's first page and the queue's tabs."""

from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections

from aspirations.admin.queues import GROUPS, QUEUES, queue
from aspirations.models import Aspiration

# More than anybody counts by hand; beyond it the database stops looking.
MOST = 1000
# Those that hold the archive too are lists to look things up in, not work.
_UNCOUNTED = frozenset({"pekan", "pelapor", "instansi", "terbuka", "semua"})


class Link(NamedTuple):
    """A queue to go to; `total` is "" where it is not counted."""

    name: str
    label: Any
    url: str
    total: str
    is_empty: bool
    is_chosen: bool = False


class Group(NamedTuple):
    """Queues under one heading."""

    label: Any
    links: list[Link]


def counts(user: Any) -> dict[str, int]:
    """By queue, `MOST` + 1 for more than that; one query, however many queues there are."""
    visible = Aspiration.objects.visible_to(user)
    found, parts, params = dict.fromkeys(_counted(), 0), {}, []
    for name in found:
        rows = queue(visible, name, user).order_by().values("pk")[: MOST + 1]
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        # Django wrote it, and the values stay apart.
        parts[name] = f"(SELECT COUNT(*) FROM ({sql}) AS counted)"  # noqa: S608
        params += values
    if parts:
        with connections[visible.db].cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts.values())}", params)
            found.update(zip(parts, cursor.fetchone() or (), strict=True))
    return found


def shown(count: int | None) -> str:
    """A count as people read it."""
    if count is None:
        return ""
    return f"{MOST}+" if count > MOST else str(count)


def grouped(links: list[Link]) -> list[Group]:
    """By what the work is about; headings of nothing are left out."""
    by_name = {link.name: link for link in links}
    groups = [Group(label, [by_name[name] for name in names if name in by_name]) for label, names in GROUPS]
    return [group for group in groups if group.links]


def _counted() -> list[str]:
    return [name for name in QUEUES if name not in _UNCOUNTED]
