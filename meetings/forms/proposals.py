"""What is asked of people about usulan."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aspirations.forms.fields import GroupedChoiceField, PhotosField, RowChoiceField
from government.models import Agency, Programme, Region
from meetings.models import Attendance, Meeting, Proposal, ProposalKind, ReadinessItem
from meetings.sheets import COLUMNS, NEEDED
from meetings.workflow import ProposalStatus

FIELDS = [
    *("title", "kind", "village", "rt", "rw", "landmark", "volume", "unit", "cost", "agency", "programme"),
    *("reason", "proposer_office", "proposer_name", "priority", "is_public"),
]
_ASKED = {"desa": "village", "opd": "agency", "jenis": "kind", "keadaan": "status"}
_SORTS: dict[str, list[Any]] = {
    "peringkat": [F("rank").asc(nulls_last=True), "number"],
    "nomor": ["number"],
    "desa": ["village__name", "number"],
    "biaya": [F("cost").desc(nulls_last=True), "number"],
    "keadaan": ["status", "number"],
}


class RupiahField(forms.DecimalField):
    """Whole rupiah as people write them: 250.000.000 or Rp 250.000.000."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_digits": 15, "decimal_places": 0} | kwargs)
        self.widget = forms.TextInput({"inputmode": "numeric"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            bare = value.strip().casefold().removeprefix("rp").strip(" .")
            value = bare.removesuffix(",-").removesuffix(",00").replace(".", "").replace(" ", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,.0f}".replace(",", ".") if isinstance(value, Decimal | int) else value


class ProposalForm(forms.ModelForm):
    """An usulan; below it the checklist of its series, each line with its paper."""

    cost = RupiahField(label=_("Perkiraan biaya (Rp)"), required=False)
    village = GroupedChoiceField(label=_("Desa"), queryset=None)
    agency = RowChoiceField(
        label=_("OPD tujuan"), queryset=None, required=False, empty_label=_("Belum ditentukan")
    )
    programme = RowChoiceField(label=_("Program"), queryset=None, required=False, empty_label=_("Tidak ada"))

    class Meta:
        model = Proposal
        localized_fields = ["volume"]
        fields = FIELDS
        widgets = {"reason": forms.Textarea({"rows": 3, "maxlength": 600})}

    def __init__(self, *args: Any, territory: str, items: list[ReadinessItem], **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        villages = Region.objects.within(territory).villages().select_related("parent").order_by("code")
        self.fields["village"].queryset = villages  # type: ignore[attr-defined]
        self.fields["agency"].queryset = Agency.objects.active()  # type: ignore[attr-defined]
        programmes = Programme.objects.order_by("-programme_set__start_year", "position")
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.items = items
        held = {one.item_id: one.document for one in self.instance.ready.all()} if self.instance.pk else {}
        for item in items:
            self.fields[f"ready_{item.pk}"] = forms.BooleanField(
                label=item.name, required=False, initial=item.pk in held
            )
            self.fields[f"document_{item.pk}"] = forms.CharField(
                label=_("Dokumen"), max_length=160, required=False, initial=held.get(item.pk, "")
            )

    def main_fields(self) -> list[Any]:
        """All but the checklist."""
        return [self[name] for name in FIELDS]

    def checklist(self) -> list[tuple[ReadinessItem, Any, Any]]:
        return [(item, self[f"ready_{item.pk}"], self[f"document_{item.pk}"]) for item in self.items]

    def data_for_service(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}

    def ready(self) -> dict[int, str]:
        """The checked lines, each with its paper."""
        return {
            item.pk: self.cleaned_data[f"document_{item.pk}"]
            for item in self.items
            if self.cleaned_data[f"ready_{item.pk}"]
        }


class ProposalFilterForm(forms.Form):
    """Words, desa, OPD, kind, state and order of a list; only what the list holds is offered."""

    fields: dict[str, Any]

    q = forms.CharField(
        label=_("Kata"), required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    desa = RowChoiceField(label=_("Desa"), queryset=None, required=False, empty_label=_("Semua desa"))
    opd = RowChoiceField(label=_("OPD"), queryset=None, required=False, empty_label=_("Semua OPD"))
    jenis = forms.ChoiceField(
        label=_("Jenis"), required=False, choices=[("", _("Semua jenis")), *ProposalKind.choices]
    )
    keadaan = forms.ChoiceField(
        label=_("Keadaan"), required=False, choices=[("", _("Semua keadaan")), *ProposalStatus.choices]
    )
    urut = forms.ChoiceField(
        label=_("Urutkan"),
        required=False,
        choices=[
            ("", _("Peringkat")),
            ("nomor", _("Nomor")),
            ("desa", _("Desa")),
            ("biaya", _("Biaya terbesar")),
            ("keadaan", _("Keadaan")),
        ],
    )

    def __init__(self, data: Mapping[str, Any], rows: QuerySet[Proposal], **kwargs: Any) -> None:
        super().__init__(data, **({"label_suffix": ""} | kwargs))
        self.rows = rows
        plain = rows.order_by()
        self.fields["desa"].queryset = Region.objects.filter(pk__in=plain.values("village")).order_by("name")
        self.fields["opd"].queryset = Agency.objects.filter(pk__in=plain.values("agency")).order_by("name")

    def found(self) -> QuerySet[Proposal]:
        """The rows asked for, in the order asked for; none for a filter that says nothing sensible."""
        if not self.is_valid():
            return self.rows.none()
        asked = self.cleaned_data
        rows = self.rows
        for name, column in _ASKED.items():
            if asked[name]:
                rows = rows.filter(**{column: asked[name]})
        for word in asked["q"].split()[:8]:
            rows = rows.filter(
                Q(title__icontains=word) | Q(landmark__icontains=word) | Q(reason__icontains=word)
            )
        return rows.order_by(*_SORTS[asked["urut"] or "peringkat"])

    def chosen(self) -> dict[str, str]:
        """What was asked for, for links that keep it."""
        given = {name: str(self.data.get(name, ""))[:200] for name in self.fields}
        return {name: value for name, value in given.items() if value and "\0" not in value}


class BudgetForm(forms.Form):
    """Where the money stands."""

    prefix = "budget"

    reference = forms.CharField(label=_("Nomor SIPD atau RKPD"), max_length=80)
    year = forms.IntegerField(
        label=_("Tahun anggaran"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    amount = RupiahField(label=_("Anggaran disetujui (Rp)"))


class ReasonForm(forms.Form):
    """Why, in words for everybody."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=600, widget=forms.Textarea({"rows": 2}), help_text=_("Dibaca umum.")
    )


class PlaceForm(forms.Form):
    """A rank by hand; empty gives it back to the formula."""

    rank = forms.IntegerField(label=_("Urutan"), min_value=1, max_value=999, required=False)
    reason = forms.CharField(label=_("Alasan"), max_length=300, required=False)


class ForwardForm(forms.Form):
    """To which stop above, or to where outside this site."""

    fields: dict[str, Any]

    to = RowChoiceField(
        label=_("Diteruskan ke"), queryset=None, required=False, empty_label=_("Di luar situs ini")
    )
    where = forms.CharField(
        label=_("Bila di luar situs ini"),
        max_length=160,
        required=False,
        help_text=_("Misalnya: Musrenbang Kabupaten Banyuasin"),
    )

    def __init__(self, *args: Any, targets: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        self.fields["to"].queryset = targets


class DelegateForm(forms.Form):
    """One of those who came."""

    fields: dict[str, Any]

    utusan = RowChoiceField(label=_("Utusan"), queryset=None, empty_label=_("Pilih utusan"))

    def __init__(self, *args: Any, delegates: QuerySet[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        self.fields["utusan"].queryset = delegates


class PhotosForm(forms.Form):
    """Photos of the place; shown to everybody only once the desk says so."""

    photos = PhotosField(required=True)


class TableForm(forms.Form):
    """A table of usulan."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("XLSX, XLS, ODS, atau CSV; paling banyak 1.000 usulan."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
    )


class ColumnsForm(forms.Form):
    """Which column of the file holds what."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, header: list[str], mapping: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        choices = [
            ("", _("– tidak ada –")),
            *((str(place), name or "–") for place, name in enumerate(header)),
        ]
        for key, column in COLUMNS.items():
            if key != "photos":
                self.fields[key] = forms.TypedChoiceField(
                    label=column.label,
                    choices=choices,
                    coerce=int,
                    empty_value=None,
                    required=key in NEEDED,
                    initial=mapping.get(key, ""),
                )

    def mapping(self) -> dict[str, int]:
        return {key: place for key, place in self.cleaned_data.items() if place is not None}
