"""The desk of meetings: lists, and a page of tabs for each stop."""

from meetings.admin import agenda, briefing, floor, minutes, overview
from meetings.admin.meetings import MeetingAdmin, SeriesAdmin

__all__ = ["MeetingAdmin", "SeriesAdmin", "agenda", "briefing", "floor", "minutes", "overview"]
