"""A file is taken in; nothing is made of it yet."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from aspirations.imports import columns, files
from aspirations.models import Import
from aspirations.permissions import import_scopes
from aspirations.services.errors import NotAllowed, Refused
from government.models import Region
from government.permissions import in_territory


def upload(file: UploadedFile, *, region: Region | None, user: Any) -> Import:
    """Keeps the table as plain lines in private storage; the file itself is not kept.

    `region` is where its reports belong; None is everywhere, for who may everywhere. Raises Refused.
    """
    scopes = import_scopes(user)
    if not (in_territory(region.pk, scopes) if region else "" in scopes):
        raise NotAllowed(_("Anda tidak berwenang mengimpor laporan untuk wilayah ini."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lines")
        try:
            files.convert(file, file.size or 0, path)
            table = files.summary(path)
        except files.TableRefused as refused:
            raise Refused(str(refused)) from None
        row = Import(
            user=user,
            region=region,
            name=Path(file.name or "tabel").name[-120:],
            header=table["header"],
            header_row=table["header_row"],
            samples=table["samples"],
            row_count=table["count"],
            signature=columns.signature(table["header"]),
        )
        with path.open("rb") as lines:
            row.lines.save("lines", File(lines), save=False)
    try:
        row.save(force_insert=True)
    except BaseException:
        default_storage.delete(str(row.lines.name))
        raise
    return row
