"""Answers that wait for a second pair of eyes."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.workflow import PUBLIC_NOTES, Status, Who

if TYPE_CHECKING:
    from aspirations.models import Aspiration


class ApprovalState(models.TextChoices):
    """What became of the proposed answer."""

    WAITING = "waiting", _("Menunggu persetujuan")
    RETURNED = "returned", _("Dikembalikan")
    APPROVED = "approved", _("Disetujui")
    RETRACTED = "retracted", _("Ditarik")
    LAPSED = "lapsed", _("Tidak berlaku lagi")


# Still on somebody's desk.
PENDING = (ApprovalState.WAITING, ApprovalState.RETURNED)


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """The words in which every read begins."""

    def waiting(self) -> Self:
        """For whoever reviews."""
        return self.filter(state=ApprovalState.WAITING)

    def returned_to(self, user: Any) -> Self:
        """For who proposed it."""
        return self.filter(state=ApprovalState.RETURNED, proposer=user)

    def on_desk(self, report: "Aspiration") -> Self:
        """What the report's page shows: pending ones, and what lapsed until its author puts it away."""
        shown = [*PENDING, ApprovalState.LAPSED]
        return self.filter(aspiration=report, state__in=shown).order_by("-pk")


class Approval(models.Model):
    """One proposed step whose note everybody reads; the step is made when it is approved."""

    aspiration = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="approvals")
    to_status = models.CharField(_("langkah"), max_length=14, choices=Status)
    note = models.TextField(_("tanggapan"))
    planned_for = models.CharField(_("rencana"), max_length=120, blank=True)
    authority = models.CharField(_("tingkat kewenangan"), max_length=14, blank=True)
    due_on = models.DateField(_("batas waktu"), null=True, blank=True)
    # Without a user: an agency that answers by its link.
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dispatch = models.ForeignKey(
        "aspirations.Dispatch", models.CASCADE, null=True, blank=True, related_name="+"
    )
    signed_by = models.CharField(max_length=300, blank=True)
    proposer_who = models.CharField(max_length=8, choices=Who)
    proposed_at = models.DateTimeField(default=timezone.now)
    # Where the report stood; a report that moved on makes it lapse.
    status_since = models.DateTimeField()
    state = models.CharField(max_length=9, choices=ApprovalState, default=ApprovalState.WAITING)
    remark = models.TextField(_("catatan"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("usul tanggapan")
        ordering = ["-proposed_at", "-pk"]
        indexes = [
            models.Index(fields=["aspiration", "-id"], name="approval_report"),
            # The two queues stay short while the archive grows.
            models.Index(fields=["aspiration"], name="approval_waiting", condition=Q(state="waiting")),
            models.Index(fields=["proposer"], name="approval_returned", condition=Q(state="returned")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["aspiration"],
                name="approval_one_at_a_time",
                condition=Q(state__in=["waiting", "returned"]),
            ),
            models.CheckConstraint(
                condition=Q(to_status__in=sorted(PUBLIC_NOTES)), name="approval_is_of_an_answer"
            ),
            models.CheckConstraint(condition=Q(state__in=ApprovalState.values), name="approval_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "returned"]) | Q(decided_by__isnull=False),
                name="approval_decision_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aspiration_id}: {self.to_status}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ApprovalState.WAITING

    @property
    def is_returned(self) -> bool:
        return self.state == ApprovalState.RETURNED
