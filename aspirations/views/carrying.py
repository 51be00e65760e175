"""What was typed on a report's page whose grant has run out.

It waits in hidden fields of the form that asks for the receipt: never in an address, a session or a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_PREFIX = "carried-"
# Of each action; photos cannot travel so.
_FIELDS = {
    "reply": ("text",),
    "dispute": ("reason",),
    "rate": ("rating", "comment"),
    # Not "sure": it is to be said afresh.
    "withdraw": ("reason",),
    # Of the page of an agency's link.
    **{
        action: ("text", "name", "position", *more)
        for action, more in {
            "accept": (),
            "progress": (),
            "finish": (),
            "ask": (),
            "plan": ("year", "source", "due_on"),
            "refuse": ("suggested_agency",),
        }.items()
    },
}


@dataclass(frozen=True)
class Carried:
    """What was typed for one action on one report, by field."""

    number: str
    action: str
    fields: Mapping[str, str]

    @property
    def hidden(self) -> dict[str, str]:
        """Names and values of the hidden fields; `read` is the way back."""
        named = {"number": self.number, "action": self.action, **self.fields}
        return {f"{_PREFIX}{name}": value for name, value in named.items()}


def take(number: str, action: str, posted: Mapping[str, str], prefix: str = "") -> Carried | None:
    """What a form of the report's page was sent with; None where nothing was typed."""
    given = {name: posted.get(f"{prefix}{name}", "") for name in _FIELDS.get(action, ())}
    fields = {name: value for name, value in given.items() if value.strip()}
    return Carried(number, action, fields) if fields else None


def read(posted: Mapping[str, str]) -> Carried | None:
    """What the form that asks for the receipt carries."""
    number, action = (posted.get(f"{_PREFIX}{name}", "") for name in ("number", "action"))
    return take(number, action, posted, _PREFIX)
