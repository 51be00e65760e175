"""Who is reminded of a promise, when: the steps are rows that staff edit, each is taken once."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from government.models import Region
from meetings.models.decisions import FollowUp
from meetings.models.links import OwnerLink


class Told(models.TextChoices):
    """Who is told; the lowest comes first."""

    OWNER = "owner", _("Penanggung jawab")
    DESK = "desk", _("Petugas kecamatan")
    CAMAT = "camat", _("Camat")
    COORDINATOR = "coordinator", _("Koordinator kabupaten")


class FollowUpStep(models.Model):
    """One step; a territory with rows of its own goes by those alone.

    Days are days of the calendar: a target is a date, whether anybody works on it or not.
    """

    slug = models.SlugField(_("kode"), unique=True)
    region = models.ForeignKey(
        Region,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wilayah"),
        help_text=_("Kosong: semua wilayah yang tidak punya tangga sendiri."),
    )
    days = models.SmallIntegerField(
        _("hari dari target"),
        validators=[MinValueValidator(-90), MaxValueValidator(365)],
        help_text=_("-7: seminggu sebelumnya; 0: pada harinya; 1: sehari setelah lewat."),
    )
    to = models.CharField(_("kepada"), max_length=11, choices=Told)
    is_active = models.BooleanField(_("berlaku"), default=True)

    class Meta:
        verbose_name = _("tangga pengingat janji")
        verbose_name_plural = pgettext_lazy("jamak", "tangga pengingat janji")
        ordering = ["days", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "days", "to"], name="follow_up_step_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(to__in=Told.values), name="follow_up_step_to_known"),
            models.CheckConstraint(condition=Q(days__range=(-90, 365)), name="follow_up_step_days_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.days:+d}: {Told(self.to).label}"


def distance(days: int) -> str:
    """How far from its date: "lewat 3 hari"."""
    if days == 0:
        return gettext("target hari ini")
    if days < 0:
        return gettext("%(days)d hari sebelum target") % {"days": -days}
    return gettext("lewat %(days)d hari") % {"days": days}


class FollowUpNotice(models.Model):
    """A step that was taken for a promise: once for each target date."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="notices")
    step = models.ForeignKey(FollowUpStep, models.PROTECT, related_name="+")
    target_on = models.DateField()
    # As the step was then.
    days = models.SmallIntegerField()
    to = models.CharField(max_length=11, choices=Told)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("pengingat janji")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "step", "target_on"], name="follow_up_notice_once")
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """When it was taken: "lewat 3 hari"."""
        return distance(self.days)


class FollowUpNoticed(models.Model):
    """One who is told: a person with an account, or an agency by its link."""

    notice = models.ForeignKey(FollowUpNotice, models.CASCADE, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    link = models.ForeignKey(OwnerLink, models.CASCADE, null=True, related_name="+")
    # When it went into the morning's mail, or turned out to be over before that.
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("penerima pengingat janji")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["user"], name="noticed_user_waits", condition=Q(told_at__isnull=True)),
            models.Index(fields=["link"], name="noticed_link_waits", condition=Q(told_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "user", "link"], name="noticed_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, link__isnull=True) | Q(user__isnull=True, link__isnull=False),
                name="noticed_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.user_id or self.link_id}"
