"""How many reports each queue holds, for the desk's first page and the queue's tabs."""

from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections

from aspirations.admin.queues import GROUPS, QUEUES, parts
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
    """By queue, more than `MOST` for many; one query, however many queues there are."""
    visible = Aspiration.objects.visible_to(user)
    found: dict[str, int] = dict.fromkeys((name for name in QUEUES if name not in _UNCOUNTED), 0)
    names, columns, values = [], [], []
    for name in found:
        for rows in parts(visible, name, user):
            try:
                sql, given = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
            except EmptyResultSet:
                continue
            names.append(name)
            # Django wrote it, and the values stay apart.
            columns.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608
            values += given
    if columns:
        with connections[visible.db].cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)}", values)
            for name, count in zip(names, cursor.fetchone() or (), strict=True):
                found[name] += count
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
