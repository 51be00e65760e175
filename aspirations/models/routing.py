"""Rules by which the office sorts what comes in; rows that staff edit."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aspirations.models.choices import Channel
from government.models import Agency, Category, Kind, Level, Region, Unit


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Senin")
    TUESDAY = 1, _("Selasa")
    WEDNESDAY = 2, _("Rabu")
    THURSDAY = 3, _("Kamis")
    FRIDAY = 4, _("Jumat")
    SATURDAY = 5, _("Sabtu")
    SUNDAY = 6, _("Minggu")


class RoutingRuleQuerySet(models.QuerySet["RoutingRule"]):
    """The words in which every read begins."""

    def for_office(self, code: str) -> Self:
        """The rules asked for reports of a place: its kecamatan's, then its kabupaten's."""
        return self.filter(territory_id__in={code[:5], code[:8]}).in_order()

    def in_order(self) -> Self:
        """The nearer office first, then as the office ordered them."""
        return self.order_by("-territory__level", "territory_id", "position", "pk")


class RoutingRule(models.Model):
    """Conditions, all of which must hold, and where such a report goes; an empty condition asks nothing."""

    territory = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("wilayah"))
    position = models.PositiveIntegerField(_("urutan"), default=0, editable=False)
    name = models.CharField(_("nama"), max_length=80)
    is_active = models.BooleanField(_("aktif"), default=True)

    categories = models.ManyToManyField(
        Category,
        blank=True,
        related_name="+",
        verbose_name=_("kategori"),
        help_text=_("Induk mencakup anaknya."),
    )
    villages = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("desa/kelurahan"))
    words = models.TextField(
        _("kata"),
        blank=True,
        max_length=2000,
        help_text=_(
            "Satu di antaranya cukup; dipisah koma. Beberapa kata dalam satu bagian harus berurutan."
            " Singkatan dan imbuhan dikenali: “jln rsk” sama dengan “jalan rusak”, “kerusakan”"
            " sama dengan “rusak”."
        ),
    )
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind, blank=True)
    channel = models.CharField(_("kanal"), max_length=10, choices=Channel, blank=True)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday), default=list, blank=True, verbose_name=_("hari")
    )
    from_hour = models.TimeField(_("dari jam"), null=True, blank=True)
    to_hour = models.TimeField(
        _("sampai jam"),
        null=True,
        blank=True,
        help_text=_("Boleh melewati tengah malam: 22.00 sampai 06.00."),
    )
    from_date = models.DateField(_("dari tanggal"), null=True, blank=True)
    to_date = models.DateField(_("sampai tanggal"), null=True, blank=True)

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ke unit kerja")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ke orang"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("usulkan instansi"),
        help_text=_("Hanya usul: laporan diteruskan ke luar kantor setelah petugas memverifikasi."),
    )
    goes_on = models.BooleanField(
        _("lanjutkan ke aturan berikutnya"),
        default=False,
        help_text=_("Aturan berikutnya masih dapat mengisi yang belum ditentukan aturan ini."),
    )

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("aturan penerusan")
        verbose_name_plural = pgettext_lazy("jamak", "aturan penerusan")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(person__isnull=False) | Q(agency__isnull=False),
                name="routing_rule_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(from_hour__isnull=True, to_hour__isnull=True)
                | (Q(from_hour__isnull=False, to_hour__isnull=False) & ~Q(from_hour=F("to_hour"))),
                name="routing_rule_hours_are_whole",
            ),
            models.CheckConstraint(
                condition=Q(from_date__isnull=True)
                | Q(to_date__isnull=True)
                | Q(to_date__gte=F("from_date")),
                name="routing_rule_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Sentences for what the database would refuse, and for an office that is none."""
        errors: dict[str, Any] = {}
        if self.territory_id and self.territory.level not in {Level.REGENCY, Level.DISTRICT}:
            errors["territory"] = _("Aturan berlaku untuk satu kecamatan atau satu kabupaten.")
        if not (self.unit_id or self.person_id or self.agency_id):
            errors["unit"] = _("Pilih ke mana laporannya: unit, orang, atau usul instansi.")
        if (self.from_hour is None) != (self.to_hour is None) or (
            self.from_hour is not None and self.from_hour == self.to_hour
        ):
            errors["to_hour"] = _("Isi kedua jam, dan jangan sama.")
        if self.from_date and self.to_date and self.to_date < self.from_date:
            errors["to_date"] = _("Tanggal akhir sebelum tanggal awal.")
        if errors:
            raise ValidationError(errors)
