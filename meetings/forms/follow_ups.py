"""Who does what until when."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.forms.fields import DayField
from government.models import Agency, Region
from meetings.forms.fields import OwnerField, Owners, RowField, RowsField, RupiahField, owner_key
from meetings.models import FollowUp, Funding, Meeting
from meetings.models.decisions import TEXT_LENGTH


class FollowUpForm(forms.Form):
    """One promise; `follow_up` is the one that is changed. A new one may be left empty."""

    fields: dict[str, Any]

    text = forms.CharField(
        label=gettext_lazy("Apa yang dilakukan"), max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 2})
    )
    target_on = DayField(
        label=gettext_lazy("Target selesai"),
        widget=forms.DateInput({"placeholder": "20 Juli 2026", "autocomplete": "off"}, format="%d-%m-%Y"),
        help_text=gettext_lazy("Misalnya 20 Juli 2026 atau 20-07-2026."),
    )
    place = forms.CharField(label=gettext_lazy("Tempat"), max_length=160, required=False)
    funding = forms.ChoiceField(
        label=gettext_lazy("Sumber dana"), choices=Funding, initial=Funding.UNKNOWN, required=False
    )
    amount = RupiahField(label=gettext_lazy("Nilai (Rp)"))

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        owners: Owners,
        villages: list[Region],
        follow_up: FollowUp | None = None,
        needs_reason: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.follow_up = meeting, follow_up
        self.fields["owner"] = OwnerField(owners)
        self.fields["supporters"] = RowsField(
            owners.agencies,
            label=_("Pihak terkait"),
            widget=forms.SelectMultiple({"size": 4}),
            help_text=_("Boleh lebih dari satu: tahan Ctrl saat memilih."),
        )
        self.fields["village"] = RowField(villages, label=_("Desa"), empty=_("Seluruh kecamatan"))
        if needs_reason:
            self.fields["why"] = forms.CharField(
                label=_("Alasan perubahan"),
                max_length=TEXT_LENGTH,
                help_text=_("Pelapor membaca alasan ini bila target atau penanggung jawabnya berganti."),
            )
        self.order_fields(["text", "owner", "target_on", "supporters", "village"])

    def clean_target_on(self) -> Any:
        """Neither over nor before the stop; the day that stands already may stay."""
        day = self.cleaned_data["target_on"]
        if self.follow_up is not None and day == self.follow_up.target_on:
            return day
        if day < timezone.localdate(timezone=self.meeting.zone):
            raise forms.ValidationError(_("Target tidak boleh di masa lalu."))
        if day < self.meeting.day:
            raise forms.ValidationError(_("Target tidak boleh sebelum hari pertemuan."))
        return day

    def columns(self) -> dict[str, Any]:
        """As the services take them, but for the owner and the other parties."""
        data = self.cleaned_data
        names = ("text", "target_on", "place", "village", "amount")
        return {name: data[name] for name in names} | {"funding": data["funding"] or Funding.UNKNOWN}

    def owner(self) -> dict[str, Any]:
        """The agency or the unit; the other is None."""
        chosen = self.cleaned_data["owner"]
        is_agency = isinstance(chosen, Agency)
        return {"agency": chosen if is_agency else None, "unit": None if is_agency else chosen}


def follow_up_initial(follow_up: FollowUp) -> dict[str, Any]:
    """What the form shows of a promise."""
    return {
        "text": follow_up.text,
        "target_on": follow_up.target_on,
        "place": follow_up.place,
        "funding": follow_up.funding,
        "amount": follow_up.amount,
        "owner": owner_key(follow_up.agency or follow_up.unit),
        "supporters": [one.pk for one in follow_up.supporters.all()],
        "village": follow_up.village_id,
    }
