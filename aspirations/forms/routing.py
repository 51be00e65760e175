"""Routing rules: the row, and what the tester is asked."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.forms.fields import GroupedChoiceField, GroupedIterator
from aspirations.models import Channel, Kind, RoutingRule, Weekday
from government.models import Agency, Category, Level, Region, Unit
from government.permissions import (
    Capability,
    in_territory,
    staff_within,
    territories,
    territory_q,
    units_of_people,
)

_TIME = forms.TimeInput({"type": "time"}, format="%H:%M")
_DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class GroupedChoices(forms.ModelMultipleChoiceField):
    """Boxes to tick, under the heading of their parent."""

    iterator = GroupedIterator
    widget = forms.CheckboxSelectMultiple


class CategoryChoices(forms.ModelMultipleChoiceField):
    """Both levels; a parent stands for all its children."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"– {obj.name}" if obj.parent_id else obj.name


class UnitChoice(forms.ModelChoiceField):
    """Units with their office."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.region})"


class PersonChoice(forms.ModelChoiceField):
    """People by name."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.get_full_name() or obj.get_username()


def leaves_in_order() -> Any:
    return Category.objects.active().leaves().order_by("parent__position", "parent_id", "position", "name")


class RoutingRuleForm(forms.ModelForm):
    """One rule; offers only what lies in the territories that the actor orders."""

    actor: Any = None
    fields: dict[str, Any]

    categories = CategoryChoices(label=_("Kategori"), queryset=None, required=False)
    villages = GroupedChoices(label=_("Desa/kelurahan"), queryset=None, required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Hari"),
        choices=Weekday,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    from_hour = forms.TimeField(label=_("Dari jam"), required=False, widget=_TIME)
    to_hour = forms.TimeField(
        label=_("Sampai jam"),
        required=False,
        widget=_TIME,
        help_text=_("Boleh melewati tengah malam: 22.00 sampai 06.00."),
    )
    from_date = forms.DateField(label=_("Dari tanggal"), required=False, widget=_DATE)
    to_date = forms.DateField(label=_("Sampai tanggal"), required=False, widget=_DATE)
    unit = UnitChoice(label=_("Ke unit kerja"), queryset=None, required=False)
    person = PersonChoice(
        label=_("Ke orang"),
        queryset=None,
        required=False,
        help_text=_("Tanpa unit, orang ini membawa unitnya sendiri."),
    )

    class Meta:
        model = RoutingRule
        fields = [
            "territory",
            "name",
            "is_active",
            "categories",
            "villages",
            "words",
            "kind",
            "channel",
            "weekdays",
            "from_hour",
            "to_hour",
            "from_date",
            "to_date",
            "unit",
            "person",
            "agency",
            "goes_on",
        ]
        widgets = {"words": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = territories(self.actor, Capability.ROUTE)
        served = Region.objects.active().filter(territory_q("code", codes)).order_by("code")
        self.fields["territory"].queryset = served.filter(level__in=[Level.REGENCY, Level.DISTRICT])
        if "territory" not in self.initial and len(codes) == 1:
            self.fields["territory"].initial = codes[0]
        self.fields["categories"].queryset = Category.objects.active().order_by("position", "name")
        self.fields["villages"].queryset = served.villages()
        self.fields["unit"].queryset = (
            Unit.objects.active().filter(territory_q("region__code", codes)).select_related("region")
        )
        self.fields["person"].queryset = staff_within(codes)
        self.fields["agency"].queryset = Agency.objects.active().order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        territory = data.get("territory")
        if territory is not None:
            self._clean_places(data, territory.pk)
            self._clean_person(data, territory.pk)
        return data

    def _clean_places(self, data: dict[str, Any], territory: str) -> None:
        """What a rule names must have to do with its territory, or it would never do anything."""
        if any(not in_territory(village.pk, [territory]) for village in data.get("villages") or ()):
            self.add_error("villages", _("Desa ini di luar wilayah aturan."))
        for name in ("unit", "agency"):
            row = data.get(name)
            code = row.region_id if row else None
            if code and not (in_territory(code, [territory]) or in_territory(territory, [code])):
                self.add_error(name, _("%(row)s tidak melayani wilayah aturan ini.") % {"row": row})

    def _clean_person(self, data: dict[str, Any], territory: str) -> None:
        person, unit = data.get("person"), data.get("unit")
        if person is None:
            return
        units = units_of_people([person.pk], territory, Capability.HANDLE).get(person.pk)
        if units is None:
            self.add_error("person", _("Orang ini tidak bertugas untuk seluruh wilayah aturan."))
        elif unit is not None and unit not in units:
            self.add_error("person", _("Orang ini tidak bertugas di %(unit)s.") % {"unit": unit})


class OfficeForm(forms.Form):
    """Whose rules are tried."""

    fields: dict[str, Any]

    office: Any = forms.ModelChoiceField(label=_("Kecamatan"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices


class ReportTrialForm(forms.Form):
    """A report that might come in."""

    prefix = "one"
    fields: dict[str, Any]

    text = forms.CharField(
        label=_("Isi laporan"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 4})
    )
    category = GroupedChoiceField(label=_("Kategori"), queryset=None)
    village: Any = forms.ModelChoiceField(label=_("Desa/kelurahan"), queryset=None, empty_label=None)
    kind = forms.ChoiceField(label=_("Jenis"), choices=Kind)
    channel = forms.ChoiceField(label=_("Kanal"), choices=Channel)
    at = forms.DateTimeField(
        label=_("Waktu masuk"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )

    def __init__(self, *args: Any, office: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = leaves_in_order()
        villages = Region.objects.active().villages().within(office.pk).select_related("parent")
        self.fields["village"].queryset = villages.order_by("code")
        self.fields["at"].initial = timezone.localtime(timezone=office.zone)


class PastTrialForm(forms.Form):
    """How far back."""

    prefix = "past"

    days = forms.TypedChoiceField(
        label=_("Laporan yang masuk dalam"),
        choices=[(7, _("7 hari")), (30, _("30 hari")), (90, _("90 hari")), (365, _("1 tahun"))],
        coerce=int,
        initial=30,
    )


class RuleSettingsForm(forms.Form):
    """A rule as it would stand: its place, and whether it is on; nothing is saved."""

    position = forms.IntegerField(min_value=0, max_value=9999)
    is_active = forms.BooleanField(required=False)
