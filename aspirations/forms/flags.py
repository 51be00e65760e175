"""Why a report is marked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aspirations.models import FlagReason


class FlagForm(forms.Form):
    """A reason of the short list, or words."""

    prefix = "flag"

    reason = forms.ChoiceField(label=_("Alasan"), choices=FlagReason)
    note = forms.CharField(
        label=_("Keterangan (hanya dibaca petugas; wajib untuk “Lainnya”)"), max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == FlagReason.OTHER and not data.get("note"):
            self.add_error("note", _("Tulis alasannya."))
        return data
