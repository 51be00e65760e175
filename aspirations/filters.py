"""The public list's filters."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.forms.fields import GroupedIterator
from aspirations.models import Aspiration, Kind
from aspirations.workflow import Status
from government.models import Category, Region

# What a published report can be, in the words of the list.
_STATUSES = [status for status in Status if status not in {Status.MERGED, Status.WITHDRAWN, Status.REJECTED}]
FIRST_YEAR = 2018


class GroupedFilterField(django_filters.fields.ModelChoiceField):
    """django-filter's field with options under their parent."""

    iterator = GroupedIterator


class GroupedChoiceFilter(django_filters.ModelChoiceFilter):
    """A select whose options stand under their parent."""

    field_class = GroupedFilterField


class PublicFilter(django_filters.FilterSet):
    """Words, desa, category, class, status, year."""

    q = django_filters.CharFilter(
        label=_("Kata"),
        method="by_words",
        max_length=200,
        widget=forms.TextInput(
            {"type": "search", "placeholder": _("Cari: jembatan, sertifikat, air bersih")}
        ),
    )
    desa = GroupedChoiceFilter(
        field_name="village",
        label=_("Desa"),
        empty_label=_("Semua desa"),
        queryset=lambda request: Region.objects.active().villages().select_related("parent").order_by("code"),
    )
    kategori = GroupedChoiceFilter(
        field_name="category",
        label=_("Kategori"),
        empty_label=_("Semua kategori"),
        queryset=lambda request: (
            Category.objects.leaves()
            .select_related("parent")
            .order_by("parent__position", "parent_id", "position", "name")
        ),
    )
    jenis = django_filters.ChoiceFilter(
        field_name="kind", label=_("Jenis"), choices=Kind, empty_label=_("Semua jenis")
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[(status.value, status.label) for status in _STATUSES],
        empty_label=_("Semua status"),
    )
    tahun = django_filters.ChoiceFilter(label=_("Tahun"), method="by_year", empty_label=_("Semua tahun"))

    class Meta:
        model = Aspiration
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        years = range(this_year, FIRST_YEAR - 1, -1)
        self.filters["tahun"].extra["choices"] = [(str(year), str(year)) for year in years]

    def by_words(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    def by_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(submitted_at__year=int(value))
