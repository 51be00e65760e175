"""The words in which every read of reports begins."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.search import SearchRank
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from aspirations import search
from aspirations.models.escalations import ABOVE_THE_DESK, Escalation, escalated_to
from aspirations.models.references import numbered
from aspirations.permissions import visible_q
from aspirations.workflow import OPEN, WAITS_FOR_OFFICE, Publication

if TYPE_CHECKING:
    from aspirations.models import Aspiration  # noqa: F401 -- named in a string

# How far, and how many each way, is looked for what may be the same.
YEAR = timedelta(days=365)
NEIGHBOURS = 250
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
        # An end takes the date away; said again, the index of open reports answers.
        return self.open().filter(due_at__lt=timezone.now())

    def needing_hand(self) -> Self:
        """The office owes a step, or the reporter wrote something nobody read yet."""
        return self.filter(Q(status__in=WAITS_FOR_OFFICE) | Q(has_unread_reply=True))

    def matching(self, words: str) -> Self:
        """Published reports that hold the words (stemmed, abbreviations spelled out)."""
        return self.filter(public_search=search.query(words))

    def matching_for_staff(self, words: str) -> Self:
        """Any report by its number, the words of its original text, or its number in another system."""
        # Numbers are capitals: asked as such, the index of numbers answers.
        found = Q(number__startswith=words.strip().upper()) | Q(staff_search=search.query(words))
        # Asked first: a subquery beside the index of words would read every report.
        known = numbered(words)
        return self.filter(found | Q(pk__in=known) if known else found)

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

    def around(self, village: str, at: datetime) -> Any:
        """Keys of the reports of a desa within a year of a moment, the nearest NEIGHBOURS before and after.

        Both are read from an index; a desa that writes more has its nearest ones compared.
        """
        here = self.filter(village_id=village)
        before = here.filter(submitted_at__lte=at, submitted_at__gt=at - YEAR).order_by("-submitted_at")
        after = here.filter(submitted_at__gt=at, submitted_at__lt=at + YEAR).order_by("submitted_at")
        return before.values("pk")[:NEIGHBOURS].union(after.values("pk")[:NEIGHBOURS])

    def possibly_same(self, text: str, village: str, at: datetime) -> Self:
        """Reports `around` that share words with a text of which there is no row yet, the likest first."""
        wanted = search.any_of(text)
        if wanted is None:
            return self.none()
        return (
            self.filter(pk__in=self.around(village, at), staff_search=wanted)
            .annotate(likeness=SearchRank(F("staff_search"), wanted))
            .filter(likeness__gte=search.LIKE_ENOUGH)
            .order_by("-likeness", "-pk")
        )

    def within(self, box: tuple[float, float, float, float], at: datetime) -> Any:
        """Keys of reports in whichever desa whose point lies in a box, within a year of a moment."""
        south, north, west, east = box
        inside = self.filter(latitude__range=(south, north), longitude__range=(west, east))
        near = inside.filter(submitted_at__range=(at - YEAR, at + YEAR))
        return near.order_by("-submitted_at").values("pk")[: NEIGHBOURS // 3]

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

    def escalated_to(self, user: Any) -> Self:
        """This person was told of them, and the promise still runs or is still broken."""
        return self.filter(pk__in=escalated_to(user).values("aspiration_id"))

    def with_rung(self) -> Self:
        """With `rung`: how high it was escalated for a promise that still stands."""
        taken = Escalation.objects.standing().filter(aspiration=OuterRef("pk"), to__in=ABOVE_THE_DESK)
        return self.annotate(rung=Subquery(taken.order_by("-at", "-pk").values("to")[:1]))

    def in_units(self, units: Iterable[int]) -> Self:
        """Lying in one of these units, whoever of it holds them."""
        return self.filter(unit_id__in=list(units))
