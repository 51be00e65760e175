"""An usulan on its way up: taken to the next level, returned, budgeted, or not accepted.

What happens above reaches the rows below it; the reporters are told once, by the row that was acted on. Stops
are held from above to below, rows after stops.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.services import Conflict, Refused
from meetings.models import Level, Meeting, Proposal, ProposalAspiration, ProposalEventKind, ProposalReadiness
from meetings.services.proposals import telling
from meetings.services.proposals.holding import (
    hold_proposal,
    hold_stop,
    move,
    note,
    note_at_stop,
    numbers,
    reason_of,
)
from meetings.services.proposals.making import FIELDS, next_number
from meetings.services.proposals.rules import rules_of
from meetings.workflow import ProposalStatus, StopStatus

_LEVELS = list(Level)
# What a row of the next level begins with: all but the desa's own order.
_CARRIED = [name for name in FIELDS if name != "priority"]


def targets(meeting: Meeting, user: Any) -> Any:
    """Musrenbang of a higher level to which the usulan of this stop can go; announced, or the user's own."""
    higher = _LEVELS[_LEVELS.index(Level(rules_of(meeting.series).level)) + 1 :]
    district = meeting.host_district_id
    # A series without rules of its own is of a kecamatan.
    level = Q(series__proposal_rules__level__in=higher)
    if Level.DISTRICT in higher:
        level |= Q(series__proposal_rules__isnull=True)
    near = Q(host_district=district) | Q(
        host_district__code__startswith=f"{district[:5]}.", series__proposal_rules__level=Level.REGENCY
    )
    known = Meeting.objects.visible_to(user) | Meeting.objects.public()
    alive = known.filter(level, near, series__kind="musrenbang")
    alive = alive.exclude(status__in=[StopStatus.CANCELLED, StopStatus.HELD]).exclude(pk=meeting.pk)
    return alive.named().order_by("starts_at", "pk")


@transaction.atomic
def forward(
    meeting: Meeting, chosen: Iterable[int], *, to: Meeting | None, actor: Any, where: str = ""
) -> list[Proposal]:
    """Takes ranked usulan to a stop above; without one, to `where` outside the system.

    Raises NotAllowed, Refused for a stop that is none of `targets`, Conflict for one that is not ranked.
    """
    above = _hold_above(meeting, to, actor) if to is not None else None
    held = hold_stop(meeting, actor=actor)
    where = str(above) if above else where.strip() or _("tingkat di atasnya")
    wanted = set(chosen)
    rows = held.proposals.select_for_update(of=["self"]).named().filter(pk__in=wanted).order_by("rank")
    proposals = list(rows)
    if not proposals or len(proposals) != len(wanted):
        raise Refused(_("Pilih usulan yang diteruskan."))
    for proposal in proposals:
        proposal.meeting = held
        move(proposal, ProposalStatus.FORWARDED, actor=actor, text=where)
        if above is not None:
            _take_up(proposal, above, actor=actor)
        telling.forwarded(proposal, where, actor=actor)
    words = gettext_lazy("Usulan nomor %(numbers)s diteruskan ke %(where)s") % {
        "numbers": numbers(proposals),
        "where": where,
    }
    note_at_stop(held, words, actor=actor)
    if above is not None:
        came = gettext_lazy("%(count)d usulan dari %(meeting)s")
        note_at_stop(above, came % {"count": len(proposals), "meeting": held}, actor=actor)
    return proposals


def _hold_above(meeting: Meeting, to: Meeting, actor: Any) -> Meeting:
    """Held without asking for a right there: sending up is the right of the stop below."""
    below = Meeting.objects.named().get(pk=meeting.pk)
    if not targets(below, actor).filter(pk=to.pk).exists():
        raise Refused(_("Usulan tidak dapat diteruskan ke pertemuan itu."))
    return Meeting.objects.select_for_update(of=["self"]).named().get(pk=to.pk)


def _take_up(proposal: Proposal, above: Meeting, *, actor: Any) -> None:
    """The row above: a new one, or the one that was returned from there before."""
    carried = {name: getattr(proposal, name) for name in _CARRIED} | {"priority": proposal.rank}
    row = above.proposals.select_for_update(of=["self"]).filter(came_from=proposal).first()
    if row is None:
        row = Proposal.objects.create(
            meeting=above,
            number=next_number(above),
            level=rules_of(above.series).level,
            came_from=proposal,
            created_by=actor,
            **carried,
        )
        note(row, ProposalEventKind.CREATED, proposal.meeting, actor=actor, is_public=True)
    row.meeting = above
    move(
        row,
        ProposalStatus.SUBMITTED,
        actor=actor,
        submitted_at=row.submitted_at or timezone.now(),
        **carried,
        **_UNRANKED,
    )
    _copy_beside(proposal, row)


_UNRANKED: dict[str, Any] = {
    "returned_reason": "",
    "rank": None,
    "score": None,
    "parts": None,
    "wanted_rank": None,
    "wanted_reason": "",
}


def _copy_beside(proposal: Proposal, row: Proposal) -> None:
    """Reports, and what of the checklist above has the same name."""
    reports = proposal.rows.values_list("aspiration_id", flat=True)
    ProposalAspiration.objects.bulk_create(
        [ProposalAspiration(proposal=row, aspiration_id=pk) for pk in reports], ignore_conflicts=True
    )
    items = {item.name: item for item in row.meeting.series.readiness_items.all()}
    ready = proposal.ready.select_related("item")
    ProposalReadiness.objects.bulk_create(
        [
            ProposalReadiness(proposal=row, item=items[one.item.name], document=one.document)
            for one in ready
            if one.item.name in items
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def send_back(proposal: Proposal, reason: str, *, actor: Any) -> None:
    """Returns an usulan to those who made it; one that came from below goes back there.

    Raises NotAllowed, Refused without a reason, Conflict.
    """
    held = _hold_to_answer(proposal, actor)
    reason = reason_of(reason, _("Tulis mengapa usulan dikembalikan; alasan dibaca umum."))
    columns: dict[str, Any] = {"returned_reason": reason[:600]} | _FREED
    move(held, ProposalStatus.RETURNED, actor=actor, text=reason, **columns)
    below = next(_below([held]), None)
    if below is not None and below.status == ProposalStatus.FORWARDED:
        move(below, ProposalStatus.RETURNED, actor=actor, text=reason, **columns)
    telling.returned(held, actor=actor)
    note_at_stop(held.meeting, gettext_lazy("Usulan nomor %s dikembalikan") % numbers([held]), actor=actor)


# What is returned holds no place in the list.
_FREED: dict[str, Any] = {"rank": None, "score": None, "parts": None}


@transaction.atomic
def decline(proposal: Proposal, reason: str, *, actor: Any) -> None:
    """Ends an usulan, and the rows below it; its reporters read why. Raises as `send_back`."""
    held = _hold_to_answer(proposal, actor)
    reason = reason_of(reason, _("Tulis mengapa usulan tidak diterima; alasan dibaca umum."))
    for row in (held, *_below([held])):
        if row is held or row.status == ProposalStatus.FORWARDED:
            move(
                row,
                ProposalStatus.DECLINED,
                actor=actor,
                text=reason,
                returned_reason=reason[:600],
                rank=None,
            )
    telling.declined(held, actor=actor)
    note_at_stop(held.meeting, gettext_lazy("Usulan nomor %s tidak diterima") % numbers([held]), actor=actor)


@transaction.atomic
def budget(proposal: Proposal, *, reference: str, year: int, amount: Decimal | int, actor: Any) -> None:
    """An usulan has money: its number in SIPD or RKPD, the year, and how much (Rupiah).

    Raises NotAllowed, Refused, Conflict. The rows below are budgeted with it.
    """
    held = _hold_to_answer(proposal, actor)
    reference = reason_of(reference, _("Tulis nomor SIPD atau RKPD."))
    if amount < 0:
        raise Refused(_("Nilai anggaran tidak dapat kurang dari nol."))
    columns = {"budget_reference": reference[:80], "budget_year": year, "budget_amount": amount}
    for row in (held, *_below([held])):
        if row is held or row.status == ProposalStatus.FORWARDED:
            move(row, ProposalStatus.BUDGETED, actor=actor, text=f"{reference}, {year}", **columns)
    telling.budgeted(held, actor=actor)
    note_at_stop(held.meeting, gettext_lazy("Usulan nomor %s masuk anggaran") % numbers([held]), actor=actor)


def _hold_to_answer(proposal: Proposal, actor: Any) -> Proposal:
    """Held; what stands alive above is answered there. Raises Conflict."""
    held = hold_proposal(proposal, actor=actor)
    ended = [ProposalStatus.RETURNED, ProposalStatus.DECLINED]
    above = held.taken_up.exclude(status__in=ended).select_related(
        "meeting__series", "meeting__host_district"
    )
    if held.status == ProposalStatus.FORWARDED and (row := above.first()) is not None:
        raise Conflict(
            _("Usulan ini sekarang dibahas dalam %(meeting)s; jawabannya dicatat di sana.")
            % {"meeting": row.meeting}
        )
    return held


def _below(rows: Sequence[Proposal]) -> Iterator[Proposal]:
    """The rows from which it came, the nearest first, held."""
    row = rows[0]
    while row.came_from_id is not None:
        row = (
            Proposal.objects.select_for_update(of=["self"])
            .select_related("meeting__series", "meeting__host_district")
            .get(pk=row.came_from_id)
        )
        yield row
