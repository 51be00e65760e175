"""Who was named in an internal note, and has not read it yet."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from aspirations.models import Aspiration


class MentionQuerySet(models.QuerySet["Mention"]):
    """The words in which every read begins."""

    def unread_by(self, user: Any) -> Self:
        """What waits for this person."""
        return self.filter(user=user, read_at=None)

    def on(self, report: "Aspiration") -> Self:
        """Of one report."""
        return self.filter(event__aspiration=report)


class Mention(models.Model):
    """One person in one note."""

    event = models.ForeignKey("aspirations.Event", models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(_("dibaca"), null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("sebutan")
        ordering = ["at", "pk"]
        # The inbox stays short while the archive grows.
        indexes = [models.Index(fields=["user"], name="mention_unread", condition=Q(read_at__isnull=True))]
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="mention_once_per_note")]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.user_id}"
