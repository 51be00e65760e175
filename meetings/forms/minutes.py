"""Minutes: their sections, who signs, and what is said when they go on."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from meetings.models import Minutes

SIGNERS = 6
_TEXT = 20_000


class SectionsForm(forms.Form):
    """A text for each section; `edition` is the save that the writer saw."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    fields: dict[str, Any]

    def __init__(self, *args: Any, minutes: Minutes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].initial = minutes.edition
        self.sections = minutes.sections
        for one in self.sections:
            rows = min(max(one["text"].count("\n") + len(one["text"]) // 90 + 2, 2), 14)
            self.fields[f"section-{one['key']}"] = forms.CharField(
                label=one["title"],
                required=False,
                max_length=_TEXT,
                initial=one["text"],
                widget=forms.Textarea({"rows": rows}),
            )

    def shown(self) -> list[Any]:
        """Bound fields of the sections, each with whether somebody wrote in it."""
        return [(self[f"section-{one['key']}"], one["is_edited"]) for one in self.sections]

    def texts(self) -> Mapping[str, str]:
        """What was typed, by the section's key."""
        return {one["key"]: self.cleaned_data[f"section-{one['key']}"] for one in self.sections}


class SignerForm(forms.Form):
    """Who signs on paper."""

    title = forms.CharField(label=_("Jabatan"), max_length=160, required=False)
    name = forms.CharField(label=_("Nama"), max_length=120, required=False)
    nip = forms.CharField(
        label=_("NIP"),
        max_length=18,
        required=False,
        validators=[RegexValidator(r"^\d{18}$", _("NIP berisi 18 angka."))],
    )


SignerForms = forms.formset_factory(SignerForm, extra=1, max_num=SIGNERS, validate_max=True)


class SignForm(forms.Form):
    """Name and title of who signs off; `edition` is what was read."""

    signer = forms.CharField(label=_("Nama dan jabatan yang mengesahkan"), max_length=300)
    edition = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=_("Saya sudah membaca isinya. Setelah disahkan, isinya terkunci."),
        error_messages={"required": _("Centang bila Anda sudah membacanya.")},
    )


class ReasonForm(forms.Form):
    """Why it is sent back, or why there is a new version."""

    reason = forms.CharField(label=_("Alasan"), max_length=600, widget=forms.Textarea({"rows": 2}))


class CheckFileForm(forms.Form):
    """A PDF that somebody holds; read and forgotten."""

    file = forms.FileField(label=_("Berkas PDF"))
