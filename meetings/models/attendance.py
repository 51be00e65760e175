"""Who came."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting
from meetings.models.people import Invitation


class Presence(models.TextChoices):
    """How an invited office attended."""

    PRESENT = "present", _("Hadir")
    REPRESENTED = "represented", _("Diwakili")
    EXCUSED = "excused", _("Izin")
    ABSENT = "absent", _("Tidak hadir")


class Method(models.TextChoices):
    """How it was written down."""

    SCAN = "scan", _("Pindai QR")
    DESK = "desk", _("Daftar nama")
    VENUE = "venue", _("Kode di tempat")
    WALK_IN = "walk_in", _("Tanpa undangan")
    # Nobody came and the list was closed; whoever writes a line later knows better.
    CLOSING = "closing", _("Penutupan daftar")


class Attendance(models.Model):
    """One line of the attendance list; of somebody without an invitation too."""

    # Made where it is written down, so that the same line sent twice is one line.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    invitation: Any = models.OneToOneField(
        Invitation, models.CASCADE, null=True, blank=True, related_name="attendance"
    )
    # Who sat there: the invited person, the deputy, or the guest.
    name = models.CharField(_("nama"), max_length=120, blank=True)
    title = models.CharField(_("jabatan atau alamat"), max_length=160, blank=True)
    presence = models.CharField(_("kehadiran"), max_length=11, choices=Presence, default=Presence.PRESENT)
    method = models.CharField(_("cara"), max_length=7, choices=Method, default=Method.DESK)
    arrived_at = models.DateTimeField(_("datang"), null=True, blank=True)
    # When it was written down at the place; of two that contradict, the later one counts.
    noted_at = models.DateTimeField(_("dicatat"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("kehadiran")
        ordering = ["meeting", "noted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values), name="attendance_presence_known"
            ),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="attendance_method_known"),
            models.CheckConstraint(
                condition=Q(invitation__isnull=False) | (Q(presence="present") & ~Q(name="")),
                name="attendance_guest_is_named",
            ),
            models.CheckConstraint(
                condition=~Q(presence="represented") | ~Q(name=""), name="attendance_deputy_is_named"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.invitation or "")
