"""What a meeting takes up, in its order."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.models import Aspiration
from meetings.models.meetings import Meeting


class AgendaItem(models.Model):
    """One item of an agenda; its title is written for everybody who may read the agenda."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="agenda_items", verbose_name=_("pertemuan")
    )
    position = models.PositiveSmallIntegerField(_("urutan"))
    title = models.CharField(_("judul"), max_length=200)
    aspirations: Any = models.ManyToManyField(
        Aspiration, through="AgendaAspiration", related_name="+", verbose_name=_("laporan")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("mata acara")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class AgendaAspirationQuerySet(models.QuerySet["AgendaAspiration"]):
    """The words in which every read begins."""

    def visible_to(self, user: Any) -> Self:
        """Where the user sees both the report and the meeting."""
        meetings = Meeting.objects.visible_to(user) | Meeting.objects.public()
        reports = Aspiration.objects.visible_to(user)
        return self.filter(meeting__in=meetings.order_by(), aspiration__in=reports.order_by())


class AgendaAspiration(models.Model):
    """A report under an item; on one agenda it stands once."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="rows")
    # The item's own, held here so that the database can refuse a second row.
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    aspiration = models.ForeignKey(Aspiration, models.PROTECT, related_name="agenda_rows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = AgendaAspirationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("laporan dalam agenda")
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "aspiration"], name="agenda_report_once_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.aspiration_id}"
