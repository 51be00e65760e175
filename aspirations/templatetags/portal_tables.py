"""Ways from the queue to tables in and out."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from aspirations.admin.course import PARAMETER
from aspirations.permissions import import_scopes, may_enter
from government.permissions import Capability, territories

register = template.Library()


@register.simple_tag(takes_context=True)
def export_address(context: Any) -> str:
    """The export of the list as it is filtered now."""
    filters = context["request"].GET.urlencode()
    address = reverse("admin:aspirations_export")
    return f"{address}?{urlencode({PARAMETER: filters})}" if filters else address


@register.simple_tag(takes_context=True)
def may_import(context: Any) -> bool:
    """Whether this user may take tables in."""
    return bool(import_scopes(context["request"].user))


@register.simple_tag(takes_context=True)
def may_write_down(context: Any) -> bool:
    """Whether this user may write reports down for others."""
    return may_enter(context["request"].user)


@register.simple_tag(takes_context=True)
def sees_load(context: Any) -> bool:
    """Whether there is an office whose load this user may see."""
    return bool(territories(context["request"].user, Capability.VIEW))
