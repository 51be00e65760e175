"""Susunan acara as PDF."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from government.models import Membership, Role
from government.paper import letterhead, render
from meetings.models import Meeting
from meetings.services.agenda import AgendaNode
from meetings.services.agenda.reading import flat


def agenda_paper(meeting: Meeting, nodes: Sequence[AgendaNode], *, signed: bool = False) -> bytes:
    """The PDF of what `nodes` hold; the caller has chosen what its reader may see."""
    return render("agenda.typ", contents(meeting, nodes, signed=signed))


def file_name(meeting: Meeting) -> str:
    """Of plain letters."""
    return f"susunan-acara-{slugify(str(meeting))}.pdf"


def contents(meeting: Meeting, nodes: Sequence[AgendaNode], *, signed: bool) -> dict[str, Any]:
    """What the paper says, as plain data; numbers of reports, never who reported."""
    start, end = (moment.astimezone(meeting.zone) for moment in (meeting.starts_at, meeting.ends_at))
    zone = start.tzname() or ""
    return {
        "letterhead": letterhead(meeting.host_district),
        "title": _("Susunan acara"),
        "meeting": str(meeting),
        "facts": [
            [_("Hari, tanggal"), date_format(start, "l, j F Y")],
            [_("Waktu"), f"{_hour(start.time())}–{_hour(end.time())} {zone}"],
            [_("Tempat"), meeting.venue],
            *([[_("Tema"), meeting.theme]] if meeting.theme else []),
        ],
        "rows": [_row(one) for one in flat(nodes)],
        "empty": _("Susunan acara belum diisi."),
        "words": {
            "number": _("No."),
            "time": _("Waktu"),
            "item": _("Acara"),
            "responsible": _("Penanggung jawab"),
        },
        "signature": _signature(meeting) if signed else None,
    }


def _row(one: AgendaNode) -> dict[str, Any]:
    node = one.node
    times = [_hour(moment) for moment in (node.starts, node.until) if moment]
    return {
        "number": node.number,
        "depth": node.depth,
        "time": "–".join(times),
        "title": one.item.title,
        "about": ", ".join(row.aspiration.number for row in one.rows),
        "responsible": one.item.responsible,
    }


def _hour(moment: time) -> str:
    return time_format(moment, "H.i")


def _signature(meeting: Meeting) -> dict[str, str]:
    district = meeting.host_district
    leaders = Membership.objects.filter(role=Role.CAMAT, region=district, is_active=True)
    leader = leaders.select_related("user").order_by("pk").first()
    return {
        "place": district.name,
        "office": _("Camat %(name)s") % {"name": district.name},
        "name": leader.user.get_full_name() if leader else "",
    }
