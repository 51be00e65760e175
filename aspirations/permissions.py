"""Who may see and do what with a report; built on the memberships of `government`."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from aspirations.workflow import Who
from government.permissions import (
    Capability,
    agencies,
    in_territory,
    staff_over,
    territories,
    territory_q,
)

if TYPE_CHECKING:
    from aspirations.models import Aspiration


def visible_q(user: Any, *, of: str = "") -> Q:
    """Reports of the user's territory, confidential ones where the role may, and those of their agency.

    `of` is the way to the report from another table's rows, such as "aspiration__".
    """
    place = f"{of}village__code"
    ordinary = territory_q(place, territories(user, Capability.VIEW)) & ~Q(
        **{f"{of}identity": "confidential"}
    )
    confidential = territory_q(place, territories(user, Capability.SEE_CONFIDENTIAL))
    return ordinary | confidential | Q(**{f"{of}agency_id__in": agencies(user, Capability.VIEW)})


def holds(user: Any, capability: Capability, report: "Aspiration") -> bool:
    """Whether the user has the capability over this report, by its place or by its agency."""
    if report.is_confidential and not in_territory(
        report.village_id, territories(user, Capability.SEE_CONFIDENTIAL)
    ):
        return report.agency_id in agencies(user, capability)
    return in_territory(report.village_id, territories(user, capability)) or report.agency_id in agencies(
        user, capability
    )


def may_triage(user: Any, report: "Aspiration") -> bool:
    """Verify, ask, dispatch, reject, merge."""
    return holds(user, Capability.TRIAGE, report)


def may_handle(user: Any, report: "Aspiration") -> bool:
    """Do the work and report on it."""
    return holds(user, Capability.HANDLE, report)


def may_publish(user: Any, report: "Aspiration") -> bool:
    """Show it to everybody; some categories wait for the camat's eye."""
    return may_review(user, report) if report.category.needs_review else may_hide(user, report)


def may_hide(user: Any, report: "Aspiration") -> bool:
    """Take it from the public pages, whatever its category."""
    return holds(user, Capability.PUBLISH, report)


def may_review(user: Any, report: "Aspiration") -> bool:
    """Be the second pair of eyes."""
    return holds(user, Capability.REVIEW, report)


def may_show_point(report: "Aspiration") -> bool:
    """Whether its point may stand on the map: not an anonymous reporter's, not of a sensitive subject."""
    return report.latitude is not None and report.identity == "named" and not report.category.is_sensitive


def may_see_reporter(user: Any, report: "Aspiration") -> bool:
    """Name and contact: triage staff of the territory, and for a named report the agency that handles it."""
    if holds(user, Capability.SEE_REPORTER, report):
        return True
    return report.identity == "named" and report.agency_id in agencies(user, Capability.HANDLE)


def may_enter(user: Any) -> bool:
    """Enter reports for villagers who cannot, as kader or at the desk."""
    return bool(territories(user, Capability.ENTER))


def import_scopes(user: Any) -> tuple[str, ...]:
    """Regions over which the user may take in a table: where one may both enter and triage; "" is all."""
    triaged = territories(user, Capability.TRIAGE)
    return tuple(code for code in territories(user, Capability.ENTER) if code in triaged)


def handlers_of(report: "Aspiration") -> Any:
    """Staff who may do the work of this report: those of its territory, and officers of its agency."""
    return staff_over(report.village_id, Capability.HANDLE, agency_id=report.agency_id)


def agency_choices_q(report: "Aspiration") -> Q:
    """Agencies that serve the report's place: without a territory, or with one around it."""
    code = report.village_id
    around = [code[:2], code[:5], code[:8], code]
    return Q(region__isnull=True) | Q(region_id__in=around)


def part_of(user: Any, report: "Aspiration") -> Who | None:
    """In which part the user acts on this report; None for a mere reader."""
    if may_triage(user, report):
        return Who.TRIAGE
    return Who.HANDLER if may_handle(user, report) else None
