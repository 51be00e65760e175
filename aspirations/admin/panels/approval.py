"""The second pair of eyes."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import services
from aspirations.admin.panels.base import Desk, Panel
from aspirations.forms.approval import ApproveForm, SendBackForm
from aspirations.models import Approval, Aspiration
from aspirations.permissions import may_review
from aspirations.services import Actor, Conflict


def _reviews(desk: Desk) -> bool:
    return desk.who is not None and may_review(desk.user, desk.report)


def _decides(desk: Desk) -> bool:
    return desk.approval is not None and desk.approval.is_waiting and _reviews(desk)


def _is_author(desk: Desk) -> bool:
    return desk.approval is not None and desk.approval.proposer_id == desk.user.pk


def approval_version(report: Aspiration) -> str:
    """Changes when it is decided or proposed anew."""
    approval = Approval.objects.on_desk(report).first()
    return f"{approval.pk} {approval.state} {approval.proposed_at.isoformat()}" if approval else "-"


def _on_desk(report: Aspiration) -> Approval:
    approval = Approval.objects.on_desk(report).first()
    if approval is None:
        raise Conflict(_("Usul ini sudah diputuskan orang lain atau tidak berlaku lagi."))
    return approval


def _approve(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    report = services.approve(_on_desk(report), user=actor.user, note=data["note"])
    return _("%(number)s kini “%(status)s”.") % {
        "number": report.number,
        "status": report.get_status_display(),
    }


def _send_back(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.send_back(_on_desk(report), user=actor.user, remark=data["remark"])
    return _("Usul tanggapan %(number)s dikembalikan.") % {"number": report.number}


def _retract(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.retract(_on_desk(report), user=actor.user)
    return _("Usul tanggapan %(number)s ditarik.") % {"number": report.number}


PANELS = [
    Panel(
        "approve",
        lambda desk: _("Setujui tanggapan"),
        _decides,
        _approve,
        lambda desk, *data: ApproveForm(*data, approval=desk.approval),
        button=gettext_lazy("Setujui dan kirim"),
        key="s",
        at_once=True,
        version=approval_version,
        may=_reviews,
        keeps=True,
        leads_on=lambda desk: True,
    ),
    Panel(
        "return",
        lambda desk: _("Kembalikan dengan catatan"),
        _decides,
        _send_back,
        lambda desk, *data: SendBackForm(*data),
        button=gettext_lazy("Kembalikan"),
        at_once=True,
        version=approval_version,
        may=_reviews,
        keeps=True,
        leads_on=lambda desk: True,
    ),
    Panel(
        "retract",
        lambda desk: _("Tarik usul ini"),
        _is_author,
        _retract,
        button=gettext_lazy("Tarik usul"),
    ),
]
