"""What the owner of a promise says by its link, and what the desk says of a promise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aspirations import receipts
from aspirations.forms.fields import SECRET_EXAMPLE, DayField, PhotosField, RowChoiceField, code_field
from government.models import Agency
from meetings.models import Reader

TEXT_LENGTH = 2_000
_NUMBER_EXAMPLE = "JR-00012"


def day_field(label: Any, *, required: bool = True) -> DayField:
    """A date, by the browser's own picker where it has one."""
    return DayField(
        label=label, required=required, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


def text_field(label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    """Some lines."""
    return forms.CharField(
        label=label, max_length=TEXT_LENGTH, required=required, widget=forms.Textarea({"rows": rows})
    )


def percent_field(label: Any) -> forms.IntegerField:
    """0 to 100, by keys that a phone shows as figures."""
    widget = forms.NumberInput({"inputmode": "numeric", "step": 5})
    return forms.IntegerField(label=label, min_value=0, max_value=100, widget=widget)


def other_agency_field(owner: Any) -> RowChoiceField:
    """Whose it is, where it is not the owner's."""
    return RowChoiceField(
        label=_("Instansi yang berwenang (kalau ada dalam daftar)"),
        queryset=Agency.objects.active().exclude(pk=owner).order_by("name"),
        required=False,
        empty_label=_("Tidak tahu, atau tidak ada dalam daftar"),
    )


class OpenLinkForm(forms.Form):
    """Number and code of a link, typed where it did not open by itself."""

    number = code_field(_("Nomor tautan"), example=_NUMBER_EXAMPLE, length=20)
    secret = code_field(_("Kode"), example=SECRET_EXAMPLE)

    def clean_number(self) -> str:
        typed = "".join(one for one in self.cleaned_data["number"] if one.isdigit())[:9]
        return f"JR-{int(typed):05}" if typed else ""

    def clean_secret(self) -> str:
        return receipts.read_secret(self.cleaned_data["secret"])


class LetterMixin(forms.Form):
    """A letter, whole or not at all."""

    fields: dict[str, Any]

    letter_number = forms.CharField(label=_("Nomor surat (kalau ada)"), max_length=80, required=False)
    letter_on = day_field(_("Tanggal surat"), required=False)

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        if bool(data.get("letter_number")) != bool(data.get("letter_on")) and "letter_on" not in self.errors:
            self.add_error("letter_on", _("Isi nomor dan tanggal surat, atau kosongkan keduanya."))
        return data


class SignedForm(forms.Form):
    """Every act by a link says who does it; nobody has an account here."""

    fields: dict[str, Any]
    text_label: Any = _("Keterangan")
    text_is_required = True
    # Names above and below the words.
    above: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.follow_up = kwargs.pop("follow_up")
        super().__init__(*args, **kwargs)
        self.add_fields()
        self.fields["text"] = text_field(self.text_label, required=self.text_is_required, rows=4)
        for name, label, purpose in (
            ("name", _("Nama Anda"), "name"),
            ("position", _("Jabatan"), "organization-title"),
        ):
            widget = forms.TextInput({"autocomplete": purpose})
            self.fields[name] = forms.CharField(label=label, max_length=80, widget=widget)
        self.order_fields([*self.above, "text", "before", "after", "letter_number", "letter_on", "name"])

    def add_fields(self) -> None:
        """What is asked beside the words."""

    def add_photos(self) -> None:
        self.fields["before"] = PhotosField(label=_("Foto sebelum (boleh dikosongkan)"))
        self.fields["after"] = PhotosField(label=_("Foto sesudah (boleh dikosongkan)"))


class StartForm(SignedForm):
    text_label, text_is_required = _("Catatan untuk kecamatan (boleh dikosongkan)"), False


class ProgressForm(LetterMixin, SignedForm):
    text_label, above = _("Apa yang sudah dikerjakan?"), ("progress",)

    def add_fields(self) -> None:
        self.fields["progress"] = percent_field(_("Kemajuan (%)"))
        self.fields["progress"].initial = self.follow_up.progress
        self.add_photos()


class DoneForm(LetterMixin, SignedForm):
    text_label = _("Apa hasilnya? (diperiksa kecamatan)")

    def add_fields(self) -> None:
        self.add_photos()


class DateForm(SignedForm):
    text_label, above = _("Mengapa perlu waktu lebih?"), ("target_on",)

    def add_fields(self) -> None:
        self.fields["target_on"] = day_field(_("Tanggal target yang diusulkan"))


class NotOursForm(SignedForm):
    text_label, above = _("Mengapa bukan kewenangan instansi Anda?"), ("agency",)

    def add_fields(self) -> None:
        self.fields["agency"] = other_agency_field(self.follow_up.agency_id)


class WordsForm(forms.Form):
    """The desk's words to a step; whether they must be said the step knows."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, label: Any, required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = text_field(label, required=required)


class DeskProgressForm(forms.Form):
    """How far it is, as the desk or an officer of the agency heard it."""

    progress = percent_field(_("Kemajuan (%)"))
    text = text_field(_("Apa yang sudah dikerjakan?"), required=False)


class MilestoneForm(forms.Form):
    text = forms.CharField(label=_("Tahapan"), max_length=200)
    due_on = day_field(_("Target (boleh dikosongkan)"), required=False)


class LetterForm(forms.Form):
    number = forms.CharField(label=_("Nomor surat"), max_length=80)
    dated_on = day_field(_("Tanggal surat"))
    subject = forms.CharField(label=_("Perihal"), max_length=160, required=False)


class NoteForm(forms.Form):
    reader = forms.ChoiceField(label=_("Dibaca oleh"), choices=[*reversed(Reader.choices)])
    text = text_field(_("Catatan"))


class TargetForm(forms.Form):
    target_on = day_field(_("Target baru"))
    text = text_field(_("Alasan (dibaca umum)"))


class EvidenceForm(forms.Form):
    before = PhotosField(label=_("Foto sebelum"))
    after = PhotosField(label=_("Foto sesudah"))

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        if not self.errors and not (data.get("before") or data.get("after")):
            raise forms.ValidationError(_("Pilih paling sedikit satu foto."))
        return data


class AnswerForm(forms.Form):
    """The desk grants what an owner asked, or says why not."""

    text = text_field(_("Jawaban untuk penanggung jawab"), required=False)


class DateWishForm(forms.Form):
    """An officer with an account proposes another date."""

    target_on = day_field(_("Tanggal target yang diusulkan"))
    text = text_field(_("Mengapa perlu waktu lebih?"))


class NotOursWishForm(forms.Form):
    """An officer with an account says whose it is."""

    fields: dict[str, Any]
    text = text_field(_("Mengapa bukan kewenangan instansi Anda?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        owner = kwargs.pop("follow_up").agency_id
        super().__init__(*args, **kwargs)
        self.fields["agency"] = other_agency_field(owner)
