"""The report form: one page, one thumb."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from aspirations import receipts
from aspirations.conflicts import Concern
from aspirations.forms.fields import DayField, GroupedChoiceField, PhotoIdsField, PhotosField, read_contact
from aspirations.models import Channel, Identity, Kind
from aspirations.reading import propose_title
from government.models import Agency, Category, Region

TITLE_LENGTH = 120
TEXT_LENGTH = 10_000  # the longest of 12,530 real complaints has 8,471
_DIGITS = RegexValidator(r"\A[0-9]{1,3}\Z", _("Tulis angka saja, paling banyak tiga."))
_CHOOSE = {"invalid_choice": _("Pilih salah satu yang tersedia.")}
# Indonesia from Rote to Weh, from Sabang to Merauke.
_LATITUDES, _LONGITUDES = (-11.5, 6.5), (94.5, 141.5)


class PointField(forms.DecimalField):
    """Half of a point, in degrees; shown by a template of our own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.NumberInput({"class": "form-control"}), **kwargs)


class ReportForm(forms.Form):
    """What happened, where, and who says so."""

    fields: dict[str, Any]
    data: Any

    # What is missing where a name was to be given.
    nameless: Any = _("Tulis nama Anda, atau pilih Anonim di atas.")

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    similar_seen = forms.BooleanField(widget=forms.HiddenInput, required=False)
    kept = PhotoIdsField(required=False)

    kind = forms.ChoiceField(
        label=_("Apa yang ingin Anda sampaikan?"),
        choices=Kind,
        initial=Kind.COMPLAINT,
        error_messages=_CHOOSE,
    )
    text = forms.CharField(
        label=_("Apa yang terjadi?"),
        help_text=_("Ceritakan apa, di mana, dan sejak kapan. Jangan menulis NIK atau nomor telepon."),
        max_length=TEXT_LENGTH,
        validators=[MinLengthValidator(15, _("Ceritakan sedikit lebih lengkap (paling sedikit 15 huruf)."))],
        widget=forms.Textarea(attrs={"rows": 5, "data-count": TEXT_LENGTH}),
    )
    title = forms.CharField(
        label=_("Judul"),
        help_text=_("Boleh dikosongkan; diambil dari kalimat pertama."),
        max_length=TITLE_LENGTH,
        required=False,
    )
    category = GroupedChoiceField(label=_("Kategori"), queryset=None, empty_label=_("Pilih kategori"))
    photos = PhotosField(
        help_text=_("Paling banyak 5 foto. Lokasi dan data lain di dalam foto kami hapus."),
    )
    village = GroupedChoiceField(label=_("Desa"), queryset=None, empty_label=_("Pilih desa"))
    canal = forms.CharField(label=_("Jalur"), max_length=40, required=False)
    landmark = forms.CharField(
        label=_("Jembatan atau patokan"),
        help_text=_("Contoh: Jembatan II, dekat masjid"),
        max_length=120,
        required=False,
    )
    rt = forms.CharField(label=_("RT"), max_length=3, required=False, validators=[_DIGITS])
    rw = forms.CharField(label=_("RW"), max_length=3, required=False, validators=[_DIGITS])
    latitude = PointField(label=_("Lintang"))
    longitude = PointField(label=_("Bujur"))
    occurred_on = DayField(
        label=_("Tanggal kejadian"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    identity = forms.ChoiceField(
        label=_("Bagaimana Anda ingin dikenal?"),
        choices=Identity,
        initial=Identity.NAMED,
        error_messages=_CHOOSE,
    )
    reporter_name = forms.CharField(
        label=_("Nama Anda"), max_length=80, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    contact = forms.CharField(
        label=_("Nomor WhatsApp atau email"),
        help_text=_("Boleh dikosongkan. Dipakai hanya untuk mengabari Anda."),
        max_length=254,
        required=False,
    )
    concerns = forms.ChoiceField(
        label=_("Apakah laporan ini tentang kepala desa, petugas, atau kantor kecamatan sendiri?"),
        choices=Concern,
        initial=Concern.NOBODY,
        required=False,
        error_messages=_CHOOSE,
    )
    concerned_agency: Any = forms.ModelChoiceField(
        label=_("Dinas atau instansi mana? (boleh dikosongkan)"),
        queryset=None,
        required=False,
        empty_label="–",
        widget=forms.Select({"class": "form-select"}),
        error_messages=_CHOOSE,
    )
    consent = forms.BooleanField(
        label=_("Saya setuju data ini dipakai kecamatan untuk menangani laporan ini dan mengabari saya."),
        error_messages={"required": _("Kami memerlukan persetujuan Anda untuk menangani laporan ini.")},
    )
    channel = forms.ChoiceField(label=_("Laporan ini masuk lewat"), required=False, error_messages=_CHOOSE)

    def __init__(self, *args: Any, channels: tuple[Channel, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = (
            Category.objects.active()
            .leaves()
            .select_related("parent", "sla_class")
            .order_by("parent__position", "parent_id", "position", "name")
        )
        self.fields["category"].error_messages["invalid_choice"] = _(
            "Kategori ini sudah ditutup atau tidak dikenal. Pilih kategori lain."
        )
        self.fields["village"].queryset = (
            Region.objects.active().villages().select_related("parent").order_by("code")
        )
        self.fields["village"].error_messages["invalid_choice"] = _(
            "Desa ini tidak dilayani di sini. Pilih desa lain."
        )
        self.fields["concerned_agency"].queryset = Agency.objects.active().order_by("name")
        self.fields["occurred_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        if channels:
            self.fields["channel"].choices = [(channel.value, channel.label) for channel in channels]
        else:
            del self.fields["channel"]
        self.is_for_staff = bool(channels)

    @cached_property
    def helper(self) -> FormHelper:
        """Built when the form is shown: a good submission never is."""
        return _helper(staff=self.is_for_staff)

    def clean_token(self) -> str:
        """A form without a good token gets a new one: it is then simply a new form."""
        token = self.cleaned_data["token"]
        return token if receipts.is_token(token) else receipts.new_token()

    def clean_text(self) -> str:
        return self.cleaned_data["text"].strip()

    def clean_occurred_on(self) -> Any:
        day = self.cleaned_data["occurred_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Tanggal kejadian belum tiba."), code="future")
        if day and day.year < 1990:
            raise ValidationError(_("Periksa tahunnya."), code="past")
        return day

    def clean_contact(self) -> dict[str, str]:
        return read_contact(self.cleaned_data["contact"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("title") and data.get("text"):
            data["title"] = propose_title(data["text"])
        if (
            data.get("identity") == Identity.NAMED
            and not data.get("reporter_name")
            and not self.has_error("reporter_name")
        ):
            self.add_error("reporter_name", self.nameless)
        if data.get("concerns") != Concern.AGENCY:
            data["concerned_agency"] = None
        self._clean_point(data)
        most = settings.PHOTO_MAX_COUNT
        if len(data.get("kept", [])) + len(data.get("photos", [])) > most:
            self.add_error("photos", _("Paling banyak %(most)d foto.") % {"most": most})
        return data

    def _clean_point(self, data: dict[str, Any]) -> None:
        latitude, longitude = data.get("latitude"), data.get("longitude")
        if self.has_error("latitude") or self.has_error("longitude"):
            return
        if latitude is None and longitude is None:
            return
        if latitude is None or longitude is None:
            missing = "latitude" if latitude is None else "longitude"
            self.add_error(missing, _("Isi lintang dan bujur, atau kosongkan keduanya."))
            return
        if not (_LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]):
            self.add_error("latitude", _("Titik lokasi ini di luar Indonesia. Hapus atau pilih lagi."))
            return
        data["latitude"], data["longitude"] = round(latitude, 5), round(longitude, 5)

    def columns(self) -> dict[str, Any]:
        """The cleaned data as the service wants it."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"token", "similar_seen", "kept", "photos", "consent", "contact"}
        }
        return data | self.cleaned_data["contact"]


def _helper(*, staff: bool) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    tiles = "aspirations/form/_tiles.html"
    helper.layout = Layout(
        Fieldset(
            _("Ceritakan"),
            *([Field("channel")] if staff else []),
            Field("kind", template=tiles),
            Field("text"),
            HTML('{% include "aspirations/form/_similar.html" %}'),
            Field("title"),
            Field("category"),
            HTML('{% include "aspirations/form/_suggestion.html" %}'),
        ),
        Fieldset(_("Foto"), Field("photos", template="aspirations/form/_photos.html")),
        Fieldset(
            _("Di mana dan kapan"),
            Field("village"),
            Div(
                Field("canal", wrapper_class="col-5"),
                Field("landmark", wrapper_class="col-7"),
                css_class="row g-2",
            ),
            Div(
                Field("rt", wrapper_class="col-3", inputmode="numeric"),
                Field("rw", wrapper_class="col-3", inputmode="numeric"),
                Field("occurred_on", wrapper_class="col-6"),
                css_class="row g-2",
            ),
            HTML('{% include "aspirations/form/_point.html" %}'),
        ),
        Fieldset(
            _("Siapa Anda"),
            Field("concerns", template="aspirations/form/_concerns.html"),
            Field("identity", template=tiles),
            Div(Field("reporter_name"), css_class="js-identity-named"),
            Field("contact"),
            Field("consent"),
        ),
    )
    return helper
