"""Failed guesses, counted so that they become slow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempt(models.Model):
    """Failures of one key (a hash of the address or of the receipt number) within a window."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("percobaan")

    def __str__(self) -> str:
        return f"{self.count}"
