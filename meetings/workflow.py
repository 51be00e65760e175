"""The states of stops, decisions, follow-ups, usulan and minutes as plain data; no model is known here.

What is not in a table is refused by the services, pair by pair in `tests/meetings/test_workflow.py`.
"""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StopStatus(TextChoices):
    """Where a stop stands."""

    DRAFT = "draft", pgettext_lazy("pertemuan", "Rancangan")
    ANNOUNCED = "announced", _("Diumumkan")
    RUNNING = "running", _("Berlangsung")
    HELD = "held", _("Terlaksana")
    CANCELLED = "cancelled", _("Dibatalkan")


class ItemState(TextChoices):
    """How far a meeting is with an item of its agenda."""

    PENDING = "pending", _("Belum dibahas")
    RUNNING = "running", _("Sedang dibahas")
    DONE = "done", _("Sudah dibahas")
    SKIPPED = "skipped", _("Dilewati")


class DecisionStatus(TextChoices):
    """Where a decision stands; nobody outside the desk reads a draft."""

    DRAFT = "draft", pgettext_lazy("keputusan", "Konsep")
    ADOPTED = "adopted", _("Ditetapkan")
    REVOKED = "revoked", pgettext_lazy("keputusan", "Dicabut")


class FollowUpStatus(TextChoices):
    """Where a promise stands; overdue is no state but a comparison with its target date."""

    PROMISED = "promised", _("Dijanjikan")
    WORKING = "working", _("Dikerjakan")
    # Its owner says that it is done; staff look at the evidence.
    REPORTED = "reported", _("Dilaporkan selesai")
    KEPT = "kept", _("Ditepati")
    DROPPED = "dropped", _("Tidak dilanjutkan")


class ProposalStatus(TextChoices):
    """Where an usulan of a musrenbang stands on its way up."""

    DRAFT = "draft", pgettext_lazy("usulan", "Konsep")
    SUBMITTED = "submitted", _("Diajukan")
    RANKED = "ranked", _("Diprioritaskan")
    # Taken to the next level, where it stands as a row of its own.
    FORWARDED = "forwarded", _("Diteruskan ke tingkat atas")
    RETURNED = "returned", _("Dikembalikan")
    BUDGETED = "budgeted", _("Masuk anggaran")
    DECLINED = "declined", _("Tidak diterima")


_S = StopStatus
STOP: dict[StopStatus, frozenset[StopStatus]] = {
    _S.DRAFT: frozenset({_S.ANNOUNCED, _S.CANCELLED}),
    # Held without a press of the button: written down afterwards.
    _S.ANNOUNCED: frozenset({_S.RUNNING, _S.HELD, _S.CANCELLED, _S.DRAFT}),
    # Opened by mistake: back.
    _S.RUNNING: frozenset({_S.HELD, _S.ANNOUNCED}),
    # Closed too early.
    _S.HELD: frozenset({_S.RUNNING}),
    _S.CANCELLED: frozenset({_S.ANNOUNCED, _S.DRAFT}),
}

_I = ItemState
ITEM: dict[ItemState, frozenset[ItemState]] = {
    _I.PENDING: frozenset({_I.RUNNING, _I.SKIPPED}),
    # Begun by mistake: back.
    _I.RUNNING: frozenset({_I.DONE, _I.SKIPPED, _I.PENDING}),
    # Taken up once more.
    _I.DONE: frozenset({_I.RUNNING}),
    _I.SKIPPED: frozenset({_I.RUNNING, _I.PENDING}),
}

_D = DecisionStatus
DECISION: dict[DecisionStatus, frozenset[DecisionStatus]] = {
    _D.DRAFT: frozenset({_D.ADOPTED}),
    _D.ADOPTED: frozenset({_D.REVOKED}),
    _D.REVOKED: frozenset(),
}

_F = FollowUpStatus
FOLLOW_UP: dict[FollowUpStatus, frozenset[FollowUpStatus]] = {
    _F.PROMISED: frozenset({_F.WORKING, _F.REPORTED, _F.KEPT, _F.DROPPED}),
    _F.WORKING: frozenset({_F.REPORTED, _F.KEPT, _F.DROPPED}),
    # Not enough to be believed: back to work.
    _F.REPORTED: frozenset({_F.KEPT, _F.WORKING, _F.DROPPED}),
    # It broke again, or the evidence was wrong.
    _F.KEPT: frozenset({_F.WORKING}),
    _F.DROPPED: frozenset({_F.WORKING}),
}

_P = ProposalStatus
PROPOSAL: dict[ProposalStatus, frozenset[ProposalStatus]] = {
    _P.DRAFT: frozenset({_P.SUBMITTED, _P.DECLINED}),
    _P.SUBMITTED: frozenset({_P.RANKED, _P.RETURNED, _P.DECLINED}),
    _P.RANKED: frozenset({_P.SUBMITTED, _P.FORWARDED, _P.BUDGETED, _P.RETURNED, _P.DECLINED}),
    _P.FORWARDED: frozenset({_P.RETURNED, _P.BUDGETED, _P.DECLINED}),
    _P.RETURNED: frozenset({_P.SUBMITTED, _P.DECLINED}),
    _P.BUDGETED: frozenset(),
    _P.DECLINED: frozenset({_P.SUBMITTED}),
}


class MinutesStatus(TextChoices):
    """Where a version of minutes stands; a signed one is locked."""

    DRAFT = "draft", pgettext_lazy("notulen", "Konsep")
    REVIEW = "review", _("Menunggu pengesahan")
    SIGNED = "signed", _("Disahkan")


_M = MinutesStatus
MINUTES: dict[MinutesStatus, frozenset[MinutesStatus]] = {
    _M.DRAFT: frozenset({_M.REVIEW}),
    # Sent back with a remark, or taken back by who wrote it.
    _M.REVIEW: frozenset({_M.DRAFT, _M.SIGNED}),
    _M.SIGNED: frozenset(),
}

OPEN_FOLLOW_UPS = frozenset({_F.PROMISED, _F.WORKING, _F.REPORTED})

State = TypeVar("State", bound=TextChoices)


def can(table: Mapping[State, frozenset[State]], before: str, after: str) -> bool:
    """Whether the table has the pair; staying is no step."""
    return any(after in targets for state, targets in table.items() if state == before)
