"""What was decided about a report, and taking it along where it stayed behind."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.admin.panels import OTHER, SECTIONS, Desk, Panel, Section
from aspirations.admin.panels import register as register_panel
from aspirations.models import Aspiration
from aspirations.services import Actor, Refused
from meetings import services
from meetings.forms.decisions import TakeAlongForm
from meetings.models import Decision, DecisionAspiration
from meetings.permissions import may_convene
from meetings.workflow import DecisionStatus


def _rows(user: Any, report: Aspiration) -> list[DecisionAspiration]:
    """The decisions about it that the user may read, with their promises; read once for a page."""
    held: Any = report
    if not hasattr(held, "_decision_rows"):
        seen = Decision.objects.visible_to(user).order_by()
        rows = DecisionAspiration.objects.filter(aspiration=report, decision__in=seen).select_related(
            "decision__meeting__series", "decision__meeting__host_district"
        )
        rows = rows.prefetch_related("decision__follow_ups__agency", "decision__follow_ups__unit")
        held._decision_rows = list(rows.order_by("-decision__meeting__starts_at", "decision__number"))
    return list(held._decision_rows)


def _section(user: Any, report: Aspiration) -> Section | None:
    rows = _rows(user, report)
    return Section("admin/meetings/_report_decisions.html", rows) if rows else None


def _left_behind(desk: Desk) -> list[DecisionAspiration]:
    """Decisions that hold and did not move the report."""
    return [
        row
        for row in _rows(desk.user, desk.report)
        if row.stays_because
        and row.decision.status == DecisionStatus.ADOPTED
        and may_convene(desk.user, row.decision.meeting)
    ]


def _is_offered(desk: Desk) -> bool:
    return desk.who is not None and bool(_left_behind(desk))


def _take_along(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    decision = Decision.objects.visible_to(actor.user).filter(pk=data["decision"]).first()
    if decision is None:
        raise Refused(_("Keputusan ini sudah dihapus orang lain."))
    why = [one.why for one in services.apply_decision(decision, report, actor=actor.user) if one.why]
    if why:
        return _("%(number)s tetap di tempatnya: %(why)s") % {"number": report.number, "why": why[0]}
    return _("%(number)s mengikuti keputusan rapat.") % {"number": report.number}


def register() -> None:
    """Called once, when the app is ready."""
    SECTIONS.append(_section)
    register_panel(
        OTHER,
        Panel(
            "take_along",
            lambda desk: _("Terapkan keputusan rapat"),
            _is_offered,
            _take_along,
            lambda desk, *data: TakeAlongForm(*data, rows=_left_behind(desk)),
            button=gettext_lazy("Terapkan keputusan"),
        ),
    )
