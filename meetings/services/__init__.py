"""The writers of meetings: agenda, stops, and what becomes of them."""

from meetings.services.agenda import drop_from_agenda, obstacle, obstacles_at, open_meetings, propose_agenda
from meetings.services.attendance import (
    close_attendance,
    correct_presence,
    note_presence,
    reopen_attendance,
    take_back_presence,
)
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
    "close_attendance",
    "correct_presence",
    "drop_from_agenda",
    "hold",
    "invite",
    "note_presence",
    "obstacle",
    "obstacles_at",
    "open_meetings",
    "propose_agenda",
    "read_door_code",
    "record",
    "record_reply",
    "reopen_attendance",
    "reply_obstacle",
    "spaced_door_code",
    "take_back_presence",
    "withdraw",
]
