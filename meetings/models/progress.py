"""What becomes of a promise: its history, its steps, its letters, and what its owner asks of the desk."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models import Agency
from meetings.models.decisions import FollowUp
from meetings.workflow import FollowUpStatus


class Reader(models.TextChoices):
    """Who reads the words of an entry; that something happened is another matter."""

    PUBLIC = "public", _("Umum")
    OWNER = "owner", _("Kantor dan penanggung jawab")
    DESK = "desk", _("Hanya kantor")


class FollowUpEventKind(models.TextChoices):
    """What happened to a promise."""

    STATUS = "status", _("Keadaan berubah")
    PROGRESS = "progress", _("Kemajuan dilaporkan")
    TARGET = "target", _("Target diubah")
    MILESTONE = "milestone", _("Tahapan diubah")
    PHOTO = "photo", _("Foto bukti")
    LETTER = "letter", _("Surat")
    ASKED = "asked", _("Permintaan penanggung jawab")
    ANSWERED = "answered", _("Permintaan dijawab")
    NOTE = "note", _("Catatan kantor")
    NEWS = "news", _("Kabar untuk umum")
    LINK = "link", _("Tautan penanggung jawab")
    ESCALATED = "escalated", _("Pengingat")


# Facts that the public ledger shows; their words only where the entry says so.
PUBLIC_KINDS = frozenset(
    {
        FollowUpEventKind.STATUS,
        FollowUpEventKind.PROGRESS,
        FollowUpEventKind.TARGET,
        FollowUpEventKind.NEWS,
    }
)


class FollowUpEventQuerySet(models.QuerySet["FollowUpEvent"]):
    """The words in which every read begins."""

    def public(self) -> Self:
        """Facts for everybody; show `public_text`, never `text`."""
        return self.filter(kind__in=PUBLIC_KINDS, follow_up__in=FollowUp.objects.public().order_by())

    def for_owner(self) -> Self:
        """What the agency's page shows of one promise."""
        return self.exclude(reader=Reader.DESK)


class FollowUpEvent(models.Model):
    """One entry in the history of a promise: appended, never edited (a trigger refuses anything else)."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="events")
    at = models.DateTimeField(_("waktu"), default=timezone.now)
    kind = models.CharField(_("apa"), max_length=9, choices=FollowUpEventKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("siapa")
    )
    # Who acted without an account; neither user nor signature: the worker.
    signed_by = models.CharField(max_length=300, blank=True)
    from_status = models.CharField(max_length=8, choices=FollowUpStatus, blank=True)
    to_status = models.CharField(max_length=8, choices=FollowUpStatus, blank=True)
    # Percent, where it was said.
    progress = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(_("keterangan"), blank=True)
    reader = models.CharField(_("dibaca"), max_length=6, choices=Reader, default=Reader.DESK)
    letter_number = models.CharField(max_length=80, blank=True)
    letter_on = models.DateField(null=True)
    target_from = models.DateField(null=True)
    target_to = models.DateField(null=True)
    # The form by which it came, hashed: a double press is one entry.
    form = models.CharField(max_length=64, blank=True)

    objects = FollowUpEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("riwayat tindak lanjut")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["follow_up", "at", "id"], name="follow_up_event_timeline")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FollowUpEventKind.values), name="follow_up_event_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(reader__in=Reader.values), name="follow_up_event_reader_known"
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__range=(0, 100)),
                name="follow_up_event_progress_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(kind="status") | (~Q(to_status="") & ~Q(to_status=F("from_status"))),
                name="follow_up_event_step_is_one",
            ),
            models.UniqueConstraint(
                fields=["follow_up", "form"], condition=~Q(form=""), name="follow_up_form_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What happened, in a word or two: of a step the state it led to."""
        if self.to_status:
            return str(FollowUpStatus(self.to_status).label)
        return str(FollowUpEventKind(self.kind).label)

    @property
    def public_text(self) -> str:
        """The words, where everybody may read them."""
        return self.text if self.reader == Reader.PUBLIC else ""


class Milestone(models.Model):
    """A step on the way to a promise kept; its words are written for everybody."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField(_("urutan"))
    text = models.CharField(_("tahapan"), max_length=200)
    due_on = models.DateField(_("target"), null=True, blank=True)
    done_on = models.DateField(_("selesai"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("tahapan")
        ordering = ["follow_up", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "position"],
                name="milestone_position_once",
                # Steps change places within one statement.
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(condition=~Q(text=""), name="milestone_is_said"),
        ]

    def __str__(self) -> str:
        return self.text


class Letter(models.Model):
    """A letter that proves what was done; shown to everybody where the desk says so."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="letters")
    number = models.CharField(_("nomor surat"), max_length=80)
    dated_on = models.DateField(_("tanggal surat"))
    subject = models.CharField(_("perihal"), max_length=160, blank=True)
    is_public = models.BooleanField(_("terbuka untuk umum"), default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_by = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("surat bukti")
        verbose_name_plural = pgettext_lazy("jamak", "surat bukti")
        ordering = ["dated_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "number", "dated_on"], name="follow_up_letter_once"),
            models.CheckConstraint(condition=~Q(number=""), name="follow_up_letter_has_number"),
        ]

    def __str__(self) -> str:
        return self.number


class AskKind(models.TextChoices):
    """What an owner may ask."""

    DATE = "date", _("Tanggal target baru")
    NOT_OURS = "not_ours", _("Bukan kewenangan kami")


class OwnerAsk(models.Model):
    """A wish of the owner that waits for the desk; of each kind one at a time."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="asks")
    kind = models.CharField(_("permintaan"), max_length=8, choices=AskKind)
    target_on = models.DateField(_("tanggal yang diusulkan"), null=True)
    # Whose it is, where the owner knows.
    agency: Any = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("alasan"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_by = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_granted = models.BooleanField(null=True)
    answer = models.TextField(_("jawaban"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("permintaan penanggung jawab")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "kind"],
                condition=Q(answered_at__isnull=True),
                name="owner_asks_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(kind__in=AskKind.values), name="owner_ask_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="owner_ask_has_reason"),
            models.CheckConstraint(
                condition=~Q(kind="date") | Q(target_on__isnull=False), name="owner_ask_has_date"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, is_granted__isnull=True)
                | Q(answered_at__isnull=False, is_granted__isnull=False),
                name="owner_ask_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(AskKind(self.kind).label)
