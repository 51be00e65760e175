"""Before and after."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aspirations.models import Aspiration, PhotoPair, Stage


class PairForm(forms.Form):
    """Two photos that belong together, and pairs that do not any more."""

    prefix = "pair"
    fields: dict[str, Any]

    before = forms.ChoiceField(label=_("Foto sebelum"), required=False)
    after = forms.ChoiceField(label=_("Foto sesudah"), required=False)
    caption = forms.CharField(
        label=_("Keterangan untuk umum (boleh dikosongkan)"), max_length=120, required=False
    )
    loosen = forms.MultipleChoiceField(
        label=_("Lepas pasangan"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, report: Aspiration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = list(PhotoPair.objects.filter(aspiration=report))
        taken = {key for pair in pairs for key in (pair.before_id, pair.after_id)}
        # Numbered as they stand on the page.
        names = {
            photo.pk: f"{photo.get_stage_display()} {number}"
            for number, photo in enumerate(report.photos.all(), start=1)
        }
        free = [photo for photo in report.photos.all() if photo.pk not in taken and photo.state != "failed"]
        nothing = ("", _("– pilih –"))
        for field, is_after in (("before", False), ("after", True)):
            self.fields[field].choices = [nothing] + [
                (str(one.uuid), names[one.pk]) for one in free if (one.stage == Stage.AFTER) == is_after
            ]
        if not pairs:
            del self.fields["loosen"]
            return
        self.fields["loosen"].choices = [
            (str(pair.pk), f"{names[pair.before_id]} – {names[pair.after_id]} {pair.caption}")
            for pair in pairs
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("before")) != bool(data.get("after")):
            raise ValidationError(_("Pilih kedua fotonya."))
        if not data.get("before") and not data.get("loosen") and not self.errors:
            raise ValidationError(_("Pilih dua foto, atau pasangan yang dilepas."))
        return data
