"""Rakor and musrenbang: a series is a yearly tour, a meeting is one of its stops."""

from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models import Region
from government.permissions import Capability, territories, territory_q


class Series(models.Model):
    """A tour such as Rakor Tingkat Kecamatan 2026."""

    class Kind(models.TextChoices):
        RAKOR = "rakor", _("Rapat koordinasi")
        MUSRENBANG = "musrenbang", _("Musrenbang")
        OTHER = "other", _("Pertemuan lain")

    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind, default=Kind.RAKOR)
    year = models.PositiveSmallIntegerField(_("tahun"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("wilayah"))

    class Meta:
        verbose_name = _("rangkaian pertemuan")
        verbose_name_plural = pgettext_lazy("jamak", "rangkaian pertemuan")
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "year", "region"], name="series_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """The words in which every read begins."""

    def public(self) -> Self:
        """What everybody may know of."""
        return self.filter(visibility=Meeting.Visibility.PUBLIC)

    def visible_to(self, user: Any) -> Self:
        """Meetings hosted in the user's territory."""
        return self.filter(territory_q("host_district__code", territories(user, Capability.VIEW)))

    def upcoming(self) -> Self:
        """Not over yet and not cancelled, the next one first."""
        return self.filter(ends_at__gt=timezone.now(), is_cancelled=False).order_by("starts_at", "pk")


class Meeting(models.Model):
    """One stop of a series."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Terbuka untuk umum")
        INTERNAL = "internal", _("Hanya undangan")

    series = models.ForeignKey(
        Series, models.PROTECT, related_name="meetings", verbose_name=_("rangkaian pertemuan")
    )
    number = models.PositiveSmallIntegerField(_("nomor urut"))
    host_district = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("kecamatan tuan rumah")
    )
    host_village = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("desa tuan rumah")
    )
    place = models.CharField(_("tempat"), max_length=160)
    theme = models.CharField(_("tema"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(pgettext_lazy("pertemuan", "selesai"))
    visibility = models.CharField(
        _("keterbukaan"), max_length=8, choices=Visibility, default=Visibility.PUBLIC
    )
    is_cancelled = models.BooleanField(_("dibatalkan"), default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pertemuan")
        verbose_name_plural = pgettext_lazy("jamak", "pertemuan")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["ends_at"], name="meeting_upcoming", condition=Q(is_cancelled=False))]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="meeting_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
        ]

    def __str__(self) -> str:
        return _("%(kind)s Ke-%(number)d Kecamatan %(district)s") % {
            "kind": self.series.get_kind_display(),
            "number": self.number,
            "district": self.host_district.name,
        }

    @property
    def zone(self) -> ZoneInfo:
        """The host's zone."""
        return self.host_district.zone
