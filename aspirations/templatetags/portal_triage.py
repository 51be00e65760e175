"""Words that the back office's pages need."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations.admin.counts import Group, Link, counts, grouped, shown
from aspirations.admin.filters import QueueFilter
from aspirations.admin.queues import ALWAYS, QUEUES
from aspirations.admin.saved_views import filters_of
from aspirations.conflicts import DISTRICT, Concern, lowest_reader
from aspirations.models import Aspiration, SavedView
from government.models import Rung
from government.permissions import has_staff_above

register = template.Library()


@register.simple_tag
def escalated_badge(rung: str) -> str:
    """How high the report was escalated."""
    return _("dieskalasi ke %(rung)s") % {"rung": str(Rung(rung).label).lower()}


@register.filter
def of_step(responses: dict[str, Any], step: str) -> Any:
    """The response templates of a step."""
    return responses.get(step, [])


@register.simple_tag(takes_context=True)
def conflict_warning(context: Any) -> int | None:
    """How many open reports about a kecamatan nobody but the superuser reads; None where that is well."""
    if not context["request"].user.is_superuser or has_staff_above(DISTRICT):
        return None
    above = [concern for concern in Concern if lowest_reader(concern) < DISTRICT]
    return Aspiration.objects.open().filter(concerns__in=above).count()


@register.simple_tag(takes_context=True)
def queue_links(context: Any) -> list[Group]:
    """The queues of work with their counts, by group."""
    address = reverse("admin:aspirations_aspiration_changelist")
    return grouped(
        [
            _link(name, count, f"{address}?antrean={name}" if name else address)
            for name, count in counts(context["request"].user).items()
        ]
    )


@register.simple_tag(takes_context=True)
def queue_tabs(context: Any, changelist: Any) -> dict[str, Any]:
    """The queues as choices that keep the other filters: what to show, and what is folded behind it."""
    spec = next(spec for spec in changelist.filter_specs if isinstance(spec, QueueFilter))
    found = counts(context["request"].user)
    links = [
        _link(name, found.get(name), one["query_string"], is_chosen=one["selected"])
        for name, one in zip(QUEUES, spec.choices(changelist), strict=True)
    ]
    beside = [one for one in links if one.name in ALWAYS or one.is_chosen or (one.total and not one.is_empty)]
    return {"beside": beside, "folded": grouped([one for one in links if one not in beside])}


def _link(name: str, count: int | None, url: str, *, is_chosen: bool = False) -> Link:
    return Link(name, QUEUES[name].label, url, shown(count), count == 0, is_chosen)


@register.simple_tag(takes_context=True)
def saved_views(context: Any) -> dict[str, Any]:
    """The user's own filters, and those of this list where they could be kept."""
    request = context["request"]
    query = filters_of(request.GET)
    views = list(SavedView.objects.filter(user=request.user))
    shown = next((view for view in views if view.query == query), None)
    return {"views": views, "shown": shown, "query": "" if shown else query}
