"""How the queue's filters look, and filters over rows of another table."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

WITHOUT = "tanpa"


class FoldedFilter(admin.SimpleListFilter):
    """Folded up, so that the queue has the page; its summary says what is chosen."""

    template = "admin/aspirations/filter.html"


class RowFilter(FoldedFilter):
    """A filter over rows of another table; it takes any of them, and offers those in use.

    `without` is the choice of reports that have none.
    """

    field = ""
    model: Any = None
    without: Any = None

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        if self.without:
            self.lookup_choices = [*self.lookup_choices, (WITHOUT, self.without)]

    def has_output(self) -> bool:
        """What a figure's link filters by counts, even where nothing is offered."""
        return bool(self.lookup_choices) or bool(self.value())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value == WITHOUT and self.without:
            return queryset.filter(**{f"{self.field}__isnull": True})
        return queryset.filter(**{self.field: value}) if value and self._exists(value) else queryset

    def _exists(self, value: str) -> bool:
        """What is not offered (any more) may still be what a report has."""
        if value in {str(key) for key, __ in self.lookup_choices}:
            return True
        if not (value.isascii() and value.replace(".", "").isdigit() and len(value) < 19):
            return False
        try:
            return self.model.objects.filter(pk=self.model._meta.pk.to_python(value)).exists()
        except ValidationError:
            return False
