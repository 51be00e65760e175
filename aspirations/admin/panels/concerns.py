"""Who must not read the report, because it is about them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import services
from aspirations.admin.panels.base import Desk, Panel
from aspirations.forms.concerns import ConcernForm
from aspirations.models import Aspiration
from aspirations.permissions import may_triage
from aspirations.services import Actor
from aspirations.workflow import Status


def _is_offered(desk: Desk) -> bool:
    return desk.report.status != Status.MERGED and may_triage(desk.user, desk.report)


def _reclassify(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.reclassify(report, actor=actor, **data)
    return _("Pembaca %(number)s diubah.") % {"number": report.number}


PANELS = [
    Panel(
        "concern",
        lambda desk: _("Benturan kepentingan"),
        _is_offered,
        _reclassify,
        lambda desk, *data: ConcernForm(*data, report=desk.report, user=desk.user),
        button=gettext_lazy("Ubah pembaca laporan"),
    )
]
