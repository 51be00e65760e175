"""Whom work is shared out among."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aspirations.forms.triage import UnitField
from aspirations.models import with_load, with_unit_load
from government.models import Unit
from government.permissions import staff_of


class PeopleField(forms.ModelMultipleChoiceField):
    """People with their unit and load, to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        where = f", {obj.units}" if obj.units else ""
        return f"{obj.get_full_name() or obj}{where} ({obj.load})"


class ShareForm(forms.Form):
    """A unit and people of it; a unit alone takes everything unheld, people alone bring their units."""

    prefix = "share"
    fields: dict[str, Any]

    unit: Any = UnitField(queryset=None)
    people: Any = PeopleField(label=_("Dibagi kepada"), queryset=None, required=False)

    def __init__(self, *args: Any, people: Any, units: Any, unit: Unit | None, **kwargs: Any) -> None:
        members = staff_of([unit.pk]) if unit else []
        kwargs["initial"] = {"unit": unit and unit.pk, "people": [one.pk for one in members]}
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = with_unit_load(units)
        self.fields["people"].queryset = with_load(people)
        self.fields["people"].help_text = _(
            "Angka di belakang nama: laporan terbuka yang sudah dipegang. Tanpa orang, semuanya masuk"
            " unit itu dan menunggu diambil."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit, people = data.get("unit"), data.get("people")
        if people is None:
            return data
        if unit is None and not people:
            self.add_error("people", _("Pilih orangnya, atau unit kerja."))
        elif unit is not None and people:
            members = set(staff_of([unit.pk]).values_list("pk", flat=True))
            others = [one.get_full_name() or str(one) for one in people if one.pk not in members]
            if others:
                text = _("Tidak bertugas di %(unit)s: %(names)s.")
                self.add_error("people", text % {"unit": unit, "names": ", ".join(others)})
        return data
