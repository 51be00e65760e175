"""Many stops announced at once: what was ordered, and how far the worker is."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Series


class Announcement(models.Model):
    """An order to announce stops of a tour, carried out one by one."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="announcements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Keys of stops, in the order in which they are announced.
    stops = models.JSONField(default=list)
    # By key: "" where it was announced, else why not.
    results = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("pengumuman serentak")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.series}: {len(self.stops)}"
