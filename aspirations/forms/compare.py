"""What a merger is told with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aspirations.forms.triage import NOTE_LENGTH


class MergerForm(forms.Form):
    """The note that the reporter of the joined report reads."""

    note = forms.CharField(
        label=_("Catatan (boleh dikosongkan; dibaca pelapor)"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
