"""Boxes on a photo, in percent, as rows of numbers; the script draws the same rows on the picture."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aspirations.media import boxes

NAMES = ("x", "y", "w", "h")


def _percent(label: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput({"min": 0, "max": 100, "step": "0.1", "inputmode": "decimal"}),
    )


class BoxForm(forms.Form):
    """One box; a row without numbers is none."""

    x = _percent(_("Kiri (%)"))
    y = _percent(_("Atas (%)"))
    w = _percent(_("Lebar (%)"))
    h = _percent(_("Tinggi (%)"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [data.get(name) for name in NAMES]
        if self.errors or all(value is None for value in given):
            return data
        try:
            boxes.read([[value / 100 for value in given if value is not None]])
        except ValueError:
            raise ValidationError(_("Lengkapi keempat angkanya; kotaknya harus di dalam foto.")) from None
        return data


class _Boxes(forms.BaseFormSet):
    def boxes(self) -> list[list[float]]:
        """The boxes that stay, as fractions."""
        rows = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        return [[row[name] / 100 for name in NAMES] for row in rows if row.get("w") is not None]


BoxFormSet = forms.formset_factory(
    BoxForm, formset=_Boxes, extra=3, can_delete=True, max_num=boxes.MOST, validate_max=True
)


def box_formset(stored: Any, data: Any = None) -> Any:
    """The formset for a photo's boxes."""
    initial = [dict(zip(NAMES, (round(value * 100, 2) for value in box), strict=True)) for box in stored]
    return BoxFormSet(data, initial=initial, prefix="box")
