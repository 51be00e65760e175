"""Usulan are held with their stop, so that the list of a stop changes one step at a time."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from aspirations.services import Conflict, Refused
from meetings.models import Meeting, MeetingEventKind, Proposal, ProposalEvent, ProposalEventKind, Series
from meetings.services.history import record
from meetings.services.stops import hold
from meetings.workflow import PROPOSAL, ProposalStatus, StopStatus, can

MUSRENBANG_ONLY = gettext_lazy("Usulan hanya dibahas dalam musrenbang.")


def is_musrenbang(meeting: Meeting) -> bool:
    """Whether usulan stand there."""
    return meeting.series.kind == Series.Kind.MUSRENBANG


def hold_stop(meeting: Meeting, *, actor: Any) -> Meeting:
    """The musrenbang, held for this transaction. Raises NotAllowed, Refused."""
    held = hold(meeting, actor=actor)
    if not is_musrenbang(held):
        raise Refused(MUSRENBANG_ONLY)
    if held.status == StopStatus.CANCELLED:
        raise Refused(_("Musrenbang ini dibatalkan."))
    return held


def hold_proposal(proposal: Proposal, *, actor: Any) -> Proposal:
    """The usulan as it now stands, with its stop held. Raises NotAllowed, Refused."""
    meeting = hold_stop(Meeting(pk=proposal.meeting_id), actor=actor)
    held = Proposal.objects.select_for_update(of=["self"]).named().get(pk=proposal.pk)
    held.meeting = meeting
    return held


def move(
    proposal: Proposal,
    to: ProposalStatus,
    *,
    actor: Any,
    text: str = "",
    **columns: Any,
) -> None:
    """Takes a held usulan along the table, with its other columns, and writes it down.

    Raises Conflict where the table has no such step. The text is what everybody reads in the trail.
    """
    if not can(PROPOSAL, proposal.status, to):
        raise Conflict(
            _("Usulan nomor %(number)d berstatus “%(status)s”; langkah ini tidak dapat diambil lagi.")
            % {"number": proposal.number, "status": proposal.get_status_display()}
        )
    before = proposal.status
    columns |= {"status": to, "status_since": timezone.now()}
    for name, value in columns.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=list(columns))
    note(
        proposal,
        ProposalEventKind.STATUS,
        text,
        actor=actor,
        from_status=before,
        to_status=to,
        is_public=True,
    )


def note(
    proposal: Proposal, kind: ProposalEventKind, text: Any = "", *, actor: Any, **columns: Any
) -> ProposalEvent:
    """One row more in the history of an usulan."""
    with override(settings.LANGUAGE_CODE):
        return ProposalEvent.objects.create(
            proposal=proposal, kind=kind, text=str(text), user=actor, **columns
        )


def note_at_stop(meeting: Meeting, text: Any, *, actor: Any, **details: Any) -> None:
    """One row more in the history of the stop."""
    record(meeting, MeetingEventKind.PROPOSAL, text, actor=actor, details=details or None)


def numbers(proposals: Sequence[Proposal]) -> str:
    """ "1, 2, 5": which usulan a sentence is about."""
    return ", ".join(str(one.number) for one in proposals)


def reason_of(reason: str, missing: Any) -> str:
    """The reason without its edges. Raises Refused where there is none."""
    reason = reason.strip()
    if not reason:
        raise Refused(str(missing))
    return reason
