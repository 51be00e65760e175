"""Usulan are written down, changed and submitted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.models import Aspiration
from aspirations.services import Conflict, Refused
from meetings.models import (
    Meeting,
    Proposal,
    ProposalAspiration,
    ProposalEventKind,
    ProposalReadiness,
    ReadinessItem,
)
from meetings.services.proposals import telling
from meetings.services.proposals.holding import hold_proposal, hold_stop, move, note, note_at_stop
from meetings.services.proposals.prefill import territory_of
from meetings.services.proposals.rules import rules_of
from meetings.workflow import ProposalStatus

EDITABLE = frozenset({ProposalStatus.DRAFT, ProposalStatus.SUBMITTED, ProposalStatus.RETURNED})
FIELDS = [
    "title",
    "kind",
    "village",
    "rt",
    "rw",
    "landmark",
    "volume",
    "unit",
    "cost",
    "agency",
    "programme",
    "reason",
    "proposer_name",
    "proposer_office",
    "priority",
    "is_public",
]
# What is told of a change, and to whom never: the proposer's name.
_UNTOLD = {"proposer_name"}


def next_number(meeting: Meeting) -> int:
    """Of a stop that is held."""
    return int(meeting.proposals.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def submit(
    meeting: Meeting,
    data: Mapping[str, Any],
    *,
    actor: Any,
    reports: Sequence[Aspiration] = (),
    ready: Mapping[int, str] | None = None,
    draft: bool = False,
) -> Proposal:
    """A new usulan at a stop: submitted, or kept as a draft.

    `data` are FIELDS; `ready` are items of the checklist, each with its paper. The reporters
    of `reports` are told. Raises NotAllowed, Refused for a desa of elsewhere or a report of which nothing may
    be said.
    """
    held = hold_stop(meeting, actor=actor)
    proposal = Proposal(
        meeting=held,
        number=next_number(held),
        level=rules_of(held.series).level,
        created_by=actor,
        **{name: data[name] for name in FIELDS if name in data},
    )
    check_place(proposal)
    proposal.save(force_insert=True)
    note(proposal, ProposalEventKind.CREATED, actor=actor)
    _set_ready(proposal, ready or {})
    link_reports(proposal, reports, actor=actor)
    if not draft:
        hand_in(proposal, actor=actor)
    note_at_stop(
        held, gettext_lazy("Usulan nomor %d dicatat") % proposal.number, actor=actor, proposal=proposal.pk
    )
    return proposal


@transaction.atomic
def edit(
    proposal: Proposal,
    data: Mapping[str, Any],
    *,
    actor: Any,
    ready: Mapping[int, str] | None = None,
    hands_in: bool = False,
) -> Proposal:
    """Changes what an usulan says, and submits it where wanted: a draft, or one that was returned.

    Raises NotAllowed, Conflict once the list is locked, Refused.
    """
    held = hold_proposal(proposal, actor=actor)
    if held.status not in EDITABLE:
        raise Conflict(
            _("Usulan berstatus “%(status)s” tidak dapat diubah lagi.")
            % {"status": held.get_status_display()}
        )
    changed = [name for name in FIELDS if name in data and getattr(held, name) != data[name]]
    for name in changed:
        setattr(held, name, data[name])
    check_place(held)
    if changed:
        held.save(update_fields=changed)
        words = [str(Proposal._meta.get_field(name).verbose_name) for name in changed if name not in _UNTOLD]  # type: ignore[union-attr]
        note(held, ProposalEventKind.CHANGED, ", ".join(words), actor=actor)
    if ready is not None:
        _set_ready(held, ready)
    if hands_in:
        hand_in(held, actor=actor)
    return held


@transaction.atomic
def hand_in_again(proposal: Proposal, *, actor: Any) -> None:
    """Submits a draft, or what was returned or not accepted. Raises NotAllowed, Conflict."""
    held = hold_proposal(proposal, actor=actor)
    if held.status == ProposalStatus.RANKED:
        raise Conflict(_("Daftar usulan ini sudah dikunci."))
    hand_in(held, actor=actor)


def hand_in(proposal: Proposal, *, actor: Any, text: str = "") -> None:
    """A held usulan is submitted, for the first time or again; what it was ranked by goes."""
    move(
        proposal,
        ProposalStatus.SUBMITTED,
        actor=actor,
        text=text,
        submitted_at=proposal.submitted_at or timezone.now(),
        returned_reason="",
        rank=None,
        score=None,
        parts=None,
        wanted_rank=None,
        wanted_reason="",
    )
    telling.submitted(proposal, actor=actor)


@transaction.atomic
def take_reports(proposal: Proposal, reports: Sequence[Aspiration], *, actor: Any) -> None:
    """Names more reports as sources of an usulan that can still be changed. Raises NotAllowed, Refused."""
    held = hold_proposal(proposal, actor=actor)
    if held.status not in EDITABLE:
        raise Conflict(_("Usulan ini tidak dapat diubah lagi."))
    link_reports(held, reports, actor=actor)
    if held.status == ProposalStatus.SUBMITTED:
        telling.submitted(held, actor=actor, only=reports)


def link_reports(proposal: Proposal, reports: Iterable[Aspiration], *, actor: Any) -> None:
    """Raises Refused for the first report that must not stand behind a public usulan."""
    seen = Aspiration.objects.visible_to(actor)
    for report in reports:
        if not seen.filter(pk=report.pk).exists():
            raise Refused(_("Laporan itu tidak ditemukan."))
        if report.is_confidential or report.concerns:
            raise Refused(_("Laporan rahasia tidak dijadikan usulan."))
        ProposalAspiration.objects.get_or_create(proposal=proposal, aspiration=report)


def check_place(proposal: Proposal) -> None:
    """Raises Refused for a desa outside the stop's territory."""
    code = territory_of(proposal.meeting, proposal.level)
    if not f"{proposal.village_id}.".startswith(f"{code}."):
        raise Refused(_("Desa itu di luar wilayah musrenbang ini."))


def _set_ready(proposal: Proposal, ready: Mapping[int, str]) -> None:
    """Just these items of the series' checklist."""
    items = ReadinessItem.objects.filter(series=proposal.meeting.series_id, pk__in=ready)
    proposal.ready.exclude(item__in=items).delete()
    for item in items:
        ProposalReadiness.objects.update_or_create(
            proposal=proposal, item=item, defaults={"document": ready[item.pk].strip()[:160]}
        )
