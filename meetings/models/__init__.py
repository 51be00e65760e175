"""Rakor and musrenbang: who comes, what they take up, what is decided and what becomes of it."""

from meetings.models.agenda import AgendaAspiration, AgendaItem, ItemState
from meetings.models.attendance import Attendance, Method, Presence
from meetings.models.carried import AgendaFollowUp
from meetings.models.decisions import Decision, DecisionAspiration, DecisionKind, FollowUp, Funding, Standing
from meetings.models.meetings import Meeting, MeetingEvent, MeetingEventKind, MeetingQuerySet, Series
from meetings.models.people import Contact, ContactList, Invitation, Office, Reply

__all__ = [
    "AgendaAspiration",
    "AgendaFollowUp",
    "AgendaItem",
    "Attendance",
    "Contact",
    "ContactList",
    "Decision",
    "DecisionAspiration",
    "DecisionKind",
    "FollowUp",
    "Funding",
    "Invitation",
    "ItemState",
    "Meeting",
    "MeetingEvent",
    "MeetingEventKind",
    "MeetingQuerySet",
    "Method",
    "Office",
    "Presence",
    "Reply",
    "Series",
    "Standing",
]
