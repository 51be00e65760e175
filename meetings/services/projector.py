"""What the secretary lets the projector show."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from aspirations.services import Refused
from meetings.models import AgendaAspiration, Meeting, Projector, ScreenMode
from meetings.services.stops import hold


@transaction.atomic
def set_projector(meeting: Meeting, mode: ScreenMode, *, actor: Any) -> Projector:
    """Lets it follow, stay as it is, or go dark. Raises NotAllowed."""
    held = hold(meeting, actor=actor)
    frozen = mode == ScreenMode.FROZEN
    before = Projector.objects.filter(meeting=held, mode=mode).first()
    if before:
        # Frozen twice stays at the first moment.
        return before
    row, __ = Projector.objects.update_or_create(
        meeting=held,
        defaults={
            "mode": mode,
            "item_id": held.current_item_id if frozen else None,
            "frozen_at": timezone.now() if frozen else None,
        },
    )
    return row


@transaction.atomic
def show_report(meeting: Meeting, row: int, shown: bool, *, actor: Any) -> AgendaAspiration:
    """Puts a report of the agenda on the projector, or takes it off.

    Raises NotAllowed, and Refused for one that is not published or not on this agenda for the user.
    """
    held = hold(meeting, actor=actor)
    found = AgendaAspiration.objects.visible_to(actor).filter(meeting=held, pk=row).first()
    if found is None:
        raise Refused(_("Laporan ini tidak lagi pada agenda itu."))
    if shown and not Aspiration.objects.public().filter(pk=found.aspiration_id).exists():
        raise Refused(_("Layar hanya memuat laporan yang sudah ditayangkan."))
    found.on_screen = shown
    found.save(update_fields=["on_screen"])
    return found
