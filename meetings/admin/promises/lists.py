"""The worklist "Janji rakor (RTL)", and the ladder by which owners are reminded."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from government.admin.reference import ReferenceAdmin
from government.permissions import Capability, agencies, territories
from meetings.admin.promises import page, table
from meetings.admin.promises.filters import FILTERS, URGENT, urgent
from meetings.models import FollowUp, FollowUpStep
from meetings.services.promise_reminders import remind_owners


@admin.register(FollowUp)
class FollowUpAdmin(admin.ModelAdmin):
    """Promises of the user's territory, or of the user's agency; each opens its page."""

    list_display = ["promise", "owner_name", "place_name", "target", "state", "percent"]
    list_filter = FILTERS
    search_fields = ["text", "place", "decision__text", "agency__name", "village__name"]
    ordering = ["target_on", "pk"]
    list_per_page = 50
    actions = ["remind"]
    change_list_template = "admin/meetings/promises.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return FollowUp.objects.visible_to(request.user).for_ledger()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(territories(request.user, Capability.VIEW) or agencies(request.user, Capability.VIEW))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_remind_permission(self, request: HttpRequest) -> bool:
        return bool(territories(request.user, Capability.CONVENE))

    def get_urls(self) -> list[URLPattern]:
        exports = [
            path(
                f"janji-rakor.{kind}",
                self.admin_site.admin_view(self.export_view),
                {"kind": kind},
                name=f"meetings_followup_{kind}",
            )
            for kind in ("csv", "xlsx")
        ]
        return [*exports, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        rows = FollowUp.objects.visible_to(request.user).order_by()
        chosen = request.GET.get("batas", "")
        figures = [
            (name, label, urgent(rows, name).count(), name == chosen) for name, label in URGENT.items()
        ]
        extra = {"figures": figures, "title": _("Janji rakor (RTL)")}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """No form of Django's own: a promise changes by its verbs."""
        promise = self.get_object(request, object_id)
        if promise is None:
            raise Http404
        return page.promise_page(self, request, promise)

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The list as it is filtered and searched, all pages of it."""
        if not self.has_view_permission(request):
            raise Http404
        return table.as_file(self.get_changelist_instance(request).get_queryset(request), kind)

    @admin.display(description=gettext_lazy("Janji"), ordering="text")
    def promise(self, one: FollowUp) -> str:
        return format_html(
            "{}<br><small>{} · {}.{}</small>",
            truncatechars(one.text, 90),
            one.decision.meeting,
            one.decision.number,
            one.number,
        )

    @admin.display(description=gettext_lazy("Penanggung jawab"), ordering="agency__name")
    def owner_name(self, one: FollowUp) -> str:
        return one.owner

    @admin.display(description=gettext_lazy("Desa"), ordering="village__name")
    def place_name(self, one: FollowUp) -> str:
        return one.village.name if one.village else "–"

    @admin.display(description=gettext_lazy("Target"), ordering="target_on")
    def target(self, one: FollowUp) -> str:
        day = date_format(one.target_on, "j M Y")
        if not one.is_overdue:
            return day
        return format_html('{}<br><strong class="promise-late">{}</strong>', day, _("lewat target"))

    @admin.display(description=gettext_lazy("Keadaan"), ordering="status")
    def state(self, one: FollowUp) -> str:
        return format_html(
            '<span class="promise-state promise-{}">{}</span>', one.status, one.get_status_display()
        )

    @admin.display(description=gettext_lazy("Kemajuan"), ordering="progress")
    def percent(self, one: FollowUp) -> str:
        return f"{one.progress}%"

    @admin.action(description=gettext_lazy("Ingatkan penanggung jawab"), permissions=["remind"])
    def remind(self, request: HttpRequest, queryset: QuerySet) -> None:
        """One mail to each owner with all of theirs that were chosen."""
        done = remind_owners(list(queryset), actor=request.user)
        if done.told:
            text = ngettext(
                "Pengingat untuk %(count)d janji dikirim.",
                "Pengingat untuk %(count)d janji dikirim.",
                done.told,
            )
            messages.success(request, text % {"count": done.told})
        for reason, count in done.left.items():
            messages.warning(
                request, _("%(count)d dilewati: %(reason)s") % {"count": count, "reason": reason}
            )


@admin.register(FollowUpStep)
class FollowUpStepAdmin(ReferenceAdmin):
    """When owners are reminded, and whom it reaches next."""

    list_display = ["slug", "days", "to", "region", "is_active"]
    list_filter = ["to", "is_active"]
    list_select_related = ["region"]
