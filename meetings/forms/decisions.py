"""What was decided: in one line, in full, and about which reports."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.models import Aspiration
from government.models import Programme
from meetings.forms.fields import RowField
from meetings.models import AgendaItem, Decision, DecisionAspiration, DecisionKind, Meeting
from meetings.models.decisions import NEEDS_REASON, TEXT_LENGTH
from meetings.workflow import DecisionStatus


class LineForm(forms.Form):
    """One line, as it is said."""

    text = forms.CharField(
        label=gettext_lazy("Keputusan"),
        max_length=TEXT_LENGTH,
        widget=forms.TextInput({"placeholder": gettext_lazy("Apa yang diputuskan?"), "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=DecisionKind, initial=DecisionKind.PROMISE)


class DecisionForm(forms.Form):
    """The whole of it. `decision` is the one that is changed, None for a new one."""

    fields: dict[str, Any]

    text = forms.CharField(
        label=gettext_lazy("Keputusan"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Dibaca warga: tulis tanpa nama pelapor dan tanpa singkatan."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=DecisionKind, initial=DecisionKind.PROMISE)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Wajib bila tidak dapat dipenuhi atau ditunda."),
    )

    def __init__(
        self, *args: Any, meeting: Meeting, user: Any, decision: Decision | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision
        self.fields["deferred_to"] = RowField(
            Meeting.objects.after(meeting),
            label=_("Ditunda ke pertemuan"),
            empty=_("Belum ditentukan"),
            names=_stop,
        )
        items = AgendaItem.objects.seen_by(user).filter(meeting=meeting)
        # One that the user may not know of stays where it is.
        if decision is None or decision.item_id is None or items.filter(pk=decision.item_id).exists():
            self.fields["item"] = RowField(items, label=_("Mata acara"), empty=_("Di luar susunan acara"))
        self.fields["programme"] = _programme_field(meeting)
        self.fields["is_public"] = forms.BooleanField(
            label=_("Terbuka untuk umum"), required=False, initial=True
        )
        if decision is not None:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        if self.is_adopted:
            self.fields.pop("kind")
            self.fields["why"] = forms.CharField(
                label=_("Alasan perubahan"),
                max_length=TEXT_LENGTH,
                help_text=_("Keputusan ini sudah ditetapkan; alasannya disimpan dalam riwayat."),
            )

    @property
    def is_adopted(self) -> bool:
        return self.decision is not None and self.decision.status == DecisionStatus.ADOPTED

    def clean(self) -> dict[str, Any]:
        """No without a reason is no answer."""
        data = super().clean() or {}
        kind = self.decision.kind if self.decision is not None and self.is_adopted else data.get("kind")
        if kind in NEEDS_REASON and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Tulis alasannya: warga berhak tahu mengapa."))
        return data


def decision_initial(decision: Decision) -> dict[str, Any]:
    """What the form shows of a decision."""
    return {
        "text": decision.text,
        "kind": decision.kind,
        "reason": decision.reason,
        "deferred_to": decision.deferred_to_id,
        "item": decision.item_id,
        "programme": decision.programme_id,
        "is_public": decision.is_public,
        "version": decision.version,
    }


def _stop(meeting: Meeting) -> str:
    return f"{meeting}, {date_format(meeting.starts_at.astimezone(meeting.zone), 'j F Y')}"


def _programme_field(meeting: Meeting) -> forms.Field:
    """Programmes of the sets that ran in the year of the stop, under the set's name."""
    year = meeting.starts_at.astimezone(meeting.zone).year
    runs = Q(programme_set__start_year__lte=year) & (
        Q(programme_set__end_year=None) | Q(programme_set__end_year__gte=year)
    )
    rows = Programme.objects.filter(runs).select_related("programme_set")
    found = list(rows.order_by(F("programme_set__kind").desc(), "programme_set", "position", "name"))
    field = RowField(found, label=_("Program"), empty=_("Tidak untuk program tertentu"))
    field.choices = [
        ("", _("Tidak untuk program tertentu")),
        *(
            (str(one), [(row.pk, row.name) for row in rows])
            for one, rows in groupby(found, key=lambda row: row.programme_set)
        ),
    ]
    return field


class ReportsForm(forms.Form):
    """Which reports: those on the agenda first, then what was searched; checked ones are kept."""

    fields: dict[str, Any]

    words = forms.CharField(
        label=gettext_lazy("Cari laporan lain"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": gettext_lazy("Nomor atau kata"), "type": "search"}),
    )

    def __init__(self, *args: Any, reports: Iterable[Aspiration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {report.pk: report for report in reports}
        self.fields["reports"] = forms.TypedMultipleChoiceField(
            label=_("Laporan"),
            choices=[(pk, f"{one.number} {one.title}") for pk, one in self.known.items()],
            coerce=lambda pk: self.known[int(pk)],
            empty_value=[],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class TakeAlongForm(forms.Form):
    """Which decision the report follows."""

    prefix = "take_along"
    fields: dict[str, Any]

    def __init__(self, *args: Any, rows: Sequence[DecisionAspiration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.decision_id, f"{row.decision}, {row.decision.meeting}") for row in rows]
        self.fields["decision"] = forms.TypedChoiceField(label=_("Keputusan"), choices=choices, coerce=int)


class ReasonForm(forms.Form):
    """Why; everybody concerned reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 3})
    )
