"""Words that the back office's pages need."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations.admin.filters import QueueFilter
from aspirations.admin.queues import QUEUES, queue
from aspirations.admin.saved_views import filters_of
from aspirations.conflicts import DISTRICT, Concern, lowest_reader
from aspirations.models import Aspiration, SavedView
from government.models import Rung
from government.permissions import has_staff_above

register = template.Library()

# What the desk's first page counts.
_COUNTED = (
    "",
    "saya",
    "unit",
    "bebas",
    "eskalasi",
    "lewat",
    "segera",
    "balasan",
    "sanggahan",
    "disebut",
    "persetujuan",
    "dikembalikan",
    "ditandai",
    "tayang",
)


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
def queue_links(context: Any) -> list[dict[str, Any]]:
    """The queues of this user with their counts."""
    user = context["request"].user
    visible = Aspiration.objects.visible_to(user)
    address = reverse("admin:aspirations_aspiration_changelist")
    return [
        {
            "label": QUEUES[name].label,
            "url": f"{address}?antrean={name}" if name else address,
            "count": queue(visible, name, user).count(),
        }
        for name in _COUNTED
    ]


@register.simple_tag
def queue_tabs(changelist: Any) -> list[dict[str, Any]]:
    """The queues as choices that keep the other filters."""
    spec = next(spec for spec in changelist.filter_specs if isinstance(spec, QueueFilter))
    return list(spec.choices(changelist))


@register.simple_tag(takes_context=True)
def saved_views(context: Any) -> dict[str, Any]:
    """The user's own filters, and those of this list where they could be kept."""
    request = context["request"]
    query = filters_of(request.GET)
    views = list(SavedView.objects.filter(user=request.user))
    shown = next((view for view in views if view.query == query), None)
    return {"views": views, "shown": shown, "query": "" if shown else query}
