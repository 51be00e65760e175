"""Scores of a year's programmes, and questions to expect."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from government.models import Programme, ProgrammeSet
from meetings.models import Evaluation, Score

_EMPTY = ("", gettext_lazy("Belum dinilai"))


class EvaluationForm(forms.Form):
    """Three fields for each programme; a programme without a score is left as it is."""

    fields: dict[str, Any]

    def __init__(
        self,
        *args: Any,
        sets: Sequence[ProgrammeSet],
        held: Mapping[int, Evaluation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sets = sets
        for programme in self._programmes():
            said = held.get(programme.pk)
            name = programme.name
            self.fields[f"score-{programme.pk}"] = forms.TypedChoiceField(
                label=_("Nilai: %(programme)s") % {"programme": name},
                choices=[_EMPTY, *Score.choices],
                coerce=int,
                empty_value=None,
                required=False,
                initial=said.score if said else "",
            )
            self.fields[f"note-{programme.pk}"] = forms.CharField(
                label=_("Catatan: %(programme)s") % {"programme": name},
                max_length=600,
                required=False,
                initial=said.note if said else "",
                widget=forms.Textarea({"rows": 2}),
            )
            self.fields[f"evidence-{programme.pk}"] = forms.CharField(
                label=_("Bukti: %(programme)s") % {"programme": name},
                max_length=300,
                required=False,
                initial=said.evidence if said else "",
            )

    def _programmes(self) -> Iterator[Programme]:
        for one in self.sets:
            yield from one.programmes.all()

    def clean(self) -> dict[str, Any]:
        """A note or evidence belongs to a score."""
        data = super().clean() or {}
        for programme in self._programmes():
            said = data.get(f"note-{programme.pk}") or data.get(f"evidence-{programme.pk}")
            if said and data.get(f"score-{programme.pk}") is None:
                self.add_error(f"score-{programme.pk}", _("Pilih nilainya."))
        return data

    def said(self) -> list[tuple[Programme, int, str, str]]:
        """Score, note and evidence of those that have a score."""
        data = self.cleaned_data
        return [
            (one, data[f"score-{one.pk}"], data[f"note-{one.pk}"], data[f"evidence-{one.pk}"])
            for one in self._programmes()
            if data[f"score-{one.pk}"] is not None
        ]

    def groups(self) -> Iterable[tuple[ProgrammeSet, list[tuple[Programme, list[Any]]]]]:
        """Bound fields of each programme, set by set."""
        for one in self.sets:
            yield (
                one,
                [
                    (programme, [self[f"{part}-{programme.pk}"] for part in ("score", "note", "evidence")])
                    for programme in one.programmes.all()
                ],
            )


class QuestionForm(forms.Form):
    """One question that the leaders should be ready for."""

    question = forms.CharField(label=gettext_lazy("Pertanyaan"), max_length=300)
    answer = forms.CharField(
        label=gettext_lazy("Bahan jawaban"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
