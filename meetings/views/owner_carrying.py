"""What was typed on a promise's page whose grant has run out.

It waits in hidden fields of the form that asks for the code: never in an address, a session or a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_PREFIX = "carried-"
_SIGNED = ("text", "name", "position")
# Of each act; photos cannot travel so.
_FIELDS = {
    "start": _SIGNED,
    "progress": ("progress", *_SIGNED, "letter_number", "letter_on"),
    "done": (*_SIGNED, "letter_number", "letter_on"),
    "date": ("target_on", *_SIGNED),
    "not_ours": ("agency", *_SIGNED),
}


@dataclass(frozen=True)
class Carried:
    """What was typed for one act on one promise, by field."""

    follow_up: int
    act: str
    fields: Mapping[str, str]

    @property
    def hidden(self) -> dict[str, str]:
        """Names and values of the hidden fields; `read` is the way back."""
        named = {"follow_up": str(self.follow_up), "act": self.act, **self.fields}
        return {f"{_PREFIX}{name}": value for name, value in named.items()}


def take(follow_up: int, act: str, posted: Mapping[str, str], prefix: str = "") -> Carried | None:
    """What a form was sent with; None where nothing was typed."""
    given = {name: posted.get(f"{prefix}{name}", "") for name in _FIELDS.get(act, ())}
    fields = {name: value for name, value in given.items() if value.strip()}
    return Carried(follow_up, act, fields) if fields else None


def read(posted: Mapping[str, str]) -> Carried | None:
    """What the form that asks for the code carries."""
    key = posted.get(f"{_PREFIX}follow_up", "")
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    return take(int(key), posted.get(f"{_PREFIX}act", ""), posted, _PREFIX)
