"""Notulen and berita acara: versions side by side, of which the signed ones are locked."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.models.meetings import Meeting
from meetings.workflow import MinutesStatus


class MinutesKind(models.TextChoices):
    """Which paper."""

    NOTULEN = "notulen", _("Notulen")
    BERITA_ACARA = "berita_acara", _("Berita acara")


class MinutesQuerySet(models.QuerySet["Minutes"]):
    """The words in which every read begins."""

    def signed(self) -> Self:
        return self.filter(status=MinutesStatus.SIGNED)

    def latest_versions(self) -> Self:
        """Of each stop and kind the last one, without what it says."""
        which = ("meeting_id", "kind")
        return self.defer("content", "sections").order_by(*which, "-version").distinct(*which)

    def public(self) -> Self:
        """Signed ones of public stops."""
        return self.signed().filter(meeting__in=Meeting.objects.public().order_by())


class Minutes(models.Model):
    """One version. Once it is signed, a trigger lets nothing of it change."""

    # Stands in the QR of the paper.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    kind = models.CharField(_("jenis"), max_length=12, choices=MinutesKind, default=MinutesKind.NOTULEN)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    status = models.CharField(_("keadaan"), max_length=6, choices=MinutesStatus, default=MinutesStatus.DRAFT)
    # [{"key", "title", "text", "is_edited", "is_public"}, …]: what people write; all else is of the rows.
    sections: Any = models.JSONField(default=list)
    # [{"title", "name", "nip"}, …]: who signs on paper.
    signers: Any = models.JSONField(default=list)
    # Why there is a version after a signed one.
    reason = models.CharField(_("alasan perubahan"), max_length=600, blank=True)
    # What was asked when it was last sent back.
    remark = models.CharField(_("catatan pemeriksa"), max_length=600, blank=True)
    # Counts saves; a save says which one it was typed upon.
    edition = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("diajukan"), null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(_("disahkan"), null=True)
    signer = models.CharField(_("pengesah"), max_length=300, blank=True)
    # All that the paper says, frozen when it was signed, and its SHA-256 (canonical JSON, hexadecimal).
    content: Any = models.JSONField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("notulen")
        verbose_name_plural = pgettext_lazy("jamak", "notulen")
        ordering = ["meeting", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind", "version"], name="minutes_version_once"),
            models.UniqueConstraint(
                fields=["meeting", "kind"], condition=~Q(status="signed"), name="minutes_one_open"
            ),
            models.CheckConstraint(condition=Q(kind__in=MinutesKind.values), name="minutes_kind_known"),
            models.CheckConstraint(condition=Q(status__in=MinutesStatus.values), name="minutes_status_known"),
            models.CheckConstraint(
                condition=~Q(status="signed")
                | (Q(signed_at__isnull=False, content__isnull=False) & ~Q(signer="") & ~Q(content_hash="")),
                name="minutes_signed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="minutes_amended_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} v{self.version}"

    @property
    def is_open(self) -> bool:
        return self.status != MinutesStatus.SIGNED


class MinutesPaper(models.Model):
    """The PDF of a signed version as it was then: whole for the office, or as everybody may read it.

    In the database, so that it is signed in one transaction with its words and comes back with them.
    """

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="papers")
    is_public = models.BooleanField()
    file = models.BinaryField()
    # SHA-256 of the file, hexadecimal.
    file_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("berkas notulen")
        ordering = ["minutes", "is_public"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "is_public"], name="minutes_paper_once"),
            models.CheckConstraint(condition=~Q(file_hash=""), name="minutes_paper_has_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.file_hash[:8]}"
