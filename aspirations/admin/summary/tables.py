"""The tables of a summary."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.admin.folded import WITHOUT
from aspirations.admin.summary.figures import MEASURES, Bearings, Cell, cells, heads
from aspirations.admin.summary.scope import Scope
from aspirations.statistics import Period, Sums, sums
from government.models import Agency, Category, Region, Unit

_NOTHING = dict.fromkeys(MEASURES, 0)


class Row(NamedTuple):
    """A line of a table."""

    label: str
    cells: list[Cell]


class Table(NamedTuple):
    """A table with the name under which it is downloaded."""

    name: str
    caption: Any
    label: Any
    heads: list[str]
    rows: list[Row]


class Dimension(NamedTuple):
    """What rows stand for: heading, the list's parameter, and their names by key."""

    caption: Any
    label: Any
    parameter: str
    names: Callable[[Any], dict[Any, str]]


def _names_of(model: Any) -> Callable[[Any], dict[Any, str]]:
    return lambda keys: {
        key: str(row) for key, row in model.objects.in_bulk([one for one in keys if one]).items()
    }


def _people(keys: Any) -> dict[Any, str]:
    people = get_user_model().objects.in_bulk([one for one in keys if one])
    return {key: person.get_full_name() or person.get_username() for key, person in people.items()}


DIMENSIONS: dict[str, Dimension] = {
    "district": Dimension(
        gettext_lazy("Per kecamatan"), gettext_lazy("Kecamatan"), "kecamatan", _names_of(Region)
    ),
    "village": Dimension(gettext_lazy("Per desa"), gettext_lazy("Desa"), "desa", _names_of(Region)),
    "category": Dimension(
        gettext_lazy("Per kategori"), gettext_lazy("Kategori"), "kategori", _names_of(Category)
    ),
    "agency": Dimension(
        gettext_lazy("Per instansi"), gettext_lazy("Instansi"), "instansi", _names_of(Agency)
    ),
    "unit": Dimension(gettext_lazy("Per unit kerja"), gettext_lazy("Unit kerja"), "unit", _names_of(Unit)),
    "officer": Dimension(gettext_lazy("Per petugas"), gettext_lazy("Petugas"), "pemegang", _people),
}


class Summed(NamedTuple):
    """Sums of a period and of the one before."""

    period: Period
    now: Sums
    before: Sums


def summed(scope: Scope, period: Period) -> Summed:
    """Four queries."""
    now, before = (sums(scope.rows, one, scope.dimensions, MEASURES) for one in (period, period.previous))
    return Summed(period, now, before)


def total(scope: Scope, found: Summed) -> Table:
    """Everything, in one row."""
    taken = (found.now.taken, found.before.taken)
    row = Row(
        scope.name, cells(found.now.total, found.before.total, taken, Bearings(found.period, scope.filters))
    )
    return Table("jumlah", _("Seluruhnya"), _("Wilayah"), heads(), [row])


def table(scope: Scope, found: Summed, name: str) -> Table:
    """One table, the busiest first; one query for the names."""
    kind = DIMENSIONS[name]
    now, before = found.now.by[name], found.before.by[name]
    names = kind.names(set(now) | set(before))
    without = _("Tanpa %(what)s") % {"what": str(kind.label).lower()}
    rows = [
        Row(names.get(key) or without, _row(scope, found, name, key))
        for key in sorted(now, key=lambda key: (-now[key]["masuk"], names.get(key, "")))
    ]
    return Table(kind.parameter, kind.caption, kind.label, heads(), rows)


def tables(scope: Scope, found: Summed) -> list[Table]:
    """All of the scope."""
    return [table(scope, found, name) for name in scope.dimensions]


def _row(scope: Scope, found: Summed, name: str, key: Any) -> list[Cell]:
    filters = scope.filters | {DIMENSIONS[name].parameter: WITHOUT if key is None else key}
    taken = tuple(one.durations[name].get(key) for one in (found.now, found.before))
    now, before = (one.by[name].get(key, _NOTHING) for one in (found.now, found.before))
    return cells(now, before, (taken[0], taken[1]), Bearings(found.period, filters))
