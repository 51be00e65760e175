"""What a panel of the desk is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms

from aspirations.models import Approval, Aspiration
from aspirations.services import Actor
from aspirations.workflow import Status, Who


class Desk(NamedTuple):
    """A member of staff before a report, in the part that their roles give them; None for a mere reader."""

    user: Any
    report: Aspiration
    who: Who | None
    # The proposed answer on this desk.
    approval: Approval | None = None


class Section(NamedTuple):
    """What an app above shows on the report's page: a template, and what it finds under `section`."""

    template: str
    context: Any


@dataclass(frozen=True)
class Panel:
    """One verb at the desk: who is offered it, what it asks, what it does.

    `perform` gets the form's data and returns the sentence that says what was done; it raises Refused. A
    panel that is not `at_once` is a link until it is opened: its form costs nothing before. `version` is
    what the page showed of what the verb overwrites: sent back, it tells a second clerk of a change.
    """

    verb: str
    heading: Callable[[Desk], Any]
    is_offered: Callable[[Desk], bool]
    perform: Callable[[Aspiration, dict[str, Any], Actor], str]
    form: Callable[..., forms.Form] = lambda desk, *data: forms.Form(*data)
    button: Any = ""
    key: str = ""
    at_once: bool = False
    version: Callable[[Aspiration], str] | None = None
    # Whether an old page may still send it, and is told that it is not offered any more; others get a 404.
    may: Callable[[Desk], bool] = lambda desk: desk.who is not None
    # Whether what is typed is kept as a draft.
    keeps: bool = False
    # Whether the clerk may go on to the next report with the same press.
    leads_on: Callable[[Desk], bool] = lambda desk: False

    @property
    def is_step(self) -> bool:
        """Whether it is a transition of the report."""
        return self.verb in Status.values
