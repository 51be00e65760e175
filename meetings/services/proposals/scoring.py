"""Scores of named people, and votes of delegates; never more than each has."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from aspirations.services import Conflict, Refused
from meetings.models import (
    Attendance,
    Criterion,
    Meeting,
    Presence,
    Proposal,
    ProposalEventKind,
    ProposalScore,
    ProposalVote,
    Scorer,
)
from meetings.scoring import HIGHEST, LOWEST
from meetings.services.proposals.holding import hold_stop, note, note_at_stop
from meetings.services.proposals.rules import rules_of
from meetings.workflow import ProposalStatus

VOTING = (Presence.PRESENT, Presence.REPRESENTED)


def delegates_of(meeting: Meeting) -> Any:
    """Who may vote: those on the attendance list who came, or for whom somebody came."""
    return Attendance.objects.filter(meeting=meeting, presence__in=VOTING)


@transaction.atomic
def name_scorer(meeting: Meeting, name: str, *, actor: Any) -> Scorer:
    """Somebody who scores here, new or known by that name. Raises NotAllowed, Refused."""
    held = hold_stop(meeting, actor=actor)
    name = " ".join(name.split())[:160]
    if not name:
        raise Refused(_("Tulis nama penilai."))
    scorer, __ = Scorer.objects.get_or_create(meeting=held, name=name)
    return scorer


@transaction.atomic
def give_scores(scorer: Scorer, values: Mapping[tuple[int, int], int | None], *, actor: Any) -> int:
    """Writes what a scorer gives, by (usulan, criterion); None takes it back. Returns how many were written.

    Raises NotAllowed, Refused for a value outside 1–5, Conflict for an usulan that is not open to scoring.
    """
    held = hold_stop(Meeting(pk=scorer.meeting_id), actor=actor)
    proposals = set(_open(held, {proposal for proposal, __ in values}))
    criteria = set(Criterion.objects.filter(series=held.series_id).values_list("pk", flat=True))
    for (proposal, criterion), value in values.items():
        if proposal not in proposals:
            raise Conflict(_("Daftar usulan ini sudah dikunci. Muat ulang halaman."))
        if criterion not in criteria or (value is not None and not LOWEST <= value <= HIGHEST):
            raise Refused(_("Nilai ditulis 1 sampai 5."))
    now = timezone.now()
    rows = [
        ProposalScore(
            proposal_id=proposal, criterion_id=criterion, scorer=scorer, value=value, user=actor, at=now
        )
        for (proposal, criterion), value in values.items()
        if value is not None
    ]
    ProposalScore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["proposal", "criterion", "scorer"],
        update_fields=["value", "user", "at"],
    )
    gone = Q(pk__in=[])
    for (proposal, criterion), value in values.items():
        if value is None:
            gone |= Q(proposal=proposal, criterion=criterion)
    ProposalScore.objects.filter(gone, scorer=scorer).delete()
    if rows:
        words = gettext_lazy("%(name)s menilai %(count)d isian") % {"name": scorer.name, "count": len(rows)}
        note_at_stop(held, words, actor=actor)
    return len(rows)


@transaction.atomic
def set_votes(delegate: Attendance, chosen: Iterable[int], *, actor: Any) -> None:
    """The usulan that one delegate votes for, in place of what was written before.

    Raises NotAllowed, Refused for more than each has or for who was not there, Conflict for an usulan
    that is not open to votes.
    """
    held = hold_stop(Meeting(pk=delegate.meeting_id), actor=actor)
    wanted = set(chosen)
    if not delegates_of(held).filter(pk=delegate.pk).exists():
        raise Refused(_("Hanya yang tercatat hadir dapat memberi suara."))
    if set(_open(held, wanted)) != wanted:
        raise Conflict(_("Daftar usulan ini sudah dikunci. Muat ulang halaman."))
    before = ProposalVote.objects.filter(delegate=delegate)
    # What was given to an usulan that is locked by now is spent.
    spent = before.exclude(proposal__status=ProposalStatus.SUBMITTED).count()
    each = rules_of(held.series).votes_each
    if len(wanted) + spent > each:
        raise Refused(_("Tiap utusan mempunyai %(each)d suara.") % {"each": each})
    before.filter(proposal__status=ProposalStatus.SUBMITTED).exclude(proposal__in=wanted).delete()
    ProposalVote.objects.bulk_create(
        [ProposalVote(proposal_id=pk, delegate=delegate, user=actor) for pk in sorted(wanted)],
        ignore_conflicts=True,
    )
    _check(held, each)
    note_at_stop(held, gettext_lazy("Suara seorang utusan dicatat"), actor=actor, delegate=delegate.pk)


@transaction.atomic
def tally(meeting: Meeting, counts: Mapping[int, int], *, actor: Any) -> None:
    """Votes counted without names, by usulan, in place of what was counted before.

    Raises NotAllowed, Conflict, Refused for more than the delegates have together.
    """
    held = hold_stop(meeting, actor=actor)
    rows = Proposal.objects.filter(meeting=held, status=ProposalStatus.SUBMITTED, pk__in=counts).in_bulk()
    if set(rows) != set(counts):
        raise Conflict(_("Daftar usulan ini sudah dikunci. Muat ulang halaman."))
    if any(count < 0 for count in counts.values()):
        raise Refused(_("Jumlah suara tidak dapat kurang dari nol."))
    for pk, count in counts.items():
        proposal = rows[pk]
        if proposal.tally != count:
            with override(settings.LANGUAGE_CODE):
                words = f"{proposal.tally} → {count}"
            proposal.tally = count
            proposal.save(update_fields=["tally"])
            note(proposal, ProposalEventKind.VOTES, words, actor=actor)
    _check(held, rules_of(held.series).votes_each)


def _open(meeting: Meeting, wanted: Iterable[int]) -> Any:
    """Those of the wanted that are open to scores and votes."""
    rows = Proposal.objects.filter(meeting=meeting, status=ProposalStatus.SUBMITTED, pk__in=wanted)
    return rows.values_list("pk", flat=True)


def votes_of(meeting: Meeting) -> dict[int, int]:
    """All votes by usulan: counted ones, and those of delegates who were there."""
    there = Count("vote_rows", filter=Q(vote_rows__delegate__presence__in=VOTING))
    rows = Proposal.objects.filter(meeting=meeting).order_by().annotate(named=there)
    return {pk: counted + named for pk, counted, named in rows.values_list("pk", "tally", "named")}


def _check(meeting: Meeting, each: int) -> None:
    """Raises Refused for more votes than there are."""
    delegates = delegates_of(meeting).count()
    votes = votes_of(meeting)
    if any(count > delegates for count in votes.values()):
        raise Refused(
            _("Suara untuk satu usulan melebihi %(delegates)d utusan yang hadir.") % {"delegates": delegates}
        )
    # The count alone is asked here: who has how many is checked name by name.
    counted = Proposal.objects.filter(meeting=meeting).aggregate(sum=Sum("tally"))["sum"] or 0
    if counted and sum(votes.values()) > delegates * each:
        raise Refused(
            _("Jumlah suara melebihi %(most)d, yaitu %(delegates)d utusan kali %(each)d suara.")
            % {"most": delegates * each, "delegates": delegates, "each": each}
        )
