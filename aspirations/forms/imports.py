"""What an import asks of a person: the file, what its columns mean, what to do with doubles."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aspirations.forms.fields import DayField, GroupedChoiceField, RowChoiceField
from aspirations.imports.checks import BY_NAME, UNKNOWN_CATEGORY
from aspirations.imports.columns import FIELDS, FIXED, REQUIRED, TRANSLATED, letter
from aspirations.models import Channel, Identity, Kind, ReferenceSystem
from government.models import Category, Level, Region
from government.permissions import territory_q


class UploadForm(forms.Form):
    """A table, and the region that its reports belong to."""

    fields: dict[str, Any]

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("XLSX, XLS, ODS, atau CSV; paling besar 20 MB dan 50.000 baris."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
    region = RowChoiceField(label=_("Wilayah"), queryset=None, required=False)

    def __init__(self, *args: Any, scopes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        within = Region.objects.active().filter(territory_q("code", scopes))
        chosen = Q(level__in=[Level.REGENCY, Level.DISTRICT]) | Q(code__in=scopes)
        regions = within.filter(chosen).order_by("code")
        self.fields["region"].queryset = regions
        self.fields["region"].required = "" not in scopes
        self.fields["region"].empty_label = _("Semua wilayah") if "" in scopes else None
        self.fields["region"].initial = next(iter(scopes), None)
        self.is_of_one_region = "" not in scopes and len(regions) == 1
        if self.is_of_one_region:
            self.fields["region"].widget = forms.HiddenInput()


class MappingForm(forms.Form):
    """For each field of a report a column, and for some a value where the cell is empty."""

    fields: dict[str, Any]

    def __init__(
        self,
        *args: Any,
        header: Sequence[str],
        samples: Sequence[Sequence[str]],
        villages: Any,
        mapping: dict[str, int],
        fixed: dict[str, Any],
        unknown: dict[str, list[dict[str, Any]]] | None = None,
        meanings: dict[str, dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        choices = [("", _("– tidak ada –")), *_columns(header, samples)]
        for name, one in FIELDS.items():
            self.fields[f"column_{name}"] = forms.TypedChoiceField(
                label=one.label,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=mapping.get(name, ""),
            )
        for name in FIXED:
            field = _fixed(name, villages)
            field.label = _("%(field)s bila kosong") % {"field": FIELDS[name].label}
            field.initial = fixed.get(name)
            self.fields[f"fixed_{name}"] = field
        self.fields[UNKNOWN_CATEGORY] = forms.BooleanField(
            label=_("juga bila tidak dikenal"), required=False, initial=fixed.get(UNKNOWN_CATEGORY, False)
        )

        # Those of an earlier file with this header still hold, though this one has not been tried yet.
        self._kept = {name: dict((meanings or {}).get(name, {})) for name in TRANSLATED}
        self.asked = {name: (unknown or {}).get(name, []) for name in TRANSLATED}
        for of, asked in self.asked.items():
            for number, unknown_one in enumerate(asked):
                choice = _fixed(of, villages)
                choice.label, choice.empty_label = unknown_one["typed"], _("– belum dipilih –")
                choice.initial = self._kept[of].get(unknown_one["key"])
                self.fields[f"meaning_{of}_{number}"] = choice

    def questions(self) -> list[dict[str, Any]]:
        """Unknown names with their choice, as the page lays them out."""
        return [
            {"of": FIELDS[name].label, "count": one["count"], "choice": self[f"meaning_{name}_{number}"]}
            for name, asked in self.asked.items()
            for number, one in enumerate(asked)
        ]

    def meanings(self) -> dict[str, dict[str, Any]]:
        """Field → folded name → key of what it stands for: as chosen now, and what was chosen before."""
        found = {name: dict(kept) for name, kept in self._kept.items()}
        for name, asked in self.asked.items():
            for number, one in enumerate(asked):
                chosen = self.cleaned_data.get(f"meaning_{name}_{number}")
                found[name].pop(one["key"], None)
                if chosen:
                    found[name][one["key"]] = chosen.pk
        return found

    def rows(self) -> list[dict[str, Any]]:
        """Label, column and, where there is one, value: as the page lays them out."""
        return [
            {
                "label": one.label,
                "is_required": name in REQUIRED,
                "column": self[f"column_{name}"],
                "fixed": self[f"fixed_{name}"] if name in FIXED else None,
                "unknown": self[UNKNOWN_CATEGORY] if name == "category" else None,
            }
            for name, one in FIELDS.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        used: dict[int, str] = {}
        for name, column in self.mapping(data).items():
            if column in used:
                text = _("Kolom ini sudah dipakai untuk “%(field)s”.")
                self.add_error(
                    f"column_{name}", ValidationError(text, params={"field": FIELDS[used[column]].label})
                )
            used[column] = name
        for name in REQUIRED:
            if data.get(f"column_{name}") is None and not data.get(f"fixed_{name}"):
                self.add_error(f"column_{name}", _missing(name))
        return data

    def mapping(self, data: dict[str, Any] | None = None) -> dict[str, int]:
        """Field → column."""
        data = self.cleaned_data if data is None else data
        columns = {name: data.get(f"column_{name}") for name in FIELDS}
        return {name: column for name, column in columns.items() if column is not None}

    def fixed(self) -> dict[str, Any]:
        """Field → value as plain data."""
        values = {name: self.cleaned_data.get(f"fixed_{name}") for name in FIXED}
        found: dict[str, Any] = {name: _plain(value) for name, value in values.items() if value}
        if found.get("category") and self.cleaned_data.get(UNKNOWN_CATEGORY):
            found[UNKNOWN_CATEGORY] = True
        return found


def _columns(header: Sequence[str], samples: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    named = []
    for column, name in enumerate(header):
        example = next((cells[column] for cells in samples if cells[column]), "")
        shown = f"{letter(column)} · {name or '–'}"
        short = example if len(example) < 25 else f"{example[:24]}…"
        named.append((str(column), f"{shown} ({short})" if example else shown))
    return named


def _missing(name: str) -> Any:
    if name in FIXED:
        return _("Pilih kolomnya, atau isi nilainya di sebelah.")
    return _("Pilih kolom yang memuat isi laporan.")


def _fixed(name: str, villages: Any) -> Any:
    if name == "category":
        leaves = Category.objects.active().leaves().select_related("parent")
        rows = leaves.order_by("parent__position", "parent_id", "position", "name")
        return GroupedChoiceField(queryset=rows, required=False, empty_label="–")
    if name == "village":
        return GroupedChoiceField(queryset=villages, required=False, empty_label="–")
    if name == "system":
        systems = ReferenceSystem.objects.filter(is_active=True)
        help_text = _("Bila dipilih, nomor di sistem asal menjadi nomor rujukan laporan.")
        return RowChoiceField(queryset=systems, required=False, empty_label="–", help_text=help_text)
    if name == "submitted_at":
        help_text = _("Kosong: tanggal hari ini.")
        return DayField(
            required=False, help_text=help_text, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
        )
    choices: Any = {"kind": Kind.choices, "channel": Channel.choices, "identity": Identity.choices}[name]
    if name == "identity":
        choices = [(BY_NAME, _("Menurut nama: tanpa nama berarti anonim")), *choices]
    if name == "channel":
        choices = [*choices[-1:], *choices[:-1]]
    return forms.ChoiceField(choices=choices, required=False)


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return getattr(value, "pk", value)


class RunForm(forms.Form):
    """What happens to doubles, and whether reporters are told."""

    takes_same = forms.BooleanField(label=_("Masukkan juga baris yang sudah ada"), required=False)
    skips_like = forms.BooleanField(label=_("Lewati baris yang mirip laporan lain"), required=False)
    tells_reporters = forms.BooleanField(
        label=_("Kirim kabar “laporan diterima” ke alamat email pelapor"), required=False
    )

    def __init__(self, *args: Any, has_same: bool = True, has_like: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        # What is not there needs no decision.
        for name, there in (("takes_same", has_same), ("skips_like", has_like)):
            if not there:
                self.fields[name].widget = forms.HiddenInput()


class UndoForm(forms.Form):
    """An undo cannot be undone."""

    sure = forms.BooleanField(label=_("Ya, batalkan impor ini"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
