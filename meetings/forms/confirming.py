"""Clashes on a form: refusals as errors, warnings with a box to tick that keeps what was typed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.clashes import Clash, digest


class ConfirmField(forms.Field):
    """Holds the digest of the warnings that were read; hidden until there are some."""

    widget: Any = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(label=gettext_lazy("Perlu diperhatikan"), required=False)

    def to_python(self, value: Any) -> str:
        return (value or [""])[0]

    def ask(self, warned: str) -> None:
        """Shows the box that says yes to these warnings."""
        label = _("Saya sudah membacanya; tetap simpan")
        self.widget = forms.CheckboxSelectMultiple(choices=[(warned, label)])


def judge(form: Any, found: Iterable[Clash], fields: dict[str, str]) -> None:
    """Adds refusals to the fields they are about, and asks for a confirmation of what is only warned.

    `fields` names the form's field of a clash's code; others stand above the form.
    """
    found = list(found)
    for clash in found:
        if clash.is_refused:
            form.add_error(fields.get(clash.code), clash.text)
    warned = digest(found)
    if not warned:
        return
    form.fields["confirmed"].ask(warned)
    if form.cleaned_data.get("confirmed") != warned:
        form.add_error("confirmed", [clash.text for clash in found if not clash.is_refused])
