"""The transitions that are allowed now."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import services
from aspirations.admin.panels.base import Desk, Panel
from aspirations.admin.panels.dispatches import proposed
from aspirations.forms.dispatch import sending_of
from aspirations.forms.triage import StepForm
from aspirations.models import Aspiration, Stage
from aspirations.permissions import may_answer
from aspirations.services import Actor
from aspirations.workflow import PUBLIC_NOTES, Rule, Status, allowed

HEADINGS = {
    Status.SUBMITTED: gettext_lazy("Lanjutkan verifikasi"),
    Status.VERIFIED: gettext_lazy("Verifikasi"),
    Status.NEEDS_INFO: gettext_lazy("Minta kelengkapan"),
    Status.DISPATCHED: gettext_lazy("Teruskan ke instansi"),
    Status.IN_PROGRESS: gettext_lazy("Tindak lanjuti"),
    Status.PLANNED: gettext_lazy("Rencanakan"),
    Status.ANSWERED: gettext_lazy("Beri tanggapan"),
    Status.REOPENED: gettext_lazy("Buka kembali"),
    Status.NOT_COMPETENT: gettext_lazy("Bukan kewenangan"),
    Status.REJECTED: gettext_lazy("Tolak"),
    Status.MERGED: gettext_lazy("Gabung ke laporan lain"),
}


def step_panels(desk: Desk) -> list[Panel]:
    """One panel a transition, in the order of the workflow."""
    return [_panel(desk, to, rule) for to, rule in _road(desk).items()]


def _road(desk: Desk) -> dict[Status, Rule]:
    if desk.who is None:
        return {}
    road = allowed(desk.report.status, desk.who, resume=desk.report.resume_status)
    waits = desk.approval is not None and desk.approval.is_waiting
    if waits and not may_answer(desk.user, desk.report):
        # One answer at a time is proposed.
        road = {to: rule for to, rule in road.items() if to not in PUBLIC_NOTES}
    return road


def _panel(desk: Desk, to: Status, rule: Rule) -> Panel:
    proposes = to in PUBLIC_NOTES and not may_answer(desk.user, desk.report)

    def form(desk: Desk, *data: Any) -> forms.Form:
        initial = proposed(desk, to)
        made = StepForm(*data, report=desk.report, to=to, rule=rule, user=desk.user, initial=initial)
        returned = desk.approval
        if returned is not None and returned.is_returned and returned.to_status == to:
            # What was sent back is corrected, not written anew.
            for name in {"note", "planned_for", "due_on"} & made.fields.keys():
                made.initial[name] = getattr(returned, name)
        return made

    def perform(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
        return _step(to, report, data, actor)

    return Panel(
        to.value,
        lambda desk: step_heading(desk.report, to),
        lambda desk: True,
        perform,
        form,
        button=_("Ajukan untuk disetujui") if proposes else "",
        at_once=True,
        keeps=True,
        leads_on=lambda desk: True,
    )


def step_heading(report: Aspiration, to: Status) -> Any:
    """What the step is called from where the report stands."""
    if report.status == Status.MERGED:
        return _("Pisahkan kembali")
    if report.status == Status.DISPATCHED and to == Status.VERIFIED:
        return _("Kembalikan ke kecamatan")
    if report.status == Status.DISPATCHED and to == Status.DISPATCHED:
        return _("Teruskan ke instansi lain")
    if report.status == Status.NEEDS_INFO and to == report.resume_status:
        return _("Lanjutkan tanpa menunggu jawaban")
    return HEADINGS[to]


def _step(to: Status, report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    if report.status == Status.MERGED:
        services.separate(report, actor=actor, note=data["note"])
    elif to == Status.MERGED:
        services.merge(report, data["merged_into"], actor=actor, note=data["note"])
    else:
        proposed = services.take_step(
            report,
            to,
            actor=actor,
            note=data["note"],
            agency=data.get("agency"),
            planned_for=data.get("planned_for", ""),
            due_on=data.get("due_on"),
            weight=data.get("weight"),
            sending=services.Sending(**sending_of(data)),
            authority=data.get("authority", ""),
            note_is_public=data.get("note_is_public", False),
            evidence={stage: data.get(stage) or [] for stage in (Stage.BEFORE, Stage.AFTER)},
        )
        if proposed:
            return _("%(number)s: tanggapan menunggu persetujuan camat.") % {"number": report.number}
    return _("%(number)s kini “%(status)s”.") % {"number": report.number, "status": to.label}
