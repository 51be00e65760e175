"""Criteria, checklist and rules of a series of musrenbang, on the page of the series."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from government.permissions import Capability, in_territory, territories
from meetings.models import Criterion, ProposalRules, ReadinessItem, Series


class CriteriaFormSet(BaseInlineFormSet):
    """Weights add up to 100, or there is none."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if not form.cleaned_data.get("DELETE")]
        weights = sum(data.get("weight") or 0 for data in kept if data)
        if weights not in {0, 100}:
            raise ValidationError(
                _("Bobot kriteria berjumlah %(sum)d%%; jadikan 100%%."), params={"sum": weights}
            )


class _OfSeries(admin.TabularInline):
    """Whoever may change the series may change its rules."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and in_territory(obj.region_id, territories(request.user, Capability.CONVENE))


class RulesInline(_OfSeries):
    model = ProposalRules
    max_num = 1
    verbose_name_plural = _("Aturan nilai dan suara")


class CriterionInline(_OfSeries):
    model = Criterion
    formset = CriteriaFormSet
    fields = ["position", "name", "weight", "help_text"]


class ReadinessInline(_OfSeries):
    model = ReadinessItem
    fields = ["position", "name", "help_text"]


def inlines_of(series: Any) -> list[type[admin.TabularInline]]:
    """Those of a series that stands already and is a musrenbang."""
    if series is None or series.kind != Series.Kind.MUSRENBANG:
        return []
    return [RulesInline, CriterionInline, ReadinessInline]
