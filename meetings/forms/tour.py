"""The forms of the planner: what is asked of a tour, and each of its stops."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from government.models import Region
from meetings import touring
from meetings.forms.confirming import ConfirmField
from meetings.forms.stops import day_field, hour_field, leader_choices, moments
from meetings.models import Meeting, Series
from meetings.schedule import Plan
from meetings.touring import Proposal, Territory, Wish

# Eight fields each, of the thousand that one request may carry.
MOST_STOPS = 100
_L = gettext_lazy
_WEEKDAYS = [_L("Senin"), _L("Selasa"), _L("Rabu"), _L("Kamis"), _L("Jumat"), _L("Sabtu"), _L("Minggu")]


class TourForm(forms.Form):
    """What holds for every stop, and by which rule days are proposed."""

    fields: dict[str, Any]

    scope = forms.ChoiceField(
        label=_L("Cakupan"),
        choices=[
            (touring.DISTRICTS, _L("Satu pertemuan per kecamatan")),
            (touring.VILLAGES, _L("Satu pertemuan per desa")),
        ],
    )
    first_number = forms.IntegerField(label=_L("Nomor pertama"), min_value=1, max_value=30000)
    start = day_field(_L("Mulai tanggal"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_L("Hari"),
        choices=list(enumerate(_WEEKDAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    since = hour_field(_L("Pukul"))
    hours = forms.DecimalField(
        label=_L("Lama (jam)"), min_value=1, max_value=12, decimal_places=1, localize=False
    )
    gap = forms.IntegerField(label=_L("Jarak paling dekat (hari)"), min_value=1, max_value=90)
    skip_off = forms.BooleanField(label=_L("Lewati hari libur"), required=False)
    place = forms.CharField(
        label=_L("Tempat"), max_length=160, help_text=_L("{desa} diganti nama desa tuan rumah.")
    )
    theme = forms.CharField(label=_L("Tema"), max_length=200, required=False)
    visibility = forms.ChoiceField(label=_L("Keterbukaan"), choices=Meeting.Visibility)
    leaders = forms.ModelMultipleChoiceField(
        Series.objects.none(),
        label=_L("Pimpinan"),
        required=False,
        help_text=_L("Di semua pertemuan; tidak dapat berada di dua tempat sekaligus."),
    )
    source = forms.ModelChoiceField(
        Series.objects.none(), label=_L("Rangkaian sebelumnya"), required=False, empty_label=_L("Pilih")
    )
    confirmed = ConfirmField()

    def __init__(self, *args: Any, series: Series, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = touring.sources(series)
        self.fields["leaders"].queryset = leader_choices(user, None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, hours = data.get("since"), data.get("hours")
        if since and hours and since.hour + since.minute / 60 + float(hours) >= 24:
            self.add_error("hours", _("Pertemuan selesai pada hari yang sama."))
        return data

    @property
    def wish(self) -> Wish:
        """Of a valid form."""
        data = self.cleaned_data
        names = ("scope", "start", "since", "gap", "skip_off", "place")
        chosen = {name: data[name] for name in names}
        return Wish(**chosen, weekdays=frozenset(data["weekdays"]), hours=float(data["hours"]))


def usual(series: Series, today: date) -> dict[str, Any]:
    """What a tour mostly is; the planner changes it."""
    is_village = series.region.code.count(".") == 2
    first = max(today, date(series.year, 1, 1)) if series.year >= today.year else date(series.year, 1, 1)
    return {
        "scope": touring.VILLAGES if is_village else touring.DISTRICTS,
        "first_number": touring.next_number(series),
        "start": first,
        "weekdays": [3],
        "since": "09:00",
        "hours": 4,
        "gap": 7,
        "skip_off": True,
        "place": "Balai Desa {desa}",
        "visibility": Meeting.Visibility.PUBLIC,
    }


class StopRow(forms.Form):
    """One stop of the plan; its kecamatan stands, its desa is chosen."""

    fields: dict[str, Any]

    district = forms.CharField(widget=forms.HiddenInput)
    village = forms.ChoiceField(label=_L("Desa tuan rumah"), required=False)
    place = forms.CharField(label=_L("Tempat"), max_length=160)
    include = forms.BooleanField(label=_L("Ikut"), required=False)
    day = day_field(_L("Tanggal"))
    since = hour_field(_L("Mulai"))
    until = hour_field(_L("Selesai"))

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.territory = territory
        code = str(self["district"].value() or "")
        self.host: Region | None = territory.districts.get(code)
        self.rows = {one.code: one for one in territory.villages.get(code, ())}
        self.fields["village"].choices = [("", "–"), *((one.code, one.name) for one in self.rows.values())]
        # Filled by who looks for clashes.
        self.clashes: list[Any] = []

    def clean_district(self) -> str:
        if self.host is None:
            raise forms.ValidationError(_("Kecamatan ini tidak dilayani di sini."))
        return self.host.code

    def plan(self, series: Series, number: int, shared: Mapping[str, Any]) -> Plan:
        """Of a valid row."""
        data = self.cleaned_data
        assert self.host is not None  # noqa: S101 -- clean_district refused it
        hours = moments(data, self.host.zone)
        assert hours is not None  # noqa: S101 -- the fields are required
        return Plan(
            series=series,
            number=number,
            host_district=self.host,
            host_village=self.rows.get(data["village"]),
            place=data["place"],
            starts_at=hours[0],
            ends_at=hours[1],
            theme=shared["theme"],
            visibility=shared["visibility"],
            leaders=tuple(shared["leaders"]),
        )


StopRows: Any = forms.formset_factory(
    StopRow, extra=0, max_num=MOST_STOPS, absolute_max=MOST_STOPS, validate_max=True
)

# What belongs to a host and goes with it when stops change places; days stay where they are.
HOST_FIELDS = ("district", "village", "place", "include")


def rows_data(proposals: list[Proposal]) -> dict[str, Any]:
    """Proposals as a browser would send them back."""
    data: dict[str, Any] = {"stop-TOTAL_FORMS": len(proposals), "stop-INITIAL_FORMS": 0}
    for row, one in enumerate(proposals):
        data |= {
            f"stop-{row}-district": one.district,
            f"stop-{row}-village": one.village,
            f"stop-{row}-place": one.place,
            f"stop-{row}-include": "on",
            f"stop-{row}-day": one.day.isoformat(),
            f"stop-{row}-since": f"{one.since:%H:%M}",
            f"stop-{row}-until": f"{one.until:%H:%M}",
        }
    return data


def swapped(data: Mapping[str, Any], row: int, other: int) -> dict[str, Any]:
    """The same with the hosts of two rows exchanged; unchanged where one of them is not there."""
    changed = dict(data)
    if f"stop-{row}-district" not in data or f"stop-{other}-district" not in data:
        return changed
    for name in HOST_FIELDS:
        for here, there in ((row, other), (other, row)):
            changed.pop(f"stop-{here}-{name}", None)
            if f"stop-{there}-{name}" in data:
                changed[f"stop-{here}-{name}"] = data[f"stop-{there}-{name}"]
    return changed
