"""The desk's lists of tours and stops, within the user's territory."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from meetings.admin.base import TerritoryAdmin
from meetings.admin.tabs import addresses, bar
from meetings.models import Meeting, Series


@admin.register(Series)
class SeriesAdmin(TerritoryAdmin):
    """Tours."""

    region_field = "region"
    list_display = ["name", "kind", "year", "region"]
    list_filter = ["kind", "year"]
    list_select_related = ["region"]
    search_fields = ["name"]


@admin.register(Meeting)
class MeetingAdmin(TerritoryAdmin):
    """Stops; each has its desk of tabs."""

    region_field = "host_district"
    change_form_template = "admin/meetings/data.html"
    list_display = ["__str__", "starts_at", "place", "host_village", "visibility", "status"]
    list_filter = ["series__kind", "status", "visibility"]
    list_select_related = ["series", "host_district", "host_village"]
    date_hierarchy = "starts_at"
    search_fields = ["place", "theme"]
    exclude = ["leaders"]

    def get_urls(self) -> list[URLPattern]:
        return [*addresses(self), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        meeting = self.get_object(request, object_id)
        extra = {"meeting": meeting, "tabs": bar(request.user, meeting, "data")} if meeting else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **extra})
