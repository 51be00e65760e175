"""The desk of meetings: lists, and a page of tabs for each stop."""

from meetings.admin import agenda, attendance, briefing, floor, minutes, overview
from meetings.admin.meetings import MeetingAdmin, SeriesAdmin
from meetings.admin.promises import FollowUpAdmin, FollowUpStepAdmin

__all__ = [
    "FollowUpAdmin",
    "FollowUpStepAdmin",
    "MeetingAdmin",
    "SeriesAdmin",
    "agenda",
    "attendance",
    "briefing",
    "floor",
    "minutes",
    "overview",
]
