"""Daftar hadir: to be signed at the door, or filled in with who came; no phone numbers."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from government.paper import letterhead, render
from meetings.models import Attendance, Meeting, Presence
from meetings.services.roll import Guest, Roll, Row, roll

# Lines for whoever comes without an invitation.
_EMPTY_LINES = 15


def attendance_list(meeting: Meeting, *, is_filled: bool) -> bytes:
    """The PDF."""
    return render("daftar-hadir.typ", contents(meeting, is_filled=is_filled))


def contents(meeting: Meeting, *, is_filled: bool) -> dict[str, Any]:
    """What the paper says; seven queries, however many came."""
    whole = roll(meeting)
    title = _("Daftar hadir")
    return {
        "title": title,
        "letterhead": letterhead(meeting.host_district),
        "facts": _facts(meeting),
        "heads": _heads(is_filled),
        "filled": is_filled,
        "rows": [_row(row, meeting, is_filled) for row in whole.rows]
        + ([_guest(one, meeting) for one in whole.guests] if is_filled else []),
        "empty": 0 if is_filled else _EMPTY_LINES,
        "guests": _("Tamu dan yang hadir tanpa undangan"),
        "totals": _totals(whole) if is_filled else [],
        "summary": _("Rekapitulasi"),
        "signature": _signature(meeting),
    }


def _facts(meeting: Meeting) -> list[list[str]]:
    facts = [
        [_("Acara"), str(meeting)],
        [_("Hari, tanggal"), _day(meeting.starts_at, meeting)],
        [_("Waktu"), _("pukul %(hour)s") % {"hour": _hour(meeting.starts_at, meeting, "H.i T")}],
        [_("Tempat"), meeting.venue],
    ]
    return facts + ([[_("Tema"), meeting.theme]] if meeting.theme else [])


def _heads(is_filled: bool) -> list[str]:
    if is_filled:
        return [pgettext("urutan", "No"), _("Jabatan/Instansi"), _("Kehadiran"), _("Yang hadir"), _("Jam")]
    return [pgettext("urutan", "No"), _("Nama"), _("Jabatan/Instansi"), _("Tanda tangan")]


def _row(row: Row, meeting: Meeting, is_filled: bool) -> list[str]:
    one = row.invitation
    if is_filled:
        return [one.title, *_line(row.line, meeting)]
    return [one.name, one.title]


def _line(line: Attendance | None, meeting: Meeting) -> list[str]:
    if line is None:
        return [_("Belum dicatat"), "", ""]
    who = ", ".join(part for part in dict.fromkeys((line.name, line.title)) if part)
    if line.presence == Presence.PRESENT:
        who = line.name
    if line.presence == Presence.REPRESENTED:
        return [_("Diwakili oleh"), who, _hour(line.arrived_at, meeting)]
    return [str(Presence(line.presence).label), who, _hour(line.arrived_at, meeting)]


def _guest(guest: Guest, meeting: Meeting) -> list[str]:
    line = guest.line
    return [line.title, _("Tamu"), line.name, _hour(line.arrived_at, meeting)]


def _totals(whole: Roll) -> list[list[str]]:
    count = whole.count
    totals = [
        [_("Diundang"), count.invited],
        [_("Hadir"), count.present],
        [_("Diwakili"), count.represented],
        [_("Izin"), count.excused],
        [_("Tidak hadir"), count.absent],
        [_("Belum dicatat"), count.missing],
        [_("Tamu"), count.guests],
    ]
    found = [[str(label), str(number)] for label, number in totals]
    found.append([_("Undangan yang terwakili"), f"{count.percent}%"])
    if count.needed_percent is not None:
        reached = _("tercapai") if count.is_reached else _("tidak tercapai")
        quorum = _("%(percent)d%% (%(needed)d undangan)") % {
            "percent": count.needed_percent,
            "needed": count.needed,
        }
        found.append([_("Kuorum"), f"{quorum}: {reached}"])
    return found


def _signature(meeting: Meeting) -> dict[str, str]:
    day = date_format(timezone.localtime(meeting.starts_at, meeting.zone), "j F Y")
    place = (meeting.host_village or meeting.host_district).name
    return {"place": f"{place}, {day}", "office": _("Sekretaris rapat,")}


def _day(moment: datetime, meeting: Meeting) -> str:
    return date_format(timezone.localtime(moment, meeting.zone), "l, j F Y")


def _hour(moment: datetime | None, meeting: Meeting, form: str = "H.i") -> str:
    return date_format(timezone.localtime(moment, meeting.zone), form) if moment else ""
