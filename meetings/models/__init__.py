"""Rakor and musrenbang, and what they take up."""

from meetings.models.agenda import AgendaAspiration, AgendaItem
from meetings.models.meetings import Meeting, MeetingQuerySet, Series

__all__ = ["AgendaAspiration", "AgendaItem", "Meeting", "MeetingQuerySet", "Series"]
