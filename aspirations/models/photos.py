"""Photos: the original waits in private storage, the worker makes what pages show."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.media.files import path_of


class Stage(models.TextChoices):
    """What a photo shows."""

    REPORT = "report", _("Foto laporan")
    BEFORE = "before", _("Sebelum")
    AFTER = "after", _("Sesudah")


class PhotoState(models.TextChoices):
    """How far the worker is."""

    PENDING = "pending", _("Sedang diproses")
    READY = "ready", _("Siap")
    FAILED = "failed", _("Tidak dapat dibaca")


def original_path(photo: "Photo", filename: str) -> str:
    """A name made by the server; nothing of the sender's file name is kept."""
    return path_of("photos", photo.uuid, "original")


def source_path(photo: "Photo", filename: str) -> str:
    """A name that no page ever tells."""
    secret = uuid.uuid4().hex
    return f"photos/{secret[:2]}/{secret}/source"


class Photo(models.Model):
    """One photo; without a report it waits for a form that has errors to be sent again."""

    # Of the storage; see `media.files`.
    folder = "photos"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    aspiration = models.ForeignKey(
        "aspirations.Aspiration", models.CASCADE, null=True, blank=True, related_name="photos"
    )
    # The proposed answer with which it waits; until that is approved it belongs to no report.
    approval = models.ForeignKey(
        "aspirations.Approval", models.CASCADE, null=True, blank=True, related_name="photos"
    )
    # The form's token, hashed, while the photo waits for its report.
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    stage = models.CharField(_("tahap"), max_length=6, choices=Stage, default=Stage.REPORT)
    state = models.CharField(_("keadaan"), max_length=7, choices=PhotoState, default=PhotoState.PENDING)
    original = models.FileField(upload_to=original_path, max_length=120)
    # What is painted over: [[left, top, width, height], …] as fractions.
    boxes: Any = models.JSONField(default=list, blank=True)
    # The largest derivative as it was before; staff only, so that a slip can be taken back.
    source = models.FileField(upload_to=source_path, max_length=120, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    # Of what the worker made of it (media.fingerprint); pictures of one scene differ in a few bits.
    fingerprint = models.BigIntegerField(null=True, editable=False)
    is_public = models.BooleanField(_("ditayangkan"), default=False)
    by_staff = models.BooleanField(default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("foto")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["token_hash"], name="photo_waiting", condition=Q(aspiration__isnull=True)),
            models.Index(fields=["aspiration"], name="photo_source", condition=~Q(source="")),
            # Staff's own that nobody has shown yet.
            models.Index(
                fields=["aspiration"],
                name="photo_unseen",
                condition=Q(by_staff=True, is_public=False, state="ready"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(aspiration__isnull=False) | ~Q(token_hash="") | Q(approval__isnull=False),
                name="photo_belongs_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(approval__isnull=True) | Q(aspiration__isnull=True),
                name="photo_waits_or_is_shown",
            ),
        ]

    def __str__(self) -> str:
        return self.uuid.hex
