"""What staff write of an agenda, and onto which a report goes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaAspiration, AgendaItem
from meetings.outline import DEPTH

_A_DAY = 24 * 60
WORDS = ("title", "starts", "minutes", "responsible")


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


class ItemForm(forms.Form):
    """One item; `seen` says from which state an edit began."""

    fields: dict[str, Any]

    title = forms.CharField(
        label=_("Mata acara"),
        max_length=200,
        help_text=_("Dibaca semua orang yang boleh membaca susunan acara; jangan menulis nama pelapor."),
    )
    starts = forms.TimeField(
        label=_("Pukul"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Tulis pukul seperti 09.05.")},
        help_text=_("Kosong: dihitung dari acara sebelumnya."),
    )
    minutes = forms.IntegerField(label=_("Lama (menit)"), required=False, min_value=1, max_value=_A_DAY)
    responsible = forms.CharField(label=_("Penanggung jawab"), max_length=160, required=False)

    @property
    def words(self) -> dict[str, Any]:
        """What was written, of a form that is valid."""
        return {name: self.cleaned_data[name] for name in WORDS}


class NewItemForm(ItemForm):
    """And below which one."""

    parent = forms.TypedChoiceField(label=_("Bagian dari"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, nodes: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = parent_choices(nodes)


class EditItemForm(ItemForm):
    """An item as it is now."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, item: AgendaItem, seen: str) -> "EditItemForm":
        """Filled in with what is stored, and the mark of its state."""
        return cls(initial={"seen": seen} | {name: getattr(item, name) for name in WORDS})


def parent_choices(nodes: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Items that may have others below them, numbered."""
    named = [(one.item.pk, f"{one.node.number}. {one.item.title}") for one in nodes if one.node.depth < DEPTH]
    return [("", _("Susunan utama")), *named]
