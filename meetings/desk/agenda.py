"""Onto an agenda and off again, singly and many at once, and on which a report stands."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.admin.panels import OTHER, SECTIONS, Desk, Panel, Section
from aspirations.admin.panels import register as register_panel
from aspirations.models import Aspiration, Batch, BatchItem
from aspirations.permissions import may_triage
from aspirations.services import Actor, Refused
from aspirations.verbs import ManyVerb
from aspirations.verbs import register as register_verb
from meetings import services
from meetings.forms.agenda import AgendaForm, MeetingField, OffAgendaForm
from meetings.models import AgendaAspiration, Meeting


def _rows(user: Any, report: Aspiration) -> list[AgendaAspiration]:
    """The agendas on which it stands, read once for a page."""
    held: Any = report
    if not hasattr(held, "_agenda_rows"):
        rows = AgendaAspiration.objects.visible_to(user).filter(aspiration=report)
        held._agenda_rows = list(rows.select_related("item", "meeting__series", "meeting__host_district"))
    return list(held._agenda_rows)


def _section(user: Any, report: Aspiration) -> Section | None:
    rows = _rows(user, report)
    return Section("admin/meetings/_report_agendas.html", rows) if rows else None


def _propose(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    meeting = data["meeting"]
    services.propose_agenda(meeting, [report], actor=actor)
    return _("%(number)s masuk agenda %(meeting)s.") % {"number": report.number, "meeting": meeting}


def _drop(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.drop_from_agenda(_row(pk=data["row"], aspiration=report), actor=actor)
    return _("%(number)s dikeluarkan dari agenda.") % {"number": report.number}


def _row(**which: Any) -> AgendaAspiration:
    rows = AgendaAspiration.objects.select_related("aspiration", "meeting__series", "meeting__host_district")
    row = rows.filter(**which).first()
    if row is None:
        raise Refused(_("Laporan ini tidak lagi pada agenda itu."))
    return row


def _may_propose(desk: Desk) -> bool:
    return desk.report.is_open and may_triage(desk.user, desk.report)


def _may_drop(desk: Desk) -> bool:
    return may_triage(desk.user, desk.report) and bool(_rows(desk.user, desk.report))


def _fields(reports: Sequence[Aspiration], user: Any) -> dict[str, Any]:
    return {"meeting": MeetingField(services.open_meetings(user))}


def _obstacles(reports: Sequence[Aspiration], user: Any, fields: dict[str, Any]) -> dict[int, str]:
    meeting = services.open_meetings(user).filter(pk=fields.get("meeting")).first()
    return services.obstacles_at(meeting, reports) if meeting else {}


def _propose_one(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    meeting = Meeting.objects.filter(pk=batch.fields.get("meeting")).first()
    if meeting is None:
        raise Refused(_("Pertemuan itu tidak ada lagi."))
    rows = services.propose_agenda(meeting, [report], actor=actor)
    return {"row": rows[0].pk}


def _drop_one(report: Aspiration, batch: Batch, item: BatchItem, actor: Actor) -> dict[str, Any]:
    """Of an undo the very row; else whichever stands on that agenda."""
    which = {"pk": item.before["row"]} if batch.undoes_id else {"meeting": batch.fields.get("meeting")}
    services.drop_from_agenda(_row(aspiration=report, **which), actor=actor)
    return {}


def _drop_obstacle(report: Aspiration, user: Any) -> str:
    return "" if may_triage(user, report) else _("Anda tidak berwenang mengubah laporan ini.")


def register() -> None:
    """Called once, when the app is ready."""
    SECTIONS.append(_section)
    register_panel(
        OTHER,
        Panel(
            "agenda",
            lambda desk: _("Masukkan ke agenda rapat"),
            _may_propose,
            _propose,
            lambda desk, *data: AgendaForm(*data, meetings=services.open_meetings(desk.user)),
            button=gettext_lazy("Masukkan ke agenda"),
            key="a",
        ),
    )
    register_panel(
        OTHER,
        Panel(
            "off_agenda",
            lambda desk: _("Keluarkan dari agenda rapat"),
            _may_drop,
            _drop,
            lambda desk, *data: OffAgendaForm(*data, rows=_rows(desk.user, desk.report)),
            button=gettext_lazy("Keluarkan dari agenda"),
        ),
    )
    many = (
        ("agenda", gettext_lazy("Masukkan ke agenda rapat"), services.obstacle, _propose_one, "off_agenda"),
        ("off_agenda", gettext_lazy("Keluarkan dari agenda rapat"), _drop_obstacle, _drop_one, ""),
    )
    for name, label, obstacle, perform, undo in many:
        late = _obstacles if undo else None
        register_verb(ManyVerb(name, label, obstacle, perform, _fields, undo, late))
