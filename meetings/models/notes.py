"""What was said under an item, as the secretaries wrote it down."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting


class ItemNoteQuerySet(models.QuerySet["ItemNote"]):
    """The words in which every read begins."""

    def standing(self) -> Self:
        """Not deleted."""
        return self.filter(deleted_at__isnull=True)

    def seen_by(self, user: Any) -> Self:
        """Under no item, or under one of which the user may know."""
        items = AgendaItem.objects.seen_by(user).order_by()
        return self.filter(Q(item__isnull=True) | Q(item__in=items))


class ItemNote(models.Model):
    """One point of one speaker; its uid is made where it is typed, so that it is written once."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notes", verbose_name=_("pertemuan"))
    # Without one: about the meeting as a whole, or its item was taken from the agenda.
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="notes", verbose_name=_("mata acara")
    )
    position = models.PositiveIntegerField(_("urutan"))
    speaker_name = models.CharField(_("pembicara"), max_length=120, blank=True)
    speaker_title = models.CharField(_("jabatan"), max_length=160, blank=True)
    text = models.TextField(_("catatan"), blank=True)

    # Counts what stands here; a save says which one it was typed upon.
    version = models.PositiveIntegerField(default=1, editable=False)
    # The sitting in which it was last typed, and its count of saves: one sitting goes on without conflict.
    edit = models.UUIDField(null=True, editable=False)
    edit_seq = models.PositiveIntegerField(default=0, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("dicatat"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("diubah"), default=timezone.now, editable=False)
    # Of anything about it, other versions too: what the screens ask by.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(_("dihapus"), null=True, editable=False)

    objects = ItemNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("catatan rapat")
        verbose_name_plural = pgettext_lazy("jamak", "catatan rapat")
        ordering = ["meeting", "position", "pk"]
        indexes = [models.Index(fields=["meeting", "changed_at"], name="note_news")]
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="note_version_counts")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def said(self) -> tuple[str, str, str]:
        """What a version consists of."""
        return self.speaker_name, self.speaker_title, self.text


class NoteVersion(models.Model):
    """What a note said at another time, or by another hand at the same time.

    An earlier one is kept as it was. An other one was typed upon something that somebody else had changed
    meanwhile: it stands beside the note until a person settles which of the two it shall be.
    """

    class Kind(models.TextChoices):
        EARLIER = "earlier", _("Sebelumnya")
        OTHER = "other", _("Versi lain")

    note = models.ForeignKey(ItemNote, models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=7, choices=Kind)
    speaker_name = models.CharField(max_length=120, blank=True)
    speaker_title = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # As in the note; of an earlier one not asked for.
    edit = models.UUIDField(null=True)
    edit_seq = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("versi catatan")
        verbose_name_plural = pgettext_lazy("jamak", "versi catatan")
        ordering = ["note", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["earlier", "other"]), name="note_version_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="other", edit__isnull=False)
                | Q(kind="earlier", edit__isnull=True, settled_at__isnull=True),
                name="note_version_other_has_edit",
            ),
            models.UniqueConstraint(fields=["note", "edit"], name="note_version_once_an_edit"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def said(self) -> tuple[str, str, str]:
        """As of a note."""
        return self.speaker_name, self.speaker_title, self.text
