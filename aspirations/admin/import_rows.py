"""The rows of an import as its page shows them: chosen by what became of them, a hundred at a time."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from aspirations.models import Import, ImportRow, RowState
from aspirations.services.imports.reading import cells_at
from aspirations.services.imports.results import columns_of, value_at, visible_numbers

PER_PAGE = 100
LIKE = "mirip"
# What one looks at first.
_ORDER = (
    RowState.BAD,
    RowState.SAME,
    RowState.REFUSED,
    RowState.KEPT,
    RowState.SKIPPED,
    RowState.READY,
    RowState.DONE,
    RowState.UNDONE,
)
_LIKE_Q = Q(like__isnull=False) | Q(like_row__isnull=False)


class Shown(NamedTuple):
    """A row, its faults with what stands in those cells, and numbers of reports that the reader sees."""

    row: ImportRow
    faults: list[tuple[str, str, str]]
    report: str
    like: str
    excerpt: str


def choices_of(row: Import, counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    """The results that this import has, with their counts."""
    found = [(state.value, str(state.label), counts.get(state, 0)) for state in _ORDER]
    found.append((LIKE, _("Mirip laporan lain"), row.rows.filter(_LIKE_Q).count()))
    shown = [one for one in found if one[2]]
    if not any(name == chosen for name, *__ in shown):
        chosen = _first(row)
    return [
        {"name": name, "label": label, "count": count, "selected": name == chosen}
        for name, label, count in shown
    ]


def has_like(row: Import) -> bool:
    """Whether any row that would go in looks like another report."""
    return row.rows.filter(_LIKE_Q, state=RowState.READY).exists()


def _first(row: Import) -> str:
    held = set(row.rows.order_by().values_list("state", flat=True).distinct())
    return next((state.value for state in _ORDER if state in held), "")


def page_of(row: Import, request: HttpRequest) -> Page:
    """A page of rows, each with its faults, what stands in those cells, and the report it became."""
    chosen = request.GET.get("hasil", "")
    if chosen == LIKE:
        rows = row.rows.filter(_LIKE_Q)
    else:
        rows = row.rows.filter(state=chosen if chosen in RowState.values else _first(row))
    page: Any = Paginator(rows.order_by("number"), PER_PAGE).get_page(request.GET.get("hal"))
    listed = list(page.object_list)
    numbers = visible_numbers(listed, request.user)
    cells = cells_at(row, [one.number for one in listed])
    columns, told = columns_of(row), row.mapping.get("text")
    page.object_list = [
        Shown(
            row=one,
            faults=[
                (name, value_at(columns, cells.get(one.number), name)[:80], why) for name, why in one.problems
            ],
            report=numbers.get(one.aspiration_id, ""),
            like=numbers.get(one.like_id, ""),
            excerpt=_excerpt(one, cells.get(one.number), told, numbers),
        )
        for one in listed
    ]
    return page


def _excerpt(
    one: ImportRow, cells: Sequence[str] | None, told: int | None, seen: Collection[int | None]
) -> str:
    """How the row's text begins; nothing where it became a report that the reader does not see any more."""
    is_hidden = one.aspiration_id is not None and one.aspiration_id not in seen
    return "" if cells is None or told is None or is_hidden else cells[told][:120]
