"""Fields that more than one form of meetings uses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from government.models import Agency, Region, Unit
from meetings.models import Meeting

_GROUPED = re.compile(r"\d{1,3}(?:([.,\s])\d{3}(?:\1\d{3})*)?|\d+")
_MOST = Decimal(10) ** 15


class RupiahField(forms.CharField):
    """Whole rupiah as people write them: 150000000, 150.000.000, Rp 150.000.000,-."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "placeholder": "150.000.000"})
        super().__init__(**{"widget": widget, "required": False, **kwargs})

    def clean(self, value: Any) -> Decimal | None:
        """None where nothing is written."""
        said = re.sub(r"(?i)\A\s*rp\.?\s*|\s*(?:,-|,00|\.-)?\s*\Z", "", str(value or ""))
        if not said:
            return None
        if not _GROUPED.fullmatch(said):
            raise ValidationError(_("Tulis angka rupiahnya saja, misalnya 150.000.000."))
        amount = Decimal(re.sub(r"\D", "", said))
        if amount >= _MOST:
            raise ValidationError(_("Angkanya terlalu besar."))
        return amount

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,.0f}".replace(",", ".") if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()


@dataclass(frozen=True)
class Owners:
    """Who may answer for a promise of one stop, read once for a page: two queries."""

    agencies: list[Agency]
    units: list[Unit]

    @classmethod
    def of(cls, meeting: Meeting) -> "Owners":
        code = meeting.host_district_id
        around = [code[:2], code[:5], code]
        near = Q(region=None) | Q(region__in=around) | Q(region__code__startswith=f"{code}.")
        agencies = Agency.objects.active().filter(near).order_by("name")
        units = Unit.objects.filter(is_active=True, region__in=[code[:5], code]).select_related("region")
        return cls(list(agencies), list(units.order_by("region_id", "position", "name")))


class OwnerField(forms.ChoiceField):
    """An agency or a unit of the office, in one list; cleaned to the row itself."""

    def __init__(self, owners: Owners, **kwargs: Any) -> None:
        both: list[Any] = [*owners.agencies, *owners.units]
        self._known = {owner_key(one): one for one in both}
        groups = [
            ("", gettext_lazy("Pilih penanggung jawab")),
            (_("Instansi"), [(owner_key(one), one.name) for one in owners.agencies]),
            (_("Unit kantor"), [(owner_key(one), f"{one.name}, {one.region.name}") for one in owners.units]),
        ]
        super().__init__(label=_("Penanggung jawab"), choices=groups, **kwargs)

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return self._known.get(chosen)


def owner_key(owner: Agency | Unit | None) -> str:
    """The option that stands for it."""
    if owner is None:
        return ""
    return f"{'a' if isinstance(owner, Agency) else 'u'}{owner.pk}"


def _finder(known: dict[Any, Any]) -> Any:
    """From what was sent to the row; ValueError is what fields take for a wrong choice."""
    by_text = {str(pk): row for pk, row in known.items()}

    def find(sent: Any) -> Any:
        if str(sent) not in by_text:
            raise ValueError
        return by_text[str(sent)]

    return find


class RowsField(forms.TypedMultipleChoiceField):
    """Several of rows that were read already; cleaned to the rows."""

    def __init__(self, rows: Iterable[Any], **kwargs: Any) -> None:
        known = {row.pk: row for row in rows}
        choices = [(pk, str(row)) for pk, row in known.items()]
        super().__init__(choices=choices, coerce=_finder(known), empty_value=[], required=False, **kwargs)


class RowField(forms.TypedChoiceField):
    """One of rows that were read already, or none."""

    def __init__(self, rows: Iterable[Any], *, empty: Any, names: Any = str, **kwargs: Any) -> None:
        known = {row.pk: row for row in rows}
        choices = [("", empty), *((pk, names(row)) for pk, row in known.items())]
        super().__init__(choices=choices, coerce=_finder(known), empty_value=None, required=False, **kwargs)


def villages_of(meeting: Meeting) -> list[Region]:
    """The desa of the host kecamatan."""
    return list(Region.objects.active().villages().filter(parent=meeting.host_district_id).order_by("code"))
