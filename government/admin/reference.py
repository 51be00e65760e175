"""Rows that an installation edits: places, agencies, subjects, promises, holidays, programmes."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from government.calendars import calendar_changed
from government.models import (
    Agency,
    Category,
    Holiday,
    Level,
    Programme,
    ProgrammeSet,
    Region,
    RegionAlias,
)
from government.permissions import is_staff_member, may_manage_reference


class ReferencePermissions:
    """All staff read it, few change it; nothing is deleted, it can be switched off."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(is_staff_member.test(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(is_staff_member.test(request.user))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(may_manage_reference.test(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(may_manage_reference.test(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReferenceAdmin(ReferencePermissions, admin.ModelAdmin):
    """One kind of reference rows."""

    save_on_top = True

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Places are chosen among those served: a select of all 91,591 would help nobody."""
        if db_field.remote_field.model is Region:
            kwargs["queryset"] = Region.objects.active().order_by("code")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AliasInline(ReferencePermissions, admin.TabularInline):
    """Other names in use."""

    model = RegionAlias
    extra = 1

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    """Places served here; codes and names come from the ministry's list (`load_regions`)."""

    list_display = ["code", "name", "level", "receipt_prefix", "population"]
    list_filter = ["level"]
    search_fields = ["code", "name", "aliases__name"]
    search_help_text = _("Kode, nama, atau nama lain")
    fields = [
        "code",
        "name",
        "level",
        "time_zone",
        "work_week",
        "receipt_prefix",
        "latitude",
        "longitude",
        "population",
    ]
    readonly_fields = ["code", "name", "level", "time_zone", "receipt_prefix"]
    inlines = [AliasInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(is_active=True)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A desa works as its kecamatan does."""
        readonly = [*self.readonly_fields]
        return [*readonly, "work_week"] if obj is None or obj.level > Level.DISTRICT else readonly

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "work_week" in form.changed_data:
            calendar_changed(obj.pk)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Agency)
class AgencyAdmin(ReferenceAdmin):
    """Who does the work."""

    list_display = ["name", "short_name", "level", "region", "phone", "email", "is_active"]
    list_filter = ["level", "is_active"]
    list_select_related = ["region"]
    search_fields = ["name", "short_name"]
    prepopulated_fields = {"slug": ["short_name"]}


class ParentFilter(admin.SimpleListFilter):
    """The two levels of the tree."""

    title, parameter_name = _("induk"), "induk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [
            (str(pk), name) for pk, name in Category.objects.filter(parent=None).values_list("pk", "name")
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        return queryset.filter(parent_id=int(chosen)) if chosen.isdecimal() else queryset


@admin.register(Category)
class CategoryAdmin(ReferenceAdmin):
    """Subjects, in two levels."""

    list_display = [
        "name",
        "parent",
        "default_agency",
        "sla_class",
        "needs_review",
        "answer_needs_approval",
        "is_sensitive",
        "is_active",
    ]
    list_filter = [ParentFilter, "is_active", "needs_review"]
    list_select_related = ["parent", "default_agency", "sla_class"]
    search_fields = ["name", "keywords"]
    prepopulated_fields = {"slug": ["name"]}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = Category.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Holiday)
class HolidayAdmin(ReferenceAdmin):
    """Days on which no promise runs; a day that was only estimated is corrected here."""

    list_display = ["date", "name", "kind", "region", "is_estimated", "is_active"]
    list_filter = ["kind", "is_estimated", "is_active"]
    list_select_related = ["region"]
    date_hierarchy = "date"
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # A day that moved from one region to another changes both.
        before = form.initial.get("region") if change else obj.region_id
        calendar_changed((obj.region_id or "") if before == obj.region_id else "")
        messages.info(request, _("Jatuh tempo laporan yang masih berjalan menyesuaikan sebentar lagi."))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A holiday belongs to a whole kecamatan or more."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "region":
            field.queryset = field.queryset.filter(level__lte=Level.DISTRICT)
        return field


class ProgrammeInline(ReferencePermissions, admin.TabularInline):
    """The programmes of a set."""

    model = Programme
    extra = 1
    prepopulated_fields = {"slug": ["name"]}


@admin.register(ProgrammeSet)
class ProgrammeSetAdmin(ReferenceAdmin):
    """A regent's programmes or movements of a period."""

    list_display = ["name", "kind", "start_year", "end_year"]
    list_filter = ["kind"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ProgrammeInline]
