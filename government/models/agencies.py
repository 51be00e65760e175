"""Who does the work: OPD, vertical offices, companies, associations."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from government.models.regions import Region


class AgencyQuerySet(models.QuerySet["Agency"]):
    """The words in which every read begins."""

    def active(self) -> Self:
        return self.filter(is_active=True)


class Agency(models.Model):
    """One agency, at its level of authority."""

    class Level(models.TextChoices):
        VILLAGE = "village", _("Desa")
        DISTRICT = "district", _("Kecamatan")
        REGENCY = "regency", _("Kabupaten")
        PROVINCE = "province", _("Provinsi")
        NATIONAL = "national", _("Pusat")
        NON_GOVERNMENT = "non_government", _("Non-pemerintah")

    slug = models.SlugField(_("kode"), unique=True)
    name = models.CharField(_("nama"), max_length=120)
    short_name = models.CharField(_("singkatan"), max_length=40, blank=True)
    level = models.CharField(_("tingkat kewenangan"), max_length=14, choices=Level)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wilayah")
    )
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(
        _("telepon"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^\+62\d{6,13}$", _("Tulis sebagai +62…"))],
    )
    address = models.CharField(_("alamat"), max_length=200, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("instansi")
        verbose_name_plural = pgettext_lazy("jamak", "instansi")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    level__in=["village", "district", "regency", "province", "national", "non_government"]
                ),
                name="agency_level_known",
            )
        ]

    def __str__(self) -> str:
        return self.name


def level_words(level: str) -> str:
    """ "tingkat provinsi": a level of authority within a sentence; "" for none."""
    if level == Agency.Level.NON_GOVERNMENT:
        return gettext("di luar pemerintah")
    return gettext("tingkat %(level)s") % {"level": str(Agency.Level(level).label).lower()} if level else ""
