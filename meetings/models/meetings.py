"""Rakor and musrenbang: a series is a yearly tour, a meeting is one of its stops."""

import uuid
from datetime import date
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from government.models import Region
from government.permissions import Capability, territories, territory_q
from meetings.workflow import StopStatus


class Series(models.Model):
    """A tour such as Rakor Tingkat Kecamatan 2026."""

    class Kind(models.TextChoices):
        RAKOR = "rakor", _("Rapat koordinasi")
        MUSRENBANG = "musrenbang", _("Musrenbang")
        COORDINATION = "coordination", _("Rapat koordinasi biasa")
        HEARING = "hearing", _("Dengar pendapat")
        OTHER = "other", _("Pertemuan lain")

    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind, default=Kind.RAKOR)
    year = models.PositiveSmallIntegerField(_("tahun"))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("wilayah"))

    class Meta:
        verbose_name = _("rangkaian pertemuan")
        verbose_name_plural = pgettext_lazy("jamak", "rangkaian pertemuan")
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "year", "region"], name="series_once_a_year"),
            models.CheckConstraint(
                condition=Q(kind__in=["rakor", "musrenbang", "coordination", "hearing", "other"]),
                name="series_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """The words in which every read begins."""

    def public(self) -> Self:
        """What everybody may know of: announced, to come, over, or called off after it was announced."""
        return self.filter(visibility=Meeting.Visibility.PUBLIC, announced_at__isnull=False).exclude(
            status=StopStatus.DRAFT
        )

    def visible_to(self, user: Any) -> Self:
        """Meetings hosted in the user's territory."""
        return self.filter(territory_q("host_district__code", territories(user, Capability.VIEW)))

    def upcoming(self) -> Self:
        """Not over yet and not cancelled, the next one first; drafts among them."""
        alive = self.filter(ends_at__gt=timezone.now()).exclude(
            status__in=[StopStatus.CANCELLED, StopStatus.HELD]
        )
        return alive.order_by("starts_at", "pk")

    def after(self, meeting: "Meeting") -> Self:
        """Where something may be deferred to: later, in the same kecamatan or series, not called off."""
        near = Q(host_district=meeting.host_district_id) | Q(series=meeting.series_id)
        later = self.named().filter(near, starts_at__gt=meeting.starts_at)
        return later.exclude(status=StopStatus.CANCELLED).order_by("starts_at", "pk")

    def named(self) -> Self:
        """With what its name, place and hour ask for."""
        return self.select_related("series", "host_district", "host_village")


class Meeting(models.Model):
    """One stop of a series."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Terbuka untuk umum")
        INTERNAL = "internal", _("Hanya undangan")

    series = models.ForeignKey(
        Series, models.PROTECT, related_name="meetings", verbose_name=_("rangkaian pertemuan")
    )
    number = models.PositiveSmallIntegerField(_("nomor urut"))
    host_district = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("kecamatan tuan rumah")
    )
    host_village = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("desa tuan rumah")
    )
    place = models.CharField(_("tempat"), max_length=160)
    theme = models.CharField(_("tema"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(pgettext_lazy("pertemuan", "selesai"))
    visibility = models.CharField(
        _("keterbukaan"), max_length=8, choices=Visibility, default=Visibility.PUBLIC
    )
    capacity = models.PositiveIntegerField(
        _("daya tampung"), null=True, blank=True, help_text=_("Orang; kosong bila tidak dibatasi.")
    )
    # Of those invited; what is asked of a meeting that decides.
    quorum_percent = models.PositiveSmallIntegerField(
        _("kuorum (%)"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    leaders: Any = models.ManyToManyField(
        "meetings.Contact",
        blank=True,
        related_name="led",
        verbose_name=_("pimpinan"),
        help_text=_("Siapa yang memimpin; tidak dapat berada di dua tempat sekaligus."),
    )

    status = models.CharField(
        _("keadaan"), max_length=9, choices=StopStatus, default=StopStatus.DRAFT, editable=False
    )
    announced_at = models.DateTimeField(_("diumumkan"), null=True, editable=False)
    opened_at = models.DateTimeField(_("dibuka pukul"), null=True, editable=False)
    closed_at = models.DateTimeField(_("ditutup pukul"), null=True, editable=False)
    cancel_reason = models.CharField(_("alasan pembatalan"), max_length=300, blank=True, editable=False)
    # The item under discussion, on the secretary's screen and on the projector.
    current_item: Any = models.ForeignKey(
        "meetings.AgendaItem", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    # What calendars know it by, and how often what they show has changed (RFC 5545, 3.8.4.7 and 3.8.7.4).
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pertemuan")
        verbose_name_plural = pgettext_lazy("jamak", "pertemuan")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(
                fields=["ends_at"],
                name="meeting_upcoming",
                condition=~Q(status__in=["cancelled", "held"]),
            ),
            models.Index(fields=["host_district", "starts_at"], name="meeting_of_district"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="meeting_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
            models.CheckConstraint(condition=Q(status__in=StopStatus.values), name="meeting_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["announced", "running", "held"]) | Q(announced_at__isnull=False),
                name="meeting_announced_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""), name="meeting_cancelled_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(quorum_percent__isnull=True) | Q(quorum_percent__lte=100),
                name="meeting_quorum_in_range",
            ),
        ]

    def __str__(self) -> str:
        return _("%(kind)s Ke-%(number)d Kecamatan %(district)s") % {
            "kind": self.series.get_kind_display(),
            "number": self.number,
            "district": self.host_district.name,
        }

    @property
    def venue(self) -> str:
        """The place with its desa, unless the place names it already: "Balai desa, Sri Mulyo"."""
        village = self.host_village.name if self.host_village else ""
        return self.place if village in self.place else f"{self.place}, {village}"

    @property
    def zone(self) -> ZoneInfo:
        """The host's zone."""
        return self.host_district.zone

    @property
    def day(self) -> date:
        """The day it begins, at the host."""
        return timezone.localdate(self.starts_at, self.zone)

    @property
    def is_public(self) -> bool:
        """As `MeetingQuerySet.public` asks."""
        is_known = self.announced_at is not None and self.status != StopStatus.DRAFT
        return self.visibility == self.Visibility.PUBLIC and is_known

    @property
    def is_over(self) -> bool:
        """Held, or its time has passed and nobody closed it."""
        return self.status == StopStatus.HELD or self.ends_at <= timezone.now()

    @property
    def is_cancelled(self) -> bool:
        return self.status == StopStatus.CANCELLED


class MeetingEventKind(models.TextChoices):
    """What happened to a stop."""

    PLANNED = "planned", _("Direncanakan")
    STATUS = "status", _("Keadaan berubah")
    MOVED = "moved", _("Waktu atau tempat berubah")
    CHANGED = "changed", _("Data diubah")
    AGENDA = "agenda", _("Susunan acara diubah")
    INVITED = "invited", _("Undangan dikirim")
    ANSWERED = "answered", _("Undangan dijawab")
    ATTENDANCE = "attendance", _("Kehadiran dicatat")
    DECISION = "decision", _("Keputusan dicatat")
    FOLLOW_UP = "follow_up", _("Tindak lanjut berubah")
    MINUTES = "minutes", _("Notulen")
    PROPOSAL = "proposal", _("Usulan")


class MeetingEvent(models.Model):
    """One entry in the history of a stop: appended, never edited (a trigger refuses anything else)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="events")
    at = models.DateTimeField(_("waktu"), default=timezone.now)
    kind = models.CharField(_("apa"), max_length=10, choices=MeetingEventKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("siapa")
    )
    # Who acted without an account: invited, or an agency by its link.
    signed_by = models.CharField(max_length=300, blank=True)
    text = models.TextField(_("keterangan"), blank=True)
    details = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("riwayat pertemuan")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["meeting", "at", "id"], name="meeting_event_timeline")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MeetingEventKind.values), name="meeting_event_kind_known"
            ),
            # A line of attendance that is sent again, even after it was replaced or taken back.
            models.UniqueConstraint(
                KT("details__uid"), condition=Q(kind="attendance"), name="meeting_event_line_once"
            ),
        ]

    def __str__(self) -> str:
        return str(MeetingEventKind(self.kind).label)
