"""What the public reads."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import services
from aspirations.admin.panels.base import Desk, Panel
from aspirations.forms.triage import HideForm, PublishForm
from aspirations.models import Aspiration
from aspirations.permissions import may_hide, may_publish
from aspirations.services import Actor
from aspirations.services.publication import NEVER_PUBLIC


def _may_publish(desk: Desk) -> bool:
    report = desk.report
    return may_publish(desk.user, report) and not report.is_confidential and report.status not in NEVER_PUBLIC


def _publish(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.publish(
        report,
        title=data["public_title"],
        text=data["public_text"],
        place=data["public_place"],
        show_point=data.get("show_point", False),
        photos=data["photos"],
        actor=actor,
    )
    return _("%(number)s ditayangkan.") % {"number": report.number}


def _hide(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.hide(report, reason=data["reason"], actor=actor)
    return _("%(number)s tidak lagi ditayangkan.") % {"number": report.number}


PANELS = [
    Panel(
        "publish",
        lambda desk: _("Perbarui tayangan") if desk.report.is_public else _("Tayangkan"),
        _may_publish,
        _publish,
        lambda desk, *data: PublishForm(*data, report=desk.report),
        key="p",
        at_once=True,
        leads_on=lambda desk: not desk.report.is_public,
    ),
    Panel(
        "hide",
        lambda desk: _("Sembunyikan"),
        lambda desk: desk.report.is_public and may_hide(desk.user, desk.report),
        _hide,
        lambda desk, *data: HideForm(*data),
        button=gettext_lazy("Sembunyikan"),
    ),
]
