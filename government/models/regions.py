"""Provinces, regencies, districts (kecamatan) and villages (desa, kelurahan) of Indonesia."""

from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.IntegerChoices):
    """The four levels of the region code."""

    PROVINCE = 1, _("Provinsi")
    REGENCY = 2, _("Kabupaten/kota")
    DISTRICT = 3, _("Kecamatan")
    VILLAGE = 4, _("Desa/kelurahan")


class WorkWeek(models.TextChoices):
    """Days on which an office works, as ISO weekdays."""

    FIVE = "12345", _("Senin–Jumat")
    SIX = "123456", _("Senin–Sabtu")


class RegionQuerySet(models.QuerySet["Region"]):
    """The words in which every read begins."""

    def active(self) -> Self:
        """Served by this installation."""
        return self.filter(is_active=True)

    def villages(self) -> Self:
        return self.filter(level=Level.VILLAGE)

    def districts(self) -> Self:
        return self.filter(level=Level.DISTRICT)

    def within(self, code: str) -> Self:
        """The region itself and all below it."""
        return self.filter(Q(code=code) | Q(code__startswith=f"{code}."))

    def named(self, text: str) -> Self:
        """Found by name or by any alias, whatever the case."""
        return self.filter(Q(name__iexact=text) | Q(aliases__name__iexact=text)).distinct()


class Region(models.Model):
    """One place, known by its code of the Ministry of Home Affairs such as 16.07.14.2002."""

    code = models.CharField(_("kode"), max_length=13, primary_key=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("induk")
    )
    level = models.PositiveSmallIntegerField(_("tingkat"), choices=Level)
    name = models.CharField(_("nama"), max_length=80)
    is_active = models.BooleanField(_("dilayani"), default=False)
    time_zone = models.CharField(_("zona waktu"), max_length=32, default="Asia/Jakarta")
    work_week = models.CharField(
        _("hari kerja"),
        max_length=7,
        choices=WorkWeek,
        blank=True,
        default="",
        # Regions come in by COPY, which names no column of an installation's own.
        db_default="",
        help_text=_("Kosong: seperti wilayah di atasnya; tanpa satu pun, Senin–Jumat."),
    )
    receipt_prefix = models.CharField(_("awalan nomor laporan"), max_length=4, null=True, unique=True)
    latitude = models.DecimalField(_("lintang"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=9, decimal_places=6, null=True, blank=True)
    population = models.PositiveIntegerField(_("penduduk"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = pgettext_lazy("jamak", "wilayah")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["level", "code"], name="region_active", condition=Q(is_active=True)),
            models.Index(Lower("name"), name="region_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="region_level_known"),
            models.CheckConstraint(
                condition=Q(work_week__in=["", *WorkWeek.values]), name="region_work_week_known"
            ),
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | (~Q(level=1) & Q(parent__isnull=False)),
                name="region_has_parent",
            ),
            models.CheckConstraint(
                condition=Q(receipt_prefix__isnull=True) | Q(level__in=[2, 3]),
                name="region_prefix_of_district",
            ),
            models.CheckConstraint(
                condition=Q(receipt_prefix__isnull=True) | Q(receipt_prefix__regex=r"^[A-Z]{2,4}$"),
                name="region_prefix_is_letters",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="region_point_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def regency_code(self) -> str:
        """The code of the regency around it."""
        return self.code[:5]

    @property
    def district_code(self) -> str:
        """The code of the district around it."""
        return self.code[:8]

    @property
    def zone(self) -> ZoneInfo:
        """WIB, WITA or WIT."""
        return ZoneInfo(self.time_zone)


class RegionAlias(models.Model):
    """Another name in use: Air Saleh for Air Salek."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="aliases", verbose_name=_("wilayah"))
    name = models.CharField(_("nama lain"), max_length=80)

    class Meta:
        verbose_name = _("nama lain")
        verbose_name_plural = pgettext_lazy("jamak", "nama lain")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("region", Lower("name"), name="alias_once_per_region")]

    def __str__(self) -> str:
        return self.name
