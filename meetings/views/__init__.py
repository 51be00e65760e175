"""What everybody may read of meetings."""

from meetings.views.invitation import (
    invitation_calendar,
    invitation_leave,
    invitation_open,
    invitation_page,
    invitation_paper,
)
from meetings.views.ledger import (
    card,
    follow_up,
    follow_up_json,
    ledger,
    ledger_card,
    ledger_csv,
    ledger_json,
)
from meetings.views.minutes import minutes, minutes_pdf
from meetings.views.pictures import picture

__all__ = [
    "card",
    "follow_up",
    "follow_up_json",
    "invitation_calendar",
    "invitation_leave",
    "invitation_open",
    "invitation_page",
    "invitation_paper",
    "ledger",
    "ledger_card",
    "ledger_csv",
    "ledger_json",
    "minutes",
    "minutes_pdf",
    "picture",
]
