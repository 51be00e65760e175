"""What somebody in the room brings up, in the few fields for which there is time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aspirations import receipts
from aspirations.forms.entry import CONSENTS
from aspirations.forms.fields import GroupedChoiceField, RowChoiceField, read_contact
from aspirations.forms.names import villages_of
from aspirations.forms.report import TEXT_LENGTH
from aspirations.models import Channel, Consent, Identity, Kind
from aspirations.reading import propose_title
from government.models import Category
from meetings.models import AgendaItem, Meeting


class VoiceForm(forms.Form):
    """A report from the floor; who gives no name is anonymous."""

    fields: dict[str, Any]

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Apa yang disampaikan"),
        max_length=TEXT_LENGTH,
        min_length=15,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"min_length": _("Tulis paling sedikit 15 huruf.")},
    )
    village: Any = GroupedChoiceField(label=_("Desa"), queryset=None, empty_label=_("Pilih desa"))
    landmark = forms.CharField(label=_("Tempat"), max_length=120, required=False)
    category: Any = GroupedChoiceField(label=_("Kategori"), queryset=None, empty_label=_("Pilih kategori"))
    kind = forms.ChoiceField(label=_("Jenis"), choices=Kind, initial=Kind.ASPIRATION)
    item: Any = RowChoiceField(
        label=_("Mata acara"), queryset=None, required=False, empty_label=_("Mata acara baru")
    )
    reporter_name = forms.CharField(
        label=_("Nama (boleh kosong)"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=_("WhatsApp atau email (boleh kosong)"),
        max_length=254,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    consent = forms.ChoiceField(label=_("Persetujuan pelapor"), choices=CONSENTS, initial=Consent.SPOKEN)

    def __init__(self, *args: Any, user: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "voice-%s"} | kwargs))
        villages = villages_of(user).filter(parent=meeting.host_district_id)
        self.fields["village"].queryset = villages
        self.fields["village"].error_messages["invalid_choice"] = _(
            "Desa ini di luar kecamatan tuan rumah, atau di luar wilayah Anda."
        )
        categories = Category.objects.active().leaves().select_related("parent", "sla_class")
        self.fields["category"].queryset = categories.order_by(
            "parent__position", "parent_id", "position", "name"
        )
        self.fields["item"].queryset = AgendaItem.objects.seen_by(user).filter(meeting=meeting)

    def clean_token(self) -> str:
        token = self.cleaned_data["token"]
        return token if receipts.is_token(token) else receipts.new_token()

    def clean_text(self) -> str:
        return self.cleaned_data["text"].strip()

    def clean_contact(self) -> dict[str, str]:
        return read_contact(self.cleaned_data["contact"])

    def columns(self) -> dict[str, Any]:
        """The cleaned data as the service wants it."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("text", "village", "landmark", "category", "kind", "consent")},
            **data["contact"],
            "title": propose_title(data["text"]),
            "channel": Channel.MEETING,
            "reporter_name": data["reporter_name"],
            "identity": Identity.NAMED if data["reporter_name"] else Identity.ANONYMOUS,
        }
