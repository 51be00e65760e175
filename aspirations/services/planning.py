"""A report that is planned learns more of its plan, without leaving its place."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations import notifications
from aspirations.models import Aspiration, EventKind
from aspirations.services import jobs
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, NeedsApproval
from aspirations.services.history import record
from aspirations.services.transitions import audience_of, needs_approval, tells_everybody
from aspirations.workflow import Status


@transaction.atomic
def replan(report: Aspiration, planned_for: str, *, actor: Actor, note: str) -> None:
    """Says anew what a planned report waits for, such as the year of its budget; its reporter is told.

    Raises Conflict where it is not planned (any more), NeedsApproval where a second pair of eyes is asked.
    """
    if needs_approval(report, Status.PLANNED, actor):
        raise NeedsApproval(_("Tanggapan ini perlu disetujui camat lebih dahulu."))
    planned: Any = Aspiration.objects.filter(
        pk=report.pk, status=Status.PLANNED, status_since=report.status_since
    )
    if not planned.update(planned_for=planned_for.strip()):
        raise Conflict(_("Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."))
    event = record(
        report,
        EventKind.STATUS,
        actor=actor,
        at=timezone.now(),
        audience=audience_of(Status.PLANNED, Status.PLANNED, actor),
        text=note.strip(),
        is_text_public=tells_everybody(Status.PLANNED, actor),
        from_status=Status.PLANNED,
        to_status=Status.PLANNED,
    )
    report.refresh_from_db()
    notifications.status_changed(report, event)
    if report.merged_reports.exists():
        jobs.tell_joined(event.pk)
