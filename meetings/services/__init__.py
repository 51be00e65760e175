"""The writers of meetings: agenda, stops, and what becomes of them."""

from meetings.services.agenda import drop_from_agenda, obstacle, obstacles_at, open_meetings, propose_agenda
from meetings.services.history import record
from meetings.services.invitations import (
    invite,
    read_door_code,
    record_reply,
    reply_obstacle,
    spaced_door_code,
    withdraw,
)
from meetings.services.stops import change_stop, hold

__all__ = [
    "change_stop",
    "drop_from_agenda",
    "hold",
    "invite",
    "obstacle",
    "obstacles_at",
    "open_meetings",
    "propose_agenda",
    "read_door_code",
    "record",
    "record_reply",
    "reply_obstacle",
    "spaced_door_code",
    "withdraw",
]
