"""Response templates at the desk."""

from django.contrib import admin

from aspirations.models import ResponseTemplate
from government.admin.reference import ReferenceAdmin


@admin.register(ResponseTemplate)
class ResponseTemplateAdmin(ReferenceAdmin):
    """Texts that a desk writes again and again."""

    list_display = ["name", "step", "category", "is_active", "position"]
    list_filter = ["step", "is_active"]
    list_select_related = ["category"]
    search_fields = ["name", "text"]
