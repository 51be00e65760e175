"""How the usulan of a musrenbang are scored and ranked; pure, exact, and the same for everybody.

The score of an usulan lies between 0 and 100:

    criteria = Σ weight × (mean − 1) ÷ 4        weights in percent (sum 100), mean of the scorers' 1–5
    votes    = votes ÷ delegates × 100          a delegate gives an usulan one vote at most
    score    = criteria × (100 − share) ÷ 100 + votes × share ÷ 100

A criterion that nobody scored counts as the lowest. Equal scores are told apart by the tie rules in their
order, and at last by the number of the usulan. Fractions are kept exact until the end, so that neither the
order of scorers nor that of usulan changes a digit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 1, 5
_CENT = Decimal("0.01")


class Tie(TextChoices):
    """What decides between equal scores."""

    READINESS = "readiness", _("kesiapan lebih banyak")
    VOTES = "votes", _("suara lebih banyak")
    SUPPORTERS = "supporters", _("pendukung laporan lebih banyak")
    COST = "cost", _("biaya lebih kecil")
    NUMBER = "number", _("nomor usulan lebih dahulu")


class Weighted(NamedTuple):
    """A criterion: its key, and its weight in percent."""

    key: int
    weight: int


class Part(NamedTuple):
    """What one criterion brought: the mean (0 where nobody scored), and its points of 100."""

    key: int
    mean: Decimal
    points: Decimal


@dataclass(frozen=True)
class Score:
    """All parts of a score; `exact` is what is compared after rounding to a hundredth."""

    parts: tuple[Part, ...]
    criteria: Decimal
    votes: Decimal
    total: Decimal


def score(
    criteria: Sequence[Weighted],
    given: Mapping[int, Sequence[int]],
    *,
    votes: int,
    delegates: int,
    share: int,
) -> Score:
    """The score of one usulan; `given` are the scorers' values by criterion, `share` that of votes (percent).

    Without criteria the votes alone count.
    """
    means = {one.key: _mean(given.get(one.key, ())) for one in criteria}
    points = {one.key: Fraction(one.weight) * _raised(means[one.key]) for one in criteria}
    of_criteria = sum(points.values(), Fraction())
    of_votes = Fraction(100 * min(votes, delegates), delegates) if delegates else Fraction()
    portion = Fraction(share if criteria else 100, 100)
    total = of_criteria * (1 - portion) + of_votes * portion
    parts = tuple(Part(one.key, _round(means[one.key]), _round(points[one.key])) for one in criteria)
    return Score(parts, _round(of_criteria), _round(of_votes), _round(total))


def _mean(values: Sequence[int]) -> Fraction:
    return Fraction(sum(values), len(values)) if values else Fraction()


def _raised(mean: Fraction) -> Fraction:
    """From 1–5 to 0–1; what nobody scored is at the bottom."""
    return max(mean - LOWEST, Fraction()) / (HIGHEST - LOWEST)


def _round(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Entry:
    """What is compared of an usulan; `wanted` is the rank that the meeting gave it by hand."""

    key: int
    total: Decimal
    number: int
    readiness: int = 0
    votes: int = 0
    supporters: int = 0
    cost: Decimal | None = None
    wanted: int | None = None


class Ranked(NamedTuple):
    """Where an usulan stands: by hand and tie counted, by the formula alone, and what told it from the one
    before it of the same score ("" where the scores differ)."""

    key: int
    rank: int
    computed: int
    tie: str


def rank(entries: Sequence[Entry], ties: Sequence[str], *, first: int = 1) -> list[Ranked]:
    """The order, ranks counted from `first`; an usulan placed by hand takes its rank, the others move."""
    keys = [tie for tie in ties if tie and tie != Tie.NUMBER]
    ordered = sorted(entries, key=lambda one: (-one.total, *(_key(one, tie) for tie in keys), one.number))
    computed = {one.key: place for place, one in enumerate(ordered, start=first)}
    decided = {one.key: _decided(before, one, keys) for before, one in pairwise(ordered)}
    placed = [one for one in ordered if one.wanted is None]
    for one in sorted((one for one in ordered if one.wanted is not None), key=_wanted):
        placed.insert(max(_wanted(one)[0] - first, 0), one)
    return [
        Ranked(one.key, place, computed[one.key], decided.get(one.key, ""))
        for place, one in enumerate(placed, start=first)
    ]


def _wanted(entry: Entry) -> tuple[int, int]:
    return entry.wanted or 0, entry.number


def _key(entry: Entry, tie: str) -> Decimal | int:
    """Smaller is better; a cost that nobody knows comes last."""
    if tie == Tie.COST:
        return Decimal("Infinity") if entry.cost is None else entry.cost
    return -int(getattr(entry, tie))


def _decided(before: Entry, entry: Entry, keys: Sequence[str]) -> str:
    if before.total != entry.total:
        return ""
    return next((tie for tie in keys if _key(before, tie) != _key(entry, tie)), str(Tie.NUMBER))
