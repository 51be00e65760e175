"""A table of reports from elsewhere: what was asked of it, and what became of each row.

The rows themselves lie in private storage until the import is over and a few days more; here stands nothing
of what they hold.
"""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aspirations.permissions import import_scopes
from government.models import Region
from government.permissions import Capability, territories, territory_q


class ImportState(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("Kolom belum dicocokkan")
    CHECKING = "checking", _("Sedang diperiksa")
    CHECKED = "checked", _("Siap dimasukkan")
    RUNNING = "running", _("Sedang dimasukkan")
    DONE = "done", _("Selesai")
    UNDOING = "undoing", _("Sedang dibatalkan")
    UNDONE = "undone", _("Dibatalkan")
    DROPPED = "dropped", _("Ditinggalkan")


class RowState(models.TextChoices):
    """What became of a row."""

    READY = "ready", _("Siap")
    BAD = "bad", _("Perlu diperbaiki")
    SAME = "same", _("Sudah ada")
    SKIPPED = "skipped", _("Dilewati")
    DONE = "done", _("Masuk")
    REFUSED = "refused", _("Tidak dimasukkan")
    UNDONE = "undone", _("Dibatalkan")
    KEPT = "kept", _("Tidak dapat dibatalkan")


# The worker has it; pages look again by themselves.
AT_WORK = frozenset({ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING})


def import_path(row: "Import", filename: str) -> str:
    """A name made by the server."""
    return f"imports/{row.key.hex}.jsonl"


class ImportQuerySet(models.QuerySet["Import"]):
    """The words in which every read begins."""

    def visible_to(self, user: Any) -> Self:
        """Own ones, and those of colleagues who import for the same region, while the user may import.

        A table may hold confidential rows: a colleague's is for who may read such reports there.
        """
        scopes, trusted = import_scopes(user), territories(user, Capability.SEE_CONFIDENTIAL)
        own = Q(user=user) & territory_q("region__code", scopes)
        theirs = territory_q("region__code", [code for code in scopes if code in trusted])
        # Whom its rows are about may be this very colleague.
        return self.filter(own | theirs & ~Q(mapping__has_key="concerns"))

    def with_counts(self) -> Self:
        """With how many rows went in and how many need a hand."""
        rows = ImportRow.objects.filter(origin=OuterRef("pk")).order_by().values("origin")
        done = rows.filter(state=RowState.DONE).annotate(count=Count("pk")).values("count")
        bad = rows.filter(state=RowState.BAD).annotate(count=Count("pk")).values("count")
        return self.annotate(done=Coalesce(Subquery(done), 0), bad=Coalesce(Subquery(bad), 0))


class Import(models.Model):
    """One file."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("oleh")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wilayah")
    )
    name = models.CharField(_("berkas"), max_length=120)
    # The table as lines of JSON; "" once it is deleted.
    lines = models.FileField(upload_to=import_path, max_length=120, blank=True)
    header: Any = models.JSONField(default=list)
    header_row = models.PositiveIntegerField(default=1)
    samples: Any = models.JSONField(default=list)
    signature = models.CharField(max_length=64, editable=False)
    row_count = models.PositiveIntegerField(_("baris"), default=0)

    state = models.CharField(_("keadaan"), max_length=8, choices=ImportState, default=ImportState.UPLOADED)
    # Field → column, and field → value for rows without one.
    mapping: Any = models.JSONField(default=dict)
    fixed: Any = models.JSONField(default=dict)
    # Names that the dry run did not know, and how often; what a person said that they stand for.
    unknown: Any = models.JSONField(default=dict)
    meanings: Any = models.JSONField(default=dict)
    language = models.CharField(max_length=8, default="id")
    tells_reporters = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("diunggah"), default=timezone.now)
    finished_at = models.DateTimeField(_("selesai"), null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("impor laporan")
        verbose_name_plural = pgettext_lazy("jamak", "impor laporan")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["signature"], name="import_signature")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def can_be_mapped(self) -> bool:
        """Whether nothing went in yet, so that columns may be chosen anew."""
        return self.state in {ImportState.UPLOADED, ImportState.CHECKED}

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK


class ImportRow(models.Model):
    """One row of the file, by the number that a spreadsheet shows."""

    origin = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("baris"))
    state = models.CharField(_("hasil"), max_length=8, choices=RowState, default=RowState.READY)
    # [column, reason] of each fault; what stands in the cell is read from the file.
    problems: Any = models.JSONField(default=list)
    reason = models.CharField(_("keterangan"), max_length=300, blank=True)
    # A hash of the whole row under our key, and the number in the other system.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    reference = models.CharField(_("nomor asal"), max_length=60, blank=True)
    like = models.ForeignKey(
        "aspirations.Aspiration",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mirip"),
    )
    like_row = models.PositiveIntegerField(_("mirip baris"), null=True, blank=True)
    aspiration = models.OneToOneField(
        "aspirations.Aspiration",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="import_row",
        verbose_name=_("laporan"),
    )
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("baris impor")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["origin", "state", "number"], name="import_row_state"),
            models.Index(fields=["fingerprint"], name="import_row_fingerprint", condition=Q(state="done")),
            models.Index(
                fields=["reference"],
                name="import_row_reference",
                condition=Q(state="done") & ~Q(reference=""),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["origin", "number"], name="import_row_once"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="import_row_state_known"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(aspiration__isnull=False, done_at__isnull=False),
                name="import_row_done_has_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id}: {self.number}"
