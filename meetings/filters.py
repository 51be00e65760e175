"""Filters of the public lists: the promise ledger, the calendar."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aspirations.filters import GroupedChoiceFilter
from government.models import Agency, Programme, Region
from meetings.models import FollowUp, Meeting, Series, Standing


class LedgerFilter(django_filters.FilterSet):
    """Words, standing, meeting, desa, kecamatan, agency, programme; only what the ledger holds is offered."""

    q = django_filters.CharFilter(
        label=_("Kata"),
        method="by_words",
        max_length=200,
        widget=forms.TextInput({"type": "search", "placeholder": _("Cari: jembatan, ambulans, sertifikat")}),
    )
    keadaan = django_filters.ChoiceFilter(
        label=_("Keadaan"), choices=Standing, empty_label=_("Semua keadaan"), method="by_standing"
    )
    pertemuan = django_filters.ModelChoiceFilter(
        field_name="decision__meeting",
        label=_("Pertemuan"),
        empty_label=_("Semua pertemuan"),
        queryset=lambda request: (
            Meeting.objects.public()
            .filter(decisions__follow_ups__isnull=False)
            .distinct()
            .named()
            .order_by("-starts_at", "-pk")
        ),
    )
    kecamatan = django_filters.ModelChoiceFilter(
        field_name="decision__meeting__host_district",
        label=_("Kecamatan"),
        empty_label=_("Semua kecamatan"),
        queryset=lambda request: Region.objects.active().districts().order_by("code"),
    )
    desa = GroupedChoiceFilter(
        field_name="village",
        label=_("Desa"),
        empty_label=_("Semua desa"),
        queryset=lambda request: Region.objects.active().villages().select_related("parent").order_by("code"),
    )
    instansi = django_filters.ModelChoiceFilter(
        label=_("Instansi"),
        empty_label=_("Semua instansi"),
        method="by_agency",
        queryset=lambda request: Agency.objects.active().order_by("name"),
    )
    program = django_filters.ModelChoiceFilter(
        field_name="decision__programme",
        label=_("Program"),
        empty_label=_("Semua program"),
        queryset=lambda request: Programme.objects.select_related("programme_set").order_by(
            "-programme_set__start_year", "position"
        ),
    )

    class Meta:
        model = FollowUp
        fields: list[str] = []

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        words = Q(pk__isnull=False)
        for word in value.split()[:8]:
            words &= Q(text__icontains=word) | Q(decision__text__icontains=word) | Q(place__icontains=word)
        return queryset.filter(words)

    def by_standing(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.standing(value)

    def by_agency(self, queryset: QuerySet, name: str, value: Agency) -> QuerySet:
        """Its owner, or one of those who help."""
        helped = FollowUp.supporters.through.objects.filter(agency=value).values("followup")
        return queryset.filter(Q(agency=value) | Q(pk__in=helped))


class CalendarFilter(django_filters.FilterSet):
    """Kecamatan, desa, kind of meeting."""

    kecamatan = django_filters.ModelChoiceFilter(
        field_name="host_district",
        label=_("Kecamatan"),
        empty_label=_("Semua kecamatan"),
        queryset=lambda request: Region.objects.active().districts().order_by("name"),
    )
    desa = GroupedChoiceFilter(
        field_name="host_village",
        label=_("Desa"),
        empty_label=_("Semua desa"),
        queryset=lambda request: Region.objects.active().villages().select_related("parent").order_by("code"),
    )
    jenis = django_filters.ChoiceFilter(
        field_name="series__kind",
        label=_("Jenis pertemuan"),
        choices=Series.Kind,
        empty_label=_("Semua jenis"),
    )

    class Meta:
        model = Meeting
        fields: list[str] = []

    @property
    def territory(self) -> Any:
        """The narrowest region that was chosen; None for all."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return data.get("desa") or data.get("kecamatan")
