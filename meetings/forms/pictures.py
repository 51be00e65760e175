"""Photos as they are sent with a stop or a promise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aspirations.forms.fields import PhotosField
from meetings.models import Picture, PictureStage


class PicturesForm(forms.Form):
    """Several photos that show one thing; `photos` are checked, and what is refused says which."""

    prefix = "pictures"
    fields: dict[str, Any]

    photos = PhotosField(help_text=_("JPEG, PNG, WebP, atau HEIC. Lokasi dan data kamera dihapus."))
    stage = forms.ChoiceField(
        label=_("Tahap"), choices=PictureStage.choices, initial=PictureStage.OTHER, required=False
    )
    caption = forms.CharField(label=_("Keterangan foto"), max_length=160, required=False)
    is_public = forms.BooleanField(label=_("Tayangkan untuk umum"), required=False)

    def clean_photos(self) -> Any:
        """At least one."""
        if not self.cleaned_data["photos"]:
            raise forms.ValidationError(_("Pilih foto dahulu."))
        return self.cleaned_data["photos"]

    def clean_stage(self) -> str:
        return self.cleaned_data["stage"] or PictureStage.OTHER


class PictureForm(forms.ModelForm):
    """What one photo shows."""

    class Meta:
        model = Picture
        fields = ["caption", "stage"]
