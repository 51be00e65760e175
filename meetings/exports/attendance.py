"""The attendance list as a table: offices, names, hours; no phone numbers."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.models import Attendance, Meeting, Method, Office, Presence

if TYPE_CHECKING:
    from meetings.services.roll import Roll


def header() -> list[str]:
    """The headings, in the reader's language."""
    return [
        pgettext("urutan", "No"),
        _("Golongan"),
        _("Jabatan yang diundang"),
        _("Nama yang diundang"),
        _("Kehadiran"),
        _("Nama yang hadir"),
        _("Jabatan yang hadir"),
        _("Jam datang"),
        _("Cara mencatat"),
    ]


def rows(whole: "Roll") -> Iterator[list[Any]]:
    """Those invited in their order, then guests; hours by the clock of the host, without a zone."""
    number = 0
    for number, row in enumerate(whole.rows, start=1):
        one = row.invitation
        yield [number, str(Office(one.office).label), one.title, one.name, *_line(whole.meeting, row.line)]
    for place, guest in enumerate(whole.guests, start=number + 1):
        yield [place, _("Tamu"), "", "", *_line(whole.meeting, guest.line)]


def _line(meeting: Meeting, line: Attendance | None) -> list[Any]:
    if line is None:
        return [_("Belum dicatat"), "", "", "", ""]
    return [
        str(Presence(line.presence).label),
        line.name,
        line.title,
        _local(meeting, line.arrived_at),
        str(Method(line.method).label),
    ]


def _local(meeting: Meeting, moment: datetime | None) -> Any:
    # Spreadsheets know no zones.
    return moment.astimezone(meeting.zone).replace(tzinfo=None, microsecond=0) if moment else ""
