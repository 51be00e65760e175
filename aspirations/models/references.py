"""The numbers under which other systems know a report."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aspirations import receipts
from aspirations.models.dispatches import Dispatch

_SHORTEST, _MOST = 4, 50
_NO_PART = re.compile(r"[\W_]+")


def reference_key(number: str) -> str:
    """A number without case, spaces and signs: how it is looked for."""
    return _NO_PART.sub("", number).upper()[:60]


def numbered(words: str) -> list[int]:
    """Reports that are known by this number elsewhere, or went out with it on a disposisi."""
    key = reference_key(words)
    if len(key) < _SHORTEST or not any(sign.isdigit() for sign in key):
        return []
    found = list(Reference.objects.filter(key=key).values_list("aspiration", flat=True)[:_MOST])
    dispatch = receipts.read_dispatch_number(words)
    if dispatch:
        found += Dispatch.objects.filter(number=dispatch).values_list("aspiration", flat=True)
    return found


class ReferenceSystem(models.Model):
    """Another system, such as SP4N-LAPOR!; rows that staff keep."""

    name = models.CharField(_("nama"), max_length=60, unique=True)
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("sistem lain")
        verbose_name_plural = pgettext_lazy("jamak", "sistem lain")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Reference(models.Model):
    """The report's number in one of them."""

    aspiration = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="references")
    system = models.ForeignKey(
        ReferenceSystem, models.PROTECT, related_name="+", verbose_name=_("sistem lain"), db_index=False
    )
    number = models.CharField(_("nomor rujukan"), max_length=60)
    key = models.CharField(max_length=60, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("nomor rujukan")
        ordering = ["system__name"]
        indexes = [models.Index(fields=["key"], name="reference_key")]
        constraints = [
            models.UniqueConstraint(fields=["aspiration", "system"], name="reference_once_per_system"),
            models.CheckConstraint(condition=~Q(key=""), name="reference_is_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.number}"
