"""The agenda of a stop."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from aspirations.models import Aspiration
from meetings.admin.tabs import Tab, register, show
from meetings.models import AgendaAspiration, AgendaItem, Meeting


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Items in their order, with the reports that this user sees."""
    return show(model_admin, request, meeting, "agenda", {"items": _shown_items(meeting, request.user)})


def _shown_items(meeting: Meeting, user: Any) -> list[tuple[AgendaItem, list[Aspiration]]]:
    """Of an item that stands for hidden reports only there is no trace; three queries."""
    visible = AgendaAspiration.objects.visible_to(user).select_related("aspiration")
    items = meeting.agenda_items.prefetch_related(
        Prefetch("rows", visible, to_attr="seen"), Prefetch("rows", to_attr="held")
    )
    return [(item, [row.aspiration for row in item.seen]) for item in items if item.seen or not item.held]


register(Tab("agenda", _("Susunan acara"), 20, page))
