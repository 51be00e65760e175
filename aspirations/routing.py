"""Which way a report goes in the office: rules in order over plain data; no Django model is known here.

A rule without conditions matches every report. The first that matches gives unit and person, the first that
names an agency proposes it; a rule that does not say "go on" ends the search.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

# Lexemes of a text, each with the places at which it stands.
Words = Mapping[str, Sequence[int]]
_SEPARATOR = re.compile(r"[,;\n]+")


class Ask(StrEnum):
    """What a rule can ask of a report."""

    ACTIVE = "active"
    TERRITORY = "territory"
    CATEGORY = "category"
    VILLAGE = "village"
    WORDS = "words"
    KIND = "kind"
    CHANNEL = "channel"
    WEEKDAY = "weekday"
    HOUR = "hour"
    DATE = "date"


@dataclass(frozen=True)
class Phrase:
    """Lexemes that stand together, each with its distance from the first."""

    words: tuple[tuple[int, str], ...]

    def is_in(self, text: Words) -> bool:
        """Whether the text holds the words in this order, side by side; no words are in no text."""
        if not self.words:
            return False
        starts = set(text.get(self.words[0][1], ()))
        for distance, word in self.words[1:]:
            starts &= {place - distance for place in text.get(word, ())}
        return bool(starts)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule; an empty condition asks nothing. `territory` is a region code; Monday is weekday 0."""

    key: int
    name: str
    is_active: bool = True
    territory: str = ""
    categories: frozenset[int] = frozenset()
    villages: frozenset[str] = frozenset()
    phrases: tuple[Phrase, ...] | None = None
    kind: str = ""
    channel: str = ""
    weekdays: frozenset[int] = frozenset()
    from_hour: time | None = None
    to_hour: time | None = None
    from_date: date | None = None
    to_date: date | None = None
    unit: int | None = None
    person: int | None = None
    agency: int | None = None
    goes_on: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is asked: `categories` are the report's and its parent, `at` is the place's own time."""

    categories: frozenset[int]
    village: str
    kind: str
    channel: str
    at: datetime
    words: Words


@dataclass(frozen=True)
class Way:
    """Where a report goes, and the rules that say so; nothing where none does."""

    assigned_by: Rule | None = None
    proposed_by: Rule | None = None
    matched: tuple[Rule, ...] = ()

    @property
    def unit(self) -> int | None:
        return self.assigned_by.unit if self.assigned_by else None

    @property
    def person(self) -> int | None:
        return self.assigned_by.person if self.assigned_by else None

    @property
    def agency(self) -> int | None:
        return self.proposed_by.agency if self.proposed_by else None


def route(rules: Iterable[Rule], facts: Facts) -> Way:
    """The way by the rules in their order."""
    assigned_by = proposed_by = None
    matched = []
    for rule in rules:
        if unmet(rule, facts):
            continue
        matched.append(rule)
        if assigned_by is None and (rule.unit or rule.person):
            assigned_by = rule
        if proposed_by is None and rule.agency:
            proposed_by = rule
        if not rule.goes_on:
            break
    return Way(assigned_by, proposed_by, tuple(matched))


def unmet(rule: Rule, facts: Facts) -> list[Ask]:
    """The conditions that the report does not meet; none: the rule matches."""
    met = {
        Ask.ACTIVE: rule.is_active,
        Ask.TERRITORY: _lies_in(facts.village, rule.territory),
        Ask.CATEGORY: not rule.categories or bool(rule.categories & facts.categories),
        Ask.VILLAGE: not rule.villages or facts.village in rule.villages,
        Ask.WORDS: rule.phrases is None or any(phrase.is_in(facts.words) for phrase in rule.phrases),
        Ask.KIND: rule.kind in {"", facts.kind},
        Ask.CHANNEL: rule.channel in {"", facts.channel},
        Ask.WEEKDAY: not rule.weekdays or facts.at.weekday() in rule.weekdays,
        Ask.HOUR: _is_hour_within(facts.at.time(), rule.from_hour, rule.to_hour),
        Ask.DATE: (rule.from_date or date.min) <= facts.at.date() <= (rule.to_date or date.max),
    }
    return [ask for ask, is_met in met.items() if not is_met]


def phrases_of(text: str) -> list[str]:
    """The words and phrases that a person typed, one between commas or on a line."""
    return [" ".join(part.split()) for part in _SEPARATOR.split(text) if part.strip()]


def _lies_in(village: str, territory: str) -> bool:
    return not territory or village == territory or village.startswith(f"{territory}.")


def _is_hour_within(now: time, start: time | None, end: time | None) -> bool:
    """From the start until before the end; a window may lie across midnight."""
    if start is None or end is None:
        return True
    if start <= end:
        return start <= now < end
    return now >= start or now < end
