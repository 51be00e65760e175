"""The words in which every read of reports begins."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.search import SearchRank
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from aspirations import search
from aspirations.permissions import visible_q
from aspirations.workflow import OPEN, WAITS_FOR_OFFICE, Publication, Status

if TYPE_CHECKING:
    from aspirations.models import Aspiration


_ON_CARD = (
    "number",
    "status",
    "public_title",
    "public_thumbnail",
    "support_count",
    "submitted_at",
    "published_at",
    "category__name",
    "category__icon",
    "village__name",
    "agency__name",
    "agency__short_name",
)


class AspirationQuerySet(models.QuerySet["Aspiration"]):
    """The words in which every read begins."""

    def public(self) -> Self:
        """What everybody may read."""
        return self.filter(publication=Publication.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        """What a member of staff may see; nothing for everybody else."""
        return self.filter(visible_q(user))

    def open(self) -> Self:
        """Not yet at an end."""
        return self.filter(status__in=OPEN)

    def overdue(self) -> Self:
        """Past the promise; a comparison with the due date."""
        return self.filter(due_at__lt=timezone.now())

    def needing_hand(self) -> Self:
        """The office owes a step, or the reporter wrote something nobody read yet."""
        return self.filter(Q(status__in=WAITS_FOR_OFFICE) | Q(has_unread_reply=True))

    def matching(self, words: str) -> Self:
        """Published reports that hold the words (stemmed, abbreviations spelled out)."""
        return self.filter(public_search=search.query(words))

    def matching_for_staff(self, words: str) -> Self:
        """Any report by its number or the words of its original text."""
        return self.filter(
            Q(number__istartswith=words.strip()) | Q(staff_search=search.query(words)),
        )

    def similar_to(self, text: str, village: str) -> Self:
        """Reports of the same desa that share words with the text, the likest first."""
        wanted = search.any_of(text)
        if wanted is None:
            return self.none()
        return (
            self.filter(village_id=village, public_search=wanted)
            .annotate(likeness=SearchRank(F("public_search"), wanted))
            .filter(likeness__gte=search.LIKE_ENOUGH)
            .order_by("-likeness", "-pk")
        )

    def like_report(self, report: "Aspiration") -> Self:
        """Other reports of the same desa with words of this one: what a clerk may want to merge."""
        wanted = search.any_of(f"{report.title} {report.text}")
        if wanted is None:
            return self.none()
        return (
            self.filter(village_id=report.village_id, staff_search=wanted)
            .exclude(pk=report.pk)
            .exclude(status__in=[Status.MERGED, Status.WITHDRAWN])
            .annotate(likeness=SearchRank(F("staff_search"), wanted))
            .filter(likeness__gte=search.LIKE_ENOUGH)
            .order_by("-likeness", "-pk")
        )

    def for_list(self) -> Self:
        """With what a list row shows, in one query; no page shows the search vectors."""
        joined = self.select_related("category", "village", "agency")
        return joined.defer("public_search", "staff_search")

    def for_cards(self) -> Self:
        """With what the public's card shows and nothing else."""
        return self.for_list().only(*_ON_CARD)

    def held_by(self, user: Any) -> Self:
        """Assigned to this person; None: in nobody's hand and in no unit's."""
        if user is None:
            return self.filter(assigned_to=None, unit=None)
        return self.filter(assigned_to=user)

    def in_units(self, units: Iterable[int]) -> Self:
        """Lying in one of these units, whoever of it holds them."""
        return self.filter(unit_id__in=list(units))
