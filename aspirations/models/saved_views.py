"""A person's own way of looking at the queue."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """Filters under a name; each sees the own ones only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("nama"), max_length=40)
    # The list's filters as they stand in its address.
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = _("saringan tersimpan")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name
