"""What is written down at a desk, at the door, or on one's own phone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from aspirations.forms.fields import code_field
from meetings.models import Method, Presence


class MomentField(forms.CharField):
    """An instant as devices write it, with its zone: 2026-11-24T09:05:00.000Z (RFC 3339)."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise ValidationError(_("Jam catatan tidak terbaca."))
        return moment


def no_half_characters(value: str) -> None:
    """JSON can say half of a character (RFC 8259, 8.2), which no database keeps."""
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ValidationError(_("Tulisan ini tidak terbaca."))


class LineForm(forms.Form):
    """A line as a device sends it, or as a row of the desk's list does."""

    uid = forms.UUIDField()
    noted_at = MomentField(max_length=40)
    presence = forms.ChoiceField(choices=Presence.choices)
    method = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (Method.SCAN, Method.DESK, Method.WALK_IN)]
    )
    invitation = forms.IntegerField(required=False, min_value=1)
    door_code = forms.CharField(required=False, max_length=200)
    name = forms.CharField(label=_("Nama"), required=False, max_length=120, validators=[no_half_characters])
    title = forms.CharField(
        label=_("Jabatan atau alamat"), required=False, max_length=160, validators=[no_half_characters]
    )

    @property
    def reason(self) -> str:
        """The first thing that is wrong, as a sentence."""
        return str(next(iter(self.errors.values()))[0])


class GuestForm(forms.Form):
    """Somebody who came without an invitation."""

    name = forms.CharField(label=_("Nama"), max_length=120)
    title = forms.CharField(label=_("Jabatan atau alamat"), max_length=160, required=False)


class VenueCodeForm(forms.Form):
    """The figures on the wall."""

    code = code_field(_("Kode di layar"), example="123456", length=12)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}

    def clean_code(self) -> str:
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isdigit())


class AttendForm(forms.Form):
    """Who somebody is: invited, sent by whoever is, or a guest."""

    class As:
        INVITED, DEPUTY, GUEST = "invited", "deputy", "guest"

    kind = forms.ChoiceField(
        label=_("Anda hadir sebagai"),
        choices=[
            (As.INVITED, _("Yang diundang")),
            (As.DEPUTY, _("Wakil dari yang diundang")),
            (As.GUEST, _("Tamu tanpa undangan")),
        ],
        widget=forms.RadioSelect,
        initial=As.INVITED,
    )
    tail = code_field(_("4 huruf atau angka terakhir kode undangan"), example="Q2XH", length=20)
    name = forms.CharField(
        label=_("Nama Anda"),
        max_length=120,
        required=False,
        help_text=_("Wakil dan tamu menulis namanya sendiri."),
    )
    title = forms.CharField(label=_("Jabatan atau alamat"), max_length=160, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tail"].required = False
        self.fields["tail"].help_text = _("Ada di bawah kode QR pada surat undangan. Tamu: kosongkan.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind")
        if kind != self.As.GUEST and not data.get("tail"):
            self.add_error("tail", _("Tulis akhir kode undangan, atau pilih “Tamu tanpa undangan”."))
        if kind in {self.As.DEPUTY, self.As.GUEST} and not data.get("name"):
            self.add_error("name", _("Tulis nama Anda."))
        if kind == self.As.GUEST:
            data["tail"] = ""
        return data
