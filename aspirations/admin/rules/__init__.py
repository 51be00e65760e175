"""Routing rules at the desk: the rows, and a tester that changes nothing."""

from aspirations.admin.rules.rows import RoutingRuleAdmin

__all__ = ["RoutingRuleAdmin"]
