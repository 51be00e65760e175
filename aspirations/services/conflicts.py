"""Whom a report is about is set right by those who may read it."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations import notifications
from aspirations.conflicts import Concern, level_of, lowest_reader
from aspirations.models import Aspiration, Audience, EventKind
from aspirations.permissions import may_read
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, Refused
from aspirations.services.history import record
from aspirations.services.publication import hide
from aspirations.workflow import Status
from government.models import Agency


@transaction.atomic
def reclassify(
    report: Aspiration,
    concerns: str,
    *,
    reason: str,
    actor: Actor,
    concerned_agency: Agency | None = None,
) -> Aspiration:
    """Says whom the report is about, and thereby who reads it; reports merged into it follow.

    The reporter is told, with the reason. A public report about somebody is hidden until those above publish
    it, and whoever may no longer read it no longer holds it. Raises Refused where there is no reason or no
    change, Conflict where somebody else was faster.
    """
    concerned_agency = concerned_agency if concerns == Concern.AGENCY else None
    if not reason.strip():
        raise Refused(_("Tulis alasannya."))
    if report.status == Status.MERGED:
        raise Refused(_("Laporan ini sudah digabung; ubah laporan tujuannya."))
    if (report.concerns, report.concerned_agency) == (concerns, concerned_agency):
        raise Refused(_("Tidak ada yang berubah."))
    was = Concern(report.concerns)
    changed = Aspiration.objects.filter(
        pk=report.pk, concerns=report.concerns, concerned_agency=report.concerned_agency_id
    ).update(concerns=concerns, concerned_agency=concerned_agency)
    if not changed:
        raise Conflict(_("Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."))
    Aspiration.objects.filter(merged_into=report).update(concerns=concerns, concerned_agency=concerned_agency)
    report.refresh_from_db()
    _take_away(report, actor, reason)
    event = record(
        report,
        EventKind.CONCERNS,
        actor=actor,
        at=timezone.now(),
        audience=Audience.REPORTER,
        text=_told(was, report, reason),
    )
    notifications.status_changed(report, event)
    return report


def _take_away(report: Aspiration, actor: Actor, reason: str) -> None:
    """From the public, and from a holder or a unit that may not read it."""
    if report.is_public and report.concerns:
        hide(report, actor=actor, reason=reason)
    columns: dict[str, Any] = {}
    if report.assigned_to is not None and not may_read(report.assigned_to, report):
        columns["assigned_to"] = None
    if report.unit is not None and level_of(report.unit.region_id) > lowest_reader(report.concerns):
        columns["unit"] = None
    if columns:
        Aspiration.objects.filter(pk=report.pk).update(**columns)
        report.refresh_from_db()


def _told(was: Concern, report: Aspiration, reason: str) -> str:
    with override(settings.LANGUAGE_CODE):
        now = str(Concern(report.concerns).label)
        if report.concerned_agency is not None:
            now = f"{now} ({report.concerned_agency})"
        question = _("Tentang petugas atau kantor sendiri")
        return f"{question}: {was.label} → {now}. {reason.strip()}"
