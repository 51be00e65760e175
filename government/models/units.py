"""Units of an office: the seksi of a kecamatan and its sekretariat."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models.regions import Level, Region


class UnitQuerySet(models.QuerySet["Unit"]):
    """The words in which every read begins."""

    def active(self) -> Self:
        return self.filter(is_active=True)

    def serving(self, code: str) -> Self:
        """Those of the offices around a place: its kecamatan's and its kabupaten's."""
        return self.filter(region_id__in=[code[:5], code[:8]])


class Unit(models.Model):
    """One unit of the office that serves a kecamatan or a kabupaten; names vary by decree."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("wilayah"))
    slug = models.SlugField(_("kode"))
    name = models.CharField(_("nama"), max_length=120)
    short_name = models.CharField(_("singkatan"), max_length=40)
    is_active = models.BooleanField(_("aktif"), default=True)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit kerja")
        verbose_name_plural = pgettext_lazy("jamak", "unit kerja")
        ordering = ["region_id", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["region", "slug"], name="unit_once_per_office")]

    def __str__(self) -> str:
        return self.short_name

    def clean(self) -> None:
        """An office is a kecamatan's or a kabupaten's."""
        if self.region_id and self.region.level not in {Level.REGENCY, Level.DISTRICT}:
            raise ValidationError({"region": _("Unit kerja ada di kecamatan atau kabupaten.")})
