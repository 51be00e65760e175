"""Service promises: classes, the rules that choose one, and a page that tries the rules."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from government.admin.reference import ReferenceAdmin
from government.models import Category, EscalationStep, Kind, Level, SlaClass, SlaRule, Weight
from government.promises import fits, promise_for, rules


@admin.register(SlaClass)
class SlaClassAdmin(ReferenceAdmin):
    """Promises; reports that were already sent keep theirs."""

    list_display = ["name", "verify_days", "answer_days", "resolve_days", "reporter_days", "description"]
    prepopulated_fields = {"slug": ["name"]}


class TryForm(forms.Form):
    """A report as far as its promise goes."""

    category = forms.ModelChoiceField(
        label=_("Kategori"),
        queryset=Category.objects.active()
        .leaves()
        .select_related("sla_class")
        .order_by("parent__position", "position", "name"),
    )
    kind = forms.ChoiceField(label=_("Jenis"), choices=Kind)
    weight = forms.ChoiceField(label=_("Bobot"), choices=Weight, initial=Weight.ORDINARY)


@admin.register(SlaRule)
class SlaRuleAdmin(ReferenceAdmin):
    """Ordered rows; the first that fits wins, then the category's own class."""

    list_display = ["name", "position", "category", "kind", "weight", "sla_class", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["category", "sla_class"]
    fields = ["name", "slug", "position", "category", "kind", "weight", "sla_class", "is_active"]
    prepopulated_fields = {"slug": ["name"]}
    change_list_template = "admin/government/sla_rules.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.try_view)
        return [path("uji/", view, name="government_slarule_try"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"try_form": TryForm()} | (extra_context or {}))

    def try_view(self, request: HttpRequest) -> HttpResponse:
        """Which promise a report would get, and by which rule; writes nothing."""
        form = TryForm(request.GET or None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Uji aturan janji layanan"),
            "opts": self.model._meta,
            "try_form": form,
        }
        if form.is_valid():
            context |= self._tried(**form.cleaned_data)
        status = 422 if form.is_bound and not form.is_valid() else 200
        return TemplateResponse(request, "admin/government/sla_try.html", context, status=status)

    def _tried(self, category: Category, kind: str, weight: str) -> dict[str, Any]:
        known = rules()
        chosen = promise_for(category, kind, weight, known)
        return {
            "category": category,
            "chosen": chosen,
            "tried": [(rule, fits(rule, category, kind, weight)) for rule in known],
        }


@admin.register(EscalationStep)
class EscalationStepAdmin(ReferenceAdmin):
    """Who is told when, relative to the due date; a territory may have a ladder of its own."""

    list_display = ["promise_cell", "days_cell", "to", "region", "is_active"]
    list_filter = ["promise", "to", "is_active"]
    list_select_related = ["region"]
    fields = ["promise", "days", "to", "region", "slug", "is_active"]

    @admin.display(description=_("janji"), ordering="promise")
    def promise_cell(self, step: EscalationStep) -> str:
        return step.get_promise_display()

    @admin.display(description=_("kapan"), ordering="days")
    def days_cell(self, step: EscalationStep) -> str:
        """In words: a minus sign is easily read over."""
        if step.days == 0:
            return gettext("pada hari jatuh tempo")
        days = abs(step.days)
        if step.days < 0:
            text = ngettext("%(days)d hari kerja sebelumnya", "%(days)d hari kerja sebelumnya", days)
        else:
            text = ngettext("%(days)d hari kerja sesudahnya", "%(days)d hari kerja sesudahnya", days)
        return text % {"days": days}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A ladder belongs to a whole kecamatan or more."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "region":
            field.queryset = field.queryset.filter(level__lte=Level.DISTRICT)
        return field
