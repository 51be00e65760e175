"""The ladder: who is told when a promise draws near, ends, or is broken."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models.regions import Region


class PromiseName(models.TextChoices):
    """The three promises made to a villager."""

    VERIFY = "verify", _("Verifikasi")
    ANSWER = "answer", _("Tanggapan pertama")
    RESOLVE = "resolve", _("Penyelesaian")


class Rung(models.TextChoices):
    """To whom; the lowest comes first."""

    HOLDER = "holder", _("Pemegang laporan")
    CLERKS = "clerks", _("Petugas triase kecamatan")
    SECTION_HEAD = "section_head", _("Kepala seksi")
    CAMAT = "camat", _("Camat")
    COORDINATOR = "coordinator", _("Koordinator kabupaten")


class EscalationStep(models.Model):
    """One rung for one promise; a territory with rows of its own for a promise goes by those alone."""

    slug = models.SlugField(_("kode"), unique=True)
    region = models.ForeignKey(
        Region,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wilayah"),
        help_text=_("Kosong: semua wilayah yang tidak punya tangga sendiri untuk janji ini."),
    )
    promise = models.CharField(_("janji"), max_length=8, choices=PromiseName)
    days = models.SmallIntegerField(
        _("hari kerja dari jatuh tempo"),
        validators=[MinValueValidator(-30), MaxValueValidator(90)],
        help_text=_("-1: sehari sebelumnya; 0: pada harinya; 3: tiga hari kerja sesudahnya."),
    )
    to = models.CharField(_("kepada"), max_length=12, choices=Rung)
    is_active = models.BooleanField(_("berlaku"), default=True)

    class Meta:
        verbose_name = _("tangga eskalasi")
        verbose_name_plural = pgettext_lazy("jamak", "tangga eskalasi")
        ordering = ["promise", "days", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(promise__in=PromiseName.values), name="escalation_step_promise_known"
            ),
            models.CheckConstraint(condition=Q(to__in=Rung.values), name="escalation_step_rung_known"),
            models.CheckConstraint(condition=Q(days__range=(-30, 90)), name="escalation_step_days_in_range"),
            models.UniqueConstraint(
                fields=["region", "promise", "days", "to"],
                name="escalation_step_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_promise_display()} {self.days:+d}: {self.get_to_display()}"
