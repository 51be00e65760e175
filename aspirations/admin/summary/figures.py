"""Figures as cells: text, the list behind it, and what it was before."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations.admin.figures import figure_url
from aspirations.statistics import PROMISES, Durations, Period

Counts = Mapping[str, int]
PLAIN = ("masuk", "berakhir", "terbuka")
RATINGS = tuple(f"nilai-{step}" for step in (1, 2, 3, 4))
MEASURES = (
    *PLAIN,
    "selesai",
    *(f"{promise.slug}-{part}" for promise in PROMISES for part in ("janji", "ditepati", "lewat")),
    "dijawab",
    "disanggah",
    "dinilai",
    *RATINGS,
)


class Figure(NamedTuple):
    """A count that opens its list."""

    number: int
    url: str


class Cell(NamedTuple):
    """What one place of a table says: a value, the counts behind it, and the value of the period before.

    `share` is the value as a number between 0 and 1 where it is a part of something; `word` says what the
    count behind the value is of.
    """

    text: str
    figures: tuple[Figure, ...]
    before: str
    share: float | None = None
    word: str = ""


class Bearings(NamedTuple):
    """Where figures lead: the period, the one before and the list's other filters."""

    period: Period
    filters: dict[str, Any]

    def figure(self, measure: str, counts: Counts) -> Figure:
        return Figure(counts[measure], figure_url(measure, self.period, self.filters))


def count_cell(measure: str, now: Counts, before: Counts, at: Bearings) -> Cell:
    """A plain count: the figure is its own text."""
    return Cell("", (at.figure(measure, now),), _decimal(before[measure], 0))


def share_cell(part: str, whole: str, now: Counts, before: Counts, at: Bearings) -> Cell:
    """How much of something, in percent."""
    share = _share(now[part], now[whole])
    text = _percent(share) if share is not None else "–"
    return Cell(
        text,
        (at.figure(part, now), at.figure(whole, now)),
        _percent(_share(before[part], before[whole])),
        share,
    )


def rating_cell(now: Counts, before: Counts, at: Bearings) -> Cell:
    """The mean of the ratings, 1 to 4."""
    return Cell(_mean(now), (at.figure("dinilai", now),), _mean(before), word=_("penilaian"))


def duration_cell(now: Counts, taken: Durations | None, before: Durations | None, at: Bearings) -> Cell:
    """Median and ninth tenth of the days until the end."""
    return Cell(_days(taken), (at.figure("selesai", now),), _days(before), word=_("selesai"))


def cells(
    now: Counts, before: Counts, taken: tuple[Durations | None, Durations | None], at: Bearings
) -> list[Cell]:
    """A row of every table, in the order of `heads`."""
    return [
        *(count_cell(measure, now, before, at) for measure in PLAIN),
        *(share_cell(f"{one.slug}-ditepati", f"{one.slug}-janji", now, before, at) for one in PROMISES),
        share_cell("disanggah", "dijawab", now, before, at),
        rating_cell(now, before, at),
        duration_cell(now, *taken, at),
    ]


def heads() -> list[str]:
    """What the columns are called."""
    return [
        _("Masuk"),
        _("Berakhir"),
        _("Terbuka di akhir"),
        *(_("%(promise)s tepat janji") % {"promise": promise.label} for promise in PROMISES),
        _("Disanggah"),
        _("Kepuasan (1–4)"),
        _("Hari sampai selesai: separuh · 9 dari 10"),
    ]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _percent(share: float | None) -> str:
    return f"{_decimal(share * 100, 0)}%" if share is not None else "–"


def _mean(counts: Counts) -> str:
    if not counts["dinilai"]:
        return "–"
    total = sum(step * counts[name] for step, name in enumerate(RATINGS, 1))
    return _decimal(total / counts["dinilai"], 1)


def _days(taken: Durations | None) -> str:
    return f"{_decimal(taken.median, 1)} · {_decimal(taken.most, 1)}" if taken else "–"


def _decimal(value: float, places: int) -> str:
    return number_format(value, places, use_l10n=True, force_grouping=True)


def reports(count: int) -> str:
    """A count of reports in words."""
    return ngettext("%(count)s laporan", "%(count)s laporan", count) % {"count": _decimal(count, 0)}
