"""Fields that more than one form uses."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.forms.models import ModelChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from aspirations.media import PhotoRefused, check
from aspirations.reading import numeric_day, read_phone

_ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif"
_PHOTO_ID = re.compile(r"[0-9a-f]{32}")


class PhotoInput(forms.FileInput):
    """A file input for several photos, from the camera or the gallery."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos; the good ones are kept in `accepted` even where another one is refused."""

    widget = PhotoInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Foto"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", PhotoInput({"accept": _ACCEPT, "class": "form-control"}))
        super().__init__(**kwargs)
        self.accepted: list[UploadedFile] = []

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [f for f in (data if isinstance(data, list | tuple) else [data]) if f]
        self.accepted, errors = [], []
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        most = settings.PHOTO_MAX_COUNT
        if len(files) > most:
            errors.append(ValidationError(_("Paling banyak %(most)d foto."), params={"most": most}))
        for file in files[:most]:
            try:
                check(file, file.size or 0)
            except PhotoRefused as refused:
                errors.append(
                    ValidationError("%(name)s: %(why)s", params={"name": file.name, "why": refused})
                )
            else:
                self.accepted.append(file)
        if errors:
            raise ValidationError(errors)
        return self.accepted


class PhotoIdsField(forms.Field):
    """Ids of photos that wait since an earlier try; what cannot be one is ignored."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        return [key for key in value or [] if _PHOTO_ID.fullmatch(key)][: settings.PHOTO_MAX_COUNT]


class DayField(forms.DateField):
    """A date as people here write it: 20 Juli 2023, 20-07-2023; never month first.

    Python's strptime knows month names only by the server's locale, so they are read here.
    """

    default_error_messages = {"invalid": _("Tulis tanggal seperti 20 Juli 2023 atau 20-07-2023.")}

    def to_python(self, value: Any) -> Any:
        return super().to_python(numeric_day(value) if isinstance(value, str) else value)


class OnceIterator(ModelChoiceIterator):
    """Reads its rows once for each form: Django looks at the options of a required select twice."""

    def __iter__(self) -> Iterator[Any]:
        return iter(self._options)

    @cached_property
    def _options(self) -> list[Any]:
        empty = self.field.empty_label
        return [*([] if empty is None else [("", empty)]), *self._rows()]

    def _rows(self) -> list[Any]:
        return [self.choice(row) for row in self.queryset.all()]


class GroupedIterator(OnceIterator):
    """Options under the heading of their parent; the queryset is ordered accordingly."""

    def _rows(self) -> list[Any]:
        # A select shows names and nothing else.
        joined = self.queryset.select_related(None).select_related("parent")
        rows = groupby(joined.only("name", "parent__name"), key=lambda row: row.parent)
        groups = [(str(parent or ""), [self.choice(row) for row in members]) for parent, members in rows]
        return groups[0][1] if len(groups) == 1 else groups


class RowChoiceField(forms.ModelChoiceField):
    """A select of rows."""

    iterator = OnceIterator


class GroupedChoiceField(forms.ModelChoiceField):
    """A select of rows grouped by their parent."""

    iterator = GroupedIterator


def read_contact(value: str) -> dict[str, str]:
    """A WhatsApp number (to +62…) or an e-mail address. Raises ValidationError."""
    value = value.strip()
    if not value:
        return {}
    if "@" in value:
        validate_email(value)
        return {"reporter_email": value}
    number = read_phone(value)
    if not number:
        raise ValidationError(
            _("Tulis nomor WhatsApp (contoh: 0812 3456 7890) atau alamat email yang benar."), code="contact"
        )
    return {"reporter_phone": number}


def code_field(label: Any, *, example: str, length: int = 80) -> forms.CharField:
    """A number or a secret that people copy from paper: no corrections by the phone."""
    attributes = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    widget = forms.TextInput({**attributes, "placeholder": example})
    return forms.CharField(label=label, max_length=length, widget=widget)


SECRET_EXAMPLE = "K7QM-3XWD-9R2F-TB4H"  # noqa: S105 -- what one looks like
