"""Agendas to begin with, as staff edit them."""

from django.contrib import admin

from government.admin.reference import ReferenceAdmin
from meetings.models import AgendaTemplate


@admin.register(AgendaTemplate)
class AgendaTemplateAdmin(ReferenceAdmin):
    """Lines of text, one for each item."""

    list_display = ["name", "kind", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "text"]
