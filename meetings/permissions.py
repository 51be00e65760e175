"""Who may do what with a stop; asked of memberships alone."""

from typing import TYPE_CHECKING, Any

from government.permissions import Capability, in_territory, territories

if TYPE_CHECKING:
    from meetings.models import Meeting


def may_see(user: Any, meeting: "Meeting") -> bool:
    """Read it at the desk."""
    return _holds(user, Capability.VIEW, meeting)


def may_convene(user: Any, meeting: "Meeting") -> bool:
    """Plan, invite, take attendance, write minutes and decisions."""
    return _holds(user, Capability.CONVENE, meeting)


def may_sign(user: Any, meeting: "Meeting") -> bool:
    """Sign minutes off, and take back what was decided."""
    return _holds(user, Capability.REVIEW, meeting)


def _holds(user: Any, capability: Capability, meeting: "Meeting") -> bool:
    return in_territory(meeting.host_district_id, territories(user, capability))
