"""Rows of a territory in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from government.models import Region
from government.permissions import Capability, in_territory, territories, territory_q


class TerritoryAdmin(admin.ModelAdmin):
    """Rows of other territories do not exist; changing needs the right to convene there."""

    region_field = ""
    # What is asked of who only reads: VIEW for what everybody of the office may see.
    reading = Capability.VIEW

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        codes = territories(request.user, self.reading)
        return super().get_queryset(request).filter(territory_q(f"{self.region_field}__code", codes))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(territories(request.user, self.reading))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._holds(request, self.reading, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._holds(request, Capability.CONVENE, None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._holds(request, Capability.CONVENE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _holds(self, request: HttpRequest, capability: Capability, obj: Any) -> bool:
        codes = territories(request.user, capability)
        if obj is None:
            return bool(codes)
        return in_territory(getattr(obj, f"{self.region_field}_id"), codes)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Region:
            codes = territories(request.user, Capability.CONVENE)
            regions = Region.objects.active().filter(territory_q("code", codes)).order_by("code")
            if db_field.name == "host_district":
                regions = regions.districts()
            elif db_field.name == "host_village":
                regions = regions.villages()
            kwargs["queryset"] = regions
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
