"""What a stop decided, and what becomes of it."""

import uuid
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Count, F, Func, Q, When
from django.db.models.functions import Cast, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aspirations.models import Aspiration
from government.models import Agency, Programme, Region, Unit
from government.permissions import Capability, agencies, territories, territory_q
from meetings.models.agenda import AgendaItem
from meetings.models.meetings import Meeting
from meetings.workflow import OPEN_FOLLOW_UPS, DecisionStatus, FollowUpStatus


class DecisionKind(models.TextChoices):
    """What was answered to what was raised."""

    DONE = "done", _("Diselesaikan di tempat")
    PROMISE = "promise", _("Janji")
    LETTER = "letter", _("Surat")
    COORDINATION = "coordination", _("Koordinasi dengan instansi")
    SURVEY = "survey", _("Peninjauan lapangan")
    BUDGET = "budget", _("Usul anggaran")
    REFUSED = "refused", _("Tidak dapat dipenuhi")
    DEFERRED = "deferred", _("Ditunda")


# Kinds that are nothing without somebody who does it until a day.
NEEDS_OWNER = frozenset(
    {
        DecisionKind.PROMISE,
        DecisionKind.LETTER,
        DecisionKind.COORDINATION,
        DecisionKind.SURVEY,
        DecisionKind.BUDGET,
    }
)
NEEDS_REASON = frozenset({DecisionKind.REFUSED, DecisionKind.DEFERRED})
TEXT_LENGTH = 600


class DecisionQuerySet(models.QuerySet["Decision"]):
    """The words in which every read begins."""

    def public(self) -> Self:
        """Of public stops, no longer a draft, and not kept for those present."""
        meetings = Meeting.objects.public().order_by()
        return self.filter(meeting__in=meetings, is_public=True).exclude(status=DecisionStatus.DRAFT)

    def visible_to(self, user: Any) -> Self:
        return self.filter(territory_q("meeting__host_district__code", territories(user, Capability.VIEW)))


class Decision(models.Model):
    """A keputusan: what, on which item and reports; its words are written for everybody who may read it."""

    # Made on the secretary's screen, so that the same line sent twice is one decision.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="decisions", verbose_name=_("pertemuan")
    )
    number = models.PositiveSmallIntegerField(_("nomor"), editable=False)
    item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("mata acara"),
    )
    text = models.CharField(_("keputusan"), max_length=600)
    kind = models.CharField(_("jenis"), max_length=12, choices=DecisionKind, default=DecisionKind.PROMISE)
    # Why not, or until when and why later.
    reason = models.CharField(_("alasan"), max_length=600, blank=True)
    deferred_to = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ditunda ke")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("program")
    )
    is_public = models.BooleanField(_("terbuka untuk umum"), default=True)
    aspirations: Any = models.ManyToManyField(
        Aspiration, through="DecisionAspiration", related_name="+", verbose_name=_("laporan")
    )
    status = models.CharField(
        _("keadaan"), max_length=8, choices=DecisionStatus, default=DecisionStatus.DRAFT, editable=False
    )
    revoke_reason = models.CharField(_("alasan pencabutan"), max_length=600, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("dicatat"), default=timezone.now, editable=False)
    adopted_at = models.DateTimeField(_("ditetapkan"), null=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("keputusan")
        verbose_name_plural = pgettext_lazy("jamak", "keputusan")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once"),
            models.CheckConstraint(condition=Q(kind__in=DecisionKind.values), name="decision_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=DecisionStatus.values), name="decision_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(kind__in=["refused", "deferred"]) | ~Q(reason=""),
                name="decision_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="revoked") | ~Q(revoke_reason=""), name="decision_revoked_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(adopted_at__isnull=False), name="decision_adopted_has_time"
            ),
            models.CheckConstraint(
                condition=Q(deferred_to__isnull=True) | ~Q(deferred_to=F("meeting")),
                name="decision_deferred_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class DecisionAspiration(models.Model):
    """A report that a decision is about."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="rows")
    aspiration = models.ForeignKey(Aspiration, models.PROTECT, related_name="decision_rows")
    # Why the report did not move with the decision; for the desk.
    stays_because = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("laporan dalam keputusan")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "aspiration"], name="decision_report_once"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.aspiration_id}"


class Funding(models.TextChoices):
    """Where the money is from."""

    NONE = "none", _("Tanpa biaya")
    VILLAGE = "village", _("APBDes")
    REGENCY = "regency", _("APBD kabupaten")
    PROVINCE = "province", _("APBD provinsi")
    NATIONAL = "national", _("APBN")
    COMPANY = "company", _("CSR perusahaan")
    COMMUNITY = "community", _("Swadaya masyarakat")
    UNKNOWN = "unknown", _("Belum ditentukan")


class Standing(models.TextChoices):
    """How a promise stands with those who wait for it; the words of the ledger."""

    OVERDUE = "overdue", _("Lewat target")
    MOVING = "moving", _("Dalam perjalanan")
    KEPT = "kept", _("Ditepati")
    DROPPED = "dropped", _("Tidak dilanjutkan")


def today_there() -> Cast:
    """The date at the host: a target is a day of the place where it was promised."""
    zone = F("decision__meeting__host_district__time_zone")
    return Cast(Func(zone, Now(), function="timezone"), models.DateField())


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """The words in which every read begins."""

    def public(self) -> Self:
        """The promise ledger: follow-ups of public decisions."""
        return self.filter(decision__in=Decision.objects.public().order_by())

    def visible_to(self, user: Any) -> Self:
        """Of the user's territory; of an agency its own, once they are decided."""
        codes = territories(user, Capability.VIEW)
        here = territory_q("decision__meeting__host_district__code", codes)
        own = Q(agency__in=agencies(user, Capability.VIEW)) & ~Q(decision__status=DecisionStatus.DRAFT)
        return self.filter(here | own)

    def open(self) -> Self:
        """Neither kept nor dropped."""
        return self.filter(status__in=OPEN_FOLLOW_UPS)

    def overdue(self) -> Self:
        """Open past the target date, by the date at the host."""
        return self.open().filter(target_on__lt=today_there())

    def due_within(self, days: int) -> Self:
        """Open, not overdue, and due in so many days at most."""
        return self.open().filter(
            target_on__gte=today_there(), target_on__lte=today_there() + timedelta(days=days)
        )

    def standing(self, standing: str) -> Self:
        """Those that stand so; each follow-up stands in exactly one way."""
        if standing == Standing.OVERDUE:
            return self.overdue()
        if standing == Standing.MOVING:
            return self.open().filter(target_on__gte=today_there())
        return self.filter(status=standing)

    def standings(self) -> dict[str, int]:
        """How many stand how, by one query."""
        today = today_there()
        is_open = Q(status__in=OPEN_FOLLOW_UPS)
        return self.order_by().aggregate(
            overdue=Count("pk", filter=is_open & Q(target_on__lt=today)),
            moving=Count("pk", filter=is_open & Q(target_on__gte=today)),
            kept=Count("pk", filter=Q(status=FollowUpStatus.KEPT)),
            dropped=Count("pk", filter=Q(status=FollowUpStatus.DROPPED)),
        )

    def by_urgency(self) -> Self:
        """Open ones by their target, then those that ended, the latest first."""
        ended = Case(When(status__in=OPEN_FOLLOW_UPS, then=0), default=1)
        return self.order_by(ended, F("closed_on").desc(nulls_first=True), "target_on", "pk")

    def for_ledger(self) -> Self:
        """With what a line of the ledger says; two queries however many lines."""
        joined = self.select_related(
            *("agency", "unit__region", "village", "decision__programme"),
            *("decision__meeting__series", "decision__meeting__host_district"),
        )
        return joined.prefetch_related("supporters")


class FollowUp(models.Model):
    """A tindak lanjut (RTL): one promise with an owner and a date."""

    decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="follow_ups", verbose_name=_("keputusan")
    )
    number = models.PositiveSmallIntegerField(_("nomor"), editable=False)
    text = models.CharField(_("tindak lanjut"), max_length=600)
    # Exactly one of the two: an agency, or a unit of the office.
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("instansi penanggung jawab"),
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("unit penanggung jawab"),
    )
    supporters: Any = models.ManyToManyField(
        Agency, blank=True, related_name="supported_follow_ups", verbose_name=_("pihak terkait")
    )
    village = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("desa")
    )
    place = models.CharField(_("tempat"), max_length=160, blank=True)
    target_on = models.DateField(_("target selesai"))
    funding = models.CharField(_("sumber dana"), max_length=9, choices=Funding, default=Funding.UNKNOWN)
    # Rupiah.
    amount = models.DecimalField(
        _("nilai (Rp)"),
        max_digits=15,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    status = models.CharField(
        _("keadaan"), max_length=8, choices=FollowUpStatus, default=FollowUpStatus.PROMISED, editable=False
    )
    status_since = models.DateTimeField(_("sejak"), default=timezone.now, editable=False)
    # Percent.
    progress = models.PositiveSmallIntegerField(
        _("kemajuan (%)"), default=0, validators=[MaxValueValidator(100)]
    )
    # Why it is not carried on; shown beside it.
    drop_reason = models.CharField(_("alasan"), max_length=600, blank=True, editable=False)
    closed_on = models.DateField(_("tanggal selesai"), null=True, editable=False)
    created_at = models.DateTimeField(_("dijanjikan"), default=timezone.now, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("tindak lanjut")
        verbose_name_plural = pgettext_lazy("jamak", "tindak lanjut")
        ordering = ["target_on", "pk"]
        indexes = [
            models.Index(
                fields=["target_on"],
                name="follow_up_due",
                condition=Q(status__in=["promised", "working", "reported"]),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="follow_up_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=FollowUpStatus.values), name="follow_up_status_known"
            ),
            models.CheckConstraint(condition=Q(funding__in=Funding.values), name="follow_up_funding_known"),
            models.CheckConstraint(
                condition=Q(agency__isnull=False, unit__isnull=True)
                | Q(agency__isnull=True, unit__isnull=False),
                name="follow_up_has_one_owner",
            ),
            models.CheckConstraint(condition=Q(progress__range=(0, 100)), name="follow_up_progress_in_range"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="follow_up_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(status="dropped") | ~Q(drop_reason=""), name="follow_up_dropped_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["kept", "dropped"], closed_on__isnull=False)
                | (~Q(status__in=["kept", "dropped"]) & Q(closed_on__isnull=True)),
                name="follow_up_closed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="kept") | Q(progress=100), name="follow_up_kept_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its permanent address."""
        return reverse("meetings:follow_up", args=[self.pk])

    @property
    def owner(self) -> str:
        """Who answers for it."""
        return str(self.agency or self.unit)

    @property
    def standing(self) -> Standing:
        """As `FollowUpQuerySet.standing` asks."""
        if self.is_open:
            return Standing.OVERDUE if self.is_overdue else Standing.MOVING
        return Standing(self.status)

    @property
    def age_days(self) -> int:
        """Days from the promise to its end, or to today."""
        end = self.closed_on or timezone.localdate()
        return max((end - self.promised_on).days, 0)

    @property
    def promised_on(self) -> date:
        """The day of the meeting, by the host's clock."""
        meeting = self.decision.meeting
        return timezone.localdate(meeting.starts_at, meeting.zone)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_FOLLOW_UPS

    @property
    def is_overdue(self) -> bool:
        """As `FollowUpQuerySet.overdue` asks."""
        return self.is_open and self.target_on < timezone.localdate(timezone=self.decision.meeting.zone)
