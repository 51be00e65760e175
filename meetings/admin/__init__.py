"""The desk of meetings: lists, and a page of tabs for each stop."""

from meetings.admin import (
    agenda,
    attendance,
    briefing,
    decisions,
    floor,
    invitations,
    minutes,
    overview,
    photos,
    proposals,
)
from meetings.admin.agenda_templates import AgendaTemplateAdmin
from meetings.admin.contacts import ContactAdmin, ContactListAdmin, LetterBookAdmin
from meetings.admin.meetings import MeetingAdmin, SeriesAdmin
from meetings.admin.promises import FollowUpAdmin, FollowUpStepAdmin

__all__ = [
    "AgendaTemplateAdmin",
    "ContactAdmin",
    "ContactListAdmin",
    "FollowUpAdmin",
    "FollowUpStepAdmin",
    "LetterBookAdmin",
    "MeetingAdmin",
    "SeriesAdmin",
    "agenda",
    "attendance",
    "briefing",
    "decisions",
    "floor",
    "invitations",
    "minutes",
    "overview",
    "photos",
    "proposals",
]
