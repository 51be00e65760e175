"""One report as rows, as the services would have written them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from aspirations import receipts
from aspirations.forms.report import TITLE_LENGTH
from aspirations.models import Channel, Identity, Kind, Weight
from aspirations.reading import propose_title
from aspirations.services.promises import choose
from aspirations.sla import Promise
from aspirations.workflow import Publication, Status
from portal.demo.generator.courses import draw_road, walk
from portal.demo.generator.drafts import Draft, Row
from portal.demo.generator.history import Target, record_course, record_merge, supporter_key
from portal.demo.generator.publication import publish, rate
from portal.demo.generator.reference import Reference, Subject, Village
from portal.demo.generator.texts import Writer, draw_place

_NAMES = ("Suparno", "Hasanuddin", "Wagiman", "Siti Aminah", "Rohani", "Yusuf", "Nurhayati", "Sutrisno")
_KINDS = {Kind.COMPLAINT: 78, Kind.ASPIRATION: 15, Kind.INFORMATION: 7}
_WEIGHTS = {Weight.ORDINARY: 85, Weight.LIGHT: 12, Weight.HEAVY: 3}
_CHANNELS = {Channel.WEB: 84, Channel.DESK: 8, Channel.KADER: 8}
_IDENTITIES = {Identity.NAMED: 69, Identity.ANONYMOUS: 26, Identity.CONFIDENTIAL: 5}


@dataclass(frozen=True)
class Made:
    """Rows of one report; `words` are the parts of its search vectors, for staff and (or None) the public."""

    columns: Row
    events: list[Row]
    supports: list[Row]
    dispatches: list[Row]
    staff_words: tuple[str, ...]
    public_words: tuple[str, ...] | None


def token(seed: int, index: int) -> str:
    """The form's token of a made report: nobody can make its secret without SECRET_KEY."""
    return receipts.digest(f"make_reports:{seed}:{index}")


class Maker:
    """Makes reports one after the other; the same dice and reference make the same ones."""

    def __init__(self, dice: Random, reference: Reference, seed: int, until: datetime) -> None:
        self._dice, self._reference, self._seed, self._until = dice, reference, seed, until
        self._writer = Writer()
        self._made = 0
        # By village: the last report that others can be merged into.
        self._targets: dict[str, Target] = {}

    def make(self, pk: int, number: str, at: datetime, village: Village) -> Made:
        """The next report, submitted at `at` in the village."""
        dice, reference = self._dice, self._reference
        subject = dice.choices(reference.subjects, reference.weights)[0]
        place = draw_place(dice, village.name)
        columns = {"id": pk, "number": number} | self._submission(at, village, subject, place)
        draft = Draft(dice, reference, self._until, subject, place, columns)
        self._follow(draft, at, village)
        return _finish(draft, village)

    def _follow(self, draft: Draft, at: datetime, village: Village) -> None:
        target = self._targets.get(village.code)
        road = draw_road(draft.dice)
        if target is None:
            road = road._replace(steps=tuple(to for to in road.steps if to != Status.MERGED))
        weighed = self._weigh(draft)
        course = walk(draft.dice, road, at, self._until, _promise(draft.columns | weighed), village.calendar)
        if any(step.to == Status.VERIFIED for step in course.steps):
            draft.columns |= weighed
        record_course(draft, course, village.calendar)
        if course.status == Status.MERGED and target:
            record_merge(draft, target, course.since)
        elif course.status != Status.WITHDRAWN and draft.columns["identity"] != Identity.CONFIDENTIAL:
            self._targets[village.code] = Target(draft.pk, {supporter_key(draft)})
        publish(draft, course)
        rate(draft)

    def _weigh(self, draft: Draft) -> Row:
        """What the clerk makes of it when verifying: its weight, and the promise that belongs to that."""
        weight = _pick(draft.dice, _WEIGHTS)
        promised = self._promised(draft.subject, draft.columns["kind"], weight)
        return promised | {"verify_days": draft.columns["verify_days"]}

    def _promised(self, subject: Subject, kind: str, weight: str) -> Row:
        columns = choose(subject.category, kind, weight, self._reference.rules).columns()
        chosen, rule = columns.pop("sla_class"), columns.pop("sla_rule")
        return columns | {"sla_class_id": chosen.pk, "sla_rule_id": rule and rule.pk}

    def _submission(self, at: datetime, village: Village, subject: Subject, place: dict[str, str]) -> Row:
        dice = self._dice
        text = self._writer.write(dice, subject.slug, place)
        key = token(self._seed, self._made)
        self._made += 1
        kind = _pick(dice, _KINDS)
        return {
            "secret_hash": receipts.digest(receipts.secret_for(key)),
            "token_hash": receipts.digest(key),
            "kind": kind,
            **self._promised(subject, kind, Weight.ORDINARY),
            "channel": _pick(dice, _CHANNELS),
            "title": propose_title(text)[:TITLE_LENGTH],
            "text": text,
            "category_id": subject.category_id,
            "occurred_on": (at - timedelta(days=dice.randint(0, 20))).date() if dice.random() < 0.4 else None,
            "village_id": village.code,
            "canal": place["jalur"] if dice.random() < 0.6 else "",
            "landmark": place["patokan"] if dice.random() < 0.4 else "",
            "rt": place["rt"].removeprefix("RT ") if dice.random() < 0.3 else "",
            "consented_at": at,
            "submitted_at": at,
            **_point(dice, village),
            **_reporter(dice),
        }


def _promise(columns: Row) -> Promise:
    return Promise(*(columns[f"{name}_days"] for name in ("verify", "answer", "resolve", "reporter")))


def _finish(draft: Draft, village: Village) -> Made:
    columns = draft.columns
    place = f"{village.name} {columns['canal']}"
    public = None
    if columns.get("publication") == Publication.PUBLISHED:
        answer = columns.get("public_answer", "")
        seen = f"{village.name} {columns['public_place']}"
        public = (columns["public_title"], columns["public_text"], seen, answer)
    staff = (columns["title"], columns["text"], f"{place} {columns['landmark']}")
    return Made(columns, draft.events, draft.supports, draft.dispatches, staff, public)


def _pick(dice: Random, shares: dict[Any, int]) -> str:
    return dice.choices(list(shares), list(shares.values()))[0].value


def _point(dice: Random, village: Village) -> Row:
    if dice.random() >= 0.2:
        return {}
    latitude, longitude = village.centre
    return {
        "latitude": round(latitude + dice.uniform(-0.06, 0.06), 5),
        "longitude": round(longitude + dice.uniform(-0.06, 0.06), 5),
    }


def _reporter(dice: Random) -> Row:
    """A name where it is given, and for some a number that is nobody's."""
    identity = _pick(dice, _IDENTITIES)
    return {
        "identity": identity,
        "reporter_name": dice.choice(_NAMES) if identity == Identity.NAMED else "",
        "reporter_phone": (
            f"+628{dice.randint(12, 59)}0000{dice.randint(0, 9999):04d}" if dice.random() < 0.4 else ""
        ),
    }
