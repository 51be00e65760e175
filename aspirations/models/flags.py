"""A report that staff marked for others to look at."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from aspirations.models import Aspiration  # noqa: F401 -- named in a string


class FlagReason(models.TextChoices):
    """Why it was marked."""

    CAMAT = "camat", _("Perlu perhatian camat")
    FALSE = "false", _("Diduga palsu")
    LANGUAGE = "language", _("Bahasa tidak pantas")
    SECURITY = "security", _("Menyangkut keamanan")
    OTHER = "other", _("Lainnya")


class Flag(models.Model):
    """What stands now; the history has what was, and who lifted it."""

    # The unique index holds flagged reports only: it is the queue.
    aspiration = models.OneToOneField(
        "aspirations.Aspiration", models.CASCADE, related_name="flag", verbose_name=_("laporan")
    )
    reason = models.CharField(_("alasan"), max_length=8, choices=FlagReason)
    note = models.CharField(_("keterangan"), max_length=300, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("tanda")
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=FlagReason.values), name="flag_reason_known"),
            models.CheckConstraint(condition=~Q(reason="other") | ~Q(note=""), name="flag_other_has_words"),
        ]

    def __str__(self) -> str:
        reason = str(self.get_reason_display())
        return f"{reason}: {self.note}" if self.note else reason
