"""The back office: the queue, and one page for each report."""

from aspirations.admin.access import AccessAdmin
from aspirations.admin.imports import ImportAdmin
from aspirations.admin.queue import AspirationAdmin
from aspirations.admin.references import ReferenceSystemAdmin
from aspirations.admin.responses import ResponseTemplateAdmin
from aspirations.admin.rules import RoutingRuleAdmin

__all__ = [
    "AccessAdmin",
    "AspirationAdmin",
    "ImportAdmin",
    "ReferenceSystemAdmin",
    "ResponseTemplateAdmin",
    "RoutingRuleAdmin",
]
