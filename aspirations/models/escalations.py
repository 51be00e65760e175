"""Who was told that a promise draws near or is broken: once for each report, step and due date."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aspirations.sla import PROMISES
from government.models import EscalationStep, PromiseName, Rung

# The rungs below are reminders.
ABOVE_THE_DESK = (Rung.SECTION_HEAD, Rung.CAMAT, Rung.COORDINATOR)


class EscalationQuerySet(models.QuerySet["Escalation"]):
    """The words in which every read begins."""

    def standing(self) -> Self:
        """Whose promise still runs towards, or past, the date it was about."""
        stands = Q(pk__in=[])
        for name in PROMISES:
            runs = {f"aspiration__{name}_left__isnull": False, f"aspiration__{name}_due_at": F("due_at")}
            stands |= Q(promise=name, **runs)
        return self.filter(stands)


class Escalation(models.Model):
    """One step of the ladder that was taken for a report."""

    aspiration = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="escalations")
    step = models.ForeignKey(EscalationStep, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    # As the step was then.
    promise = models.CharField(max_length=8, choices=PromiseName)
    days = models.SmallIntegerField()
    to = models.CharField(max_length=12, choices=Rung)
    at = models.DateTimeField(default=timezone.now)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("eskalasi")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["aspiration", "step", "due_at"], name="escalation_once")
        ]

    def __str__(self) -> str:
        return f"{self.promise} {self.days:+d} → {self.to}"

    @property
    def words(self) -> str:
        """Which promise and how far from its date: "Tanggapan pertama, lewat 3 hari kerja"."""
        fill = {"promise": PromiseName(self.promise).label, "days": abs(self.days)}
        if self.days == 0:
            return gettext("%(promise)s, jatuh tempo hari itu") % fill
        if self.days < 0:
            return gettext("%(promise)s, %(days)d hari kerja sebelum jatuh tempo") % fill
        return gettext("%(promise)s, lewat %(days)d hari kerja") % fill


class EscalatedTo(models.Model):
    """One person who was told."""

    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # When it went into the person's morning mail, or turned out to be over before that.
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("penerima eskalasi")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["user"], name="escalated_waiting", condition=Q(told_at__isnull=True)),
            models.Index(fields=["user", "-told_at"], name="escalated_told"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["escalation", "user"], name="escalated_to_once"),
        ]

    def __str__(self) -> str:
        return f"{self.escalation_id} → {self.user_id}"


def escalated_to(user: Any) -> models.QuerySet[Escalation]:
    """Escalations to this person that still stand."""
    return Escalation.objects.standing().filter(people__user=user)
