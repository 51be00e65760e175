"""The life of a report as plain data; no Django model is known here.

The states and their public words follow SP4N-LAPOR! (see docs/glossary.md); the service promise of each
stage is in `sla`.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where a report stands."""

    SUBMITTED = "submitted", _("Menunggu Verifikasi")
    NEEDS_INFO = "needs_info", _("Menunggu Kelengkapan")
    VERIFIED = "verified", _("Diverifikasi")
    DISPATCHED = "dispatched", _("Diteruskan")
    IN_PROGRESS = "in_progress", _("Ditindaklanjuti")
    PLANNED = "planned", _("Direncanakan")
    ANSWERED = "answered", _("Ditanggapi")
    REOPENED = "reopened", _("Dibuka Kembali")
    RESOLVED = "resolved", _("Selesai")
    NOT_COMPETENT = "not_competent", _("Bukan Kewenangan")
    REJECTED = "rejected", _("Ditolak")
    MERGED = "merged", _("Digabung")
    WITHDRAWN = "withdrawn", _("Dicabut")


class Publication(TextChoices):
    """The second axis: whether everybody may read it."""

    PRIVATE = "private", _("Belum ditayangkan")
    PUBLISHED = "published", _("Ditayangkan")
    HIDDEN = "hidden", _("Disembunyikan")


class Who(TextChoices):
    """In which part somebody acts on a report."""

    TRIAGE = "triage", _("Petugas kecamatan")
    HANDLER = "handler", _("Instansi")
    REPORTER = "reporter", _("Pelapor")
    SYSTEM = "system", _("Sistem")


@dataclass(frozen=True)
class Rule:
    """Who may make a transition and what it needs beside the new status."""

    who: frozenset[Who]
    needs: frozenset[str] = frozenset()


NOTE, AGENCY, PLAN, TARGET = "note", "agency", "planned_for", "merged_into"

_T, _H, _R, _S = Who.TRIAGE, Who.HANDLER, Who.REPORTER, Who.SYSTEM


def _rule(*who: Who, needs: tuple[str, ...] = ()) -> Rule:
    return Rule(frozenset(who), frozenset(needs))


_ASK = _rule(_T, needs=(NOTE,))
_DISPATCH = _rule(_T, needs=(AGENCY,))
_START = _rule(_T, _H)
_PLAN = _rule(_T, _H, needs=(PLAN, NOTE))
_ANSWER = _rule(_T, _H, needs=(NOTE,))
_REFUSE = _rule(_T, needs=(NOTE,))
_MERGE = _rule(_T, needs=(TARGET,))
_WITHDRAW = _rule(_R)
_REOPEN = _rule(_T, needs=(NOTE,))

_S_ = Status
TRANSITIONS: dict[Status, dict[Status, Rule]] = {
    _S_.SUBMITTED: {
        _S_.VERIFIED: _rule(_T),
        _S_.NEEDS_INFO: _ASK,
        _S_.NOT_COMPETENT: _REFUSE,
        _S_.REJECTED: _REFUSE,
        _S_.MERGED: _MERGE,
        # An import is taken back.
        _S_.WITHDRAWN: _rule(_R, _S),
    },
    _S_.VERIFIED: {
        _S_.DISPATCHED: _DISPATCH,
        _S_.IN_PROGRESS: _rule(_T),
        _S_.ANSWERED: _rule(_T, needs=(NOTE,)),
        _S_.PLANNED: _rule(_T, needs=(PLAN, NOTE)),
        _S_.NEEDS_INFO: _ASK,
        _S_.NOT_COMPETENT: _REFUSE,
        _S_.REJECTED: _REFUSE,
        _S_.MERGED: _MERGE,
        _S_.WITHDRAWN: _WITHDRAW,
    },
    _S_.DISPATCHED: {
        _S_.IN_PROGRESS: _START,
        _S_.ANSWERED: _ANSWER,
        _S_.PLANNED: _PLAN,
        _S_.DISPATCHED: _DISPATCH,
        # The agency refuses: back to the clerk, with its reason.
        _S_.VERIFIED: _rule(_T, _H, needs=(NOTE,)),
        _S_.NEEDS_INFO: _rule(_T, _H, needs=(NOTE,)),
        _S_.NOT_COMPETENT: _REFUSE,
        _S_.MERGED: _MERGE,
        _S_.WITHDRAWN: _WITHDRAW,
    },
    _S_.IN_PROGRESS: {
        _S_.ANSWERED: _ANSWER,
        _S_.PLANNED: _PLAN,
        _S_.DISPATCHED: _DISPATCH,
        _S_.NEEDS_INFO: _rule(_T, _H, needs=(NOTE,)),
        _S_.NOT_COMPETENT: _REFUSE,
        _S_.MERGED: _MERGE,
        _S_.WITHDRAWN: _WITHDRAW,
    },
    # The clock stands; who asked is where it goes back to (Aspiration.resume_status).
    _S_.NEEDS_INFO: {
        _S_.SUBMITTED: _rule(_R, _T),
        _S_.VERIFIED: _rule(_R, _T),
        _S_.DISPATCHED: _rule(_R, _T),
        _S_.IN_PROGRESS: _rule(_R, _T),
        _S_.REOPENED: _rule(_R, _T),
        _S_.REJECTED: _REFUSE,
        _S_.MERGED: _MERGE,
        _S_.WITHDRAWN: _WITHDRAW,
    },
    _S_.PLANNED: {
        _S_.IN_PROGRESS: _START,
        _S_.DISPATCHED: _DISPATCH,
        _S_.ANSWERED: _ANSWER,
        _S_.WITHDRAWN: _WITHDRAW,
    },
    _S_.ANSWERED: {
        _S_.RESOLVED: _rule(_R, _S),
        _S_.REOPENED: _rule(_R, needs=(NOTE,)),
    },
    _S_.REOPENED: {
        _S_.DISPATCHED: _DISPATCH,
        _S_.IN_PROGRESS: _rule(_T),
        _S_.ANSWERED: _rule(_T, needs=(NOTE,)),
        _S_.PLANNED: _rule(_T, needs=(PLAN, NOTE)),
        _S_.NEEDS_INFO: _ASK,
        _S_.NOT_COMPETENT: _REFUSE,
        _S_.WITHDRAWN: _WITHDRAW,
    },
    # A mistake of the office can be taken back, with its reason.
    _S_.RESOLVED: {_S_.REOPENED: _REOPEN},
    _S_.NOT_COMPETENT: {_S_.REOPENED: _REOPEN},
    _S_.REJECTED: {_S_.REOPENED: _REOPEN},
    _S_.MERGED: {_S_.REOPENED: _REOPEN},
    _S_.WITHDRAWN: {},
}

CLOSED = frozenset({_S_.RESOLVED, _S_.NOT_COMPETENT, _S_.REJECTED, _S_.MERGED, _S_.WITHDRAWN})
OPEN = frozenset(Status) - CLOSED
# The office owes the next step.
WAITS_FOR_OFFICE = frozenset({_S_.SUBMITTED, _S_.VERIFIED, _S_.DISPATCHED, _S_.IN_PROGRESS, _S_.REOPENED})
WAITS_FOR_REPORTER = frozenset({_S_.NEEDS_INFO, _S_.ANSWERED})
# Steps whose note answers everybody; of other steps the public reads that they were made, and the note only
# where staff say so: it may name the reporter or a neighbour.
PUBLIC_NOTES = frozenset({_S_.PLANNED, _S_.ANSWERED, _S_.NOT_COMPETENT})
# The public learns nothing of these steps.
PRIVATE_STEPS = frozenset({_S_.NEEDS_INFO, _S_.WITHDRAWN, _S_.REJECTED})


def rule_for(current: str, to: str) -> Rule | None:
    """The rule of a transition, or None where there is no such road."""
    return TRANSITIONS[Status(current)].get(Status(to))


def allowed(current: str, who: Who, *, resume: str = "") -> dict[Status, Rule]:
    """What `who` may make of a report that stands at `current`.

    `resume` is where a report that waits for completion was asked from; it goes back nowhere else.
    """
    road = {to: rule for to, rule in TRANSITIONS[Status(current)].items() if who in rule.who}
    if current == Status.NEEDS_INFO:
        exits = {Status.REJECTED, Status.MERGED, Status.WITHDRAWN}
        road = {to: rule for to, rule in road.items() if to in exits or to == resume}
    return road
