"""The verbs: the only writers of a report (see docs/architecture.md)."""

from aspirations.services.access import (
    drop_old_accesses,
    record_export,
    record_failed_login,
    record_identity_view,
    record_login,
    record_logout,
    record_slowed_login,
)
from aspirations.services.actors import Actor
from aspirations.services.approvals import approve, propose, retract, send_back, take_step
from aspirations.services.assignment import assign, release
from aspirations.services.batches import obstacle, order, undo
from aspirations.services.batches import run as run_batch
from aspirations.services.calendar import follow_calendar
from aspirations.services.closing import close_answered
from aspirations.services.conflicts import reclassify
from aspirations.services.correction import correct, mark_read
from aspirations.services.digests import send_digests
from aspirations.services.dispatches import (
    Sending,
    issue,
    lacks_dispatch,
    mark_opened,
    opened_by_link,
    renew_link,
    revoke_link,
    secret_of,
    tell_agency,
)
from aspirations.services.drafts import drop_draft, drop_old_drafts, keep_draft
from aspirations.services.entries import submit_list
from aspirations.services.errors import (
    Conflict,
    NeedsApproval,
    NotAllowed,
    PublicationRefused,
    Refused,
    TransitionIncomplete,
    TransitionRefused,
)
from aspirations.services.escalation import escalate
from aspirations.services.flags import flag, unflag
from aspirations.services.guesses import (
    SIGN_IN,
    clear_guesses,
    count_guess,
    count_wrong_dispatch,
    count_wrong_receipt,
    is_dispatch_slowed,
    is_receipt_slowed,
    is_slowed,
)
from aspirations.services.mentions import add_note, names_in, people_in, read_mentions
from aspirations.services.mergers import merge, merge_obstacle, separate, tell_apart, tell_joined
from aspirations.services.news import tell_news
from aspirations.services.pairs import loosen_pairs, pair_photos
from aspirations.services.photos import add_photos, drop_stale_photos, keep_photos, render_photo, stash_photos
from aspirations.services.planning import replan
from aspirations.services.presence import enter, forget_presences
from aspirations.services.publication import hide, publish
from aspirations.services.redaction import drop_sources, open_source, redact
from aspirations.services.references import set_reference
from aspirations.services.reminders import send_reminders
from aspirations.services.reporter import confirm, dispute, rate, reply, withdraw
from aspirations.services.review_mails import send_review_mails
from aspirations.services.routing import move_rule
from aspirations.services.saved_views import drop_view, save_view
from aspirations.services.sharing import shares
from aspirations.services.submission import Submission, find_submitted, submit
from aspirations.services.support import support
from aspirations.services.transitions import change_status

__all__ = [
    "SIGN_IN",
    "Actor",
    "Conflict",
    "NeedsApproval",
    "NotAllowed",
    "PublicationRefused",
    "Refused",
    "Sending",
    "Submission",
    "TransitionIncomplete",
    "TransitionRefused",
    "add_note",
    "add_photos",
    "approve",
    "assign",
    "change_status",
    "clear_guesses",
    "close_answered",
    "confirm",
    "correct",
    "count_guess",
    "count_wrong_dispatch",
    "count_wrong_receipt",
    "dispute",
    "drop_draft",
    "drop_old_accesses",
    "drop_old_drafts",
    "drop_sources",
    "drop_stale_photos",
    "drop_view",
    "enter",
    "escalate",
    "find_submitted",
    "flag",
    "follow_calendar",
    "forget_presences",
    "hide",
    "is_dispatch_slowed",
    "is_receipt_slowed",
    "is_slowed",
    "issue",
    "keep_draft",
    "keep_photos",
    "lacks_dispatch",
    "loosen_pairs",
    "mark_opened",
    "mark_read",
    "merge",
    "merge_obstacle",
    "move_rule",
    "names_in",
    "obstacle",
    "open_source",
    "opened_by_link",
    "order",
    "pair_photos",
    "people_in",
    "propose",
    "publish",
    "rate",
    "read_mentions",
    "reclassify",
    "record_export",
    "record_failed_login",
    "record_identity_view",
    "record_login",
    "record_logout",
    "record_slowed_login",
    "redact",
    "release",
    "render_photo",
    "renew_link",
    "replan",
    "reply",
    "retract",
    "revoke_link",
    "run_batch",
    "save_view",
    "secret_of",
    "send_back",
    "send_digests",
    "send_reminders",
    "send_review_mails",
    "separate",
    "set_reference",
    "shares",
    "stash_photos",
    "submit",
    "submit_list",
    "support",
    "take_step",
    "tell_agency",
    "tell_apart",
    "tell_joined",
    "tell_news",
    "undo",
    "unflag",
    "withdraw",
]
