"""Places, agencies, categories and their promises, programmes, holidays, and who works where."""

from government.models.agencies import Agency, level_words
from government.models.categories import Category
from government.models.escalations import EscalationStep, PromiseName, Rung
from government.models.holidays import Holiday
from government.models.memberships import Membership, Role
from government.models.programmes import Programme, ProgrammeSet
from government.models.promises import Kind, SlaClass, SlaRule, Weight
from government.models.regions import Level, Region, RegionAlias, WorkWeek
from government.models.units import Unit

__all__ = [
    "Agency",
    "Category",
    "EscalationStep",
    "Holiday",
    "Kind",
    "Level",
    "Membership",
    "Programme",
    "ProgrammeSet",
    "PromiseName",
    "Region",
    "RegionAlias",
    "Role",
    "Rung",
    "SlaClass",
    "SlaRule",
    "Unit",
    "Weight",
    "WorkWeek",
    "level_words",
]
