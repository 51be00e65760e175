"""The form of a stop, and the short one by which it moves."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.forms.fields import DayField
from government.models import Region
from meetings import schedule
from meetings.forms.confirming import ConfirmField, judge
from meetings.models import Contact, Meeting
from meetings.schedule import Plan

TYPED = (
    "series",
    "number",
    "host_district",
    "host_village",
    "place",
    "theme",
    "visibility",
    "capacity",
    "quorum_percent",
    "leaders",
)
CLASH_FIELDS = {"order": "until", "number": "number", "place": "place", "leader": "leaders"}


def day_field(label: Any, **options: Any) -> DayField:
    """A day, by the browser's calendar or as people write it."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return DayField(label=label, widget=widget, **options)


def hour_field(label: Any, **options: Any) -> forms.TimeField:
    """An hour by the host's clock, 09.30 or 09:30."""
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
    return forms.TimeField(label=label, widget=widget, input_formats=formats, **options)


class WhenForm(forms.Form):
    """Day and hours, by the clock of the host."""

    day = day_field(gettext_lazy("Tanggal"))
    since = hour_field(gettext_lazy("Mulai pukul"))
    until = hour_field(gettext_lazy("Selesai pukul"))
    last_day = day_field(
        gettext_lazy("Sampai tanggal"),
        required=False,
        help_text=gettext_lazy("Hanya bila lebih dari sehari."),
    )


def when_of(meeting: Meeting) -> dict[str, Any]:
    """The initial values of `WhenForm`."""
    start, end = (moment.astimezone(meeting.zone) for moment in (meeting.starts_at, meeting.ends_at))
    last = end.date() if end.date() != start.date() else None
    return {"day": start.date(), "since": start.time(), "until": end.time(), "last_day": last}


def moments(data: dict[str, Any], zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Start and end; None where one was not understood."""
    day: date | None = data.get("day")
    since: time | None = data.get("since")
    until: time | None = data.get("until")
    if day is None or since is None or until is None:
        return None
    last = data.get("last_day") or day
    return datetime.combine(day, since, zone), datetime.combine(last, until, zone)


def leader_choices(user: Any, meeting: Meeting | None) -> Any:
    """Contacts whom the user may see, and those who lead already."""
    known = Q(pk__in=Contact.objects.visible_to(user).active().order_by())
    held = Q(led=meeting) if meeting else Q(pk__in=[])
    return Contact.objects.filter(known | held).distinct()


class StopForm(WhenForm, forms.ModelForm):
    """Everything of a stop but its state; the admin gives `user`."""

    user: Any = None
    fields: dict[str, Any]
    confirmed = ConfirmField()

    class Meta:
        model = Meeting
        fields = list(TYPED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stands = self.instance if self.instance.pk else None
        for name, value in (when_of(stands) if stands else {}).items():
            self.initial.setdefault(name, value)
        if "leaders" in self.fields:
            self.fields["leaders"].queryset = leader_choices(self.user, stands)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        district, village = data.get("host_district"), data.get("host_village")
        if district and village and village.parent_id != district.pk:
            self.add_error("host_village", _("Desa ini tidak di kecamatan itu."))
        hours = moments(data, district.zone) if district else None
        if self.errors or hours is None:
            return data
        self.plan = self._plan(data, *hours)
        stands = Meeting.objects.filter(pk=self.instance.pk).named().first() if self.instance.pk else None
        if stands is None or schedule.plan_of(stands) != self.plan:
            (found,) = schedule.find([self.plan], user=self.user, meeting=stands)
            judge(self, found, CLASH_FIELDS)
        return data

    def _plan(self, data: dict[str, Any], start: datetime, end: datetime) -> Plan:
        typed = {name: data[name] for name in TYPED if name != "leaders"}
        leaders = tuple(data.get("leaders") or ())
        return Plan(**typed, starts_at=start, ends_at=end, leaders=leaders)


class MoveForm(WhenForm):
    """Another time or place, and why."""

    prefix = "move"
    fields: dict[str, Any]

    place = forms.CharField(label=gettext_lazy("Tempat"), max_length=160)
    host_village = forms.ModelChoiceField(
        Region.objects.none(), label=gettext_lazy("Desa tuan rumah"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Dibaca oleh yang diundang."),
    )
    confirmed = ConfirmField()

    def __init__(self, *args: Any, meeting: Meeting, user: Any, **kwargs: Any) -> None:
        stands = {**when_of(meeting), "place": meeting.place, "host_village": meeting.host_village_id}
        super().__init__(*args, **{"initial": stands} | kwargs)
        self.meeting, self.user = meeting, user
        villages = Region.objects.active().villages().filter(parent=meeting.host_district_id)
        self.fields["host_village"].queryset = villages

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        hours = moments(data, self.meeting.zone)
        if self.errors or hours is None:
            return data
        changes: dict[str, Any] = {"starts_at": hours[0], "ends_at": hours[1]}
        changes |= {name: data[name] for name in ("place", "host_village")}
        plan = schedule.plan_of(self.meeting, **changes)
        if plan == schedule.plan_of(self.meeting):
            raise ValidationError(_("Waktu dan tempatnya masih sama."))
        (found,) = schedule.find([plan], user=self.user, meeting=self.meeting)
        judge(self, found, {"order": "until", "place": "place"})
        self.moved = changes
        return data
