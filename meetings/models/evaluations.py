"""How the programmes of the kabupaten go in a kecamatan, year by year; and what leaders should expect."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from government.models import Programme, Region
from meetings.models.meetings import Meeting


class Score(models.IntegerChoices):
    """How far a programme is."""

    NOT_STARTED = 1, _("1, belum berjalan")
    STARTED = 2, _("2, baru mulai")
    PARTLY = 3, _("3, berjalan sebagian")
    WELL = 4, _("4, berjalan baik")
    FULLY = 5, _("5, berjalan sangat baik")


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """The words in which every read begins."""

    def current(self) -> Self:
        """Of each programme, place and year the latest row."""
        which = ("programme_id", "district_id", "year")
        return self.order_by(*which, "-at", "-pk").distinct(*which)


class Evaluation(models.Model):
    """What staff said of a programme in a kecamatan and year; a later row takes its place, none is edited."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="evaluations", verbose_name=_("program")
    )
    district = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("kecamatan"))
    year = models.PositiveSmallIntegerField(_("tahun"))
    score = models.PositiveSmallIntegerField(
        _("nilai"), choices=Score, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    note = models.CharField(_("catatan"), max_length=600, blank=True)
    # A letter's number, the name of a document, an address.
    evidence = models.CharField(_("bukti"), max_length=300, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("evaluasi program")
        ordering = ["-year", "programme", "-at"]
        indexes = [
            models.Index(fields=["district", "programme", "year", "-at", "-id"], name="evaluation_current")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="evaluation_score_in_range"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="evaluation_year_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.year}: {self.score}"


class ExpectedQuestion(models.Model):
    """A question that the leaders of a stop should be ready for, in the desk's own words."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="expected_questions")
    question = models.CharField(_("pertanyaan"), max_length=300)
    answer = models.CharField(_("bahan jawaban"), max_length=600, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("pertanyaan yang mungkin muncul")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(question=""), name="expected_question_is_said")]

    def __str__(self) -> str:
        return self.question
