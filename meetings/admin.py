"""The desk's list of meetings, within the user's territory."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from aspirations.models import Aspiration
from government.models import Region
from government.permissions import Capability, in_territory, territories, territory_q
from meetings.models import AgendaAspiration, AgendaItem, Meeting, Series


class TerritoryAdmin(admin.ModelAdmin):
    """Rows of other territories do not exist; changing needs the right to triage there."""

    region_field = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        codes = territories(request.user, Capability.VIEW)
        return super().get_queryset(request).filter(territory_q(f"{self.region_field}__code", codes))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(territories(request.user, Capability.VIEW))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._holds(request, Capability.VIEW, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._holds(request, Capability.TRIAGE, None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._holds(request, Capability.TRIAGE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _holds(self, request: HttpRequest, capability: Capability, obj: Any) -> bool:
        codes = territories(request.user, capability)
        if obj is None:
            return bool(codes)
        return in_territory(getattr(obj, f"{self.region_field}_id"), codes)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Region:
            codes = territories(request.user, Capability.TRIAGE)
            regions = Region.objects.active().filter(territory_q("code", codes)).order_by("code")
            if db_field.name == "host_district":
                regions = regions.districts()
            elif db_field.name == "host_village":
                regions = regions.villages()
            kwargs["queryset"] = regions
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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
    """Stops."""

    region_field = "host_district"
    list_display = ["__str__", "starts_at", "place", "host_village", "visibility", "is_cancelled"]
    list_filter = ["series__kind", "visibility", "is_cancelled"]
    list_select_related = ["series", "host_district", "host_village"]
    date_hierarchy = "starts_at"
    search_fields = ["place", "theme"]
    readonly_fields = ["agenda_list"]

    @admin.display(description=_("Agenda"))
    def agenda_list(self, meeting: Any) -> SafeString:
        """Items in their order, with the reports that this user sees."""
        items = getattr(meeting, "shown_items", [])
        return render_to_string("admin/meetings/_agenda.html", {"items": items})

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        found: Any = super().get_object(request, object_id, from_field)
        if found is not None:
            found.shown_items = _shown_items(found, request.user)
        return found


def _shown_items(meeting: Meeting, user: Any) -> list[tuple[AgendaItem, list[Aspiration]]]:
    """Of an item that stands for hidden reports only there is no trace; three queries."""
    visible = AgendaAspiration.objects.visible_to(user).select_related("aspiration")
    items = meeting.agenda_items.prefetch_related(
        Prefetch("rows", visible, to_attr="seen"), Prefetch("rows", to_attr="held")
    )
    return [(item, [row.aspiration for row in item.seen]) for item in items if item.seen or not item.held]
