"""What whoever reviews an answer is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aspirations.forms.triage import NOTE_LENGTH
from aspirations.models import Approval


class ApproveForm(forms.Form):
    """The answer, which may be edited before it goes out."""

    prefix = "approve"

    note = forms.CharField(
        label=_("Tanggapan (dibaca pelapor dan umum; boleh Anda ubah)"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(self, *args: Any, approval: Approval | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"note": approval.note if approval else ""}
        super().__init__(*args, **kwargs)


class SendBackForm(forms.Form):
    """What should change."""

    prefix = "return"

    remark = forms.CharField(
        label=_("Apa yang perlu diperbaiki (dibaca pengusul)"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )
