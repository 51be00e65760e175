"""What reporters would like a meeting to take up."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.models import Aspiration
from meetings.models.meetings import Meeting


class AgendaWish(models.Model):
    """A reporter asks that their report be taken up; staff decide. On one stop it is asked once."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="wishes")
    aspiration = models.ForeignKey(Aspiration, models.CASCADE, related_name="agenda_wishes")
    at = models.DateTimeField(_("waktu"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("permintaan dibahas")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "aspiration"], name="agenda_wish_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.aspiration_id}"
