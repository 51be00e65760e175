"""Forms of the tracking page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aspirations import receipts
from aspirations.forms.fields import SECRET_EXAMPLE, PhotosField, code_field

REPLY_LENGTH = 5_000


class TrackForm(forms.Form):
    """Number and secret, typed in any way."""

    number = code_field(_("Nomor laporan"), example="AS-2026-00412", length=40)
    secret = code_field(_("Kode rahasia"), example=SECRET_EXAMPLE)

    def clean_number(self) -> str:
        return receipts.read_number(self.cleaned_data["number"])

    def clean_secret(self) -> str:
        return receipts.read_secret(self.cleaned_data["secret"])


class ReplyForm(forms.Form):
    """The answer to a question of the office."""

    text = forms.CharField(
        label=_("Jawaban Anda"),
        max_length=REPLY_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    photos = PhotosField()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("text", "").strip() and not data.get("photos"):
            raise ValidationError(_("Tulis jawaban Anda atau tambahkan foto."))
        return data


class PhotosForm(forms.Form):
    """More photos."""

    photos = PhotosField(required=True)


class ConfirmForm(forms.Form):
    """It is solved."""


class DisputeForm(forms.Form):
    """It is not."""

    reason = forms.CharField(
        label=_("Apa yang belum selesai?"),
        max_length=REPLY_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )


class WithdrawForm(forms.Form):
    """The report is taken back."""

    reason = forms.CharField(
        label=_("Alasan (boleh dikosongkan)"),
        max_length=REPLY_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    sure = forms.BooleanField(
        label=_("Saya yakin mencabut laporan ini."),
        error_messages={"required": _("Centang dulu kalau Anda yakin.")},
    )


class RateForm(forms.Form):
    """Four steps, as in the public satisfaction survey (Permenpan RB 14/2017)."""

    rating = forms.TypedChoiceField(
        label=_("Bagaimana pelayanan kami?"),
        coerce=int,
        choices=[(4, _("Sangat baik")), (3, _("Baik")), (2, _("Kurang baik")), (1, _("Tidak baik"))],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Pilih salah satu yang tersedia.")},
    )
    comment = forms.CharField(
        label=_("Komentar (boleh dikosongkan)"),
        max_length=REPLY_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
