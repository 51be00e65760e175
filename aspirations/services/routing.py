"""The office's routing rules, asked when a report comes in or its category or desa is corrected."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations import routing, search
from aspirations.models import Aspiration, Audience, Event, EventKind, Identity, RoutingRule
from aspirations.routing import Facts, Phrase, Rule, Way
from aspirations.services.actors import Actor
from aspirations.services.assignment import holder
from aspirations.services.errors import Refused
from aspirations.services.history import entry, record_many
from government.calendars import FRESH_SECONDS
from government.models import Agency, Category, Unit
from government.permissions import Capability, in_territory, units_of_people

# A hyphen in a rule's words must not become a lexeme of its own.
_PUNCTUATION = re.compile(r"\W+")


@dataclass(frozen=True)
class Destinations:
    """The rows that rules of an office lead to and that still serve; others are left out."""

    units: dict[int, Unit]
    people: dict[int, Any]
    agencies: dict[int, Agency]


@dataclass(frozen=True)
class Book:
    """An office's rules in order, ready to be asked."""

    rules: tuple[Rule, ...]
    to: Destinations

    @property
    def reads_words(self) -> bool:
        return any(rule.phrases is not None for rule in self.rules)


@dataclass(frozen=True)
class Routed:
    """What a way means for a report's row, and the names of what it leads to."""

    way: Way
    unit: Unit | None = None
    person: Any = None
    agency: Agency | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """Of a new report."""
        return {"unit": self.unit, "assigned_to": self.person, **self.proposal}

    @property
    def proposal(self) -> dict[str, Any]:
        """The agency that a clerk is offered."""
        rule = self.way.proposed_by
        return {"proposed_agency": self.agency, "proposed_by": rule.name if rule and self.agency else ""}

    @property
    def decided_by(self) -> Rule | None:
        """The rule that leads somewhere: to somebody of the office, or else to an agency."""
        if self.is_assigned:
            return self.way.assigned_by
        return self.way.proposed_by if self.agency else None

    @property
    def is_assigned(self) -> bool:
        return self.unit is not None or self.person is not None

    def events(self, report: Aspiration, at: datetime) -> list[Event]:
        """For staff: where it went by itself, and by which rule."""
        if not self.is_assigned or self.way.assigned_by is None:
            return []
        with override(settings.LANGUAGE_CODE):
            text = _("%(holder)s, menurut aturan “%(rule)s”") % {
                "holder": holder(self.unit, self.person),
                "rule": self.way.assigned_by.name,
            }
        system = Actor.system()
        return [entry(report, EventKind.ASSIGNED, actor=system, at=at, audience=Audience.STAFF, text=text)]


def ways(asked: Sequence[tuple[Any, datetime]]) -> list[Routed]:
    """Where these reports or submissions, each with its moment, would go; at most one query beside the rules.

    A confidential report, or one about an officer, goes nowhere by itself: who may read it hands it on.
    """
    books = {data.village.district_code: book_of(data.village.district_code) for data, __ in asked}
    reading = [data for data, __ in asked if books[data.village.district_code].reads_words]
    read = search.lexemes([texts_of(data) for data in reading]) if reading else []
    words = {id(data): found for data, found in zip(reading, read, strict=True)}
    return [
        routed(books[data.village.district_code], data, at, words.get(id(data), {})) for data, at in asked
    ]


def routed(book: Book, data: Any, at: datetime, words: routing.Words) -> Routed:
    """One report by one book; the rules are plain data, what they lead to are rows."""
    if not goes_by_rules(data):
        return Routed(Way())
    way = routing.route(book.rules, facts_of(data, at, words))
    agency, unit = book.to.agencies.get(way.agency or 0), book.to.units.get(way.unit or 0)
    serves_here = unit is None or in_territory(data.village.code, [unit.region_id])
    if agency is not None and agency.region_id and not in_territory(data.village.code, [agency.region_id]):
        agency = None
    if not serves_here:
        return Routed(way, agency=agency)
    return Routed(way, unit, book.to.people.get(way.person or 0), agency)


def goes_by_rules(data: Any) -> bool:
    """Whether rules are asked at all: not for what only some may read."""
    return data.identity != Identity.CONFIDENTIAL and not data.concerns


def facts_of(data: Any, at: datetime, words: routing.Words) -> Facts:
    """What the rules ask of a report, or of a submission."""
    category: Category = data.category
    return Facts(
        categories=frozenset({category.pk, category.parent_id or category.pk}),
        village=data.village.code,
        kind=data.kind,
        channel=data.channel,
        at=at.astimezone(data.village.zone),
        words=words,
    )


def texts_of(data: Any) -> tuple[str, str, str]:
    """Title, text and place, as the staff's search reads them."""
    return data.title, data.text, f"{data.village.name} {data.canal} {data.landmark}"


def book_of(district: str) -> Book:
    """The active rules of a kecamatan, those of its kabupaten after them; a few queries, then none."""
    return _book(district, int(monotonic() // FRESH_SECONDS))


@lru_cache(maxsize=64)
def _book(district: str, freshness: int) -> Book:
    return read_book(RoutingRule.objects.for_office(district).filter(is_active=True), district)


def forget_rules() -> None:
    """After a rule was edited in this process; others know it within a minute."""
    _book.cache_clear()


def read_book(rows: Any, district: str) -> Book:
    """The rules among these rows as plain data, active or not; what no longer serves is led to no more."""
    found = list(
        rows.select_related("unit", "agency", "person").annotate(
            category_ids=ArrayAgg(
                "categories", filter=Q(categories__isnull=False), distinct=True, default=[]
            ),
            village_ids=ArrayAgg("villages", filter=Q(villages__isnull=False), distinct=True, default=[]),
        )
    )
    phrases = _phrases(found)
    people = units_of_people({row.person_id for row in found if row.person_id}, district, Capability.HANDLE)
    held = [unit for units in people.values() for unit in units] + [row.unit for row in found if row.unit]
    to = Destinations(
        {unit.pk: unit for unit in held if unit.is_active},
        {row.person.pk: row.person for row in found if row.person_id in people},
        {row.agency.pk: row.agency for row in found if row.agency and row.agency.is_active},
    )
    return Book(tuple(_plain(row, phrases, people, to) for row in found), to)


def _plain(row: Any, phrases: dict[str, Phrase], people: dict[int, list[Unit]], to: Destinations) -> Rule:
    wanted = routing.phrases_of(row.words)
    unit, person = to.units.get(row.unit_id), to.people.get(row.person_id)
    if person is not None and row.unit_id is None:
        # As when a colleague hands it over: a person brings the own unit.
        unit = next((one for one in people[person.pk] if one.is_active), None)
    elif person is not None and unit not in people[person.pk]:
        person = None
    return Rule(
        key=row.pk,
        name=row.name,
        is_active=row.is_active,
        territory=row.territory_id,
        categories=frozenset(row.category_ids),
        villages=frozenset(row.village_ids),
        phrases=tuple(phrases[one] for one in wanted) if wanted else None,
        kind=row.kind,
        channel=row.channel,
        weekdays=frozenset(row.weekdays),
        from_hour=row.from_hour,
        to_hour=row.to_hour,
        from_date=row.from_date,
        to_date=row.to_date,
        unit=unit.pk if unit else None,
        person=person.pk if person else None,
        agency=row.agency_id if row.agency_id in to.agencies else None,
        goes_on=row.goes_on,
    )


def _phrases(rows: Iterable[Any]) -> dict[str, Phrase]:
    """The stems of every word that the rules ask for, by one query for all."""
    wanted = sorted({phrase for row in rows for phrase in routing.phrases_of(row.words)})
    if not wanted:
        return {}
    read = search.lexemes([(_PUNCTUATION.sub(" ", phrase), "", "") for phrase in wanted])
    return {phrase: _phrase(found) for phrase, found in zip(wanted, read, strict=True)}


def _phrase(found: dict[str, list[int]]) -> Phrase:
    places = sorted((place, word) for word, at in found.items() for place in at)
    return Phrase(tuple((place - places[0][0], word) for place, word in places))


@transaction.atomic
def reroute(report: Aspiration, *, at: datetime) -> Aspiration:
    """After a correction: a report that nobody has yet goes the way it would go now.

    The agency is proposed anew. Who has it keeps it, and an agency that has it already too.
    """
    if not report.is_open or report.agency_id is not None:
        return report
    (found,) = ways([(report, report.submitted_at)])
    free = report.assigned_to_id is None and report.unit_id is None
    columns = found.columns if free else found.proposal
    rows = Aspiration.objects.filter(pk=report.pk, assigned_to=report.assigned_to_id, unit=report.unit_id)
    if rows.update(**columns):
        record_many(found.events(report, at) if free else [])
        report.refresh_from_db()
    return report


@transaction.atomic
def move_rule(rule: RoutingRule, *, up: bool) -> None:
    """One place up or down among the rules of its office. Raises Refused where it stands at the end."""
    rows = list(
        RoutingRule.objects.select_for_update()
        .filter(territory=rule.territory_id)
        .order_by("position", "pk")
        .values_list("pk", flat=True)
    )
    place = rows.index(rule.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        raise Refused(_("Aturan ini sudah di ujung."))
    rows[place], rows[other] = rows[other], rows[place]
    RoutingRule.objects.bulk_update(
        [RoutingRule(pk=pk, position=position) for position, pk in enumerate(rows)], ["position"]
    )
    forget_rules()
