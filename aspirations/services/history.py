"""Appends to the history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aspirations.masking import mask
from aspirations.models import Aspiration, Audience, Event, EventKind
from aspirations.services.actors import Actor


def record(
    report: Aspiration,
    kind: EventKind,
    *,
    actor: Actor,
    at: datetime,
    audience: Audience,
    text: str = "",
    is_text_public: bool = True,
    **fields: Any,
) -> Event:
    """One row more; see `entry`."""
    row = entry(
        report,
        kind,
        actor=actor,
        at=at,
        audience=audience,
        text=text,
        is_text_public=is_text_public,
        **fields,
    )
    row.save(force_insert=True)
    return row


def record_many(rows: Sequence[Event]) -> None:
    """The entries of many reports, in one statement."""
    Event.objects.bulk_create(rows)


def entry(
    report: Aspiration,
    kind: EventKind,
    *,
    actor: Actor,
    at: datetime,
    audience: Audience,
    text: str = "",
    is_text_public: bool = True,
    **fields: Any,
) -> Event:
    """An entry to be recorded; what the public reads of the text is masked here, once.

    A public entry may keep its text from the public (`is_text_public`).
    """
    return Event(
        aspiration=report,
        kind=kind,
        audience=audience,
        who=actor.who,
        user=actor.user,
        place=actor.origin.place,
        device=actor.origin.device,
        at=at,
        text=text,
        public_text=mask(text) if audience == Audience.PUBLIC and is_text_public else "",
        **{"dispatch": actor.dispatch, "signed_by": actor.signed_by} | fields,
    )
