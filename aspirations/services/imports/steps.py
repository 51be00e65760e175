"""What a person decides about an import; each step is taken once, from the state that it follows."""

from collections.abc import Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aspirations.models import Import, ImportState, RowState
from aspirations.services import jobs
from aspirations.services.errors import Conflict, Refused

_OPEN = (ImportState.UPLOADED, ImportState.CHECKED)


@transaction.atomic
def prepare(
    row: Import,
    *,
    mapping: Mapping[str, int],
    fixed: Mapping[str, Any],
    meanings: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Says what the columns and unknown names mean and orders the dry run.

    May be said again until rows went in.
    """
    step(
        row,
        _OPEN,
        ImportState.CHECKING,
        mapping=dict(mapping),
        fixed=dict(fixed),
        meanings=dict(meanings or {}),
        language=translation.get_language() or "id",
    )
    # Of an earlier check; the new one begins at once for everybody who looks.
    row.rows.all().delete()
    jobs.check_import(row.pk)


@transaction.atomic
def confirm(row: Import, *, takes_same: bool, skips_like: bool, tells_reporters: bool) -> None:
    """Orders that the good rows are written.

    `takes_same`: also those that are there already; `skips_like`: not those that look like another report.
    Raises Refused where nothing is left.
    """
    step(row, (ImportState.CHECKED,), ImportState.RUNNING, tells_reporters=tells_reporters)
    if takes_same:
        row.rows.filter(state=RowState.SAME).update(state=RowState.READY, reason="")
    if skips_like:
        row.rows.filter(state=RowState.READY).exclude(like=None, like_row=None).update(state=RowState.SKIPPED)
    if not row.rows.filter(state=RowState.READY).exists():
        raise Refused(_("Tidak ada baris yang dapat dimasukkan."))
    jobs.run_import(row.pk)


@transaction.atomic
def order_undo(row: Import, *, user: Any) -> None:
    """Orders that its reports are taken back by this user."""
    step(row, (ImportState.DONE,), ImportState.UNDOING)
    jobs.undo_import(row.pk, user.pk)


def resume(row: Import, *, user: Any) -> None:
    """Orders again what an import waits for, where a job was lost; nothing is done twice. Raises Conflict."""
    orders = {
        ImportState.CHECKING: lambda: jobs.check_import(row.pk),
        ImportState.RUNNING: lambda: jobs.run_import(row.pk),
        ImportState.UNDOING: lambda: jobs.undo_import(row.pk, user.pk),
    }
    order = orders.get(ImportState(row.state))
    if order is None:
        raise Conflict(_("Impor ini sudah tidak dikerjakan lagi."))
    order()


@transaction.atomic
def drop(row: Import) -> None:
    """Gives an import up before anything went in; its rows go at once."""
    step(row, _OPEN, ImportState.DROPPED, finished_at=timezone.now())
    row.rows.all().delete()
    drop_lines(row)


def drop_lines(row: Import) -> None:
    """Deletes what the file held; results stay."""
    name = str(row.lines.name or "")
    if not name:
        return
    Import.objects.filter(pk=row.pk).update(lines="", samples=[])
    transaction.on_commit(lambda: default_storage.delete(name))


def step(row: Import, before: tuple[ImportState, ...], to: ImportState, **columns: Any) -> None:
    """Raises Conflict when somebody else was first."""
    if not Import.objects.filter(pk=row.pk, state__in=before).update(state=to, **columns):
        raise Conflict(_("Impor ini baru saja dilanjutkan orang lain. Muat ulang halaman."))
    row.refresh_from_db()
