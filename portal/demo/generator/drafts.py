"""A report while it is made: its columns, history and supporters."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from random import Random
from typing import Any

from aspirations.masking import mask
from aspirations.models import Audience, EventKind
from aspirations.workflow import Who
from portal.demo.generator.reference import Reference, Subject

Row = dict[str, Any]
# What the office writes repeats itself.
mask_note = lru_cache(maxsize=1024)(mask)


@dataclass
class Draft:
    """Rows by column name, and what the makers of the parts need."""

    dice: Random
    reference: Reference
    until: datetime
    subject: Subject
    place: dict[str, str]
    columns: Row
    events: list[Row] = field(default_factory=list)
    supports: list[Row] = field(default_factory=list)
    dispatches: list[Row] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.columns["id"]

    def add_event(self, kind: EventKind, at: datetime, audience: Audience, who: Who, **fields: Any) -> None:
        """One row of the history; `user_id` and `public_text` follow the part unless they are given."""
        text = fields.get("text", "")
        self.events.append(
            {
                "aspiration_id": self.pk,
                "kind": kind.value,
                "at": at,
                "audience": audience.value,
                "who": who.value,
                "user_id": self._user(who),
                "public_text": mask_note(text) if audience == Audience.PUBLIC else "",
                **fields,
            }
        )

    def _user(self, who: Who) -> int | None:
        if who == Who.TRIAGE:
            return self.reference.clerk
        if who == Who.HANDLER:
            return self.reference.officers.get(self.columns["agency_id"])
        return None
