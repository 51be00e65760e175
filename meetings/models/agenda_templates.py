"""Agendas to begin with, one for each kind of meeting; staff edit them as lines of text."""

import re
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.models.meetings import Series
from meetings.outline import DEPTH

_LINE = re.compile(
    r"^(?P<dashes>(?:-\s*)*)(?:(?P<minutes>\d{1,3})\s+)?(?P<title>[^|]+?)\s*(?:\|\s*(?P<responsible>.*))?$"
)


class Line(NamedTuple):
    """One item: how deep it stands (1 at the top), its length, its words."""

    depth: int
    minutes: int | None
    title: str
    responsible: str


def read_lines(text: str) -> list[Line]:
    """A line for each item: "15 Pembukaan | Camat", below another one with a dash in front.

    Raises ValidationError with the number of the line that cannot be read.
    """
    found: list[Line] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        match = _LINE.match(raw.strip())
        depth = match["dashes"].count("-") + 1 if match else 0
        deepest = min(found[-1].depth + 1 if found else 1, DEPTH)
        if not match or depth > deepest or len(match["title"]) > 200 or len(match["responsible"] or "") > 160:
            raise ValidationError(_("Baris %(number)d tidak dapat dibaca."), params={"number": number})
        minutes = int(match["minutes"]) if match["minutes"] else None
        found.append(Line(depth, minutes, match["title"], (match["responsible"] or "").strip()))
    return found


def check_lines(text: str) -> None:
    """For the form. Raises ValidationError."""
    if not read_lines(text):
        raise ValidationError(_("Tulis sedikitnya satu mata acara."))


class AgendaTemplate(models.Model):
    """Items in their order, with which an empty agenda is filled."""

    name = models.CharField(_("nama"), max_length=120, unique=True)
    kind = models.CharField(
        _("jenis pertemuan"),
        max_length=12,
        choices=Series.Kind,
        blank=True,
        help_text=_("Kosong: untuk semua jenis."),
    )
    text = models.TextField(
        _("susunan acara"),
        validators=[check_lines],
        help_text=_(
            "Satu baris satu mata acara: lama dalam menit, judul, garis tegak, penanggung jawab. "
            "Contoh: 15 Pembukaan | Pembawa acara. Tanda - di depan berarti bagian dari baris di atasnya."
        ),
    )
    is_active = models.BooleanField(_("dipakai"), default=True)

    class Meta:
        verbose_name = _("pola susunan acara")
        verbose_name_plural = pgettext_lazy("jamak", "pola susunan acara")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["", *Series.Kind.values]), name="agenda_template_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lines(self) -> list[Line]:
        """As they were checked when they were saved."""
        found: Any = read_lines(self.text)
        return list(found)
