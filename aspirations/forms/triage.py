"""The desk's forms: one for each step, asking for just what the step needs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aspirations import receipts
from aspirations.forms.dispatch import authority_field, sending_fields
from aspirations.forms.fields import DayField, GroupedChoiceField, PhotosField, RowChoiceField
from aspirations.models import Aspiration, Identity, Kind, Weight, with_load, with_unit_load
from aspirations.permissions import agency_choices_q, handlers_of, may_show_point
from aspirations.proposals import propose
from aspirations.workflow import (
    AGENCY,
    NOTE,
    PLAN,
    PRIVATE_STEPS,
    PUBLIC_NOTES,
    TARGET,
    Rule,
    Status,
)
from government.models import Agency, Category, Region, Unit

NOTE_LENGTH = 5_000
MOST_NAMED = 40
NOTE_LABELS = {
    Status.NEEDS_INFO: _("Pertanyaan kepada pelapor"),
    Status.ANSWERED: _("Tanggapan (dibaca pelapor dan umum)"),
    Status.REJECTED: _("Alasan penolakan (dibaca pelapor)"),
    Status.NOT_COMPETENT: _("Ke mana pelapor dapat pergi (dibaca pelapor dan umum)"),
    Status.PLANNED: _("Penjelasan (dibaca pelapor dan umum)"),
    Status.REOPENED: _("Alasan membuka kembali"),
}
# Steps that name their day: sooner than promised, or the day of a plan.
_DATED = {Status.DISPATCHED, Status.IN_PROGRESS, Status.PLANNED}


def note_label(to: Status, *, required: bool) -> Any:
    """Who reads the note, and whether it may be left out."""
    if to in NOTE_LABELS:
        return NOTE_LABELS[to]
    return _("Alasan (dibaca pelapor)") if required else _("Catatan (boleh dikosongkan; dibaca pelapor)")


def _proposal(report: Aspiration) -> Any:
    """Why this agency is chosen already, where a routing rule says so."""
    if not report.proposed_by or report.agency_id:
        return ""
    return _("Menurut aturan “%(rule)s”. Anda yang memutuskan.") % {"rule": report.proposed_by}


class StepForm(forms.Form):
    """A transition; its fields follow the rule in the workflow."""

    # Whether the panel is unfolded when the page opens.
    opened = False

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, report: Aspiration, to: Status, rule: Rule, user: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("prefix", to.value)
        super().__init__(*args, **kwargs)
        self.report, self.user = report, user
        self.fields["seen"].initial = report.status_since.isoformat()
        if AGENCY in rule.needs:
            self.fields["agency"] = RowChoiceField(
                label=_("Instansi"),
                queryset=Agency.objects.active().filter(agency_choices_q(report)).order_by("name"),
                initial=report.agency_id or report.proposed_agency_id or report.category.default_agency_id,
                help_text=_proposal(report),
            )
            self.fields |= sending_fields(may_show_reporter=report.identity == Identity.NAMED)
        if to == Status.NOT_COMPETENT:
            self.fields["authority"] = authority_field(report.authority)
        if PLAN in rule.needs:
            self.fields["planned_for"] = forms.CharField(
                label=_("Tahun, sumber dana, atau keputusan rapat"), max_length=120
            )
        if TARGET in rule.needs:
            self.fields["merged_into"] = forms.CharField(label=_("Nomor laporan tujuan"), max_length=20)
        self.fields["note"] = forms.CharField(
            label=note_label(to, required=NOTE in rule.needs),
            max_length=NOTE_LENGTH,
            required=NOTE in rule.needs,
            widget=forms.Textarea({"rows": 3}),
        )
        if to not in PUBLIC_NOTES | PRIVATE_STEPS | {Status.MERGED}:
            self.fields["note_is_public"] = forms.BooleanField(
                label=_("Tampilkan catatan ini juga untuk umum"), required=False
            )
        if to == Status.VERIFIED and report.status == Status.SUBMITTED:
            self.fields["weight"] = forms.ChoiceField(
                label=_("Bobot (menentukan janji layanan)"),
                choices=Weight,
                initial=report.weight,
                required=False,
            )
        if to in _DATED:
            self.fields["due_on"] = DayField(
                label=_("Batas waktu (boleh dikosongkan)"),
                required=False,
                widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            )
        if to == Status.ANSWERED:
            self.fields["before"] = PhotosField(label=_("Foto sebelum"))
            self.fields["after"] = PhotosField(label=_("Foto sesudah"))

    def clean_seen(self) -> str:
        now = self.report.status_since.isoformat()
        if self.cleaned_data["seen"] != now:
            # Shown again it holds what was typed, and the next press counts.
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data[self.add_prefix("seen")] = now
            self.data = data
            raise ValidationError(
                _("Laporan ini sudah diubah orang lain sejak halaman dibuka. Periksa lagi, lalu ulangi.")
            )
        return self.cleaned_data["seen"]

    def clean_merged_into(self) -> Aspiration:
        """Only a report that this user sees."""
        number = receipts.read_number(self.cleaned_data["merged_into"])
        target = Aspiration.objects.visible_to(self.user).filter(number=number).first()
        if target is None:
            raise ValidationError(_("Nomor ini tidak ditemukan."))
        return target


class PublishForm(forms.Form):
    """The cleaned text; what looks like personal data is masked before the clerk sees it."""

    prefix = "publish"
    fields: dict[str, Any]

    public_title = forms.CharField(label=_("Judul publik"), max_length=120)
    public_text = forms.CharField(
        label=_("Isi publik"), max_length=10_000, widget=forms.Textarea({"rows": 8})
    )
    public_place = forms.CharField(
        label=_("Jalur atau patokan untuk umum (boleh dikosongkan)"), max_length=120, required=False
    )
    show_point = forms.BooleanField(label=_("Tampilkan titiknya di peta (dibulatkan)"), required=False)
    photos = forms.MultipleChoiceField(
        label=_("Foto yang ditayangkan"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, report: Aspiration, **kwargs: Any) -> None:
        title, text, place = propose(report)
        kwargs["initial"] = {
            "public_title": title,
            "public_text": text,
            "public_place": place,
            "show_point": report.point_is_public,
        }
        super().__init__(*args, **kwargs)
        if not may_show_point(report):
            del self.fields["show_point"]
        photos = [photo for photo in report.photos.all() if photo.state != "failed"]
        self.fields["photos"].choices = [
            (str(photo.uuid), f"{photo.get_stage_display()} {number}")
            for number, photo in enumerate(photos, start=1)
        ]
        self.initial["photos"] = [str(photo.uuid) for photo in photos if photo.is_public]


class HideForm(forms.Form):
    """Why it leaves the public pages."""

    prefix = "hide"

    reason = forms.CharField(label=_("Alasan (hanya dibaca petugas)"), max_length=500)


class NoteForm(forms.Form):
    """An internal note; @name calls somebody who may see the report."""

    prefix = "note"

    text = forms.CharField(
        label=_("Catatan internal (hanya dibaca petugas)"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 2, "data-mention": ""}),
        help_text=_("Tulis @nama untuk memberi tahu rekan."),
    )

    def __init__(self, *args: Any, report: Aspiration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report

    @property
    def people(self) -> list[tuple[str, str]]:
        """Account and name of whom a note usually calls."""
        people = handlers_of(self.report)[:MOST_NAMED]
        return [(one.get_username(), one.get_full_name()) for one in people]


class CorrectForm(forms.Form):
    """Where the report belongs."""

    prefix = "correct"
    fields: dict[str, Any]

    kind = forms.ChoiceField(label=_("Jenis"), choices=Kind)
    weight = forms.ChoiceField(label=_("Bobot"), choices=Weight, required=False)
    category = GroupedChoiceField(label=_("Kategori"), queryset=None, empty_label=None)
    village: Any = RowChoiceField(label=_("Desa"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, report: Aspiration, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "kind": report.kind,
            "weight": report.weight,
            "category": report.category_id,
            "village": report.village_id,
        }
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = (
            Category.objects.active()
            .leaves()
            .select_related("parent")
            .order_by("parent__position", "parent_id", "position", "name")
        )
        self.fields["village"].queryset = (
            Region.objects.active().villages().within(report.village.district_code).order_by("code")
        )


class HolderField(RowChoiceField):
    """People with their load, or nobody."""

    def __init__(self, **kwargs: Any) -> None:
        nobody = _("Tidak dipegang siapa pun")
        super().__init__(label=_("Dipegang oleh"), required=False, empty_label=nobody, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        where = f", {obj.units}" if obj.units else ""
        return f"{obj.get_full_name() or obj}{where} ({obj.load})"


class UnitField(RowChoiceField):
    """Units with their load, or none."""

    def __init__(self, **kwargs: Any) -> None:
        nowhere = _("Tidak di unit mana pun")
        super().__init__(label=_("Unit kerja"), required=False, empty_label=nowhere, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.load})"


class AssignForm(forms.Form):
    """Where the report lies and who holds it; beside each name, how many open ones are there already."""

    prefix = "assign"
    fields: dict[str, Any]

    unit: Any = UnitField(queryset=None)
    assignee: Any = HolderField(queryset=None)

    def __init__(self, *args: Any, report: Aspiration, **kwargs: Any) -> None:
        kwargs["initial"] = {"unit": report.unit_id, "assignee": report.assigned_to_id}
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = with_unit_load(Unit.objects.active().serving(report.village_id))
        self.fields["assignee"].queryset = with_load(handlers_of(report))
        self.fields["assignee"].help_text = _("Orang yang dipilih membawa unitnya sendiri.")


class EvidenceForm(forms.Form):
    """Photos by staff."""

    prefix = "evidence"

    stage = forms.ChoiceField(label=_("Tahap"), choices=[("before", _("Sebelum")), ("after", _("Sesudah"))])
    photos = PhotosField(required=True)
