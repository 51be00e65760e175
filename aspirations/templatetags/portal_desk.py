"""What the desk's first page shows beside the queues."""

from typing import Any

from django import template

from aspirations.models import Aspiration, Event

register = template.Library()

_SHOWN = 5
# Recent entries looked through for so many different reports.
_LOOKED_AT = 40
# Of the machine, in another language: for who keeps the server, below everything else.
_OF_THE_MACHINE = frozenset({"procrastinate"})


@register.simple_tag(takes_context=True)
def my_work(context: Any) -> list[Aspiration]:
    """What this person holds and must act on, the most urgent first."""
    user = context["request"].user
    rows = Aspiration.objects.visible_to(user).needing_hand().held_by(user).for_list()
    return list(rows.order_by("due_at", "pk")[:_SHOWN])


@register.simple_tag(takes_context=True)
def recent_work(context: Any) -> list[Aspiration]:
    """The reports on which this person last did something, and may still see."""
    user = context["request"].user
    recent = Event.objects.filter(user=user).order_by("-pk").values_list("aspiration_id", flat=True)
    keys = list(dict.fromkeys(recent[:_LOOKED_AT]))
    found = Aspiration.objects.visible_to(user).for_list().in_bulk(keys)
    return [found[key] for key in keys if key in found][:_SHOWN]


@register.filter
def of_people(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The admin's apps that people work with."""
    return [one for one in apps if one["app_label"] not in _OF_THE_MACHINE]


@register.filter
def of_machine(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The others."""
    return [one for one in apps if one["app_label"] in _OF_THE_MACHINE]
