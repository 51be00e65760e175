"""The report itself."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.conflicts import Concern
from aspirations.models.choices import Channel, Consent, Identity
from aspirations.models.querysets import AspirationQuerySet
from aspirations.sla import CLOCK_COLUMNS, PROMISES, Clock, Promise
from aspirations.statistics import SUMMED
from aspirations.workflow import OPEN, WAITS_FOR_OFFICE, Publication, Status
from government.models import Agency, Category, Kind, Region, SlaClass, SlaRule, Unit, Weight, level_words

# What says who may see a row.
_VISIBLE = ("village", "identity", "concerns", "agency", "concerned_agency")


class Aspiration(models.Model):
    """A complaint, aspiration or question of a villager."""

    number = models.CharField(_("nomor laporan"), max_length=20, unique=True)
    secret_hash = models.CharField(max_length=64, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    kind = models.CharField(_("jenis"), max_length=12, choices=Kind, default=Kind.COMPLAINT)
    channel = models.CharField(_("kanal"), max_length=10, choices=Channel, default=Channel.WEB)
    title = models.CharField(_("judul"), max_length=120)
    text = models.TextField(_("isi laporan"))
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("kategori"))
    occurred_on = models.DateField(_("tanggal kejadian"), null=True, blank=True)

    village = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("desa"))
    canal = models.CharField(_("jalur"), max_length=40, blank=True)
    landmark = models.CharField(_("jembatan/patokan"), max_length=120, blank=True)
    rt = models.CharField(_("RT"), max_length=3, blank=True)
    rw = models.CharField(_("RW"), max_length=3, blank=True)
    latitude = models.DecimalField(_("lintang"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=8, decimal_places=5, null=True, blank=True)

    identity = models.CharField(_("identitas"), max_length=12, choices=Identity, default=Identity.NAMED)
    reporter_name = models.CharField(_("nama pelapor"), max_length=80, blank=True)
    reporter_phone = models.CharField(_("nomor WhatsApp"), max_length=20, blank=True)
    reporter_email = models.EmailField(_("email"), blank=True)
    # What this hides from whom stands in `conflicts`; `permissions` carries it out.
    concerns = models.CharField(
        _("tentang petugas"), max_length=14, choices=Concern, default="", db_default="", blank=True
    )
    concerned_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("instansi yang dilaporkan"),
    )
    consented_at = models.DateTimeField(_("persetujuan"), null=True, blank=True)
    # Empty where an older book does not tell.
    consent = models.CharField(_("cara menyetujui"), max_length=8, choices=Consent, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dicatat oleh"),
    )

    status = models.CharField(_("status"), max_length=14, choices=Status, default=Status.SUBMITTED)
    status_since = models.DateTimeField(_("sejak"), default=timezone.now)
    resume_status = models.CharField(max_length=14, choices=Status, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("instansi")
    )
    # Whose it is: of the agency it went to, or what the office said when it is not its own; kept at the end.
    authority = models.CharField(_("tingkat kewenangan"), max_length=14, choices=Agency.Level, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dipegang oleh"),
    )
    # Where the report lies in the office; who holds it works there.
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit kerja")
    )
    # What a routing rule would dispatch it to, and the rule's name; a clerk decides.
    proposed_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("usul instansi")
    )
    proposed_by = models.CharField(_("usul menurut aturan"), max_length=80, blank=True)
    planned_for = models.CharField(_("rencana"), max_length=120, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_reports",
        verbose_name=_("digabung ke"),
    )
    disputed_at = models.DateTimeField(_("disanggah"), null=True, blank=True)
    has_unread_reply = models.BooleanField(_("balasan belum dibaca"), default=False)

    weight = models.CharField(_("bobot"), max_length=8, choices=Weight, default=Weight.ORDINARY)
    # What gave the promise; its days stand below, so that a class that changes leaves them alone.
    sla_class = models.ForeignKey(
        SlaClass,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("kelas janji layanan"),
        db_index=False,
    )
    sla_rule = models.ForeignKey(SlaRule, models.SET_NULL, null=True, related_name="+", db_index=False)
    verify_days = models.PositiveSmallIntegerField(_("janji verifikasi"), default=3)
    answer_days = models.PositiveSmallIntegerField(_("janji tanggapan pertama"), default=5)
    resolve_days = models.PositiveSmallIntegerField(_("janji penyelesaian"), default=14)
    reporter_days = models.PositiveSmallIntegerField(_("waktu pelapor"), default=10)
    # The clock (aspirations.sla.Clock). A promise is kept where it was fulfilled (verified_at,
    # first_answered_at, resolved_at) by its own due date; due_at is the earliest that runs now.
    clock_from = models.DateTimeField(null=True, editable=False)
    verify_left = models.SmallIntegerField(null=True, editable=False)
    answer_left = models.SmallIntegerField(null=True, editable=False)
    resolve_left = models.SmallIntegerField(null=True, editable=False)
    verify_due_at = models.DateTimeField(_("batas verifikasi"), null=True, editable=False)
    answer_due_at = models.DateTimeField(_("batas tanggapan pertama"), null=True, editable=False)
    resolve_due_at = models.DateTimeField(_("batas penyelesaian"), null=True, editable=False)
    verified_at = models.DateTimeField(_("diverifikasi"), null=True, editable=False)
    first_answered_at = models.DateTimeField(_("tanggapan pertama"), null=True, editable=False)
    due_at = models.DateTimeField(_("jatuh tempo"), null=True, blank=True)
    closes_at = models.DateTimeField(_("ditutup otomatis"), null=True, blank=True)
    days_left = models.SmallIntegerField(_("sisa hari kerja"), null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField(_("hari kerja terhenti"), default=0)

    publication = models.CharField(
        _("publikasi"), max_length=10, choices=Publication, default=Publication.PRIVATE
    )
    published_at = models.DateTimeField(_("ditayangkan"), null=True, blank=True)
    public_title = models.CharField(_("judul publik"), max_length=120, blank=True)
    public_text = models.TextField(_("isi publik"), blank=True)
    public_place = models.CharField(_("tempat publik"), max_length=120, blank=True)
    # A point can be somebody's house: a clerk says so, and never for an anonymous reporter.
    point_is_public = models.BooleanField(_("titik ditayangkan"), default=False)
    public_answer = models.TextField(_("tanggapan publik"), blank=True)
    public_thumbnail = models.UUIDField(null=True, blank=True, editable=False)
    support_count = models.PositiveIntegerField(_("dukungan"), default=0)

    rating = models.PositiveSmallIntegerField(
        _("penilaian"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    rating_comment = models.TextField(_("komentar penilaian"), blank=True)

    submitted_at = models.DateTimeField(_("dikirim"), default=timezone.now)
    resolved_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    public_search = SearchVectorField(null=True, editable=False)
    staff_search = SearchVectorField(null=True, editable=False)

    objects = AspirationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("laporan")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            # The public list, newest first, and its last page.
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="aspiration_public_order",
                condition=Q(publication="published"),
            ),
            # "Just solved" on the home page.
            models.Index(
                F("resolved_at").desc(),
                F("id").desc(),
                name="aspiration_latest_solved",
                condition=Q(publication="published", status="resolved"),
            ),
            # The queue as it opens, due first: it stays short while the archive grows.
            models.Index(
                F("due_at").asc(nulls_last=True),
                "submitted_at",
                "id",
                name="aspiration_needs_hand",
                include=[*_VISIBLE, "status", "has_unread_reply", "assigned_to", "unit"],
                condition=Q(status__in=sorted(WAITS_FOR_OFFICE)) | Q(has_unread_reply=True),
            ),
            # Counted beside their tabs; the first stays short where the desk publishes what it can.
            models.Index(
                fields=["id"],
                name="aspiration_to_publish",
                condition=Q(publication="private")
                & ~Q(identity="confidential")
                & ~Q(status__in=["merged", "rejected", "submitted", "withdrawn"]),
            ),
            models.Index(fields=["id"], name="aspiration_unread", condition=Q(has_unread_reply=True)),
            # All that is open, one in fifty: queues of it are counted without the table.
            models.Index(
                F("due_at").asc(nulls_last=True),
                "submitted_at",
                "id",
                name="aspiration_open",
                include=[*_VISIBLE, "status", "disputed_at", "assigned_to", "unit", "category"],
                condition=Q(status__in=sorted(OPEN)),
            ),
            # All other queues, within a territory's prefix.
            models.Index(F("due_at").asc(nulls_last=True), "submitted_at", "id", name="aspiration_urgency"),
            models.Index(fields=["status", "due_at"], name="aspiration_status_due"),
            # Each promise that runs: what falls due, day by day, and whose step of the ladder has come.
            *(
                models.Index(
                    fields=[f"{name}_due_at"],
                    name=f"aspiration_{name}_due",
                    include=["village", "identity", "agency", "assigned_to"],
                    condition=Q(**{f"{name}_left__isnull": False, f"{name}_due_at__isnull": False}),
                )
                for name in PROMISES
            ),
            # What may be the same: of one desa, near in time; or whose point lies in a box. With what says
            # who sees it, so that the table itself is not read.
            models.Index(
                fields=["village", "submitted_at"],
                name="aspiration_village_time",
                include=["id", "identity", "agency", "status", "concerns"],
            ),
            models.Index(
                fields=["latitude", "longitude", "submitted_at"],
                name="aspiration_point",
                include=["id", "village", "identity", "agency", "status", "concerns"],
                condition=Q(latitude__isnull=False),
            ),
            # Summaries (aspirations.statistics): all that they count, read without the table, which is twelve
            # times as wide. Closed reports of a period follow each other here.
            models.Index(fields=["status_since"], name="aspiration_sums", include=SUMMED),
            # "My work", and how much each person holds.
            models.Index(
                fields=["assigned_to", "status"],
                name="aspiration_assigned",
                condition=Q(assigned_to__isnull=False),
            ),
            # "My unit".
            models.Index(fields=["unit", "status"], name="aspiration_unit", condition=Q(unit__isnull=False)),
            # What each unit and person has in hand, and how much of it is late: read without the table.
            models.Index(
                fields=["unit", "assigned_to", "due_at"],
                name="aspiration_in_hand",
                include=["village", "identity", "agency"],
                condition=Q(status__in=sorted(OPEN)) & (Q(unit__isnull=False) | Q(assigned_to__isnull=False)),
            ),
            models.Index(fields=["authority"], name="aspiration_authority", condition=~Q(authority="")),
            models.Index(fields=["closes_at"], name="aspiration_closes", condition=Q(status="answered")),
            GinIndex(fields=["public_search"], name="aspiration_public_search"),
            GinIndex(fields=["staff_search"], name="aspiration_staff_search"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="aspiration_status_known"),
            models.CheckConstraint(condition=Q(weight__in=Weight.values), name="aspiration_weight_known"),
            models.CheckConstraint(
                condition=Q(publication__in=Publication.values), name="aspiration_publication_known"
            ),
            models.CheckConstraint(condition=Q(concerns__in=Concern.values), name="aspiration_concern_known"),
            models.CheckConstraint(
                condition=Q(concerned_agency__isnull=True) | Q(concerns="agency"),
                name="aspiration_concerned_agency_fits",
            ),
            models.CheckConstraint(
                condition=Q(authority__in=["", *Agency.Level.values]), name="aspiration_authority_known"
            ),
            models.CheckConstraint(
                condition=~Q(publication="published", identity="confidential"),
                name="aspiration_confidential_never_public",
            ),
            models.CheckConstraint(
                condition=~Q(publication="published") | (~Q(public_text="") & Q(published_at__isnull=False)),
                name="aspiration_published_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="aspiration_merged_has_target",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="aspiration_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=~Q(status="dispatched") | Q(agency__isnull=False),
                name="aspiration_dispatched_has_agency",
            ),
            models.CheckConstraint(
                condition=~Q(status="planned") | ~Q(planned_for=""), name="aspiration_plan_is_named"
            ),
            models.CheckConstraint(
                condition=Q(status="answered", closes_at__isnull=False)
                | (~Q(status="answered") & Q(closes_at__isnull=True)),
                name="aspiration_answered_closes",
            ),
            models.CheckConstraint(
                condition=Q(status="needs_info", days_left__isnull=False, due_at__isnull=True)
                & ~Q(resume_status="")
                | (~Q(status="needs_info") & Q(days_left__isnull=True)),
                name="aspiration_asked_clock_stands",
            ),
            models.CheckConstraint(
                # Both are named as present: a comparison with NULL is not false, and a check lets it pass.
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="aspiration_point_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 4)), name="aspiration_rating_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("aspirations:detail", args=[self.number])

    @property
    def promise(self) -> Promise:
        """The working days promised when it was submitted."""
        return Promise(self.verify_days, self.answer_days, self.resolve_days, self.reporter_days)

    @property
    def clock(self) -> Clock:
        """The promise clock as it stands."""
        return Clock(**{name: getattr(self, name) for name in CLOCK_COLUMNS})

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at < timezone.now()

    @property
    def is_public(self) -> bool:
        return self.publication == Publication.PUBLISHED

    @property
    def is_confidential(self) -> bool:
        return self.identity == Identity.CONFIDENTIAL

    @property
    def place(self) -> str:
        """Where it is, as people here say it: jalur, landmark, RT/RW."""
        rt_rw = "/".join(part for part in (self.rt and f"RT {self.rt}", self.rw and f"RW {self.rw}") if part)
        return ", ".join(part for part in (self.canal, self.landmark, rt_rw) if part)

    @property
    def handled_at(self) -> str:
        """The level of authority in words for everybody; "" where nobody said it."""
        return level_words(self.authority)

    @property
    def status_label(self) -> str:
        """The status in public words, with the agency it went to."""
        if self.status == Status.DISPATCHED and self.agency is not None:
            return _("Diteruskan ke %(agency)s") % {"agency": self.agency.short_name or self.agency.name}
        return str(Status(self.status).label)
