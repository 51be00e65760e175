"""The writers of meetings: agenda, stops, and what becomes of them."""

from meetings.doorcodes import read_door_code, spaced_door_code
from meetings.services.agenda import drop_from_agenda, obstacle, obstacles_at, open_meetings, propose_agenda
from meetings.services.announcing import order_announcement
from meetings.services.attendance import (
    close_attendance,
    correct_presence,
    note_presence,
    reopen_attendance,
    take_back_presence,
)
from meetings.services.decisions import (
    adopt,
    adopt_all,
    adoption_obstacle,
    apply_decision,
    attach_report,
    detach_report,
    drop_decision,
    edit_decision,
    record_decision,
    report_obstacle,
    revoke,
)
from meetings.services.floor import NoteSave, Saved, delete_note, restore_note, save_note
from meetings.services.follow_ups import (
    add_follow_up,
    drop_follow_up,
    edit_follow_up,
    reassign,
    set_supporters,
)
from meetings.services.history import record
from meetings.services.invitations import (
    invite,
    record_reply,
    reply_obstacle,
    withdraw,
)
from meetings.services.pictures import add_pictures, drop_picture, drop_pictures_of
from meetings.services.planning import (
    Unconfirmed,
    edit_stop,
    follow_series,
    move_stop,
    plan_stop,
    plan_tour,
    save_series,
)
from meetings.services.projector import set_projector, show_report
from meetings.services.running import change_item, enter_floor
from meetings.services.stops import cancel_stop, change_stop, hold, restore_stop
from meetings.services.telling import tell_follow_up
from meetings.services.voices import record_voice

__all__ = [
    "NoteSave",
    "Saved",
    "Unconfirmed",
    "add_follow_up",
    "add_pictures",
    "adopt",
    "adopt_all",
    "adoption_obstacle",
    "apply_decision",
    "attach_report",
    "cancel_stop",
    "change_item",
    "change_stop",
    "close_attendance",
    "correct_presence",
    "delete_note",
    "detach_report",
    "drop_decision",
    "drop_follow_up",
    "drop_from_agenda",
    "drop_picture",
    "drop_pictures_of",
    "edit_decision",
    "edit_follow_up",
    "edit_stop",
    "enter_floor",
    "follow_series",
    "hold",
    "invite",
    "move_stop",
    "note_presence",
    "obstacle",
    "obstacles_at",
    "open_meetings",
    "order_announcement",
    "plan_stop",
    "plan_tour",
    "propose_agenda",
    "read_door_code",
    "reassign",
    "record",
    "record_decision",
    "record_reply",
    "record_voice",
    "reopen_attendance",
    "reply_obstacle",
    "report_obstacle",
    "restore_note",
    "restore_stop",
    "revoke",
    "save_note",
    "save_series",
    "set_projector",
    "set_supporters",
    "show_report",
    "spaced_door_code",
    "take_back_presence",
    "tell_follow_up",
    "withdraw",
]
