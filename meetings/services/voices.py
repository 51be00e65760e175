"""What somebody in the room brings up becomes a report and stands on the agenda at once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from aspirations.permissions import may_enter
from aspirations.receipts import Receipt
from aspirations.services import Actor, NotAllowed, Refused, Submission, find_submitted, submit
from aspirations.workflow import Who
from meetings.models import AgendaAspiration, AgendaItem, Meeting
from meetings.services.agenda import propose_agenda
from meetings.services.stops import hold
from meetings.workflow import StopStatus


@transaction.atomic
def record_voice(
    meeting: Meeting, data: Submission, *, token: str, actor: Any, item: int | None = None
) -> Receipt:
    """The receipt of a report that stands on the agenda of the running stop, once for each token.

    Without an item it becomes one of its own. Raises NotAllowed, and Refused where the stop does not run, the
    item is not on its agenda, or the report cannot stand there.
    """
    held = hold(meeting, actor=actor)
    if not may_enter(actor):
        raise NotAllowed(_("Anda tidak berwenang mencatat laporan."))
    if held.status != StopStatus.RUNNING:
        raise Refused(_("Buka pertemuan dahulu."))
    under = None
    if item is not None:
        under = AgendaItem.objects.seen_by(actor).filter(meeting=held, pk=item).first()
        if under is None:
            raise Refused(_("Mata acara ini tidak ada lagi."))
    clerk = Actor(Who.TRIAGE, actor)
    receipt = submit(data, token=token, actor=clerk)
    made = find_submitted(token)
    if made and not AgendaAspiration.objects.filter(aspiration=made).exists():
        report = Aspiration.objects.for_list().get(pk=made.pk)
        propose_agenda(held, [report], actor=clerk, item=under)
    return receipt
