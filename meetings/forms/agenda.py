"""Onto which agenda, and from which."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaAspiration


class MeetingField(forms.ModelChoiceField):
    """Meetings to come; the day tells them apart."""

    def __init__(self, meetings: Any, **kwargs: Any) -> None:
        super().__init__(
            meetings,
            label=_("Pertemuan"),
            empty_label=_("Pilih pertemuan"),
            help_text=_("Hanya pertemuan yang akan datang di wilayah Anda."),
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}, {obj.starts_at.astimezone(obj.zone):%d-%m-%Y}"


class AgendaForm(forms.Form):
    """On which agenda."""

    prefix = "agenda"
    fields: dict[str, Any]

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = MeetingField(meetings)


class OffAgendaForm(forms.Form):
    """From which agenda."""

    prefix = "off_agenda"
    fields: dict[str, Any]

    def __init__(self, *args: Any, rows: Sequence[AgendaAspiration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.pk, str(row.meeting)) for row in rows]
        self.fields["row"] = forms.TypedChoiceField(label=_("Pertemuan"), choices=choices, coerce=int)
