"""The link by which an agency reads and reports on its promises to one kecamatan, without an account."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models import Agency, Region

# How long a link outlives the last target date it is about.
GRACE = timedelta(days=90)


class OwnerLinkQuerySet(models.QuerySet["OwnerLink"]):
    """The words in which every read begins."""

    def alive(self) -> Self:
        """Those that open something now."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


class OwnerLink(models.Model):
    """Of one agency in one kecamatan; the secret is derived from `token`, only its hash is kept."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="owner_links")
    district = models.ForeignKey(Region, models.PROTECT, related_name="+")
    token = models.CharField(max_length=64)
    secret_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    # The first time that somebody opened it.
    opened_at = models.DateTimeField(null=True)

    objects = OwnerLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("tautan penanggung jawab")
        verbose_name_plural = pgettext_lazy("jamak", "tautan penanggung jawab")
        ordering = ["agency", "district"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "district"], name="owner_link_once"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="owner_link_ends_later"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What is typed beside the code: "JR-00012"."""
        return f"JR-{self.pk:05}"

    @property
    def is_alive(self) -> bool:
        """As `OwnerLinkQuerySet.alive` asks."""
        return self.revoked_at is None and self.expires_at > timezone.now()


def lasts_until(target: date) -> date:
    """The day on which a link about a promise of this target ends."""
    return target + GRACE
