"""One act on many reports: what was asked, and what became of each."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.verbs import REGISTERED
from aspirations.workflow import Status


class Verb(models.TextChoices):
    """What can be done to many at once; those of a status are named like it."""

    VERIFY = Status.VERIFIED.value, _("Verifikasi")
    ASK = Status.NEEDS_INFO.value, _("Minta kelengkapan")
    DISPATCH = Status.DISPATCHED.value, _("Teruskan ke instansi")
    START = Status.IN_PROGRESS.value, _("Tindak lanjuti")
    NOT_COMPETENT = Status.NOT_COMPETENT.value, _("Bukan kewenangan")
    REJECT = Status.REJECTED.value, _("Tolak")
    MERGE = Status.MERGED.value, _("Gabung ke laporan lain")
    ASSIGN = "assign", _("Tugaskan")
    PUBLISH = "publish", _("Tayangkan")
    HIDE = "hide", _("Sembunyikan")


# A step told to the reporter cannot be unsaid; these can.
UNDOABLE: dict[str, str] = {
    Verb.ASSIGN: Verb.ASSIGN.value,
    Verb.PUBLISH: Verb.HIDE.value,
    Verb.MERGE: "separate",
}


def opposite_of(verb: str) -> str:
    """The verb that takes this one back; "" where none does."""
    return REGISTERED[verb].undo if verb in REGISTERED else UNDOABLE.get(verb, "")


class Batch(models.Model):
    """The order; the worker carries it out, report by report."""

    verb = models.CharField(_("tindakan"), max_length=14, choices=Verb)
    # The verb's fields as plain data: note, agency, assignee, target; ids, no texts of reporters.
    fields = models.JSONField(default=dict)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # From where it was ordered (aspirations.origins): the worker acts from nowhere.
    place = models.CharField(max_length=6, blank=True, editable=False)
    device = models.CharField(max_length=40, blank=True, editable=False)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("membatalkan")
    )
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("tindakan massal")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undoes__isnull=True) | ~Q(undoes=F("id")), name="batch_does_not_undo_itself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.pk}"

    @property
    def label(self) -> str:
        """What was asked, in words."""
        return str(REGISTERED[self.verb].label if self.verb in REGISTERED else Verb(self.verb).label)

    @property
    def can_be_undone(self) -> bool:
        """Whether it is over, safe to take back, and still stands."""
        return (
            self.finished_at is not None
            and opposite_of(self.verb) != ""
            and self.undoes_id is None
            and not Batch.objects.filter(undoes=self).exists()
        )


class Outcome(models.TextChoices):
    """What became of one report."""

    WAITING = "waiting", _("Menunggu")
    DONE = "done", _("Selesai")
    REFUSED = "refused", _("Tidak dikerjakan")


class BatchItem(models.Model):
    """One report of an order."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    aspiration = models.ForeignKey("aspirations.Aspiration", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    # What an undo goes back to.
    before: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("laporan dalam tindakan massal")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "aspiration"], name="batch_item_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.aspiration_id}"
