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
from aspirations.services.versions import publication_version


def _may_publish(desk: Desk) -> bool:
    return may_publish(desk.user, desk.report) and not desk.report.is_confidential


def _may_hide(desk: Desk) -> bool:
    return may_hide(desk.user, desk.report)


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
        lambda desk: _may_publish(desk) and desk.report.status not in NEVER_PUBLIC,
        _publish,
        lambda desk, *data: PublishForm(*data, report=desk.report),
        key="p",
        at_once=True,
        version=publication_version,
        may=_may_publish,
        keeps=True,
        leads_on=lambda desk: not desk.report.is_public,
    ),
    Panel(
        "hide",
        lambda desk: _("Sembunyikan"),
        lambda desk: desk.report.is_public and _may_hide(desk),
        _hide,
        lambda desk, *data: HideForm(*data),
        button=gettext_lazy("Sembunyikan"),
        version=publication_version,
        may=_may_hide,
        keeps=True,
    ),
]
