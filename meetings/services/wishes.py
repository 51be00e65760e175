"""A reporter asks that a meeting take their report up, and may take that back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.conflicts import Concern
from aspirations.models import Aspiration, Audience, EventKind
from aspirations.services import Actor, Refused
from aspirations.services.history import record
from meetings.models import AgendaAspiration, AgendaWish, Meeting
from meetings.workflow import StopStatus


def stops_for(report: Aspiration) -> Any:
    """Announced public stops to come in the report's kecamatan; none for a report that may not ask."""
    found = Meeting.objects.public().upcoming().filter(status=StopStatus.ANNOUNCED).named()
    if not report.is_open or report.is_confidential or report.concerns != Concern.NOBODY:
        return found.none()
    return found.filter(host_district=report.village_id[:8])


@transaction.atomic
def wish(report: Aspiration, meeting_pk: int, *, actor: Actor) -> AgendaWish:
    """Asks once. Raises Refused where that stop does not take wishes, or the report stands there already."""
    meeting = stops_for(report).filter(pk=meeting_pk).first()
    if meeting is None:
        raise Refused(_("Pertemuan itu tidak menerima permintaan untuk laporan ini."))
    if AgendaAspiration.objects.filter(meeting=meeting, aspiration=report).exists():
        raise Refused(_("Laporan ini sudah ada dalam acara pertemuan itu."))
    row, created = AgendaWish.objects.get_or_create(meeting=meeting, aspiration=report)
    if created:
        # Kept in one language; whether it is taken up is the office's to tell.
        text = f"Pelapor meminta laporan ini dibahas dalam {meeting}."
        record(report, EventKind.REPLY, actor=actor, at=timezone.now(), audience=Audience.REPORTER, text=text)
    return row


@transaction.atomic
def unwish(report: Aspiration, meeting_pk: int, *, actor: Actor) -> None:
    """Takes it back; does nothing where it was not asked."""
    deleted, __ = AgendaWish.objects.filter(aspiration=report, meeting=meeting_pk).delete()
    if deleted:
        record(
            report,
            EventKind.REPLY,
            actor=actor,
            at=timezone.now(),
            audience=Audience.REPORTER,
            text="Pelapor menarik permintaan agar laporan ini dibahas.",
        )
