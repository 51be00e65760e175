"""The panels of the desk, by group: a new verb is a Panel in one of the rooms, and a place in `GROUPS`."""

from collections.abc import Callable
from typing import Any

from aspirations.admin.panels import approval, concerns, dispatches, flags, publication, work
from aspirations.admin.panels.base import Desk, Panel, Section
from aspirations.admin.panels.steps import step_panels
from aspirations.workflow import Status

__all__ = [
    "APPROVAL",
    "BUTTONS",
    "DISPATCH",
    "OTHER",
    "PUBLICATION",
    "SECTIONS",
    "STEPS",
    "Desk",
    "Panel",
    "Section",
    "offered",
    "register",
    "was_offered",
]

BUTTONS, APPROVAL, STEPS, PUBLICATION, OTHER = "buttons", "approval", "steps", "publication", "other"
DISPATCH = "dispatch"
GROUPS: dict[str, list[Panel]] = {
    BUTTONS: work.BUTTONS + flags.BUTTONS,
    APPROVAL: approval.PANELS,
    PUBLICATION: publication.PANELS,
    DISPATCH: dispatches.PANELS,
    OTHER: work.PANELS + flags.PANELS + dispatches.REFERENCES + concerns.PANELS,
}

# What apps above know of a report (user, report), or None where that is nothing this user may see.
SECTIONS: list[Callable[[Any, Any], Section | None]] = []

_PANELS = {panel.verb: panel for panels in GROUPS.values() for panel in panels}


def register(group: str, panel: Panel) -> None:
    """Offers the panel of an app above; called once, when that app is ready."""
    GROUPS[group].append(panel)
    _PANELS[panel.verb] = panel


def was_offered(desk: Desk, verb: str) -> bool:
    """Whether a page that was open for long may send this verb, though it is not offered any more."""
    if verb in Status.values:
        return desk.who is not None
    return verb in _PANELS and _PANELS[verb].may(desk)


def offered(desk: Desk) -> dict[str, list[Panel]]:
    """Every panel this user is offered on this report now, by group; what is not here answers 404."""
    groups = {STEPS: step_panels(desk)}
    for name, panels in GROUPS.items():
        groups[name] = [panel for panel in panels if panel.is_offered(desk)]
    return groups
