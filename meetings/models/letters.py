"""The letter of invitation of a stop, the numbers of letters, and what the worker makes of them."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models import Region
from meetings.models.meetings import Meeting


class LetterBook(models.Model):
    """How an office numbers its letters: 005/012/AS/2026 is classification, count, office, year."""

    region = models.OneToOneField(Region, models.PROTECT, related_name="+", verbose_name=_("wilayah"))
    pattern = models.CharField(
        _("susunan nomor"),
        max_length=60,
        default="005/{nomor}/{kode}/{tahun}",
        validators=[RegexValidator(r"\{nomor\}", _("Susunan harus memuat {nomor}."))],
        help_text=_("Yang di dalam kurung diganti: {nomor}, {kode}, {bulan} (angka Romawi), {tahun}."),
    )
    code = models.CharField(_("kode kantor"), max_length=20, help_text=_("Misalnya: AS"))
    digits = models.PositiveSmallIntegerField(
        _("banyak angka"), default=3, help_text=_("3 menjadikan nomor 12 tertulis 012.")
    )

    class Meta:
        verbose_name = _("penomoran surat")
        verbose_name_plural = pgettext_lazy("jamak", "penomoran surat")
        ordering = ["region"]
        constraints = [
            models.CheckConstraint(condition=Q(pattern__contains="{nomor}"), name="letter_book_counts"),
            models.CheckConstraint(condition=Q(digits__gte=1, digits__lte=6), name="letter_book_digits"),
        ]

    def __str__(self) -> str:
        return f"{self.region.name}: {self.pattern}"


class LetterCounter(models.Model):
    """The last number of a book in a year."""

    book = models.ForeignKey(LetterBook, models.CASCADE, related_name="counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "year"], name="letter_counter_once_a_year")]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.year}: {self.last}"


class InvitationLetter(models.Model):
    """The current text of a stop's letter; each change that is saved is a version of its own."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="letter")
    # Whose numbers it shares; the meeting's own, held here so that the database can refuse a number twice.
    district = models.ForeignKey(Region, models.PROTECT, related_name="+", editable=False)
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.CharField(_("nomor"), max_length=60, blank=True)
    dated_on = models.DateField(_("tanggal surat"))
    place = models.CharField(_("tempat penandatanganan"), max_length=80)
    urgency = models.CharField(_("sifat"), max_length=40, default="Penting")
    attachment = models.CharField(_("lampiran"), max_length=80, blank=True, default="–")
    subject = models.CharField(_("hal"), max_length=160)
    opening = models.TextField(_("pembuka"), max_length=1500)
    content = models.TextField(_("catatan di bawah acara"), max_length=1500, blank=True)
    closing = models.TextField(_("penutup"), max_length=800)
    signer_title = models.CharField(_("jabatan penanda tangan"), max_length=160)
    signer_name = models.CharField(_("nama penanda tangan"), max_length=120, blank=True)
    signer_rank = models.CharField(_("pangkat"), max_length=60, blank=True)
    signer_nip = models.CharField(
        _("NIP"),
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", _("NIP berisi 18 angka."))],
    )
    copies = models.TextField(_("tembusan"), max_length=1500, blank=True, help_text=_("Satu tiap baris."))
    whatsapp = models.TextField(
        _("teks WhatsApp"),
        max_length=1500,
        help_text=_(
            "Yang di dalam kurung diganti: {yth}, {acara}, {hari}, {pukul}, {tempat}, {nomor}, {tautan}."
        ),
    )
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("surat undangan")
        verbose_name_plural = pgettext_lazy("jamak", "surat undangan")
        constraints = [
            models.UniqueConstraint(
                fields=["district", "year", "number"], condition=~Q(number=""), name="letter_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.subject


class RunKind(models.TextChoices):
    """What is made of all invitations of a stop."""

    PRINT = "print", _("Satu PDF untuk dicetak")
    MAIL = "mail", _("Kirim lewat email")


class RunState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", pgettext_lazy("pekerjaan", "Menunggu giliran")
    RUNNING = "running", pgettext_lazy("pekerjaan", "Sedang dikerjakan")
    STOPPED = "stopped", pgettext_lazy("pekerjaan", "Dihentikan")
    DONE = "done", pgettext_lazy("pekerjaan", "Selesai")
    FAILED = "failed", pgettext_lazy("pekerjaan", "Gagal")


AT_WORK = frozenset({RunState.WAITING, RunState.RUNNING})


def run_path(row: "LetterRun", filename: str) -> str:
    """A name made by the server."""
    return f"letters/{row.key.hex}.pdf"


class LetterRunQuerySet(models.QuerySet["LetterRun"]):
    """The words in which every read begins."""

    def at_work(self) -> Self:
        return self.filter(state__in=AT_WORK)


class LetterRun(models.Model):
    """Letters of a stop made or sent by the worker; progress is counted in invitations."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="letter_runs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=RunKind)
    state = models.CharField(max_length=7, choices=RunState, default=RunState.WAITING)
    # Whether the QR carries what opens the page of answers, or the door's code alone.
    with_links = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField(default=0)
    # Mails that were queued: who has no address, or had this version, gets none.
    mailed = models.PositiveSmallIntegerField(default=0)
    # Private; deleted after some days.
    file: Any = models.FileField(upload_to=run_path, max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = LetterRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("pekerjaan surat")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RunKind.values), name="letter_run_kind_known"),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="letter_run_state_known"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="letter_run_done_in_range"),
            # Two of a kind at once would do the same work.
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                condition=Q(state__in=["waiting", "running"]),
                name="letter_run_one_at_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.get_kind_display()}"

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK
