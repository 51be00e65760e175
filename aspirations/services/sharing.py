"""Many reports given to people of a unit so that each has about as much, or handed over by one who leaves."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import sharing
from aspirations.models import Aspiration, Batch, BatchItem
from aspirations.permissions import may_triage, part_of
from aspirations.services.actors import Actor
from aspirations.services.assignment import hand
from aspirations.verbs import ManyVerb, register
from government.models import Unit
from government.permissions import remember_memberships

VERB = "share"


@dataclass(frozen=True)
class Shares:
    """Who would get what: a person or None (the unit's basket) by report; and what nobody may do."""

    unit: Unit | None
    people: Sequence[Any]
    given: dict[int, int | None]
    refused: list[Aspiration] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, Any]:
        """As it is kept with the order."""
        plan = {str(report): person for report, person in self.given.items()}
        return {"unit": self.unit and self.unit.pk, "plan": plan}

    @property
    def lines(self) -> list[tuple[Any, int, int]]:
        """Each person with the load before and after; loads count what is moved away, too."""
        more = Counter(self.given.values())
        return [(one, one.load, one.kept + more[one.pk]) for one in self.people]


def shares(reports: Sequence[Aspiration], people: Iterable[Any], unit: Unit | None) -> Shares:
    """The even way; `people` have their `load`. Nobody chosen: all of it lies in the unit, to be taken."""
    chosen = list(people)
    if not chosen:
        return Shares(unit, (), {report.pk: None for report in reports})
    remember_memberships(chosen)
    moved = Counter(report.assigned_to_id for report in reports if report.is_open)
    for one in chosen:
        # What the person holds of these very reports is shared out again.
        one.kept = max(one.load - moved[one.pk], 0)
    work = [(report.pk, {one.pk for one in chosen if part_of(one, report)}) for report in reports]
    given = sharing.share({one.pk: one.kept for one in chosen}, work)
    refused = [report for report in reports if given[report.pk] is None]
    return Shares(unit, chosen, {pk: one for pk, one in given.items() if one is not None}, refused)


def _obstacle(report: Aspiration, user: Any) -> str:
    return "" if may_triage(user, report) else _("Anda tidak berwenang menugaskan laporan ini.")


def _perform(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    plan = batch.fields.get("plan", {})
    return hand(
        report,
        plan.get(str(report.pk)),
        batch.fields.get("unit"),
        back_from=item.before if batch.undoes_id else None,
        actor=actor,
    )


register(ManyVerb(VERB, gettext_lazy("Bagi rata"), _obstacle, _perform, undo=VERB))
