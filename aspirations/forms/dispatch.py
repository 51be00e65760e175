"""Forms around a disposisi: what the clerk adds to it, and what an agency answers by its link."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from aspirations import receipts
from aspirations.forms.fields import (
    SECRET_EXAMPLE,
    DayField,
    PhotosField,
    RowChoiceField,
    code_field,
)
from aspirations.models import Aspiration, Dispatch, Identity, ReferenceSystem, Urgency
from government.models import Agency

TEXT_LENGTH = 5_000
_YEARS_AHEAD = 5
_SOURCES = {
    "apbd-kab": _("APBD kabupaten"),
    "apbd-prov": _("APBD provinsi"),
    "apbn": _("APBN"),
    "desa": _("Dana desa"),
    "csr": _("Dana perusahaan (CSR)"),
    "sendiri": _("Anggaran sendiri"),
    "belum": _("Sumber dana belum ditetapkan"),
}


def sending_fields(*, may_show_reporter: bool) -> dict[str, forms.Field]:
    """What a step to an agency asks for beside the agency."""
    fields: dict[str, forms.Field] = {
        "instruction": forms.CharField(
            label=_("Isi disposisi (dibaca instansi)"),
            max_length=TEXT_LENGTH,
            required=False,
            widget=forms.Textarea({"rows": 3}),
        ),
        "urgency": forms.ChoiceField(
            label=_("Sifat"), choices=Urgency, initial=Urgency.ORDINARY, required=False
        ),
    }
    if may_show_reporter:
        fields["shows_reporter"] = forms.BooleanField(
            label=_("Perlihatkan nama dan kontak pelapor lewat tautan instansi"), required=False
        )
    return fields


def authority_field(initial: str = "") -> forms.Field:
    """Whose it is, where it is not ours; everybody reads it."""
    return forms.ChoiceField(
        label=_("Kewenangan siapa (dibaca umum)"),
        choices=[("", _("Belum diketahui")), *Agency.Level.choices],
        initial=initial,
        required=False,
    )


def sending_of(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The cleaned fields, as `services.Sending` takes them."""
    return {
        "instruction": cleaned.get("instruction", ""),
        "urgency": cleaned.get("urgency") or Urgency.ORDINARY,
        "shows_reporter": bool(cleaned.get("shows_reporter")),
    }


class OpenDispatchForm(forms.Form):
    """Number and code of a link, typed where it did not open by itself."""

    number = code_field(_("Nomor disposisi"), example="AS-D-2026-00012", length=40)
    secret = code_field(_("Kode"), example=SECRET_EXAMPLE)

    def clean_number(self) -> str:
        return receipts.read_dispatch_number(self.cleaned_data["number"])

    def clean_secret(self) -> str:
        return receipts.read_secret(self.cleaned_data["secret"])


class SignedForm(forms.Form):
    """Every act of an agency says who does it; nobody has an account here."""

    fields: dict[str, Any]
    text_label: Any = _("Keterangan")
    text_is_required = True
    has_photos = False

    def __init__(self, *args: Any, dispatch: Dispatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_fields(dispatch)
        self.fields["text"] = forms.CharField(
            label=self.text_label,
            max_length=TEXT_LENGTH,
            required=self.text_is_required,
            widget=forms.Textarea({"rows": 4}),
        )
        if self.has_photos:
            self.fields["before"] = PhotosField(label=_("Foto sebelum (boleh dikosongkan)"))
            self.fields["after"] = PhotosField(label=_("Foto sesudah (boleh dikosongkan)"))
        for name, label, purpose in (
            ("name", _("Nama Anda"), "name"),
            ("position", _("Jabatan"), "organization-title"),
        ):
            self.fields[name] = forms.CharField(
                label=label, max_length=80, widget=forms.TextInput({"autocomplete": purpose})
            )

    def add_fields(self, dispatch: Dispatch) -> None:
        """What stands above the text."""


class AcceptForm(SignedForm):
    text_label, text_is_required = _("Catatan untuk kecamatan (boleh dikosongkan)"), False


class AskForm(SignedForm):
    text_label = _("Pertanyaan kepada kecamatan")


class RefuseForm(SignedForm):
    text_label = _("Mengapa bukan kewenangan instansi Anda, dan siapa yang berwenang?")

    def add_fields(self, dispatch: Dispatch) -> None:
        self.fields["suggested_agency"] = RowChoiceField(
            label=_("Instansi yang berwenang (kalau ada dalam daftar)"),
            queryset=Agency.objects.active().exclude(pk=dispatch.agency_id).order_by("name"),
            required=False,
            empty_label=_("Tidak tahu, atau tidak ada dalam daftar"),
        )


class PlanForm(SignedForm):
    text_label = _("Penjelasan untuk pelapor")

    def add_fields(self, dispatch: Dispatch) -> None:
        this_year = timezone.localdate().year
        years = [(str(year), str(year)) for year in range(this_year, this_year + _YEARS_AHEAD)]
        self.fields["year"] = forms.ChoiceField(label=_("Tahun anggaran"), choices=years)
        self.fields["source"] = forms.ChoiceField(label=_("Sumber dana"), choices=[*_SOURCES.items()])
        self.fields["due_on"] = DayField(
            label=_("Perkiraan selesai (boleh dikosongkan)"),
            required=False,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        )

    @property
    def planned_for(self) -> str:
        """Of a list, so that nothing typed reaches the public unread; the history's language."""
        with override(settings.LANGUAGE_CODE):
            return f"{self.cleaned_data['year']}, {_SOURCES[self.cleaned_data['source']]}"


class ProgressForm(SignedForm):
    text_label, has_photos = _("Apa yang sudah dikerjakan? (dibaca pelapor)"), True


class FinishForm(SignedForm):
    text_label, has_photos = _("Apa hasilnya? (diperiksa kecamatan, lalu dikirim kepada pelapor)"), True


class IssueForm(forms.Form):
    """What goes with a link that a report never had."""

    prefix = "issue"
    fields: dict[str, Any]

    def __init__(self, *args: Any, report: Aspiration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= sending_fields(may_show_reporter=report.identity == Identity.NAMED)


class RenewForm(forms.Form):
    """How long the new link lasts."""

    prefix = "renew"

    days = forms.IntegerField(label=_("Berlaku berapa hari"), min_value=1, max_value=365)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = settings.DISPATCH_LINK_DAYS


class TellAgencyForm(forms.Form):
    """The answer to a question of the agency."""

    prefix = "tell"

    text = forms.CharField(
        label=_("Jawaban untuk instansi (tidak dibaca pelapor)"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )


class ReferenceForm(forms.Form):
    """The report's number in another system."""

    prefix = "reference"
    fields: dict[str, Any]

    system: Any = RowChoiceField(label=_("Sistem lain"), queryset=None, empty_label=None)
    number = forms.CharField(
        label=_("Nomor rujukan (kosongkan untuk menghapus)"), max_length=60, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].queryset = ReferenceSystem.objects.filter(is_active=True)
