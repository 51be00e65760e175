"""The steps that `benchmarks.tables` measures."""

import tempfile
from pathlib import Path
from typing import Any

from django import setup

setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402

from aspirations import exports  # noqa: E402
from aspirations.imports.columns import guess  # noqa: E402
from aspirations.models import Aspiration, Import, ImportState, RowState  # noqa: E402
from aspirations.services import imports  # noqa: E402
from benchmarks.seed import DISTRICT, seed  # noqa: E402
from benchmarks.tables import make_files  # noqa: E402
from government.models import Membership, Region, Role  # noqa: E402


def _clerk() -> Any:
    held = Membership.objects.filter(role=Role.CLERK, is_active=True).select_related("user")
    return held.order_by("pk")[0].user


def prepare(count: str) -> int:
    """The database with so many reports."""
    seed(int(count))
    for made in Import.objects.filter(state__in=[ImportState.DONE, ImportState.UNDOING]):
        # Of a run that was interrupted.
        if made.state == ImportState.DONE:
            imports.order_undo(made, user=made.user)
        imports.undo(made.pk, made.user_id)
    return Aspiration.objects.count()


def write_files(argument: str) -> dict[str, str]:
    """The tables, in a folder."""
    count, folder = argument.split(" ", 1)
    return {name: str(path) for name, path in make_files(int(count), Path(folder)).items()}


def upload(path: str) -> int:
    """As the page does it."""
    file = SimpleUploadedFile(Path(path).name, Path(path).read_bytes())
    made = imports.upload(file, region=Region.objects.get(code=DISTRICT), user=_clerk())
    imports.prepare(made, mapping=guess(made.header), fixed={})
    return made.pk


def check(key: str) -> str:
    """The dry run."""
    imports.check(int(key))
    return _result(key)


def carry_out(key: str) -> str:
    """The real run of what is good."""
    imports.confirm(Import.objects.get(pk=key), takes_same=False, skips_like=False, tells_reporters=False)
    imports.run(int(key))
    return _result(key)


def take_back(key: str) -> str:
    """And its undoing."""
    made = Import.objects.get(pk=key)
    imports.order_undo(made, user=made.user)
    imports.undo(made.pk, made.user_id)
    return _result(key)


def _result(key: str) -> str:
    rows = Import.objects.get(pk=key).rows
    counts = {state: rows.filter(state=state).count() for state in RowState.values}
    likes = rows.exclude(like=None, like_row=None).count()
    return ", ".join(f"{name} {count}" for name, count in [*counts.items(), ("like", likes)] if count)


def export_csv(argument: str) -> str:
    """All that a clerk sees, reporters included, as the page streams it."""
    rows = exports.rows(Aspiration.objects.visible_to(_clerk()), _clerk(), reporters=True)
    size = sum(map(len, exports.csv_chunks(exports.header(reporters=True), rows)))
    return f"{Aspiration.objects.visible_to(_clerk()).count()} rows, {size / 1e6:.1f} MB"


def export_xlsx(argument: str) -> str:
    """The same as a workbook."""
    rows = exports.rows(Aspiration.objects.visible_to(_clerk()), _clerk(), reporters=True)
    with tempfile.TemporaryFile() as out:
        exports.write_workbook(out, exports.header(reporters=True), rows, sheet="Laporan")
        return f"{out.tell() / 1e6:.1f} MB"
