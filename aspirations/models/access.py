"""Who looked at an identity, took data out, signed in or out: appended, never edited."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aspirations.origins import account_key
from aspirations.permissions import visible_q
from government.models import Agency
from government.permissions import Capability, people_within, territories, territory_q


class AccessKind(models.TextChoices):
    """What was done."""

    IDENTITY = "identity", _("Identitas dilihat")
    EXPORT = "export", _("Data diunduh")
    LOGIN = "login", _("Masuk")
    LOGOUT = "logout", _("Keluar")
    FAILED = "failed", _("Gagal masuk")


class AccessQuerySet(models.QuerySet["Access"]):
    """The words in which every read begins."""

    def visible_to(self, user: Any) -> Self:
        """What was looked at in the user's territory, and what its people did, where the user is to watch.

        A person who also works elsewhere is watched from above, where all of that work is seen.
        """
        codes = territories(user, Capability.AUDIT)
        if not codes:
            return self.none()
        if user.is_superuser:
            return self.all()
        people = people_within(codes)
        keys = [account_key(name) for name in people.values_list("username", flat=True)]
        seen = visible_q(user, of="aspiration__") & territory_q("aspiration__village__code", codes)
        return self.filter(
            Q(kind=AccessKind.IDENTITY) & seen
            | ~Q(kind=AccessKind.IDENTITY) & Q(user__in=people.values("pk"))
            | Q(kind=AccessKind.FAILED, account_key__in=keys)
        )

    def of_person(self, person: Any) -> Self:
        """What this person did, and what was tried on the account."""
        return self.filter(
            Q(user=person) | Q(kind=AccessKind.FAILED, account_key=account_key(person.get_username()))
        )


class Access(models.Model):
    """One such act. `place` and `device` are what `aspirations.origins` makes of a request."""

    at = models.DateTimeField(_("waktu"), default=timezone.now)
    kind = models.CharField(_("apa"), max_length=8, choices=AccessKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("siapa"),
    )
    # In place of a user: an identity that was shown by an agency's link.
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("instansi"),
        db_index=False,
    )
    account_key = models.CharField(max_length=32, blank=True, editable=False)
    place = models.CharField(_("tempat"), max_length=6, blank=True)
    device = models.CharField(_("peranti"), max_length=40, blank=True)
    aspiration = models.ForeignKey(
        "aspirations.Aspiration",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accesses",
        verbose_name=_("laporan"),
    )
    what = models.CharField(_("data"), max_length=80, blank=True)
    count = models.PositiveIntegerField(_("jumlah"), null=True, blank=True)
    filters = models.JSONField(_("saringan"), null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=200, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("jejak akses")
        verbose_name_plural = pgettext_lazy("jamak", "jejak akses")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(F("at").desc(), F("id").desc(), name="access_latest"),
            models.Index("kind", F("at").desc(), F("id").desc(), name="access_kind"),
            models.Index("user", F("at").desc(), F("id").desc(), name="access_person"),
            models.Index(fields=["aspiration", "at"], name="access_report", condition=Q(kind="identity")),
            models.Index(fields=["account_key", "at"], name="access_failed", condition=Q(kind="failed")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AccessKind.values), name="access_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="identity", aspiration__isnull=False)
                | (~Q(kind="identity") & Q(aspiration__isnull=True)),
                name="access_identity_has_report",
            ),
            models.CheckConstraint(
                condition=Q(kind="failed", user__isnull=True, agency__isnull=True) & ~Q(account_key="")
                | (~Q(kind="failed") & Q(user__isnull=False, agency__isnull=True, account_key=""))
                | Q(kind="identity", user__isnull=True, agency__isnull=False, account_key=""),
                name="access_has_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind="export") | ~Q(what="") & Q(count__isnull=False),
                name="access_export_is_named",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
