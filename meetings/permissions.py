"""Who may do what with a stop; asked of memberships alone."""

from typing import TYPE_CHECKING, Any

from government.permissions import Capability, agencies, in_territory, territories

if TYPE_CHECKING:
    from meetings.models import FollowUp, Meeting


def may_see(user: Any, meeting: "Meeting") -> bool:
    """Read it at the desk."""
    return _holds(user, Capability.VIEW, meeting)


def may_convene(user: Any, meeting: "Meeting") -> bool:
    """Plan, invite, take attendance, write minutes and decisions."""
    return _holds(user, Capability.CONVENE, meeting)


def may_minute(user: Any, meeting: "Meeting") -> bool:
    """Write and read minutes: those of an internal stop may be about confidential reports."""
    is_public = meeting.visibility == "public"
    return may_convene(user, meeting) and (is_public or _holds(user, Capability.SEE_CONFIDENTIAL, meeting))


def may_sign(user: Any, meeting: "Meeting") -> bool:
    """Sign minutes off, and take back what was decided."""
    return _holds(user, Capability.REVIEW, meeting)


def may_check(user: Any, follow_up: "FollowUp") -> bool:
    """Take a promise along all its steps; of a stop that the user may convene."""
    return may_convene(user, follow_up.decision.meeting)


def owns(user: Any, follow_up: "FollowUp") -> bool:
    """Works in the agency that gave the promise."""
    return follow_up.agency_id is not None and follow_up.agency_id in agencies(user, Capability.HANDLE)


def may_report(user: Any, follow_up: "FollowUp") -> bool:
    """Say how far it is: who owns it, or the desk."""
    return owns(user, follow_up) or may_check(user, follow_up)


def _holds(user: Any, capability: Capability, meeting: "Meeting") -> bool:
    return in_territory(meeting.host_district_id, territories(user, capability))
