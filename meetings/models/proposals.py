"""Usulan of a musrenbang: what a place asks for, how far it came, and why."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aspirations.models import Aspiration
from government.models import Agency, Programme, Region
from government.permissions import Capability, territories, territory_q
from meetings.models.meetings import Meeting, Series
from meetings.workflow import ProposalStatus

_DIGITS = RegexValidator(r"^\d{1,3}$", _("Tulis angka saja, paling banyak tiga."))
_ANSWERED = ["returned", "declined"]


class Level(models.TextChoices):
    """Where a musrenbang stands on the way to the budget, from below."""

    VILLAGE = "village", _("Desa")
    DISTRICT = "district", _("Kecamatan")
    REGENCY = "regency", _("Kabupaten")


class ProposalKind(models.TextChoices):
    """What is asked for: something built, or something done."""

    PHYSICAL = "physical", _("Fisik")
    NON_PHYSICAL = "non_physical", _("Non-fisik")


class ReadinessItem(models.Model):
    """One line of the checklist by which a series asks whether an usulan can begin."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="readiness_items")
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    name = models.CharField(_("syarat kesiapan"), max_length=120)
    help_text = models.CharField(_("petunjuk"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("syarat kesiapan")
        verbose_name_plural = pgettext_lazy("jamak", "syarat kesiapan")
        ordering = ["series", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "name"], name="readiness_item_once_a_series"),
        ]

    def __str__(self) -> str:
        return self.name


class ProposalImport(models.Model):
    """A table of usulan: read, tried, taken in at once, and taken back while nobody touched them.

    Its lines hold names of people: they go once the table is taken in or dropped.
    """

    class State(models.TextChoices):
        READ = "read", _("Belum dimasukkan")
        DONE = "done", _("Sudah dimasukkan")
        UNDONE = "undone", _("Dibatalkan")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="proposal_imports")
    name = models.CharField(_("berkas"), max_length=160)
    header: Any = models.JSONField(default=list)
    # [row number as a spreadsheet shows it, [cells as text]]
    lines: Any = models.JSONField(default=list)
    mapping: Any = models.JSONField(default=dict)
    state = models.CharField(_("keadaan"), max_length=6, choices=State, default=State.READ)
    count = models.PositiveIntegerField(_("usulan"), default=0)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("waktu"), default=timezone.now)

    class Meta:
        verbose_name = _("impor usulan")
        verbose_name_plural = pgettext_lazy("jamak", "impor usulan")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["read", "done", "undone"]), name="proposal_import_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="read") | Q(lines=[]), name="proposal_import_forgets_its_lines"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """The words in which every read begins."""

    def public(self) -> Self:
        """Of public stops, once submitted, unless kept for those present."""
        meetings = Meeting.objects.public().order_by()
        return self.filter(meeting__in=meetings, is_public=True, submitted_at__isnull=False).exclude(
            status=ProposalStatus.DRAFT
        )

    def visible_to(self, user: Any) -> Self:
        return self.filter(territory_q("meeting__host_district__code", territories(user, Capability.VIEW)))

    def named(self) -> Self:
        """With what a row of a list shows."""
        return self.select_related("village", "agency", "programme")

    def in_rank(self) -> Self:
        """Ranked ones first, then by number."""
        return self.order_by(F("rank").asc(nulls_last=True), "number")


class Proposal(models.Model):
    """One usulan at one stop; taken to the next level it stands there as a row of its own (`came_from`).

    Words are written for everybody who may read them; only the proposer's name is the desk's alone.
    """

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="proposals", verbose_name=_("pertemuan")
    )
    number = models.PositiveSmallIntegerField(_("nomor"), editable=False)
    level = models.CharField(_("tingkat"), max_length=8, choices=Level, editable=False)
    title = models.CharField(_("usulan"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=12, choices=ProposalKind, default=ProposalKind.PHYSICAL)
    village = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("desa"))
    rt = models.CharField(_("RT"), max_length=3, blank=True, validators=[_DIGITS])
    rw = models.CharField(_("RW"), max_length=3, blank=True, validators=[_DIGITS])
    landmark = models.CharField(_("jalur, jembatan, patokan"), max_length=160, blank=True)
    volume = models.DecimalField(
        _("volume"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unit = models.CharField(_("satuan"), max_length=30, blank=True, help_text=_("meter, unit, orang, …"))
    # Rupiah.
    cost = models.DecimalField(
        _("perkiraan biaya (Rp)"),
        max_digits=15,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("OPD tujuan")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("program")
    )
    reason = models.CharField(_("alasan"), max_length=600)
    proposer_name = models.CharField(
        _("nama pengusul"), max_length=120, blank=True, help_text=_("Hanya dibaca petugas.")
    )
    proposer_office = models.CharField(
        _("lembaga pengusul"), max_length=160, help_text=_("Dibaca umum. Misalnya: BPD Sri Mulyo")
    )
    # What the proposers themselves put first; the meeting's own order is `rank`.
    priority = models.PositiveSmallIntegerField(
        _("urutan menurut pengusul"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    is_public = models.BooleanField(_("terbuka untuk umum"), default=True)
    aspirations: Any = models.ManyToManyField(
        Aspiration, through="ProposalAspiration", related_name="+", verbose_name=_("laporan")
    )
    readiness: Any = models.ManyToManyField(
        ReadinessItem, through="ProposalReadiness", related_name="+", verbose_name=_("kesiapan")
    )

    status = models.CharField(
        _("keadaan"), max_length=9, choices=ProposalStatus, default=ProposalStatus.DRAFT, editable=False
    )
    status_since = models.DateTimeField(_("sejak"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("diajukan"), null=True, editable=False)
    # Why it was returned or not accepted.
    returned_reason = models.CharField(_("alasan"), max_length=600, blank=True, editable=False)
    came_from: Any = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="taken_up", editable=False
    )

    # Votes counted by the desk without names, beside those of `ProposalVote`.
    tally = models.PositiveIntegerField(_("suara terhitung"), default=0, editable=False)
    wanted_rank = models.PositiveSmallIntegerField(_("urutan ditetapkan"), null=True, editable=False)
    wanted_reason = models.CharField(_("alasan urutan"), max_length=300, blank=True, editable=False)
    # As the list was locked: place, score of 100, and all parts of it.
    rank = models.PositiveSmallIntegerField(_("peringkat"), null=True, editable=False)
    score = models.DecimalField(_("nilai"), max_digits=5, decimal_places=2, null=True, editable=False)
    parts: Any = models.JSONField(null=True, editable=False)

    budget_reference = models.CharField(_("nomor SIPD/RKPD"), max_length=80, blank=True, editable=False)
    budget_year = models.PositiveSmallIntegerField(_("tahun anggaran"), null=True, editable=False)
    # Rupiah.
    budget_amount = models.DecimalField(
        _("anggaran disetujui (Rp)"), max_digits=15, decimal_places=0, null=True, editable=False
    )

    imported = models.ForeignKey(
        ProposalImport, models.PROTECT, null=True, related_name="proposals", editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("dicatat"), default=timezone.now, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("usulan")
        verbose_name_plural = pgettext_lazy("jamak", "usulan")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="proposal_number_once"),
            models.UniqueConstraint(fields=["meeting", "rank"], name="proposal_rank_once"),
            # Returned and sent up again, it is the same row there.
            models.UniqueConstraint(fields=["came_from", "meeting"], name="proposal_taken_up_once"),
            models.CheckConstraint(
                condition=Q(came_from__isnull=True) | ~Q(came_from=F("id")), name="proposal_not_from_itself"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="proposal_level_known"),
            models.CheckConstraint(condition=Q(kind__in=ProposalKind.values), name="proposal_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=ProposalStatus.values), name="proposal_status_known"
            ),
            models.CheckConstraint(
                condition=(Q(volume__isnull=True) | Q(volume__gte=0))
                & (Q(cost__isnull=True) | Q(cost__gte=0))
                & (Q(budget_amount__isnull=True) | Q(budget_amount__gte=0)),
                name="proposal_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "ranked", "forwarded", "returned", "budgeted"])
                | Q(submitted_at__isnull=False),
                name="proposal_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=_ANSWERED) | ~Q(returned_reason=""),
                name="proposal_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ranked", "forwarded", "budgeted"])
                | Q(rank__isnull=False, score__isnull=False),
                name="proposal_ranked_has_place",
            ),
            models.CheckConstraint(
                condition=Q(wanted_rank__isnull=True, wanted_reason="")
                | Q(wanted_rank__isnull=False) & ~Q(wanted_reason=""),
                name="proposal_placed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="budgeted")
                | Q(budget_year__isnull=False, budget_amount__isnull=False) & ~Q(budget_reference=""),
                name="proposal_budget_is_named",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)), name="proposal_score_of_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:proposal", args=[self.pk])

    @property
    def place(self) -> str:
        """Landmark and RT/RW, as people here say it."""
        rt_rw = "/".join(part for part in (self.rt and f"RT {self.rt}", self.rw and f"RW {self.rw}") if part)
        return ", ".join(part for part in (self.landmark, rt_rw) if part)


class ProposalAspirationQuerySet(models.QuerySet["ProposalAspiration"]):
    """The words in which every read begins."""

    def visible_to(self, user: Any) -> Self:
        """Where the user sees the report too."""
        return self.filter(aspiration__in=Aspiration.objects.visible_to(user).order_by())

    def public(self) -> Self:
        """Where everybody may read the report."""
        return self.filter(aspiration__in=Aspiration.objects.public().order_by())


class ProposalAspiration(models.Model):
    """A report from which an usulan grew."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="rows")
    aspiration = models.ForeignKey(Aspiration, models.PROTECT, related_name="proposal_rows")

    objects = ProposalAspirationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("laporan dalam usulan")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "aspiration"], name="proposal_report_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.aspiration_id}"


class ProposalReadiness(models.Model):
    """What of the checklist is there, and by which paper."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="ready")
    item = models.ForeignKey(ReadinessItem, models.CASCADE, related_name="+")
    document = models.CharField(_("dokumen"), max_length=160, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("kesiapan usulan")
        ordering = ["item__position", "item_id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "item"], name="proposal_ready_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.item_id}"


class ProposalEventKind(models.TextChoices):
    """What happened to an usulan."""

    CREATED = "created", _("Dicatat")
    CHANGED = "changed", _("Data diubah")
    STATUS = "status", _("Keadaan berubah")
    VOTES = "votes", _("Suara dicatat")
    PLACED = "placed", _("Urutan ditetapkan")
    TOLD = "told", _("Pelapor dikabari")


class ProposalEvent(models.Model):
    """One entry in the history of an usulan: appended, never edited (a trigger refuses anything else)."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="events")
    at = models.DateTimeField(_("waktu"), default=timezone.now)
    kind = models.CharField(_("apa"), max_length=7, choices=ProposalEventKind)
    from_status = models.CharField(max_length=9, choices=ProposalStatus, blank=True)
    to_status = models.CharField(max_length=9, choices=ProposalStatus, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("siapa")
    )
    text = models.TextField(_("keterangan"), blank=True)
    # What everybody reads in the trail.
    is_public = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("riwayat usulan")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["proposal", "at", "id"], name="proposal_event_timeline")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ProposalEventKind.values), name="proposal_event_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The entry's heading."""
        if self.kind == ProposalEventKind.STATUS and self.to_status:
            return str(ProposalStatus(self.to_status).label)
        return str(ProposalEventKind(self.kind).label)
