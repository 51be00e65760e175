"""Who works where: a role over a territory, or in an agency."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models.agencies import Agency
from government.models.regions import Region
from government.models.units import Unit


class Role(models.TextChoices):
    """What a person is here; what the role may do stands in government.permissions."""

    CAMAT = "camat", _("Camat")
    SECTION_HEAD = "section_head", _("Kepala seksi")
    CLERK = "clerk", _("Petugas triase")
    AGENCY_OFFICER = "agency_officer", _("Petugas instansi")
    VILLAGE_OPERATOR = "village_operator", _("Operator desa")
    COORDINATOR = "coordinator", _("Koordinator kabupaten")
    AUDITOR = "auditor", _("Pengawas")


class Membership(models.Model):
    """One role of one user."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("pengguna")
    )
    role = models.CharField(_("peran"), max_length=16, choices=Role)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wilayah")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("instansi")
    )
    # The unit that a section head leads, or that a clerk works in; it lies in the region.
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit kerja")
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    created_at = models.DateTimeField(_("sejak"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("penugasan")
        verbose_name_plural = pgettext_lazy("jamak", "penugasan")
        ordering = ["user_id", "role"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(role="agency_officer", agency__isnull=False, region__isnull=True)
                | (~Q(role="agency_officer") & Q(agency__isnull=True, region__isnull=False)),
                name="membership_scope_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(role="section_head", unit__isnull=False)
                | Q(role="clerk")
                | (~Q(role__in=["section_head", "clerk"]) & Q(unit__isnull=True)),
                name="membership_unit_fits_role",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region", "agency", "unit"],
                name="membership_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        where = ", ".join(str(one) for one in (self.unit, self.region or self.agency) if one)
        return f"{self.get_role_display()}: {where}"
