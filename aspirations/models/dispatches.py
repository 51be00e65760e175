"""A report sent to an agency (disposisi): one row a sending, open until it is done, refused or replaced."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aspirations.permissions import may_be_given
from aspirations.workflow import Status
from government.models import Agency, Region

if TYPE_CHECKING:
    from aspirations.models.aspiration import Aspiration


class Urgency(models.TextChoices):
    """The sifat of official letters."""

    ORDINARY = "ordinary", _("Biasa")
    URGENT = "urgent", _("Segera")
    IMMEDIATE = "immediate", _("Sangat segera")


class DispatchState(models.TextChoices):
    """How far it is with the agency."""

    SENT = "sent", _("Belum dibuka instansi")
    OPENED = "opened", _("Dibuka")
    ACCEPTED = "accepted", _("Diterima instansi")
    ASKED = "asked", _("Instansi bertanya")
    PLANNED = "planned", _("Direncanakan instansi")
    WORKING = "working", _("Dikerjakan")
    DONE = "done", _("Selesai menurut instansi")
    REFUSED = "refused", _("Dikembalikan instansi")
    SUPERSEDED = "superseded", _("Tidak berlaku lagi")


CLOSED_STATES = frozenset({DispatchState.DONE, DispatchState.REFUSED, DispatchState.SUPERSEDED})
_TAKEN_AWAY = frozenset({Status.MERGED, Status.WITHDRAWN, Status.REJECTED})
OPEN_STATES = frozenset(DispatchState) - CLOSED_STATES


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """The words in which every read begins."""

    def open(self) -> Self:
        """With an agency now; at most one for each report."""
        return self.filter(state__in=OPEN_STATES)

    def unopened(self) -> Self:
        """Nobody of the agency has looked yet."""
        return self.filter(state=DispatchState.SENT)

    def linked(self) -> Self:
        """Those whose link opens now: neither revoked nor expired nor replaced, and not confidential."""
        live = self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())
        return live.exclude(state=DispatchState.SUPERSEDED).exclude(aspiration__identity="confidential")


class Dispatch(models.Model):
    """One sending. The link's secret is derived from `token`; only its hash is kept."""

    aspiration = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="dispatches")
    number = models.CharField(_("nomor disposisi"), max_length=24, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("instansi"))
    instruction = models.TextField(_("isi disposisi"), blank=True)
    due_on = models.DateField(_("batas waktu"), null=True, blank=True)
    urgency = models.CharField(_("sifat"), max_length=9, choices=Urgency, default=Urgency.ORDINARY)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("dikirim"), default=timezone.now)
    # Name and contact of a reporter with a name, where the clerk said so.
    shows_reporter = models.BooleanField(_("nama pelapor diperlihatkan"), default=False)

    token = models.CharField(max_length=64, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(_("tautan berlaku sampai"))
    revoked_at = models.DateTimeField(_("tautan dicabut"), null=True, blank=True)
    opened_at = models.DateTimeField(_("dibuka"), null=True, blank=True)

    state = models.CharField(_("keadaan"), max_length=10, choices=DispatchState, default=DispatchState.SENT)
    state_since = models.DateTimeField(_("sejak"), default=timezone.now)
    # What the agency said at the end: what was done, or why it is not theirs and whose it may be.
    statement = models.TextField(_("pernyataan instansi"), blank=True)
    suggested_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("instansi yang diusulkan"),
    )
    # The agency is reminded once before and once after the due day.
    reminded_at = models.DateTimeField(null=True, editable=False)
    warned_at = models.DateTimeField(null=True, editable=False)
    # The form that was sent last, hashed: a double press is done once.
    last_form = models.CharField(max_length=64, blank=True, editable=False)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("disposisi")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="dispatch_due",
                condition=~Q(state__in=["done", "refused", "superseded"]) & Q(due_on__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DispatchState.values), name="dispatch_state_known"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="dispatch_urgency_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "refused"]) | ~Q(statement=""), name="dispatch_end_is_said"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("sent_at")), name="dispatch_link_ends_later"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(opened_at__isnull=True), name="dispatch_opened_is_not_new"
            ),
            models.UniqueConstraint(
                fields=["aspiration"],
                condition=~Q(state__in=["done", "refused", "superseded"]),
                name="dispatch_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_link_alive(self) -> bool:
        """Whether the link opens: as `DispatchQuerySet.linked` asks, and it is not about the agency."""
        is_stopped = self.revoked_at is not None or self.state == DispatchState.SUPERSEDED
        may_read = not self.aspiration.is_confidential and may_be_given(self.agency, self.aspiration)
        return not is_stopped and self.expires_at > timezone.now() and may_read

    @property
    def shows_report(self) -> bool:
        """Whether its link still shows the report itself: not what was given back or went on to others."""
        report = self.aspiration
        is_theirs = self.state != DispatchState.REFUSED and report.agency_id == self.agency_id
        return is_theirs and report.status not in _TAKEN_AWAY and not report.is_confidential

    def version(self, report: "Aspiration") -> str:
        """What changes when somebody else takes either of them further."""
        return f"{self.state}.{self.state_since.isoformat()}.{report.status_since.isoformat()}"


class DispatchCounter(models.Model):
    """The last number of a disposisi in a kecamatan in a year."""

    district = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "year"], name="dispatch_counter_once")]

    def __str__(self) -> str:
        return f"{self.district_id} {self.year}: {self.last}"
