"""The writers of agendas: items in their order, and the reports and promises that stand under them."""

from meetings.services.agenda.carried import carry, carry_obstacles, drop_carried
from meetings.services.agenda.filling import apply_template, copy_agenda, earlier_agendas
from meetings.services.agenda.items import (
    Step,
    add_item,
    edit_item,
    place_item,
    remove_item,
    state_of,
    step_item,
)
from meetings.services.agenda.placing import ItemData, hold_agenda
from meetings.services.agenda.reading import AgendaNode, public_agenda, staff_agenda
from meetings.services.agenda.reports import (
    drop_from_agenda,
    obstacle,
    obstacles_at,
    open_meetings,
    propose_agenda,
)

__all__ = [
    "AgendaNode",
    "ItemData",
    "Step",
    "add_item",
    "apply_template",
    "carry",
    "carry_obstacles",
    "copy_agenda",
    "drop_carried",
    "drop_from_agenda",
    "earlier_agendas",
    "edit_item",
    "hold_agenda",
    "obstacle",
    "obstacles_at",
    "open_meetings",
    "place_item",
    "propose_agenda",
    "public_agenda",
    "remove_item",
    "staff_agenda",
    "state_of",
    "step_item",
]
