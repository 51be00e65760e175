"""What the desk says about invitations: who, with which letter, and which of them it looks for."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aspirations.forms.fields import DayField
from meetings.models import Contact, ContactList, Invitation, InvitationLetter, Meeting, Office, Reply

# Of a search; whoever has more finds them by another word.
MOST_FOUND = 50


class FilterForm(forms.Form):
    """Which invitations are shown; what is no choice is ignored."""

    q = forms.CharField(label=_("Cari"), required=False, max_length=80)
    jawaban = forms.ChoiceField(
        label=_("Jawaban"), required=False, choices=[("", _("Semua")), *Reply.choices]
    )
    golongan = forms.ChoiceField(
        label=_("Golongan"), required=False, choices=[("", _("Semua")), *Office.choices]
    )
    kirim = forms.ChoiceField(
        label=_("Surat"),
        required=False,
        choices=[
            ("", _("Semua")),
            ("belum", _("Belum dikirim")),
            ("sudah", _("Sudah dikirim")),
            ("ditarik", _("Ditarik")),
        ],
    )

    def chosen(self, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        """The rows that fit."""
        self.is_valid()
        data = self.cleaned_data
        rows = rows.filter(withdrawn_at__isnull=data.get("kirim") != "ditarik")
        if data.get("jawaban"):
            rows = rows.filter(reply=data["jawaban"])
        if data.get("golongan"):
            rows = rows.filter(office=data["golongan"])
        if data.get("kirim") in {"belum", "sudah"}:
            rows = rows.filter(sent_at__isnull=data["kirim"] == "belum")
        if data.get("q"):
            rows = rows.filter(_named(data["q"]))
        return rows


def _named(words: str) -> Q:
    found = Q()
    for word in words.replace("\0", "").split():
        found &= Q(title__icontains=word) | Q(name__icontains=word)
    return found


class PickForm(forms.Form):
    """Invitees by office, by list, or one by one from a search."""

    fields: dict[str, Any]

    offices = forms.MultipleChoiceField(
        label=_("Semua dari golongan"), required=False, widget=forms.CheckboxSelectMultiple
    )
    lists: Any = forms.ModelMultipleChoiceField(
        label=_("Daftar undangan"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    contacts: Any = forms.ModelMultipleChoiceField(
        label=_("Hasil pencarian"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, meeting: Meeting, user: Any, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        self.meeting, self.words = meeting, words.strip()
        self.mine = Contact.objects.not_invited(meeting).around(meeting)
        counts: dict[str, int] = {}
        for office in self.mine.order_by().values_list("office", flat=True):
            counts[office] = counts.get(office, 0) + 1
        self.fields["offices"].choices = [
            (office, f"{label} ({counts[office]})") for office, label in Office.choices if office in counts
        ]
        self.fields["lists"].queryset = _lists(user)
        # What was ticked may not stand in the search any more.
        everybody = Contact.objects.not_invited(meeting).visible_to(user)
        self.fields["contacts"].queryset = everybody
        found = everybody.filter(_named(self.words)).order_by("title", "name") if self.words else ()
        self.found = list(found[: MOST_FOUND + 1])
        self.has_more = len(self.found) > MOST_FOUND
        self.fields["contacts"].choices = [(one.pk, str(one)) for one in self.found[:MOST_FOUND]]

    def chosen(self) -> list[Contact]:
        """Each once."""
        data = self.cleaned_data
        found = list(self.mine.filter(office__in=data["offices"]))
        listed = Contact.objects.not_invited(self.meeting).filter(lists__in=data["lists"]).distinct()
        return list({one.pk: one for one in [*found, *listed, *data["contacts"]]}.values())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("offices", "lists", "contacts")) and not self.errors:
            raise forms.ValidationError(_("Pilih dahulu siapa yang diundang."))
        return data


def _lists(user: Any) -> QuerySet[ContactList]:
    """Of the user's territory and the kabupaten around it, as the contacts are."""
    return ContactList.objects.visible_to(user).order_by("name")


_LONG = {"opening": 3, "content": 4, "closing": 3, "copies": 4, "whatsapp": 12}


class LetterForm(forms.ModelForm):
    """The text of the letter, and whether it gets the next number."""

    dated_on = DayField(label=_("Tanggal surat"), widget=forms.TextInput)
    gives_number = forms.BooleanField(
        label=_("Beri nomor berikutnya dari buku nomor"),
        required=False,
        help_text=_("Hanya bila kolom nomor kosong."),
    )

    class Meta:
        model = InvitationLetter
        fields = [
            "number",
            "gives_number",
            "dated_on",
            "place",
            "urgency",
            "attachment",
            "subject",
            "opening",
            "content",
            "closing",
            "signer_title",
            "signer_name",
            "signer_rank",
            "signer_nip",
            "copies",
            "whatsapp",
        ]
        widgets = {name: forms.Textarea({"rows": rows}) for name, rows in _LONG.items()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        self.initial["dated_on"] = date_format(self.instance.dated_on, "j F Y")
        if self.instance.number:
            del self.fields["gives_number"]

    def clean_whatsapp(self) -> str:
        """Without its link nobody could answer."""
        text = self.cleaned_data["whatsapp"]
        if "{tautan}" not in text:
            raise forms.ValidationError(_("Teks WhatsApp harus memuat {tautan}."))
        return text

    def columns(self) -> dict[str, Any]:
        """What the service keeps."""
        return {name: value for name, value in self.cleaned_data.items() if name != "gives_number"}
