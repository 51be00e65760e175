"""Which service promise a report gets."""

from collections.abc import Iterable
from typing import NamedTuple

from government.models import Category, SlaClass, SlaRule


class Chosen(NamedTuple):
    """A class, and the rule that gave it; None where it is the category's own."""

    sla_class: SlaClass
    rule: SlaRule | None


def rules() -> list[SlaRule]:
    """Those that hold, in their order."""
    return list(SlaRule.objects.filter(is_active=True).select_related("sla_class"))


def promise_for(category: Category, kind: str, weight: str, among: Iterable[SlaRule] | None = None) -> Chosen:
    """The class of the first rule that fits, or the category's; one query, unless rules are given."""
    for rule in rules() if among is None else among:
        if fits(rule, category, kind, weight):
            return Chosen(rule.sla_class, rule)
    return Chosen(category.sla_class, None)


def fits(rule: SlaRule, category: Category, kind: str, weight: str) -> bool:
    """Whether each thing that the rule names is so; a main category holds those below it."""
    return (
        (rule.category_id is None or rule.category_id in {category.pk, category.parent_id})
        and rule.kind in {"", kind}
        and rule.weight in {"", weight}
    )
