"""What a desk or a kader writes down for somebody else: one report by keyboard, or a whole paper list."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aspirations import receipts
from aspirations.forms.fields import DayField, read_contact
from aspirations.forms.names import NameField, Names, villages_of
from aspirations.forms.report import TEXT_LENGTH, ReportForm
from aspirations.models import Channel, Consent, Identity
from aspirations.reading import propose_title

# The letter that lay longest, in days: an older one belongs into an import.
OLDEST_DAYS = 60
CHANNELS = (
    Channel.DESK,
    Channel.PHONE,
    Channel.WHATSAPP,
    Channel.LETTER,
    Channel.MEETING,
    Channel.KADER,
    Channel.OTHER,
)
CONSENTS = [(one.value, one.label) for one in Consent if one != Consent.FORM]
_DAY_INPUT = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def received_at(day: date) -> datetime:
    """The moment of a report that came in on that day: now, or the end of an earlier office day."""
    now = timezone.localtime()
    if day >= now.date():
        return now
    return now.replace(
        year=day.year, month=day.month, day=day.day, hour=15, minute=0, second=0, microsecond=0
    )


class ReceivedField(DayField):
    """The day on which it reached the office: the promise runs from there."""

    def __init__(self) -> None:
        super().__init__(label=_("Diterima tanggal"), initial=timezone.localdate, widget=_DAY_INPUT)

    def clean(self, value: Any) -> Any:
        day, today = super().clean(value), timezone.localdate()
        if day > today:
            raise ValidationError(_("Tanggal ini belum tiba."))
        if day < today - timedelta(days=OLDEST_DAYS):
            raise ValidationError(_now("Paling lama %(days)d hari yang lalu.") % {"days": OLDEST_DAYS})
        return day


class EntryForm(ReportForm):
    """One report for somebody else; the fields in the order in which people tell."""

    nameless = _("Tulis nama pelapor, atau pilih Anonim.")
    consent: Any = forms.ChoiceField(label=_("Persetujuan pelapor"), choices=CONSENTS)
    received_on = ReceivedField()

    ORDER = (
        "channel",
        "received_on",
        "identity",
        "reporter_name",
        "contact",
        "village",
        "canal",
        "landmark",
        "rt",
        "rw",
        "text",
        "kind",
        "category",
        "title",
        "occurred_on",
        "photos",
        "concerns",
        "concerned_agency",
        "consent",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, channels=CHANNELS, **kwargs)
        for name in ("latitude", "longitude"):
            del self.fields[name]
        self.fields["channel"].required = True
        self.fields["village"].queryset = villages_of(user)
        self.fields["village"].error_messages["invalid_choice"] = _("Desa ini di luar wilayah Anda.")
        self.fields["kind"].label = _("Jenis")
        self.fields["text"].label = _("Apa yang disampaikan")
        self.fields["identity"].label = _("Identitas")
        self.fields["reporter_name"].label = _("Nama pelapor")
        self.fields["reporter_name"].widget.attrs["autocomplete"] = "off"
        self.fields["contact"].help_text = ""
        self.fields["concerns"].label = _("Tentang petugas atau kantor sendiri?")
        self.fields["concerns"].help_text = _(
            "Laporan tentang kantor Anda sendiri tidak lagi Anda lihat sesudah tanda terimanya tampil."
        )
        self.fields["concerned_agency"].label = _("Instansi yang dilaporkan")
        self.order_fields([*self.ORDER])

    def columns(self) -> dict[str, Any]:
        """The cleaned data as the service wants it."""
        data = super().columns() | {"consent": self.cleaned_data["consent"]}
        del data["received_on"]
        return data


class ListForm(forms.Form):
    """What all rows of a paper list have in common."""

    fields: dict[str, Any]

    channel = forms.ChoiceField(label=_("Masuk lewat"), choices=[(one.value, one.label) for one in CHANNELS])
    received_on = ReceivedField()
    consent = forms.ChoiceField(label=_("Persetujuan pelapor"), choices=CONSENTS, initial=Consent.WRITTEN)


class RowForm(forms.Form):
    """One line of the paper list."""

    fields: dict[str, Any]

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    reporter_name = forms.CharField(label=_("Nama"), max_length=80, required=False)
    contact = forms.CharField(label=_("WhatsApp/email"), max_length=254, required=False)
    village = NameField(label=_("Desa"), datalist="desa", required=False)
    landmark = forms.CharField(label=_("Tempat"), max_length=120, required=False)
    text = forms.CharField(
        label=_("Yang disampaikan"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    category = NameField(label=_("Kategori"), datalist="kategori", required=False)

    def __init__(self, *args: Any, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"].rows = names.villages
        self.fields["category"].rows = names.categories
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        typed = (name for name in self.fields if name != "token")
        return not any((self[name].value() or "").strip() for name in typed)

    def clean_token(self) -> str:
        token = self.cleaned_data["token"]
        return token if receipts.is_token(token) else receipts.new_token()

    def clean_contact(self) -> dict[str, str]:
        return read_contact(self.cleaned_data["contact"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_empty:
            return data
        if len((data.get("text") or "").strip()) < 15:
            self.add_error("text", _("Tulis paling sedikit 15 huruf."))
        for name in ("village", "category"):
            if not data.get(name) and not self.has_error(name):
                self.add_error(name, _("Isi kolom ini."))
        return data

    def columns(self) -> dict[str, Any]:
        """The cleaned data as the service wants it; who gives no name is anonymous."""
        data = self.cleaned_data
        return {
            "title": propose_title(data["text"]),
            "text": data["text"].strip(),
            "category": data["category"],
            "village": data["village"],
            "landmark": data["landmark"],
            "reporter_name": data["reporter_name"],
            "identity": Identity.NAMED if data["reporter_name"] else Identity.ANONYMOUS,
            **data["contact"],
        }
