"""A promise of an earlier stop that a later one takes up again."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.agenda import AgendaItem
from meetings.models.decisions import FollowUp
from meetings.models.meetings import Meeting


class AgendaFollowUpQuerySet(models.QuerySet["AgendaFollowUp"]):
    """The words in which every read begins."""

    def shown(self) -> Self:
        """Promises that everybody may read."""
        return self.filter(follow_up__in=FollowUp.objects.public().order_by())

    def visible_to(self, user: Any) -> Self:
        return self.filter(follow_up__in=FollowUp.objects.visible_to(user).order_by())


class AgendaFollowUp(models.Model):
    """A follow-up under an item; on one agenda it stands once."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="carried")
    # The item's own, held here so that the database can refuse a second row.
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="carried")

    objects = AgendaFollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("janji dalam agenda")
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "follow_up"], name="agenda_follow_up_once_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.follow_up_id}"
