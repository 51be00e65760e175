"""The room while a stop runs: who of the staff writes, and what the projector shows."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting

# Who has not asked for news for so long has gone.
LASTS = timedelta(seconds=40)


class FloorPresence(models.Model):
    """Who has the secretary's screen of a stop open; a hint, no lock."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="floor_presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("kehadiran di layar")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="floor_presence_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.user_id}"


class ScreenMode(models.TextChoices):
    """How the projector follows the meeting."""

    LIVE = "live", _("Mengikuti acara")
    FROZEN = "frozen", _("Dibekukan")
    BLANK = "blank", _("Gelap")


class Projector(models.Model):
    """What the secretary lets the projector of a stop show; without a row it follows the meeting."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="projector")
    mode = models.CharField(max_length=6, choices=ScreenMode, default=ScreenMode.LIVE)
    # While frozen: the item that stays, and the moment after which nothing new appears.
    item: Any = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("layar proyektor")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=ScreenMode.values), name="projector_mode_known"),
            models.CheckConstraint(
                condition=Q(mode="frozen", frozen_at__isnull=False)
                | (~Q(mode="frozen") & Q(frozen_at__isnull=True)),
                name="projector_frozen_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.mode}"
