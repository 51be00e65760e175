"""The rules as rows: each office orders its own."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aspirations import services
from aspirations.admin.rules.trial import trial_page
from aspirations.admin.rules.words import conditions, destination
from aspirations.forms.routing import RoutingRuleForm
from aspirations.models import RoutingRule
from aspirations.services import Refused
from aspirations.services.routing import forget_rules
from government.permissions import Capability, in_territory, territories, territory_q

_BREAK = SafeString("<br>")


def readable_q(user: Any) -> Q:
    """Rules of the offices where the user works the desk, and of the kabupaten around them."""
    codes = territories(user, Capability.TRIAGE)
    around = {code[:5] for code in codes if len(code) > 5}
    return territory_q("territory__code", codes) | Q(territory_id__in=around)


@admin.register(RoutingRule)
class RoutingRuleAdmin(admin.ModelAdmin):
    """Read by the desk, ordered by who leads the office; every edit stands in the admin's own record."""

    list_display = ["name", "territory", "conditions_cell", "destination_cell", "is_active", "order_cell"]
    list_per_page = 200
    list_select_related = ["territory", "unit", "person", "agency"]
    show_full_result_count = False
    sortable_by = ()
    actions = None
    change_list_template = "admin/aspirations/rules/list.html"
    change_form_template = "admin/aspirations/rules/form.html"
    fieldsets = [
        (None, {"fields": ["territory", "name", "is_active"]}),
        (
            _("Syarat (yang dikosongkan berlaku untuk semua)"),
            {
                "fields": [
                    "words",
                    "categories",
                    "villages",
                    ("kind", "channel"),
                    "weekdays",
                    ("from_hour", "to_hour"),
                    ("from_date", "to_date"),
                ]
            },
        ),
        (_("Ke mana"), {"fields": ["unit", "person", "agency", "goes_on"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        own = territory_q("territory__code", territories(request.user, Capability.ROUTE))
        rows = RoutingRule.objects.filter(readable_q(request.user)).annotate(
            may_order=Case(When(own, then=True), default=False, output_field=BooleanField())
        )
        return rows.prefetch_related("categories", "villages").in_order()

    def get_ordering(self, request: HttpRequest) -> Any:
        return ["-territory__level", "territory_id", "position", "pk"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            kwargs["form"] = type("Form", (RoutingRuleForm,), {"actor": request.user})
        return super().get_form(request, obj, change, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(territories(request.user, Capability.TRIAGE))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(territories(request.user, Capability.ROUTE))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        codes = territories(request.user, Capability.ROUTE)
        return bool(codes) if obj is None else in_territory(obj.territory_id, codes)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("trial/", wrap(self.trial_view), name="aspirations_routingrule_trial"),
            path("<int:pk>/move/<slug:verb>/", wrap(self.move_view), name="aspirations_routingrule_move"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Aturan penerusan")} | (extra_context or {}))

    def trial_view(self, request: HttpRequest) -> HttpResponse:
        """The tester."""
        if not self.has_view_permission(request):
            raise Http404
        return trial_page(self, request)

    def move_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """One place up or down; recorded like any other edit."""
        rule = self.get_queryset(request).filter(pk=pk).first()
        if rule is None or verb not in {"up", "down"} or not self.has_change_permission(request, rule):
            raise Http404
        if request.method == "POST":
            self._move(request, rule, up=verb == "up")
        return redirect("admin:aspirations_routingrule_changelist")

    def _move(self, request: HttpRequest, rule: RoutingRule, *, up: bool) -> None:
        way = _("naik") if up else _("turun")
        try:
            with transaction.atomic():
                services.move_rule(rule, up=up)
                self.log_change(request, rule, str(way))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, gettext("“%(rule)s” %(way)s satu tempat.") % {"rule": rule, "way": way})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new rule comes last in its office, and so does one that moved to another."""
        if not change or "territory" in form.changed_data:
            last = RoutingRule.objects.filter(territory=obj.territory_id).order_by("-position").first()
            obj.position = last.position + 1 if last else 0
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._forget()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self._forget()

    def _forget(self) -> None:
        """Here and now, and again when others can read the row: one may have read the old in between."""
        forget_rules()
        transaction.on_commit(forget_rules)

    @admin.display(description=_("Syarat"))
    def conditions_cell(self, rule: RoutingRule) -> Any:
        lines = conditions(rule).values()
        return format_html_join(_BREAK, "{}", ((line,) for line in lines)) or _("semua laporan")

    @admin.display(description=_("Ke mana"))
    def destination_cell(self, rule: RoutingRule) -> SafeString:
        on = _("lalu aturan berikutnya") if rule.goes_on else ""
        return format_html("{}{}<small>{}</small>", destination(rule), _BREAK if on else "", on)

    @admin.display(description=_("Urutan"))
    def order_cell(self, rule: Any) -> SafeString | str:
        """Buttons of the list's own form, so that they need no script."""
        if not rule.may_order:
            return "–"
        ways = (
            ("up", _("Naikkan %(rule)s") % {"rule": rule}, "↑"),
            ("down", _("Turunkan %(rule)s") % {"rule": rule}, "↓"),
        )
        return format_html_join(
            " ",
            '<button type="submit" class="button rule-move" formaction="{}" aria-label="{}">{}</button>',
            (
                (reverse("admin:aspirations_routingrule_move", args=[rule.pk, way]), *rest)
                for way, *rest in ways
            ),
        )
