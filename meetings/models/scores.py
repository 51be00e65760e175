"""By what the usulan of a series are scored, and who gave what."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.models.attendance import Attendance
from meetings.models.meetings import Meeting, Series
from meetings.models.proposals import Level, Proposal
from meetings.scoring import HIGHEST, LOWEST, Tie

_TIES = [choice for choice in Tie.choices if choice[0] != Tie.NUMBER]
_TIE_VALUES = ["", *(value for value, __ in _TIES)]


def _tie(label: Any, default: str) -> Any:
    return models.CharField(label, max_length=10, choices=_TIES, blank=True, default=default)


class ProposalRules(models.Model):
    """The rules of a series of musrenbang; a series without them goes by the defaults."""

    series = models.OneToOneField(
        Series, models.CASCADE, related_name="proposal_rules", verbose_name=_("rangkaian pertemuan")
    )
    level = models.CharField(_("tingkat"), max_length=8, choices=Level, default=Level.DISTRICT)
    votes_each = models.PositiveSmallIntegerField(
        _("suara tiap utusan"), default=3, help_text=_("Satu suara saja untuk satu usulan.")
    )
    vote_share = models.PositiveSmallIntegerField(
        _("bagian suara dalam nilai (%)"), default=30, validators=[MaxValueValidator(100)]
    )
    tie_1 = _tie(_("bila nilai sama, pertama"), Tie.READINESS)
    tie_2 = _tie(_("kedua"), Tie.VOTES)
    tie_3 = _tie(_("ketiga"), Tie.SUPPORTERS)
    tie_4 = _tie(_("keempat"), Tie.COST)

    class Meta:
        verbose_name = _("aturan usulan")
        verbose_name_plural = pgettext_lazy("jamak", "aturan usulan")
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="proposal_rules_level_known"),
            models.CheckConstraint(condition=Q(vote_share__lte=100), name="proposal_rules_share_in_range"),
            models.CheckConstraint(
                condition=Q(
                    tie_1__in=_TIE_VALUES, tie_2__in=_TIE_VALUES, tie_3__in=_TIE_VALUES, tie_4__in=_TIE_VALUES
                ),
                name="proposal_rules_tie_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.series)

    @property
    def ties(self) -> list[str]:
        """What decides between equal scores, each once; the number of the usulan is always the last."""
        chosen = [self.tie_1, self.tie_2, self.tie_3, self.tie_4]
        return [*dict.fromkeys(tie for tie in chosen if tie), str(Tie.NUMBER)]

    @property
    def tie_words(self) -> list[str]:
        return [str(Tie(tie).label) for tie in self.ties]


class Criterion(models.Model):
    """One criterion of a series; the weights of a series add up to 100."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    name = models.CharField(_("kriteria"), max_length=120)
    weight = models.PositiveSmallIntegerField(
        _("bobot (%)"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    help_text = models.CharField(
        _("petunjuk"), max_length=300, blank=True, help_text=_("Kapan nilai 1, kapan nilai 5.")
    )

    class Meta:
        verbose_name = _("kriteria")
        verbose_name_plural = pgettext_lazy("jamak", "kriteria")
        ordering = ["series", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "name"], name="criterion_once_a_series"),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="criterion_weight_in_range"),
        ]

    def __str__(self) -> str:
        return self.name


class Scorer(models.Model):
    """Somebody who scores at a stop: one of the office or a delegate, by name; the public reads how many."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="scorers")
    name = models.CharField(_("nama penilai"), max_length=160)

    class Meta:
        verbose_name = _("penilai")
        verbose_name_plural = pgettext_lazy("jamak", "penilai")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "name"], name="scorer_once_a_meeting"),
            models.CheckConstraint(condition=~Q(name=""), name="scorer_is_named"),
        ]

    def __str__(self) -> str:
        return self.name


class ProposalScore(models.Model):
    """What one scorer gave an usulan for one criterion, 1 to 5."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="scores")
    scorer = models.ForeignKey(Scorer, models.CASCADE, related_name="scores")
    value = models.PositiveSmallIntegerField(
        _("nilai"), validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("nilai usulan")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "criterion", "scorer"], name="proposal_score_once"),
            models.CheckConstraint(
                condition=Q(value__range=(LOWEST, HIGHEST)), name="proposal_score_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.value}"


class ProposalVote(models.Model):
    """The vote of one delegate on the attendance list for one usulan."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="vote_rows")
    delegate = models.ForeignKey(Attendance, models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("suara")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "delegate"], name="proposal_vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.delegate_id}"
