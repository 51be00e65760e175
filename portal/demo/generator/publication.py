"""What becomes public of a report, who supports it, and what the reporter says of the service."""

from datetime import datetime, timedelta

from aspirations import receipts
from aspirations.masking import mask
from aspirations.models import Audience, EventKind, Identity
from aspirations.services.publication import NEVER_PUBLIC
from aspirations.workflow import Publication, Who
from portal.demo.generator.courses import Course
from portal.demo.generator.drafts import Draft
from portal.demo.generator.texts import sentences

# Of those that can be: two thirds of all, then.
_PUBLISHED = 0.78
_HIDDEN_AGAIN = 0.015
_RATED = 0.35
_MOST_SUPPORT = 300


def publish(draft: Draft, course: Course) -> None:
    """Many are published some time after the first step, and a few of them hidden again."""
    dice, columns = draft.dice, draft.columns
    confidential = columns["identity"] == Identity.CONFIDENTIAL
    if confidential or not course.steps or course.status in NEVER_PUBLIC or dice.random() >= _PUBLISHED:
        return
    at = min(course.steps[0].at + timedelta(seconds=dice.randint(60, 7_200)), draft.until)
    clerk = draft.reference.camat if draft.subject.needs_review else draft.reference.clerk
    draft.add_event(EventKind.PUBLISHED, at, Audience.REPORTER, Who.TRIAGE, user_id=clerk)
    _support(draft, at)
    columns |= {
        "publication": Publication.PUBLISHED.value,
        "published_at": at,
        "public_title": mask(columns["title"]),
        "public_text": mask(columns["text"]),
        "public_place": columns["canal"],
        "point_is_public": columns["identity"] == Identity.NAMED and columns.get("latitude") is not None,
        "support_count": len(draft.supports),
    }
    if dice.random() < _HIDDEN_AGAIN:
        _hide(draft, at)


def _hide(draft: Draft, published_at: datetime) -> None:
    draft.columns["publication"] = Publication.HIDDEN.value
    at = min(published_at + timedelta(days=draft.dice.randint(1, 60)), draft.until)
    draft.add_event(EventKind.HIDDEN, at, Audience.STAFF, Who.TRIAGE, text=sentences()["hidden"][0])


def _support(draft: Draft, since: datetime) -> None:
    """Most by few or nobody, some by very many; more at the beginning."""
    count = min(int(draft.dice.paretovariate(1.6)) - 1, _MOST_SUPPORT)
    room = (draft.until - since).total_seconds()
    draft.supports += [
        {
            "aspiration_id": draft.pk,
            "device_hash": receipts.digest(f"{draft.columns['token_hash']}:{number}"),
            "created_at": since + timedelta(seconds=draft.dice.random() ** 3 * room),
        }
        for number in range(count)
    ]


def rate(draft: Draft) -> None:
    """Some say how the service was, after the end."""
    ended_at = draft.columns.get("resolved_at")
    if ended_at is None or draft.dice.random() >= _RATED:
        return
    draft.columns["rating"] = draft.dice.choices((1, 2, 3, 4), (8, 12, 40, 40))[0]
    at = min(ended_at + timedelta(seconds=draft.dice.randint(30, 90_000)), draft.until)
    draft.add_event(EventKind.RATED, at, Audience.REPORTER, Who.REPORTER)
