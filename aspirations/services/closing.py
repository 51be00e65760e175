"""Answered reports whose reporter stays silent close by themselves."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, TransitionRefused
from aspirations.services.transitions import change_status
from aspirations.workflow import Status


def close_answered(*, at: datetime | None = None) -> int:
    """Resolves what was answered and not disputed in time; returns how many. Safe to run twice at once."""
    at = at or timezone.now()
    due = Aspiration.objects.filter(status=Status.ANSWERED, closes_at__lt=at)
    closed = 0
    for report in due.select_related("village").iterator():
        try:
            change_status(
                report,
                Status.RESOLVED,
                actor=Actor.system(),
                note=_("Selesai otomatis: tidak ada sanggahan dalam %(days)d hari kerja.")
                % {"days": report.reporter_days},
                at=at,
            )
        except (Conflict, TransitionRefused):
            # The reporter answered at this very moment, or another worker closed it.
            continue
        closed += 1
    return closed
