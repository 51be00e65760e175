"""The trail of an usulan: from the desa up to the budget, with the reason at each step."""

from typing import NamedTuple

from django.db.models import QuerySet

from meetings.models import Proposal, ProposalEvent


class Stage(NamedTuple):
    """One level of the trail: the row there, and what everybody may read of what happened."""

    proposal: Proposal
    events: list[ProposalEvent]

    @property
    def is_public(self) -> bool:
        """As `ProposalQuerySet.public` asks."""
        row = self.proposal
        return row.is_public and row.meeting.is_public and row.submitted_at is not None


def trail(proposal: Proposal, among: QuerySet[Proposal] | None = None) -> list[Stage]:
    """The rows below and above it, the lowest first; of `among` alone where given.

    One query for each level, and one for all events.
    """
    allowed = Proposal.objects.all() if among is None else among
    known = allowed.select_related("meeting__series", "meeting__host_district", "meeting__host_village")
    rows = [proposal]
    while rows[0].came_from_id is not None:
        below = known.filter(pk=rows[0].came_from_id).first()
        if below is None:
            break
        rows.insert(0, below)
    while above := known.filter(came_from=rows[-1]).order_by("-pk").first():
        rows.append(above)
    events: dict[int, list[ProposalEvent]] = {row.pk: [] for row in rows}
    for event in ProposalEvent.objects.filter(proposal__in=rows, is_public=True):
        events[event.proposal_id].append(event)
    return [Stage(row, events[row.pk]) for row in rows]
