"""Who looked at, took out or changed what: read-only, within the own territory."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from aspirations.admin.paging import FirstPages
from aspirations.admin.timeline import by_link
from aspirations.admin.trail import about, trail_page
from aspirations.models import Access, AccessKind
from aspirations.receipts import read_number
from government.permissions import Capability, territories


class DaysFilter(admin.SimpleListFilter):
    title, parameter_name = _("waktu"), "hari"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("1", _("Hari ini dan kemarin")), ("7", _("7 hari")), ("30", _("30 hari"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in {"1", "7", "30"}:
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(at__gte=midnight - timedelta(days=int(self.value() or 0)))


class AccessKindFilter(admin.SimpleListFilter):
    title, parameter_name = _("apa"), "apa"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return AccessKind.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() in AccessKind.values else queryset


@admin.register(Access)
class AccessAdmin(admin.ModelAdmin):
    """Nothing here can be added, changed or deleted; the database would refuse it too."""

    list_display = ["at", "who_cell", "kind", "about_cell", "place_cell"]
    list_display_links = None
    list_filter = [AccessKindFilter, DaysFilter]
    list_per_page = 50
    list_select_related = ["user", "agency", "aspiration"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = FirstPages
    search_fields = ["pk"]
    search_help_text = _("Nomor laporan, atau nama pengguna")
    actions = None
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Access.objects.visible_to(request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet, bool]:
        term = search_term.replace("\0", "").strip()[:150]
        if not term:
            return queryset, False
        number = read_number(term)
        if number:
            return queryset.filter(aspiration__number=number), False
        named = (
            Q(user__username__iexact=term)
            | Q(user__first_name__icontains=term)
            | Q(user__last_name__icontains=term)
        )
        return queryset.filter(named), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters: others could be used to guess what a row points at."""
        return lookup in {DaysFilter.parameter_name, AccessKindFilter.parameter_name}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(territories(request.user, Capability.AUDIT))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(territories(request.user, Capability.AUDIT))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.trail_view)
        return [path("person/", page, name="aspirations_trail"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Jejak akses")} | (extra_context or {}))

    def trail_view(self, request: HttpRequest) -> HttpResponse:
        """Everything that one person did."""
        return trail_page(self, request)

    @admin.display(description=_("Siapa"))
    def who_cell(self, access: Access) -> str:
        if access.agency is not None:
            return by_link(access.agency)
        if access.user is None:
            return str(_("seseorang"))
        return access.user.get_full_name() or access.user.get_username()

    @admin.display(description=_("Tentang"))
    def about_cell(self, access: Access) -> str:
        if access.aspiration is None:
            return about(access) or "–"
        address = reverse("admin:aspirations_aspiration_change", args=[access.aspiration_id])
        return format_html('<a href="{}">{}</a> {}', address, access.aspiration.number, about(access))

    @admin.display(description=_("Dari"))
    def place_cell(self, access: Access) -> str:
        return " · ".join(part for part in (access.place, access.device) if part) or "–"
