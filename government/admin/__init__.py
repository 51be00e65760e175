"""The back office of the ground floor: reference data, and who works where."""

from government.admin.promises import EscalationStepAdmin, SlaClassAdmin, SlaRuleAdmin
from government.admin.reference import (
    AgencyAdmin,
    CategoryAdmin,
    HolidayAdmin,
    ProgrammeSetAdmin,
    RegionAdmin,
)
from government.admin.staff import MembershipAdmin
from government.admin.units import UnitAdmin

__all__ = [
    "AgencyAdmin",
    "CategoryAdmin",
    "EscalationStepAdmin",
    "HolidayAdmin",
    "MembershipAdmin",
    "ProgrammeSetAdmin",
    "RegionAdmin",
    "SlaClassAdmin",
    "SlaRuleAdmin",
    "UnitAdmin",
]
