"""An import is taken back: its reports are withdrawn and emptied where nobody has worked on them since."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aspirations import notifications
from aspirations.models import (
    Aspiration,
    Audience,
    BatchItem,
    Event,
    EventKind,
    Import,
    ImportRow,
    ImportState,
    Photo,
    RowState,
    Support,
)
from aspirations.permissions import import_scopes, may_triage
from aspirations.services.actors import Actor
from aspirations.services.history import entry, record_many
from aspirations.services.promises import clock_columns
from aspirations.sla import Clock
from aspirations.workflow import Publication, Status, Who
from government.permissions import in_territory

BATCH = 250
# Such a report was nobody's and was promised nothing; the number stays, what it held goes.
_EMPTIED = {
    "title": "–",
    "text": "",
    "reporter_name": "",
    "reporter_phone": "",
    "reporter_email": "",
    "canal": "",
    "landmark": "",
    "rt": "",
    "rw": "",
    "latitude": None,
    "longitude": None,
    "staff_search": None,
}


def undo(import_id: int, user_id: int) -> None:
    """Batch by batch, each row once; what cannot be undone is kept and says why."""
    row = Import.objects.filter(pk=import_id).first()
    if row is None or row.state != ImportState.UNDOING:
        return
    done = row.rows.filter(state=RowState.DONE).order_by("number")
    with translation.override(row.language):
        while some := list(done.values_list("pk", flat=True)[:BATCH]):
            _batch(row, some, user_id)
    Import.objects.filter(pk=row.pk, state=ImportState.UNDOING).update(
        state=ImportState.UNDONE, finished_at=timezone.now()
    )


@transaction.atomic
def _batch(origin: Import, ids: Sequence[int], user_id: int) -> None:
    user = get_user_model().objects.get(pk=user_id)
    scopes = import_scopes(user)
    rows = list(ImportRow.objects.filter(pk__in=ids, state=RowState.DONE).select_for_update())
    reports = {
        report.pk: report
        for report in Aspiration.objects.select_for_update(of=("self",))
        .filter(pk__in=[row.aspiration_id for row in rows])
        .defer("public_search", "staff_search")
    }
    worked_on = _worked_on(rows)
    taken = []
    for row in rows:
        report = reports[row.aspiration_id or 0]
        row.reason = _why_not(report, user, scopes) or (
            _("Sudah ditangani.") if report.pk in worked_on else ""
        )
        row.state = RowState.KEPT if row.reason else RowState.UNDONE
        if not row.reason:
            taken.append(report)
    _withdraw(origin, taken, Actor(Who.SYSTEM, user))
    ImportRow.objects.bulk_update(rows, ["state", "reason"])


def _why_not(report: Aspiration, user: Any, scopes: Sequence[str]) -> str:
    # One about those who take the import back is not theirs to take, and they learn nothing of it.
    if not in_territory(report.village_id, scopes) or not may_triage(user, report):
        return _("Anda tidak berwenang mengubah laporan ini.")
    if report.status != Status.SUBMITTED:
        return _("Berstatus “%(status)s”.") % {"status": report.get_status_display()}
    if report.publication != Publication.PRIVATE:
        return _("Sudah pernah ditayangkan.")
    return ""


def _worked_on(rows: Sequence[ImportRow]) -> set[int]:
    """Reports with anything that came after the import, an assignment too, or that others point at."""
    since = ImportRow.objects.filter(pk__in=[row.pk for row in rows])
    later = Event.objects.filter(aspiration=OuterRef("aspiration"), at__gt=OuterRef("done_at"))
    others: list[Any] = [
        model.objects.filter(aspiration=OuterRef("aspiration")) for model in (Photo, Support, BatchItem)
    ]
    others.append(Aspiration.objects.filter(merged_into=OuterRef("aspiration")))
    wanted = Q(Exists(later))
    for other in others:
        wanted |= Q(Exists(other))
    return {pk for pk in since.filter(wanted).values_list("aspiration_id", flat=True) if pk is not None}


def _withdraw(origin: Import, reports: Sequence[Aspiration], actor: Actor) -> None:
    now = timezone.now()
    told = [report.reporter_email for report in reports]
    Aspiration.objects.filter(pk__in=[report.pk for report in reports], status=Status.SUBMITTED).update(
        status=Status.WITHDRAWN, status_since=now, **clock_columns(Clock()), **_EMPTIED
    )
    with translation.override(settings.LANGUAGE_CODE):
        events = [
            entry(
                report,
                EventKind.STATUS,
                actor=actor,
                at=now,
                audience=Audience.REPORTER,
                text=_("Dibatalkan bersama impor %(import)d.") % {"import": origin.pk},
                from_status=Status.SUBMITTED,
                to_status=Status.WITHDRAWN,
            )
            for report in reports
        ]
    record_many(events)
    if origin.tells_reporters:
        for report, event, address in zip(reports, events, told, strict=True):
            report.reporter_email, report.status = address, Status.WITHDRAWN
            notifications.status_changed(report, event)
