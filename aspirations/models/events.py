"""History: appended, never edited. Every timeline is read from here."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.workflow import Status, Who
from government.models import Agency, level_words


class EventKind(models.TextChoices):
    """What happened."""

    SUBMITTED = "submitted", _("Laporan diterima")
    STATUS = "status", _("Status berubah")
    REPLY = "reply", _("Balasan pelapor")
    PHOTOS = "photos", _("Foto ditambahkan")
    PUBLISHED = "published", _("Ditayangkan")
    HIDDEN = "hidden", _("Disembunyikan dari publik")
    NOTE = "note", _("Catatan internal")
    RATED = "rated", _("Penilaian pelapor")
    MERGED_HERE = "merged_here", _("Laporan lain digabung ke sini")
    FLAGGED = "flagged", _("Ditandai")
    UNFLAGGED = "unflagged", _("Tanda dihapus")
    AGENDA = "agenda", _("Diagendakan")
    OFF_AGENDA = "off_agenda", _("Dikeluarkan dari agenda")
    MEETING = "meeting", _("Kabar rapat")
    SEPARATED = "separated", _("Laporan lain dipisahkan kembali")
    CORRECTED = "corrected", _("Data dikoreksi")
    PROPOSED = "proposed", _("Usul tanggapan diajukan")
    APPROVED = "approved", _("Tanggapan disetujui")
    SENT_BACK = "sent_back", _("Usul tanggapan dikembalikan")
    REDACTED = "redacted", _("Bagian foto ditutup")
    ASSIGNED = "assigned", _("Ditugaskan")
    ESCALATED = "escalated", _("Dieskalasi")
    CONCERNS = "concerns", _("Pembaca laporan diubah")
    ACCEPTED = "accepted", _("Diterima instansi")
    ASKED = "asked", _("Pertanyaan instansi")
    TOLD_AGENCY = "told_agency", _("Jawaban kepada instansi")
    RETURNED = "returned", _("Dikembalikan instansi")
    PROGRESS = "progress", _("Kemajuan pekerjaan")
    FINISHED = "finished", _("Selesai menurut instansi")
    LINK = "link", _("Tautan instansi")
    REFERENCE = "reference", _("Nomor rujukan")
    # Of a meeting, whichever app above holds them.
    DECIDED = "decided", _("Keputusan rapat")
    FOLLOW_UP = "follow_up", _("Tindak lanjut keputusan rapat")


class Audience(models.TextChoices):
    """Who reads it; each includes those before it."""

    STAFF = "staff", _("Petugas")
    REPORTER = "reporter", _("Pelapor")
    PUBLIC = "public", _("Semua orang")


class EventQuerySet(models.QuerySet["Event"]):
    """Timelines, oldest first."""

    def for_public(self) -> Self:
        return self.filter(audience=Audience.PUBLIC)

    def for_joined(self) -> Self:
        """The steps of a report as the reporters of those merged into it read them."""
        return self.for_public().filter(kind__in=[EventKind.STATUS, EventKind.DECIDED, EventKind.FOLLOW_UP])

    def for_reporter(self) -> Self:
        return self.filter(audience__in=[Audience.PUBLIC, Audience.REPORTER])


class Event(models.Model):
    """One entry in the history of a report."""

    aspiration = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12, choices=EventKind)
    audience = models.CharField(max_length=8, choices=Audience)
    who = models.CharField(max_length=8, choices=Who)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_status = models.CharField(max_length=14, choices=Status, blank=True)
    to_status = models.CharField(max_length=14, choices=Status, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    # Whose it is from this step on, where the step says so.
    authority = models.CharField(max_length=14, choices=Agency.Level, blank=True)
    # Who acted without an account: the agency by its link, and the name and position typed there.
    signed_by = models.CharField(max_length=300, blank=True)
    dispatch = models.ForeignKey(
        "aspirations.Dispatch", models.RESTRICT, null=True, blank=True, related_name="+", db_index=False
    )
    text = models.TextField(blank=True)
    # The text with personal data masked: what the public reads.
    public_text = models.TextField(blank=True)
    # What was published (title, text, place) or corrected (changes: label, old, new), for comparisons.
    details = models.JSONField(null=True, blank=True)
    # From where staff acted, as `origins` keeps it; never of a reporter.
    place = models.CharField(max_length=6, blank=True, default="", db_default="")
    device = models.CharField(max_length=40, blank=True, default="", db_default="")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("riwayat")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["aspiration", "at", "id"], name="event_timeline"),
            models.Index(
                "user", F("at").desc(), F("id").desc(), name="event_person", condition=Q(user__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_reply(self) -> bool:
        """The reporter supplied what was asked; the status only went back to where it had been."""
        asked = self.who == Who.REPORTER and self.from_status == Status.NEEDS_INFO
        return asked and self.to_status != Status.WITHDRAWN

    @property
    def told(self) -> str:
        """What of the text others than its reporter read; nothing of a confidential report."""
        return "" if self.aspiration.is_confidential else self.public_text

    @property
    def authority_words(self) -> str:
        """ "tingkat provinsi", or "" where the step said nothing of it."""
        return level_words(self.authority)

    @property
    def label(self) -> str:
        """The entry's heading."""
        if self.is_reply:
            return str(EventKind.REPLY.label)
        if self.kind != EventKind.STATUS:
            return str(EventKind(self.kind).label)
        if self.to_status == Status.DISPATCHED and self.agency is not None:
            return _("Diteruskan ke %(agency)s") % {"agency": self.agency.short_name or self.agency.name}
        return str(Status(self.to_status).label)
