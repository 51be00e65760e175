"""Whom a report is about, set right at the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aspirations.conflicts import Concern, lowest_reader
from aspirations.forms.fields import RowChoiceField
from aspirations.models import Aspiration
from aspirations.permissions import may_reclassify
from government.models import Agency


class ConcernForm(forms.Form):
    """Everybody at the desk may hand a report up; only a lead may let those below read it."""

    prefix = "concern"
    fields: dict[str, Any]

    concerns = forms.ChoiceField(label=_("Tentang petugas atau kantor sendiri?"), required=False)
    concerned_agency: Any = RowChoiceField(
        label=_("Instansi yang dilaporkan"), queryset=None, required=False, empty_label="–"
    )
    reason = forms.CharField(
        label=_("Alasan (dibaca pelapor)"), max_length=500, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, report: Aspiration, user: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "concerns": report.concerns,
            "concerned_agency": report.concerned_agency_id,
        }
        super().__init__(*args, **kwargs)
        lowers = may_reclassify(user, report)
        self.fields["concerns"].choices = [
            (one.value, one.label) for one in Concern if lowers or _is_up(report.concerns, one)
        ]
        self.fields["concerns"].help_text = _(
            "Yang dilaporkan dan bawahannya tidak lagi melihat jejak laporan ini; "
            "sesudah itu mungkin Anda juga tidak. Kalau “Tidak”, mereka membaca laporan beserta riwayatnya."
        )
        self.fields["concerned_agency"].queryset = Agency.objects.active().order_by("name")

    def clean_concerns(self) -> str:
        """Django takes an empty choice for none made; here it is one."""
        chosen = self.cleaned_data["concerns"]
        if chosen not in dict(self.fields["concerns"].choices):
            raise ValidationError(_("Hanya camat atau koordinator yang dapat membukanya ke bawah."))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("concerned_agency") and data.get("concerns") != Concern.AGENCY:
            self.add_error(
                "concerned_agency", ValidationError(_("Pilih “petugas dinas atau instansi” di atas."))
            )
        return data


def _is_up(now: str, to: Concern) -> bool:
    """Whether nobody reads it then who does not read it now."""
    if now == to or now == Concern.NOBODY:
        return True
    return lowest_reader(to) < lowest_reader(now)
