"""Marks for others to look at."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import services
from aspirations.admin.panels.base import Panel
from aspirations.forms.flags import FlagForm
from aspirations.models import Aspiration
from aspirations.services import Actor


def _flag(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.flag(report, data["reason"], note=data["note"], actor=actor)
    return _("%(number)s ditandai.") % {"number": report.number}


def _unflag(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.unflag(report, actor=actor)
    return _("Tanda pada %(number)s dihapus.") % {"number": report.number}


PANELS = [
    Panel(
        "flag",
        lambda desk: _("Tandai"),
        lambda desk: desk.who is not None and not hasattr(desk.report, "flag"),
        _flag,
        lambda desk, *data: FlagForm(*data),
        button=gettext_lazy("Tandai laporan"),
        key="f",
    ),
]

BUTTONS = [
    Panel(
        "unflag",
        lambda desk: _("Hapus tanda"),
        lambda desk: desk.who is not None and hasattr(desk.report, "flag"),
        _unflag,
        key="f",
    ),
]
