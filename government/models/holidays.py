"""Days on which no promise runs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models.regions import Region


class Holiday(models.Model):
    """One day; staff correct what the calendar only estimated."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("Libur nasional")
        JOINT_LEAVE = "joint_leave", _("Cuti bersama")
        LOCAL = "local", _("Libur daerah")

    date = models.DateField(_("tanggal"), db_index=True)
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=11, choices=Kind, default=Kind.PUBLIC)
    region = models.ForeignKey(
        Region,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wilayah"),
        help_text=_("Kosong: seluruh Indonesia"),
    )
    is_estimated = models.BooleanField(_("perkiraan"), default=False)
    is_active = models.BooleanField(_("berlaku"), default=True)
    # "2026-03-20 Hari Raya Idulfitri": what a load brought, so that it does not bring it again after staff
    # moved or renamed it.
    loaded_as = models.CharField(max_length=140, null=True, editable=False, unique=True)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = pgettext_lazy("jamak", "hari libur")
        ordering = ["date", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "name", "region"], name="holiday_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name
