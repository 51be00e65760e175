"""Rakor and musrenbang: who comes, what they take up, what is decided and what becomes of it."""

from meetings.models.agenda import AgendaAspiration, AgendaItem, ItemState
from meetings.models.agenda_templates import AgendaTemplate
from meetings.models.announcements import Announcement
from meetings.models.attendance import Attendance, Method, Presence
from meetings.models.carried import AgendaFollowUp
from meetings.models.decisions import Decision, DecisionAspiration, DecisionKind, FollowUp, Funding, Standing
from meetings.models.evaluations import Evaluation, ExpectedQuestion, Score
from meetings.models.floor import FloorPresence, Projector, ScreenMode
from meetings.models.ladder import FollowUpNotice, FollowUpNoticed, FollowUpStep, Told
from meetings.models.letters import (
    InvitationLetter,
    LetterBook,
    LetterCounter,
    LetterRun,
    RunKind,
    RunState,
)
from meetings.models.links import OwnerLink
from meetings.models.meetings import Meeting, MeetingEvent, MeetingEventKind, MeetingQuerySet, Series
from meetings.models.minutes import Minutes, MinutesKind, MinutesPaper
from meetings.models.notes import ItemNote, NoteVersion
from meetings.models.people import Contact, ContactList, Invitation, Office, Reply
from meetings.models.pictures import Picture, PictureStage
from meetings.models.progress import (
    AskKind,
    FollowUpEvent,
    FollowUpEventKind,
    Letter,
    Milestone,
    OwnerAsk,
    Reader,
)
from meetings.models.proposals import (
    Level,
    Proposal,
    ProposalAspiration,
    ProposalEvent,
    ProposalEventKind,
    ProposalImport,
    ProposalKind,
    ProposalReadiness,
    ReadinessItem,
)
from meetings.models.scores import Criterion, ProposalRules, ProposalScore, ProposalVote, Scorer
from meetings.models.wishes import AgendaWish

__all__ = [
    "AgendaAspiration",
    "AgendaFollowUp",
    "AgendaItem",
    "AgendaTemplate",
    "AgendaWish",
    "Announcement",
    "AskKind",
    "Attendance",
    "Contact",
    "ContactList",
    "Criterion",
    "Decision",
    "DecisionAspiration",
    "DecisionKind",
    "Evaluation",
    "ExpectedQuestion",
    "FloorPresence",
    "FollowUp",
    "FollowUpEvent",
    "FollowUpEventKind",
    "FollowUpNotice",
    "FollowUpNoticed",
    "FollowUpStep",
    "Funding",
    "Invitation",
    "InvitationLetter",
    "ItemNote",
    "ItemState",
    "Letter",
    "LetterBook",
    "LetterCounter",
    "LetterRun",
    "Level",
    "Meeting",
    "MeetingEvent",
    "MeetingEventKind",
    "MeetingQuerySet",
    "Method",
    "Milestone",
    "Minutes",
    "MinutesKind",
    "MinutesPaper",
    "NoteVersion",
    "Office",
    "OwnerAsk",
    "OwnerLink",
    "Picture",
    "PictureStage",
    "Presence",
    "Projector",
    "Proposal",
    "ProposalAspiration",
    "ProposalEvent",
    "ProposalEventKind",
    "ProposalImport",
    "ProposalKind",
    "ProposalReadiness",
    "ProposalRules",
    "ProposalScore",
    "ProposalVote",
    "Reader",
    "ReadinessItem",
    "Reply",
    "RunKind",
    "RunState",
    "Score",
    "Scorer",
    "ScreenMode",
    "Series",
    "Standing",
    "Told",
]
