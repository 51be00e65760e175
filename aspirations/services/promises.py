"""The promise of a report, as its columns keep it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils import timezone

from aspirations import sla
from aspirations.models import Aspiration
from aspirations.sla import CLOCK_COLUMNS, Clock, Promise
from government.calendars import calendar_for
from government.models import Category, SlaRule
from government.promises import Chosen, promise_for


def promise_of(chosen: Chosen) -> Promise:
    """The days of a class as they are now."""
    row = chosen.sla_class
    return Promise(row.verify_days, row.answer_days, row.resolve_days, row.reporter_days)


@dataclass(frozen=True)
class Choice:
    """A class that rules chose for a category, kind and weight."""

    chosen: Chosen
    weight: str

    @property
    def promise(self) -> Promise:
        """All its days."""
        return promise_of(self.chosen)

    def promise_of(self, report: Aspiration) -> Promise:
        """Its days for a report that was promised its verification already."""
        return replace(self.promise, verify_days=report.verify_days)

    def columns(self, report: Aspiration | None = None) -> dict[str, Any]:
        """What it writes on a new report, or on one that changes its class."""
        return {
            "weight": self.weight,
            "sla_class": self.chosen.sla_class,
            "sla_rule": self.chosen.rule,
            **asdict(self.promise_of(report) if report else self.promise),
        }


def choose(category: Category, kind: str, weight: str, among: Iterable[SlaRule] | None = None) -> Choice:
    """The class that a report of this category, kind and weight gets today."""
    return Choice(promise_for(category, kind, weight, among), weight)


def clock_columns(clock: Clock) -> dict[str, Any]:
    """The clock as the columns of a report."""
    # Not asdict: that copies each moment, which costs more than the clock itself.
    return {name: getattr(clock, name) for name in CLOCK_COLUMNS}


def reweighed_columns(report: Aspiration, category: Category, kind: str, weight: str) -> dict[str, Any]:
    """What another weight writes: the class that fits, its days, and the clock by them."""
    chosen, at = choose(category, kind, weight), timezone.now()
    promise = chosen.promise_of(report)
    clock = sla.reweigh(report.clock, report.promise, promise, at, calendar_for(report.village))
    return chosen.columns(report) | clock_columns(clock)
