"""What an act on many reports asks for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations import receipts
from aspirations.forms.dispatch import authority_field, sending_fields
from aspirations.forms.fields import DayField
from aspirations.forms.flags import FlagForm
from aspirations.forms.triage import NOTE_LENGTH, HolderField, UnitField, note_label
from aspirations.models import Aspiration, Verb, with_load, with_unit_load
from aspirations.permissions import agency_choices_q, handlers_of
from aspirations.verbs import REGISTERED
from aspirations.workflow import AGENCY, NOTE, TARGET, TRANSITIONS, Status
from government.models import Agency, Unit


class BatchForm(forms.Form):
    """Fields follow the rules of the roads that the chosen reports would take."""

    fields: dict[str, Any]

    def __init__(
        self, *args: Any, verb: str, reports: Sequence[Aspiration], user: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        needs = needed(verb, reports)
        if AGENCY in needs:
            self.fields["agency"] = forms.ModelChoiceField(
                label=_("Instansi"), queryset=_agencies(reports), initial=_usual_agency(reports)
            )
            self.fields |= sending_fields(may_show_reporter=False)
            self.fields["due_on"] = _due_field()
        if verb == Verb.NOT_COMPETENT:
            self.fields["authority"] = authority_field()
        if TARGET in needs:
            self.fields["target"] = forms.CharField(label=_("Nomor laporan tujuan"), max_length=20)
        if verb == Verb.ASSIGN:
            self.fields["unit"] = UnitField(queryset=with_unit_load(units_around(reports)))
            self.fields["assignee"] = HolderField(queryset=with_load(handlers_of_any(reports)))
        elif verb == Verb.HIDE:
            self.fields["note"] = _note(_("Alasan (hanya dibaca petugas)"), required=True)
        elif verb == "flag":
            self.fields |= FlagForm().fields
        elif verb == "separate":
            self.fields["note"] = _note(_("Alasan"), required=True)
        elif verb in REGISTERED:
            self.fields |= REGISTERED[verb].fields(reports, user)
        elif verb != Verb.PUBLISH:
            label = note_label(Status(verb), required=NOTE in needs)
            self.fields["note"] = _note(label, required=NOTE in needs)

    def clean_target(self) -> str:
        """Only a report that this user sees."""
        number = receipts.read_number(self.cleaned_data["target"])
        if not Aspiration.objects.visible_to(self.user).filter(number=number).exists():
            raise ValidationError(_("Nomor ini tidak ditemukan."))
        return number

    def plain(self) -> dict[str, Any]:
        """The cleaned fields as they are kept with the order."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}

    def clean_due_on(self) -> date | None:
        """Not behind us; that it keeps each promise is seen report by report."""
        day = self.cleaned_data["due_on"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Batas waktu sudah lewat."))
        return day


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else getattr(value, "pk", value)


def _due_field() -> DayField:
    return DayField(
        label=_("Batas waktu untuk instansi (boleh dikosongkan)"),
        help_text=_("Laporan yang janji layanannya berakhir lebih dulu tetap memakai janjinya."),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


def needed(verb: str, reports: Sequence[Aspiration]) -> frozenset[str]:
    """What the transition table asks for on any of these roads; nothing for verbs that are no step."""
    if verb not in Status.values:
        return frozenset()
    roads = {report.status for report in reports}
    rules = [TRANSITIONS[Status(now)].get(Status(verb)) for now in roads]
    return frozenset().union(*(rule.needs for rule in rules if rule))


def _note(label: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=NOTE_LENGTH, required=required, widget=forms.Textarea({"rows": 3})
    )


def _agencies(reports: Sequence[Aspiration]) -> Any:
    """Those that serve every place at hand."""
    choices = Agency.objects.active().order_by("name")
    alike = {(one.village_id, one.concerns, one.concerned_agency_id): one for one in reports}
    for report in alike.values():
        choices = choices.filter(agency_choices_q(report))
    return choices


def _usual_agency(reports: Sequence[Aspiration]) -> int | None:
    usual = {report.proposed_agency_id or report.category.default_agency_id for report in reports}
    return usual.pop() if len(usual) == 1 else None


def units_around(reports: Sequence[Aspiration]) -> Any:
    """Those of the offices around any of them; a unit of another office is refused by name."""
    offices = {code for report in reports for code in (report.village_id[:5], report.village_id[:8])}
    return Unit.objects.active().filter(region_id__in=offices)


def _read_by(report: Aspiration) -> tuple[Any, ...]:
    """What decides who may work on it: reports alike in this have the same people."""
    about = (report.concerns, report.concerned_agency_id, report.is_confidential)
    return (report.village_id, report.agency_id, *about)


def handlers_of_any(reports: Sequence[Aspiration]) -> Any:
    """Who may do the work of any of them; who may not of one is refused there by name."""
    people = get_user_model().objects.none()
    for report in {_read_by(one): one for one in reports}.values():
        people |= handlers_of(report)
    return people.distinct()
