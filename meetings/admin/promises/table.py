"""The worklist as a table."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from aspirations.exports import csv_chunks, download, pieces, write_workbook
from meetings.models import FollowUp

_CHUNK = 500
HEADER = (
    _("Pertemuan"),
    _("Nomor"),
    _("Keputusan"),
    _("Tindak lanjut"),
    _("Penanggung jawab"),
    _("Pihak terkait"),
    _("Kecamatan"),
    _("Desa"),
    _("Tempat"),
    _("Target"),
    _("Keadaan"),
    _("Kemajuan (%)"),
    _("Sumber dana"),
    _("Nilai (Rp)"),
    _("Tanggal selesai"),
    _("Alasan"),
)


def as_file(rows: Any, kind: str) -> StreamingHttpResponse:
    """CSV as it is read, or a workbook; nothing that was typed becomes a formula."""
    header, lines = [str(label) for label in HEADER], _lines(rows.for_ledger())
    if kind == "csv":
        return download(csv_chunks(header, list(lines)), "janji-rakor.csv")
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed when the last piece was sent
    write_workbook(file, header, lines, sheet=str(_("Janji rakor")))
    file.seek(0)
    return download(pieces(file), "janji-rakor.xlsx")


def _lines(rows: Any) -> Iterator[list[Any]]:
    found: Iterable[FollowUp] = rows.iterator(chunk_size=_CHUNK)
    for one in found:
        meeting = one.decision.meeting
        yield [
            str(meeting),
            f"{one.decision.number}.{one.number}",
            one.decision.text,
            one.text,
            one.owner,
            ", ".join(str(agency) for agency in one.supporters.all()),
            meeting.host_district.name,
            one.village.name if one.village else "",
            one.place,
            one.target_on,
            str(one.get_status_display()),
            one.progress,
            str(one.get_funding_display()),
            one.amount,
            one.closed_on,
            one.drop_reason,
        ]
