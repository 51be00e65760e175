"""Supporters ("Dukung")."""

from django.db import models
from django.utils import timezone


class Support(models.Model):
    """One device that supports a report; the device is known by a hash of its cookie only."""

    aspiration = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="supports")
    device_hash = models.CharField(max_length=64)
    # The merged report that brought it, and takes it along when the two are separated.
    came_from = models.ForeignKey(
        "aspirations.Aspiration", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["aspiration", "device_hash"], name="support_once_per_device")
        ]

    def __str__(self) -> str:
        return f"{self.aspiration_id}"
