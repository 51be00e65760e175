"""Units of the offices: each office sees and edits its own."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from government.models import Level, Region, Unit
from government.permissions import (
    Capability,
    in_territory,
    is_staff_member,
    may_manage_staff,
    territories,
    territory_q,
)


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    """Nothing is deleted: a unit that is no more is switched off."""

    list_display = ["name", "short_name", "region", "is_active", "position"]
    list_filter = ["is_active"]
    list_select_related = ["region"]
    search_fields = ["name", "short_name"]
    fields = ["region", "name", "short_name", "slug", "position", "is_active"]
    prepopulated_fields = {"slug": ["short_name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        codes = territories(request.user, Capability.VIEW)
        return super().get_queryset(request).filter(territory_q("region__code", codes))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offices within the own territory."""
        codes = territories(request.user, Capability.MANAGE_STAFF)
        offices = Region.objects.active().filter(level__in=[Level.REGENCY, Level.DISTRICT])
        kwargs["queryset"] = offices.filter(territory_q("code", codes)).order_by("code")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(is_staff_member.test(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(is_staff_member.test(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(may_manage_staff.test(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return in_territory(obj.region_id, territories(request.user, Capability.MANAGE_STAFF))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
