"""What a summary is about: a period and a place."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.statistics import Period

# A chart of more months could not be read, nor a sum of more reports be quick.
MOST_DAYS = 3 * 366

THIS_MONTH, LAST_MONTH, QUARTER, YEAR, CHOSEN = "bulan-ini", "bulan-lalu", "triwulan", "tahun", "pilihan"
PERIODS = [
    (THIS_MONTH, _("Bulan ini")),
    (LAST_MONTH, _("Bulan lalu")),
    (QUARTER, _("Triwulan ini")),
    (YEAR, _("Tahun ini")),
    (CHOSEN, _("Tanggal pilihan")),
]


def month_of(day: date) -> Period:
    """The whole month around a day."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Period(day.replace(day=1), following - timedelta(days=1))


def named_period(name: str, today: date) -> Period:
    """A period by its name, up to today; an unknown name is this month."""
    if name == LAST_MONTH:
        return month_of(today.replace(day=1) - timedelta(days=1))
    if name == QUARTER:
        return Period(today.replace(month=today.month - (today.month - 1) % 3, day=1), today)
    if name == YEAR:
        return Period(today.replace(month=1, day=1), today)
    return Period(today.replace(day=1), today)


class SummaryForm(forms.Form):
    """`places` are (code, name) of which one can be chosen; "" is all of them."""

    periode = forms.ChoiceField(label=_("Periode"), choices=PERIODS, required=False)
    dari = forms.DateField(
        label=_("Dari"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    sampai = forms.DateField(
        label=_("Sampai"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    wilayah = forms.ChoiceField(label=_("Kecamatan"), required=False)

    def __init__(self, data: Any, *, places: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.use_required_attribute = False
        choice: Any = self.fields["wilayah"]
        choice.choices = [("", _("Semua")), *places]
        if len(places) < 2:
            del self.fields["wilayah"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("periode") == CHOSEN and not self.errors:
            self._check_days(data.get("dari"), data.get("sampai"))
        return data

    def _check_days(self, first: date | None, last: date | None) -> None:
        if first is None or last is None:
            self.add_error("dari" if first is None else "sampai", _("Isi kedua tanggalnya."))
        elif last < first:
            self.add_error("sampai", _("Tanggal akhir mendahului tanggal awal."))
        elif (last - first).days >= MOST_DAYS:
            self.add_error("sampai", _("Paling panjang tiga tahun."))
        elif first.year < 2000:
            self.add_error("dari", _("Paling awal tahun 2000."))
        elif last.year > 2200:
            self.add_error("sampai", _("Paling akhir tahun 2200."))

    @property
    def period(self) -> Period:
        """What was chosen; this month where it was not understood."""
        today = timezone.localdate()
        name = getattr(self, "cleaned_data", {}).get("periode") or THIS_MONTH
        if name == CHOSEN and not self.errors:
            return Period(self.cleaned_data["dari"], self.cleaned_data["sampai"])
        return named_period(name, today)

    @property
    def place(self) -> str:
        """The code that was chosen, or ""."""
        return str(getattr(self, "cleaned_data", {}).get("wilayah") or "")
