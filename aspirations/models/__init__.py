"""What a report is made of; read through the QuerySet words, written by the services only."""

from aspirations.models.access import Access, AccessKind
from aspirations.models.approvals import PENDING, Approval, ApprovalState
from aspirations.models.aspiration import Aspiration
from aspirations.models.attempts import Attempt
from aspirations.models.batches import Batch, BatchItem, Outcome, Verb, opposite_of
from aspirations.models.choices import Channel, Consent, Identity
from aspirations.models.dispatches import (
    CLOSED_STATES,
    OPEN_STATES,
    Dispatch,
    DispatchCounter,
    DispatchState,
    Urgency,
)
from aspirations.models.drafts import Draft, Presence
from aspirations.models.duplicates import Distinct
from aspirations.models.escalations import EscalatedTo, Escalation, escalated_to
from aspirations.models.events import Audience, Event, EventKind
from aspirations.models.flags import Flag, FlagReason
from aspirations.models.imports import AT_WORK, Import, ImportRow, ImportState, RowState
from aspirations.models.loads import with_load, with_unit_load
from aspirations.models.mentions import Mention
from aspirations.models.pairs import PhotoPair
from aspirations.models.photos import Photo, PhotoState, Stage
from aspirations.models.querysets import AspirationQuerySet
from aspirations.models.receipts import ReceiptCounter
from aspirations.models.references import Reference, ReferenceSystem, reference_key
from aspirations.models.responses import ResponseTemplate
from aspirations.models.routing import RoutingRule, Weekday
from aspirations.models.saved_views import SavedView
from aspirations.models.support import Support
from government.models import Kind, Weight

__all__ = [
    "AT_WORK",
    "CLOSED_STATES",
    "OPEN_STATES",
    "PENDING",
    "Access",
    "AccessKind",
    "Approval",
    "ApprovalState",
    "Aspiration",
    "AspirationQuerySet",
    "Attempt",
    "Audience",
    "Batch",
    "BatchItem",
    "Channel",
    "Consent",
    "Dispatch",
    "DispatchCounter",
    "DispatchState",
    "Distinct",
    "Draft",
    "EscalatedTo",
    "Escalation",
    "Event",
    "EventKind",
    "Flag",
    "FlagReason",
    "Identity",
    "Import",
    "ImportRow",
    "ImportState",
    "Kind",
    "Mention",
    "Outcome",
    "Photo",
    "PhotoPair",
    "PhotoState",
    "Presence",
    "ReceiptCounter",
    "Reference",
    "ReferenceSystem",
    "ResponseTemplate",
    "RoutingRule",
    "RowState",
    "SavedView",
    "Stage",
    "Support",
    "Urgency",
    "Verb",
    "Weekday",
    "Weight",
    "escalated_to",
    "opposite_of",
    "reference_key",
    "with_load",
    "with_unit_load",
]
