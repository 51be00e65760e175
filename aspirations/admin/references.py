"""Other systems in which a report may have a number."""

from django.contrib import admin

from aspirations.models import ReferenceSystem
from government.admin.reference import ReferenceAdmin


@admin.register(ReferenceSystem)
class ReferenceSystemAdmin(ReferenceAdmin):
    """SP4N-LAPOR! and others."""

    list_display = ["name", "is_active"]
    list_filter = ["is_active"]
