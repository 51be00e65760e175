"""What a meeting takes up, in its order."""

from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aspirations.models import Aspiration
from meetings.models.meetings import Meeting
from meetings.workflow import ItemState


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """The words in which every read begins."""

    def seen_by(self, user: Any) -> Self:
        """Of an item that stands for reports hidden from the user only there is no trace."""
        rows = AgendaAspiration.objects.filter(item=OuterRef("pk"))
        return self.filter(~Exists(rows) | Exists(rows.visible_to(user)))

    def public(self) -> Self:
        """For everybody who may read the agenda: not those that stand only for what is not public."""
        reports = AgendaAspiration.objects.filter(item=OuterRef("pk"))
        shown = reports.filter(aspiration__in=Aspiration.objects.public().order_by())
        # By its name: promises are made on agendas, so their models stand above this one.
        carried: Any = apps.get_model("meetings", "AgendaFollowUp").objects
        promises = carried.filter(item=OuterRef("pk"))
        kept = promises.shown()
        return self.filter(~(Exists(reports) | Exists(promises)) | Exists(shown) | Exists(kept))


class AgendaItem(models.Model):
    """One item of an agenda; its title is written for everybody who may read the agenda."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="agenda_items", verbose_name=_("pertemuan")
    )
    parent: Any = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("bagian dari")
    )
    # Among the items under the same parent.
    position = models.PositiveSmallIntegerField(_("urutan"))
    title = models.CharField(_("judul"), max_length=200)
    # Local time of the host, as printed; empty where one thing simply follows another.
    starts = models.TimeField(_("pukul"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("lama (menit)"), null=True, blank=True)
    responsible = models.CharField(_("penanggung jawab"), max_length=160, blank=True)
    state = models.CharField(
        _("keadaan"), max_length=8, choices=ItemState, default=ItemState.PENDING, editable=False
    )
    # By the secretary's clock.
    started_at = models.DateTimeField(_("dimulai"), null=True, editable=False)
    ended_at = models.DateTimeField(pgettext_lazy("mata acara", "selesai"), null=True, editable=False)
    aspirations: Any = models.ManyToManyField(
        Aspiration, through="AgendaAspiration", related_name="+", verbose_name=_("laporan")
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("mata acara")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "parent", "position"],
                name="agenda_position_once",
                nulls_distinct=False,
                # Items change places within one statement.
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="agenda_item_not_its_own_parent"
            ),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="agenda_item_state_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(started_at__isnull=False, ended_at__gte=F("started_at")),
                name="agenda_item_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class AgendaAspirationQuerySet(models.QuerySet["AgendaAspiration"]):
    """The words in which every read begins."""

    def visible_to(self, user: Any) -> Self:
        """Where the user sees both the report and the meeting."""
        meetings = Meeting.objects.visible_to(user) | Meeting.objects.public()
        reports = Aspiration.objects.visible_to(user)
        return self.filter(meeting__in=meetings.order_by(), aspiration__in=reports.order_by())


class AgendaAspiration(models.Model):
    """A report under an item; on one agenda it stands once."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="rows")
    # The item's own, held here so that the database can refuse a second row.
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    aspiration = models.ForeignKey(Aspiration, models.PROTECT, related_name="agenda_rows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Chosen by the secretary for the projector, which shows published reports only.
    on_screen = models.BooleanField(default=False)

    objects = AgendaAspirationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("laporan dalam agenda")
        ordering = ["item__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "aspiration"], name="agenda_report_once_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.aspiration_id}"
