"""What was sent to whom, by which channel."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("Email")


class State(models.TextChoices):
    """How far it came."""

    QUEUED = "queued", _("Menunggu dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal")


class Message(models.Model):
    """One message to one person."""

    channel = models.CharField(_("kanal"), max_length=8, choices=Channel, default=Channel.EMAIL)
    recipient = models.CharField(_("penerima"), max_length=254)
    language = models.CharField(_("bahasa"), max_length=8, default="id")
    subject = models.CharField(_("judul"), max_length=200)
    body = models.TextField(_("isi"))
    # What the secret in the body is derived from (see `sealing`); the secret itself is stored nowhere.
    seed = models.CharField(max_length=100, blank=True, editable=False)
    # `services.Attachment`, where a file goes with it.
    attachment = models.JSONField(null=True, editable=False)
    # Never twice for one event and person.
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(_("keadaan"), max_length=6, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    error = models.CharField(_("galat"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    sent_at = models.DateTimeField(_("terkirim"), null=True, blank=True)

    class Meta:
        verbose_name = _("pesan")
        verbose_name_plural = pgettext_lazy("jamak", "pesan")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="message_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="message_sent_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.key
