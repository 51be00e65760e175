"""The answer to an invitation, by link or at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aspirations import receipts
from aspirations.forms.fields import SECRET_EXAMPLE, code_field
from meetings.doorcodes import read_door_code
from meetings.models import Reply


class OpenInvitationForm(forms.Form):
    """The code on the letter and the secret that came with it."""

    number = code_field(_("Kode undangan"), example="7KMP-Q2XH")
    secret = code_field(_("Kode rahasia"), example=SECRET_EXAMPLE)

    def clean_number(self) -> str:
        """As it is kept; one that cannot be a code is unknown like any other."""
        return read_door_code(self.cleaned_data["number"])

    def clean_secret(self) -> str:
        return receipts.read_secret(self.cleaned_data["secret"])


class ReplyForm(forms.Form):
    """Comes, sends somebody, or cannot."""

    fields: dict[str, Any]

    reply = forms.ChoiceField(
        label=_("Jawaban Bapak/Ibu"),
        choices=[
            (Reply.COMING, _("Saya akan hadir")),
            (Reply.DEPUTY, _("Saya mewakilkan")),
            (Reply.DECLINED, _("Saya berhalangan")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu jawaban.")},
    )
    deputy_name = forms.CharField(
        label=_("Nama wakil"), max_length=120, required=False, help_text=_("Diisi bila mewakilkan.")
    )
    deputy_title = forms.CharField(
        label=_("Jabatan wakil"), max_length=160, required=False, help_text=_("Misalnya: Sekretaris Desa")
    )
    note = forms.CharField(
        label=_("Catatan"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Dibaca petugas saja. Boleh kosong."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reply") == Reply.DEPUTY and not (data.get("deputy_name") or "").strip():
            self.add_error("deputy_name", _("Tulis nama wakil yang akan hadir."))
        return data


class DeskReplyForm(ReplyForm):
    """The same, told by telephone; a mistake can be taken back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        field = self.fields["reply"]
        field.label = _("Jawaban")
        field.choices = [
            (Reply.COMING, _("Akan hadir")),
            (Reply.DEPUTY, _("Mewakilkan")),
            (Reply.DECLINED, _("Berhalangan")),
            (Reply.NONE, _("Belum menjawab (mengosongkan jawaban)")),
        ]
