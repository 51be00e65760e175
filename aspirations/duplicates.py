"""Reports that may tell of the same thing: found by index, compared by `likeness`, one ranked list."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchRank
from django.db.models import Case, F, IntegerField, OrderBy, Q, TextField, Value, When
from django.db.models.expressions import RawSQL

from aspirations import likeness, search
from aspirations.likeness import ALIKE, Traits
from aspirations.models import Aspiration, Distinct, Photo
from aspirations.workflow import Status

# Compared word by word; the ranking by the database chooses them.
_COMPARED = 40
_ENDED = {Status.MERGED, Status.WITHDRAWN}
# Stems of title and text without those that any two reports share.
_STEMS = (
    "tsvector_to_array(ts_delete(ts_filter(aspirations_aspiration.staff_search, '{a,b}'),"
    " tsvector_to_array(to_tsvector('indonesian', %s))))"
)
_PHOTO_BITS = (
    "(SELECT min(bit_count((p.fingerprint # f)::bit(64))) FROM aspirations_photo p,"
    " unnest(%s::bigint[]) f WHERE p.aspiration_id = aspirations_aspiration.id)"
)


class Candidate(NamedTuple):
    """A report that may be the same, with its score (see `likeness`) and the reasons in words."""

    report: Aspiration
    score: int
    reasons: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reasons in one line."""
        return ", ".join(self.reasons)


def candidates(
    report: Aspiration, user: Any, *, photos: Iterable[Photo] | None = None, most: int = 5
) -> list[Candidate]:
    """The likest reports that this user sees, the likest first, without those said to be others.

    `photos` are those of the report where they are at hand. Two queries beside that, bounded by index however
    many reports the desa has: see `AspirationQuerySet.around`.
    """
    marks = _fingerprints(report.photos.all() if photos is None else photos)
    rows = {row.pk: row for row in _rows(report, user, marks)}
    own = rows.pop(report.pk, None)
    if own is None:
        return []
    mine = _traits(own)
    scored = (
        (pk, likeness.compare(mine, _traits(row), photo_bits=row.photo_bits)) for pk, row in rows.items()
    )
    likest = sorted(
        (one for one in scored if one[1].score >= ALIKE), key=lambda one: (-one[1].score, -one[0])
    )
    chosen = dict(likest[:most])
    known = Aspiration.objects.for_list().in_bulk(chosen)
    return [Candidate(known[pk], *alike) for pk, alike in chosen.items()]


def compared(report: Aspiration, other: Aspiration) -> Candidate:
    """How alike two known reports are, however unlike."""
    marks = _fingerprints(report.photos.all())
    both = _featured(Aspiration.objects.filter(pk__in=[report.pk, other.pk]), marks)
    rows = {row.pk: row for row in both}
    one, two = rows[report.pk], rows[other.pk]
    return Candidate(other, *likeness.compare(_traits(one), _traits(two), photo_bits=two.photo_bits))


def _fingerprints(photos: Iterable[Photo]) -> list[int]:
    return [photo.fingerprint for photo in photos if photo.fingerprint is not None]


def _rows(report: Aspiration, user: Any, marks: list[int]) -> Iterable[Any]:
    """The report itself first, then the likest by the database's own ranking."""
    visible = Aspiration.objects.visible_to(user).exclude(status__in=_ENDED)
    point = _point(report)
    keys = visible.around(report.village_id, report.submitted_at)
    if point:
        keys = keys.union(visible.within(likeness.box(point, likeness.NEAR_METRES), report.submitted_at))
    own = Aspiration.objects.filter(pk=report.pk).order_by().values("pk")
    near = Aspiration.objects.filter(pk__in=keys.union(own)).exclude(pk__in=Distinct.objects.others(report))
    wanted = search.any_of(f"{report.title} {report.text}")
    rank = SearchRank(F("staff_search"), wanted) if wanted else Value(0.0)
    first = Case(When(pk=report.pk, then=0), default=1)
    order = (first, F("photo_bits").asc(nulls_last=True), OrderBy(rank, descending=True), F("pk").desc())
    telling = _telling(report, wanted, point)
    return _featured(near, marks).filter(Q(pk=report.pk) | telling).order_by(*order)[: _COMPARED + 1]


def _telling(report: Aspiration, wanted: Any, point: tuple[float, float] | None) -> Q:
    """Shares a word, lies beside it, or shows the same."""
    telling = Q(photo_bits__lte=likeness.LIKE_PHOTO)
    if wanted is not None:
        telling |= Q(staff_search=wanted)
    if point:
        south, north, west, east = likeness.box(point, likeness.NEAR_METRES)
        telling |= Q(latitude__range=(south, north), longitude__range=(west, east))
    elif report.canal:
        telling |= Q(canal__iexact=report.canal)
    return telling


def _featured(rows: Any, marks: list[int]) -> Any:
    """With what is compared, and no more."""
    words = " ".join(sorted(search.common_words()))
    bits: Any = Value(None, output_field=IntegerField())
    if marks:
        bits = RawSQL(_PHOTO_BITS, [marks], output_field=IntegerField())  # noqa: S611 -- constant text
    stems = RawSQL(_STEMS, [words], output_field=ArrayField(TextField()))  # noqa: S611 -- constant text
    return rows.annotate(stems=stems, photo_bits=bits).only(
        "submitted_at", "category_id", "canal", "landmark", "latitude", "longitude"
    )


def _point(report: Aspiration) -> tuple[float, float] | None:
    if report.latitude is None or report.longitude is None:
        return None
    return float(report.latitude), float(report.longitude)


def _traits(row: Any) -> Traits:
    place = frozenset(search.normalise(f"{row.canal} {row.landmark}").split())
    return Traits(frozenset(row.stems or ()), row.category_id, row.submitted_at, _point(row), place)
