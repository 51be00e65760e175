"""What staff said of two reports that look alike."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from aspirations.models import Aspiration


class DistinctQuerySet(models.QuerySet["Distinct"]):
    """Pairs that are not the same."""

    def others(self, report: "Aspiration") -> models.QuerySet:
        """Keys of the reports that were said not to be this one."""
        pairs = self.filter(Q(first=report) | Q(second=report))
        return pairs.values_list(Case(When(first=report, then="second_id"), default="first_id"), flat=True)

    def holds(self, one: "Aspiration", other: "Aspiration") -> bool:
        """Whether the two were said not to be the same."""
        return self.filter(Distinct.pair(one, other)).exists()


class Distinct(models.Model):
    """Two reports that are not about the same thing, whoever looks next; the older one is first."""

    first = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="+")
    second = models.ForeignKey("aspirations.Aspiration", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = DistinctQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("bukan duplikat")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinct_older_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"

    @staticmethod
    def pair(one: "Aspiration", other: "Aspiration") -> Q:
        """The condition that names the pair, in whichever order it is given."""
        first, second = sorted([one.pk, other.pk])
        return Q(first_id=first, second_id=second)
