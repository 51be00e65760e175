"""Contacts as people type them, tables of them, and lists filled in one go."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aspirations.reading import read_phone
from government.models import Level, Region
from government.permissions import Capability, territories, territory_q
from meetings.models import Contact, ContactList, Office


class ContactForm(forms.ModelForm):
    """Numbers as they are written: 0812 3456 7890, NIP with spaces."""

    phone = forms.CharField(
        label=_("Telepon"), required=False, max_length=40, help_text=_("Misalnya: 0812 3456 7890")
    )
    nip = forms.CharField(label=_("NIP"), required=False, max_length=40)

    class Meta:
        model = Contact
        fields = [
            "title",
            "name",
            "office",
            "region",
            "agency",
            "nip",
            "rank",
            "phone",
            "email",
            "address",
            "is_active",
        ]

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        number = read_phone(typed) if typed else ""
        if typed and not number:
            raise forms.ValidationError(_("Tulis nomor yang benar, misalnya 0812 3456 7890."))
        return number

    def clean_nip(self) -> str:
        return "".join(self.cleaned_data["nip"].split())


class ContactListForm(forms.ModelForm):
    """A list, and what is added to it beside those chosen one by one."""

    fields: dict[str, Any]

    add_offices = forms.MultipleChoiceField(
        label=_("Tambahkan semua dari golongan"),
        choices=Office.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Di wilayah daftar ini; misalnya semua kepala desa."),
    )
    add_list = forms.ModelChoiceField(
        label=_("Tambahkan isi daftar lain"), queryset=ContactList.objects.none(), required=False
    )

    class Meta:
        model = ContactList
        fields = ["name", "region", "contacts"]

    # Whose lists are offered; the admin says it for each request.
    user: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "add_list" in self.fields:
            lists = ContactList.objects.visible_to(self.user).exclude(pk=self.instance.pk)
            self.fields["add_list"].queryset = lists.order_by("name")

    def added(self) -> list[Contact]:
        """Of the groups and the other list."""
        data, region = self.cleaned_data, self.instance.region_id
        inside = territory_q("region__code", [region])
        found = list(Contact.objects.active().filter(inside, office__in=data["add_offices"]))
        return found + list(data["add_list"].contacts.all() if data["add_list"] else ())


def kept_regions(user: Any) -> QuerySet[Region]:
    """Kabupaten and kecamatan whose directory the user keeps."""
    codes = territories(user, Capability.CONVENE)
    regions = Region.objects.active().filter(territory_q("code", codes))
    return regions.filter(level__in=[Level.REGENCY, Level.DISTRICT]).order_by("code")


class TableForm(forms.Form):
    """A table of contacts and the place that they belong to."""

    fields: dict[str, Any]

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("XLSX, XLS, ODS, atau CSV, dengan judul kolom seperti pada hasil ekspor."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
    region: Any = forms.ModelChoiceField(label=_("Wilayah"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        self.fields["region"].queryset = kept_regions(user)


class PrepareForm(forms.Form):
    """The kecamatan whose usual offices are prepared."""

    fields: dict[str, Any]

    region: Any = forms.ModelChoiceField(label=_("Kecamatan"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        districts = kept_regions(user).filter(level=Level.DISTRICT).select_related("parent")
        self.fields["region"].queryset = districts
