"""What the charts of a summary are given: bars and points with their words and lists."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aspirations.admin.figures import figure_url
from aspirations.admin.summary.figures import Figure, reports
from aspirations.admin.summary.scope import Scope
from aspirations.admin.summary.tables import Table
from aspirations.statistics import PROMISES, STILL_OPEN, Period, Point
from aspirations.statistics.periods import bucket_of
from aspirations.statistics.series import Age

# More bars than this are a list, which the table beneath is.
_MOST_BARS = 15
# In figures.heads(): the promise of resolution.
_RESOLUTION = 5


class Bar(NamedTuple):
    """One horizontal bar: `value` is its length, `text` what it says."""

    label: str
    value: float
    text: str
    url: str = ""


class Column(NamedTuple):
    """A piece of the period: what came in, what ended, what was open at its end."""

    label: str
    figures: tuple[Figure, Figure, Figure]


class Course(NamedTuple):
    """The columns, and what the chart tags want of them."""

    columns: list[Column]

    @property
    def labels(self) -> list[str]:
        return [column.label for column in self.columns]

    @property
    def inflow(self) -> tuple[str, list[int]]:
        return _("masuk"), self._counts(0)

    @property
    def outcome(self) -> tuple[str, list[int]]:
        return _("berakhir"), self._counts(1)

    @property
    def backlog(self) -> list[int]:
        return self._counts(2)

    def _counts(self, place: int) -> list[int]:
        return [column.figures[place].number for column in self.columns]


def course_chart(points: list[Point], scope: Scope) -> Course:
    """Inflow, outcome and what is open, along time."""

    def figure(measure: str, count: int, piece: Period) -> Figure:
        return Figure(count, figure_url(measure, piece, scope.filters))

    return Course(
        [
            Column(
                _piece(point.period, points),
                (
                    figure("masuk", point.inflow, point.period),
                    figure("berakhir", point.outcome, point.period),
                    figure("terbuka", point.backlog, point.period),
                ),
            )
            for point in points
        ]
    )


def _piece(piece: Period, points: list[Point]) -> str:
    whole = Period(points[0].period.first, points[-1].period.last)
    size = bucket_of(whole)
    if size == "month":
        return date_format(piece.first, "M Y")
    return date_format(piece.first, "j M") if size == "day" else written_short(piece)


def written_short(piece: Period) -> str:
    """A few days of a year: 2–8 Nov."""
    same = piece.first.month == piece.last.month
    first = date_format(piece.first, "j" if same else "j M")
    last = date_format(piece.last, "j M")
    return last if piece.first == piece.last else f"{first}–{last}"


def age_bars(found: list[Age], scope: Scope) -> list[Bar]:
    """The open ones by age in working days."""
    return [
        Bar(_age(one), one.number, reports(one.number), figure_url(STILL_OPEN, one.period, scope.filters))
        for one in found
    ]


def _age(one: Age) -> str:
    if one.most is None:
        return _("%(least)d hari kerja atau lebih") % {"least": one.least}
    return _("%(least)d–%(most)d hari kerja") % {"least": one.least, "most": one.most}


def promise_bars(total: Table) -> list[Bar]:
    """How much of each promise was kept."""
    bars = []
    for promise, cell in zip(PROMISES, total.rows[0].cells[3:6], strict=True):
        part, whole = cell.figures
        text = _("%(share)s · %(kept)d dari %(all)d (sebelumnya %(before)s)") % {
            "share": cell.text,
            "kept": part.number,
            "all": whole.number,
            "before": cell.before,
        }
        bars.append(Bar(str(promise.label), cell.share or 0, text, part.url))
    return bars


def rating_bars(counts: Mapping[str, int], period: Period, scope: Scope) -> list[Bar]:
    """How many gave each rating."""
    words = {4: _("4, sangat baik"), 3: _("3, baik"), 2: _("2, kurang baik"), 1: _("1, tidak baik")}
    return [
        Bar(
            label,
            counts[f"nilai-{step}"],
            reports(counts[f"nilai-{step}"]),
            figure_url(f"nilai-{step}", period, scope.filters),
        )
        for step, label in words.items()
    ]


def share_bars(one: Table) -> list[Bar]:
    """For the busiest rows: how much of the promised resolution was kept."""
    bars = []
    for row in one.rows[:_MOST_BARS]:
        cell: Any = row.cells[_RESOLUTION]
        part, whole = cell.figures
        if whole.number:
            text = _("%(share)s · %(kept)d dari %(all)d") % {
                "share": cell.text,
                "kept": part.number,
                "all": whole.number,
            }
            bars.append(Bar(row.label, cell.share or 0, text, part.url))
    return bars
