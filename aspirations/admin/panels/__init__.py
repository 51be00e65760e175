"""The panels of the desk, by group: a new verb is a Panel in one of the rooms, and a place in `GROUPS`."""

from aspirations.admin.panels import approval, concerns, dispatches, publication, work
from aspirations.admin.panels.base import Desk, Panel
from aspirations.admin.panels.steps import step_panels
from aspirations.workflow import Status

__all__ = [
    "APPROVAL",
    "BUTTONS",
    "DISPATCH",
    "OTHER",
    "PUBLICATION",
    "STEPS",
    "Desk",
    "Panel",
    "offered",
    "was_offered",
]

BUTTONS, APPROVAL, STEPS, PUBLICATION, OTHER = "buttons", "approval", "steps", "publication", "other"
DISPATCH = "dispatch"
GROUPS: dict[str, list[Panel]] = {
    BUTTONS: work.BUTTONS,
    APPROVAL: approval.PANELS,
    PUBLICATION: publication.PANELS,
    DISPATCH: dispatches.PANELS,
    OTHER: work.PANELS + dispatches.REFERENCES + concerns.PANELS,
}

_PANELS = {panel.verb: panel for panels in GROUPS.values() for panel in panels}


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
