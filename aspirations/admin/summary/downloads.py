"""The tables of a summary as CSV."""

import csv
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from aspirations import exports
from aspirations.admin.figures import written
from aspirations.admin.summary.scope import Scope
from aspirations.admin.summary.tables import Table, summed, tables, total
from aspirations.statistics import Period, course

COURSE = "waktu"


def download(scope: Scope, period: Period, name: str) -> HttpResponse:
    """One table as a file. Raises Http404 for a table that this scope has not."""
    lines = _course(scope, period) if name == COURSE else _table(scope, period, name)
    file = f"ringkasan-{name}-{period.first.isoformat()}-{period.last.isoformat()}.csv"
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    # Excel reads UTF-8 only where it is announced.
    response.write("\ufeff")
    csv.writer(response).writerows(exports.safe_line(map(str, line)) for line in lines)
    return response


def _course(scope: Scope, period: Period) -> Iterable[list[Any]]:
    yield [_("Waktu"), _("Masuk"), _("Berakhir"), _("Terbuka di akhir")]
    for point in course(scope.rows, period):
        yield [written(point.period), point.inflow, point.outcome, point.backlog]


def _table(scope: Scope, period: Period, name: str) -> Iterable[list[Any]]:
    found = summed(scope, period)
    chosen = next((one for one in [total(scope, found), *tables(scope, found)] if one.name == name), None)
    if chosen is None:
        raise Http404
    return _lines(chosen)


def _lines(table: Table) -> Iterable[list[Any]]:
    """A cell becomes its value, the counts behind it, and the value before."""
    head: list[Any] = [table.label]
    shape = table.rows[0].cells if table.rows else []
    for name, cell in zip(table.heads, shape, strict=False):
        counts = [name] if not cell.text else [name, *_counted(name, len(cell.figures))]
        head += [*counts, _("%(head)s, sebelumnya") % {"head": name}]
    yield head
    for row in table.rows:
        line: list[Any] = [row.label]
        for cell in row.cells:
            line += [*([cell.text] * bool(cell.text)), *(one.number for one in cell.figures), cell.before]
        yield line


def _counted(name: str, figures: int) -> list[str]:
    return [_("%(head)s, laporan") % {"head": name}, _("%(head)s, dari laporan") % {"head": name}][:figures]
