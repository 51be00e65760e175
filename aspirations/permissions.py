"""Who may see and do what with a report; built on the memberships of `government`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from aspirations.conflicts import (
    DISTRICT,
    REGENCY,
    VILLAGE,
    Concern,
    hidden_from,
    level_of,
    lowest_reader,
)
from aspirations.workflow import Who
from government.models import Agency
from government.permissions import (
    Capability,
    agencies,
    agencies_of,
    in_territory,
    staff_over,
    territories,
    territory_q,
)

if TYPE_CHECKING:
    from aspirations.models import Aspiration


_AGENCY_LEVELS = {Agency.Level.VILLAGE: VILLAGE, Agency.Level.DISTRICT: DISTRICT}


def visible_q(user: Any, *, of: str = "") -> Q:
    """Reports of the user's territory, confidential ones where the role may, and those of their agency.

    Never one about the user's own level or agency. `of` is the way to the report from another table's rows,
    such as "aspiration__".
    """
    all_of = territories(user, Capability.SEE_CONFIDENTIAL)
    # Asked once where both may be seen: the planner takes two conditions for two choices.
    some_of = [code for code in territories(user, Capability.VIEW) if code not in all_of]
    ordinary = _placed_q(some_of, of) & ~Q(**{f"{of}identity": "confidential"})
    return ordinary | _placed_q(all_of, of) | _given_q(user, of)


def _placed_q(codes: Iterable[str], of: str) -> Q:
    """By place; territories of one level are asked together."""
    wanted = Q(pk__in=[])
    by_level: dict[int, list[str]] = {}
    for code in codes:
        by_level.setdefault(level_of(code), []).append(code)
    for level, codes in by_level.items():
        placed, hidden = territory_q(f"{of}village__code", codes), hidden_from(level)
        wanted |= placed & ~Q(**{f"{of}concerns__in": hidden}) if hidden else placed
    return wanted


def _given_q(user: Any, of: str) -> Q:
    """By agency."""
    wanted = Q(pk__in=[])
    mine = agencies(user, Capability.VIEW)
    for agency in agencies_of(user, Capability.VIEW):
        hidden = Q(**{f"{of}concerns__in": hidden_from(_agency_level(agency))})
        about = Q(**{f"{of}concerned_agency__isnull": True}) | Q(**{f"{of}concerned_agency_id__in": mine})
        hidden |= Q(**{f"{of}concerns": Concern.AGENCY}) & about
        wanted |= Q(**{f"{of}agency_id": agency.pk}) & ~hidden
    return wanted


def _agency_level(agency: Agency) -> int:
    """At which level its people sit: by its authority or its territory, whichever is lower."""
    return max(_AGENCY_LEVELS.get(Agency.Level(agency.level), REGENCY), level_of(agency.region_id or ""))


def _reaches(code: str, report: "Aspiration") -> bool:
    """Whether the territory holds the report and stands high enough for it."""
    return level_of(code) <= lowest_reader(report.concerns) and in_territory(report.village_id, [code])


def _is_given(user: Any, capability: Capability, report: "Aspiration") -> bool:
    """Whether it lies with an agency in which the user has the capability, and is about none of theirs."""
    held = agencies_of(user, capability)
    if report.concerned_agency_id in {agency.pk for agency in held}:
        return False
    return any(agency.pk == report.agency_id and may_be_given(agency, report) for agency in held)


def may_be_given(agency: Agency, report: "Aspiration") -> bool:
    """Whether its people may read the report: it is not about them, nor about their level."""
    if report.concerns == Concern.AGENCY and report.concerned_agency_id in {agency.pk, None}:
        return False
    return _agency_level(agency) <= lowest_reader(report.concerns)


def holds(user: Any, capability: Capability, report: "Aspiration") -> bool:
    """Whether the user has the capability over this report, by its place or by its agency."""
    codes = territories(user, capability)
    if report.is_confidential:
        secret = territories(user, Capability.SEE_CONFIDENTIAL)
        codes = codes if any(_reaches(code, report) for code in secret) else ()
    return any(_reaches(code, report) for code in codes) or _is_given(user, capability, report)


def may_read(user: Any, report: "Aspiration") -> bool:
    """Know of the report at all; the same as `visible_q` says of rows."""
    return holds(user, Capability.VIEW, report)


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


def may_audit(user: Any, report: "Aspiration") -> bool:
    """See who looked at it."""
    return holds(user, Capability.AUDIT, report)


def may_answer(user: Any, report: "Aspiration") -> bool:
    """Tell everybody what the office answers; in some categories only after the camat agreed."""
    return not report.category.answer_needs_approval or may_review(user, report)


def may_show_point(report: "Aspiration") -> bool:
    """Whether its point may stand on the map: not an anonymous reporter's, not of a sensitive subject."""
    return report.latitude is not None and report.identity == "named" and not report.category.is_sensitive


def may_see_reporter(user: Any, report: "Aspiration") -> bool:
    """Name and contact: triage staff of the territory, and for a named report the agency that handles it."""
    if holds(user, Capability.SEE_REPORTER, report):
        return True
    return report.identity == "named" and _is_given(user, Capability.HANDLE, report)


def may_enter(user: Any) -> bool:
    """Enter reports for villagers who cannot, as kader or at the desk."""
    return bool(territories(user, Capability.ENTER))


def import_scopes(user: Any) -> tuple[str, ...]:
    """Regions over which the user may take in a table: where one may both enter and triage; "" is all."""
    triaged = territories(user, Capability.TRIAGE)
    return tuple(code for code in territories(user, Capability.ENTER) if code in triaged)


def staff_for(report: "Aspiration", capability: Capability) -> Any:
    """People with the capability over this report, by name; nobody below the level that may read it."""
    agency = report.agency
    given = report.agency_id if agency is not None and may_be_given(agency, report) else None
    code, lowest = report.village_id, lowest_reader(report.concerns)
    people = staff_over(code, capability, agency_id=given, lowest=lowest)
    if not report.is_confidential:
        return people
    trusted = staff_over(code, Capability.SEE_CONFIDENTIAL, lowest=lowest)
    officers = staff_over(code, capability, agency_id=given, lowest=0)
    return people.filter(Q(pk__in=trusted.values("pk")) | Q(pk__in=officers.values("pk")))


def handlers_of(report: "Aspiration") -> Any:
    """Staff who may do the work of this report: those of its territory, and officers of its agency."""
    return staff_for(report, Capability.HANDLE)


def may_reclassify(user: Any, report: "Aspiration") -> bool:
    """Say that a report is about those below, or that it is not."""
    return holds(user, Capability.REVIEW, report)


def agency_choices_q(report: "Aspiration") -> Q:
    """Agencies without a territory or with one around the report's place, which may be given it."""
    code, lowest = report.village_id, lowest_reader(report.concerns)
    around = [code[:2], code[:5], code[:8], code][:lowest]
    too_low = [level.value for level, stands in _AGENCY_LEVELS.items() if stands > lowest]
    served = (Q(region__isnull=True) | Q(region_id__in=around)) & ~Q(level__in=too_low)
    if report.concerns != Concern.AGENCY:
        return served
    return served & ~Q(pk=report.concerned_agency_id) if report.concerned_agency_id else Q(pk__in=[])


def part_of(user: Any, report: "Aspiration") -> Who | None:
    """In which part the user acts on this report; None for a mere reader."""
    if may_triage(user, report):
        return Who.TRIAGE
    return Who.HANDLER if may_handle(user, report) else None
