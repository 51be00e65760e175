"""The list of a stop is ranked by the formula of `scoring`, and locked with every part of each score."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.services import Conflict, Refused
from aspirations.workflow import Publication
from meetings import scoring
from meetings.models import Criterion, Meeting, Proposal, ProposalEventKind, ProposalScore
from meetings.services.proposals.holding import (
    hold_proposal,
    hold_stop,
    move,
    note,
    note_at_stop,
    numbers,
    reason_of,
)
from meetings.services.proposals.rules import rules_of
from meetings.services.proposals.scoring import delegates_of, votes_of
from meetings.workflow import ProposalStatus


class Standing(NamedTuple):
    """An usulan in the order, with the parts of its score as they are locked."""

    proposal: Proposal
    rank: int
    total: Any
    parts: dict[str, Any]


def preview(meeting: Meeting) -> list[Standing]:
    """The submitted usulan as they would be ranked now; the same number of queries for any number of them."""
    open_ones = meeting.proposals.filter(status=ProposalStatus.SUBMITTED).named()
    supporters = Sum("aspirations__support_count", filter=_PUBLISHED, default=0)
    proposals = list(open_ones.annotate(supporters=supporters))
    ready = dict(open_ones.order_by().annotate(count=Count("ready")).values_list("pk", "count"))
    rules = rules_of(meeting.series)
    criteria = list(Criterion.objects.filter(series=meeting.series_id))
    given, scorers = _given(meeting)
    votes, delegates = votes_of(meeting), delegates_of(meeting).count()
    checklist = meeting.series.readiness_items.count()
    weighted = [scoring.Weighted(one.pk, one.weight) for one in criteria]
    scores = {
        one.pk: scoring.score(
            weighted, given.get(one.pk, {}), votes=votes[one.pk], delegates=delegates, share=rules.vote_share
        )
        for one in proposals
    }
    entries = [
        scoring.Entry(
            key=one.pk,
            total=scores[one.pk].total,
            number=one.number,
            readiness=ready[one.pk],
            votes=votes[one.pk],
            supporters=one.supporters,
            cost=one.cost,
            wanted=one.wanted_rank,
        )
        for one in proposals
    ]
    last = meeting.proposals.aggregate(last=Max("rank"))["last"] or 0
    by_key, by_entry = {one.pk: one for one in proposals}, {one.key: one for one in entries}
    shared = {
        "delegates": delegates,
        "share": rules.vote_share if criteria else 100,
        "checklist": checklist,
    }
    return [
        Standing(
            by_key[one.key],
            one.rank,
            scores[one.key].total,
            shared
            | _parts(scores[one.key], criteria, by_entry[one.key], one)
            | {"scorers": len(scorers.get(one.key, ()))},
        )
        for one in scoring.rank(entries, rules.ties, first=last + 1)
    ]


_PUBLISHED = Q(aspirations__publication=Publication.PUBLISHED)


def _given(meeting: Meeting) -> tuple[dict[int, dict[int, list[int]]], dict[int, set[int]]]:
    """Values by usulan and criterion, and who scored each."""
    given: dict[int, dict[int, list[int]]] = {}
    scorers: dict[int, set[int]] = {}
    rows = ProposalScore.objects.filter(proposal__meeting=meeting)
    for proposal, criterion, scorer, value in rows.values_list(
        "proposal_id", "criterion_id", "scorer_id", "value"
    ):
        given.setdefault(proposal, {}).setdefault(criterion, []).append(value)
        scorers.setdefault(proposal, set()).add(scorer)
    return given, scorers


def _parts(
    score: scoring.Score, criteria: Sequence[Criterion], entry: scoring.Entry, ranked: scoring.Ranked
) -> dict[str, Any]:
    """Plain data, with the names as they were."""
    named = {one.pk: one for one in criteria}
    return {
        "criteria": [
            {
                "name": named[part.key].name,
                "weight": named[part.key].weight,
                "mean": str(part.mean),
                "points": str(part.points),
            }
            for part in score.parts
        ],
        "criteria_points": str(score.criteria),
        "votes": entry.votes,
        "votes_points": str(score.votes),
        "readiness": entry.readiness,
        "supporters": entry.supporters,
        "computed": ranked.computed,
        "tie": ranked.tie,
    }


@transaction.atomic
def rank_list(meeting: Meeting, *, actor: Any) -> list[Proposal]:
    """Ranks and locks the submitted usulan, behind those that are locked already.

    Raises NotAllowed, Refused for an empty list or weights that do not add up to 100.
    """
    held = hold_stop(meeting, actor=actor)
    weights = sum(Criterion.objects.filter(series=held.series_id).values_list("weight", flat=True))
    if weights not in {0, 100}:
        raise Refused(_("Bobot kriteria berjumlah %(sum)d%%; jadikan 100%% lebih dahulu.") % {"sum": weights})
    standings = preview(held)
    if not standings:
        raise Refused(_("Belum ada usulan yang diajukan."))
    for one in standings:
        one.proposal.meeting = held
        move(
            one.proposal,
            ProposalStatus.RANKED,
            actor=actor,
            text=one.proposal.wanted_reason,
            rank=one.rank,
            score=one.total,
            parts=one.parts,
        )
    ranked = [one.proposal for one in standings]
    note_at_stop(held, gettext_lazy("Daftar usulan dikunci: %d usulan") % len(ranked), actor=actor)
    return ranked


@transaction.atomic
def unlock(meeting: Meeting, reason: str, *, actor: Any) -> None:
    """Opens the list again, so that scores can be corrected.

    Raises NotAllowed, Refused without a reason, Conflict once one of it was taken up or answered.
    """
    held = hold_stop(meeting, actor=actor)
    reason = reason_of(reason, _("Tulis alasan membuka kunci."))
    gone = held.proposals.filter(status__in=[ProposalStatus.FORWARDED, ProposalStatus.BUDGETED])
    if gone.exists():
        raise Conflict(_("Sebagian usulan sudah diteruskan; daftar ini tetap terkunci."))
    locked = list(held.proposals.select_for_update().filter(status=ProposalStatus.RANKED))
    if not locked:
        raise Conflict(_("Daftar usulan ini tidak terkunci."))
    for proposal in locked:
        move(proposal, ProposalStatus.SUBMITTED, actor=actor, text=reason, rank=None, score=None, parts=None)
    note_at_stop(held, gettext_lazy("Kunci daftar usulan dibuka: %s") % reason, actor=actor)


@transaction.atomic
def place(proposal: Proposal, rank: int | None, reason: str, *, actor: Any) -> None:
    """The meeting gives an usulan its rank by hand, for a reason that everybody reads; None takes it back.

    Raises NotAllowed, Refused, Conflict once the list is locked.
    """
    held = hold_proposal(proposal, actor=actor)
    if held.status != ProposalStatus.SUBMITTED:
        raise Conflict(_("Urutan hanya dapat ditetapkan sebelum daftar dikunci."))
    if rank is not None and rank < 1:
        raise Refused(_("Urutan dimulai dari 1."))
    reason = reason_of(reason, _("Tulis alasan urutan ini; alasan dibaca umum.")) if rank else ""
    held.wanted_rank, held.wanted_reason = rank, reason[:300]
    held.save(update_fields=["wanted_rank", "wanted_reason"])
    words = f"{rank}: {reason}" if rank else gettext_lazy("menurut nilai")
    note(held, ProposalEventKind.PLACED, words, actor=actor, is_public=bool(rank))
    note_at_stop(
        held.meeting, gettext_lazy("Urutan usulan nomor %s ditetapkan") % numbers([held]), actor=actor
    )
