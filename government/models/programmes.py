"""Programme sets are data with a period: they were 7, then 11, then 12, and were renamed."""

from typing import Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeSetQuerySet(models.QuerySet["ProgrammeSet"]):
    """The words in which every read begins."""

    def valid_in(self, year: int) -> Self:
        """Those that hold in a year, the regent's priorities first."""
        return self.filter(Q(end_year__isnull=True) | Q(end_year__gte=year), start_year__lte=year).order_by(
            Case(When(kind="priority", then=0), default=1), "-start_year", "pk"
        )


class ProgrammeSet(models.Model):
    """A regent's programmes or movements of a period."""

    class Kind(models.TextChoices):
        PRIORITY = "priority", _("Program prioritas")
        MOVEMENT = "movement", _("Gerakan masyarakat")

    slug = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind)
    start_year = models.PositiveSmallIntegerField(_("mulai"))
    end_year = models.PositiveSmallIntegerField(_("sampai"), null=True, blank=True)

    objects = ProgrammeSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rangkaian program")
        verbose_name_plural = pgettext_lazy("jamak", "rangkaian program")
        ordering = ["-start_year", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_year__isnull=True) | Q(end_year__gte=F("start_year")),
                name="programme_set_period",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """One programme of a set."""

    programme_set = models.ForeignKey(
        ProgrammeSet, models.CASCADE, related_name="programmes", verbose_name=_("rangkaian program")
    )
    slug = models.SlugField(_("kode"))
    name = models.CharField(_("nama"), max_length=120)
    description = models.CharField(_("penjelasan"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = pgettext_lazy("jamak", "program")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["programme_set", "slug"], name="programme_once_per_set")
        ]

    def __str__(self) -> str:
        return self.name
