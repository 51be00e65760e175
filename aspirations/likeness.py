"""How much two reports are alike, and why in words; a leaf, pure.

Points are (latitude, longitude) in degrees, distances metres. Likeness is symmetric: it does not matter which
of the two came first.
"""

from collections.abc import Iterable
from datetime import datetime
from math import asin, cos, pi, radians, sin, sqrt
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# What each kind of evidence can add to the score of at most 100. Words are what every report has. A picture
# taken twice is hardly chance, but few reports have one. Place alone is weak: a village hall stands beside
# many things. Category and time never make a duplicate, they only order what is alike otherwise.
TEXT, PHOTO, PLACE, CATEGORY, TIME = 45, 35, 25, 10, 10
# Two villagers share two words in five when they tell of the same thing; more adds nothing.
SAME_TEXT = 0.4
# Bits of 64: re-encoding and resizing move up to 5, another scene some 20 to 40.
SAME_PHOTO, LIKE_PHOTO = 4, 8
# Phones are off by up to 100 m, and a broken road is long.
NEAR_METRES = 300
# That far apart it is another bridge, however alike the words.
FAR_METRES = 3_000
FAR_FACTOR = 0.5
# Half of what time adds is gone after so many days.
HALF_TIME_DAYS = 30
# Below that, evidence of text, place and photo together is chance.
EVIDENCE = 14
ALIKE = 25
_EARTH_METRES = 6_371_000


class Traits(NamedTuple):
    """What of a report is compared: stems of its telling words, and those of its jalur and landmark."""

    words: frozenset[str]
    category: Any
    at: datetime
    point: tuple[float, float] | None = None
    place: frozenset[str] = frozenset()


class Likeness(NamedTuple):
    """0 to 100, and the reasons, the weightiest first; below ALIKE it is chance."""

    score: int
    reasons: tuple[str, ...]


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great circle between two points (haversine)."""
    (lat, lon), (lat2, lon2) = (map(radians, point) for point in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH_METRES * asin(sqrt(min(1.0, half)))


def box(point: tuple[float, float], reach: float) -> tuple[float, float, float, float]:
    """South, north, west and east of all that lies within so many metres."""
    lat, lon = point
    up = reach / (_EARTH_METRES * pi / 180)
    across = up / max(cos(radians(lat)), 0.01)
    return lat - up, lat + up, lon - across, lon + across


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The part of the words that both have (Dice), 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def compare(one: Traits, other: Traits, *, photo_bits: int | None = None) -> Likeness:
    """How alike two reports are; their likest photos differ in `photo_bits` bits, None without photos."""
    gap = metres(one.point, other.point) if one.point and other.point else None
    found = [_text(one, other), _photo(photo_bits), _place(one, other, gap)]
    evidence = sum(points for points, __ in found)
    if evidence < EVIDENCE:
        return Likeness(0, ())
    found += [_category(one, other), _time(one, other)]
    score = min(100.0, sum(points for points, __ in found))
    if gap is not None and gap > FAR_METRES:
        score *= FAR_FACTOR
    return Likeness(round(score), tuple(reason for __, reason in _weightiest(found)))


_Part = tuple[float, str]


def _weightiest(parts: Iterable[_Part]) -> list[_Part]:
    # The days are told in any case: they are what a clerk asks first.
    return sorted((part for part in parts if part[1]), key=lambda part: -part[0])


def _text(one: Traits, other: Traits) -> _Part:
    part = shared(one.words, other.words)
    points = TEXT * min(1.0, part / SAME_TEXT)
    if part >= 2 * SAME_TEXT:
        return points, _("teks hampir sama")
    return points, _("teks mirip") if points >= EVIDENCE else ""


def _photo(bits: int | None) -> _Part:
    if bits is None or bits > LIKE_PHOTO:
        return 0, ""
    return (PHOTO, _("foto sama")) if bits <= SAME_PHOTO else (PHOTO / 2, _("foto mirip"))


def _place(one: Traits, other: Traits, gap: float | None) -> _Part:
    if gap is None:
        # "Jalur 8" and "Jalur 9" share a word and no place: only all of the shorter one counts. A whole jalur
        # is long, and no evidence by itself; "Jalur 8 Jembatan II" is.
        if not (one.place and other.place) or not (one.place <= other.place or other.place <= one.place):
            return 0, ""
        exact = one.place == other.place and len(one.place) > 2
        return PLACE * (0.6 if exact else 0.4), _("jalur atau patokan sama")
    if gap >= NEAR_METRES:
        return 0, f"{gap / 1000:.0f} km" if gap > FAR_METRES else ""
    return PLACE * (1 - gap / NEAR_METRES), _("%(metres)d m") % {"metres": round(gap, -1)}


def _category(one: Traits, other: Traits) -> _Part:
    return (CATEGORY, _("kategori sama")) if one.category == other.category else (0, "")


def _time(one: Traits, other: Traits) -> _Part:
    days = abs((one.at - other.at).total_seconds()) / 86_400
    return TIME / (1 + days / HALF_TIME_DAYS), _days(int(days))


def _days(days: int) -> str:
    if days == 0:
        return _("hari yang sama")
    if days < 60:
        return ngettext("%(days)d hari", "%(days)d hari", days) % {"days": days}
    return ngettext("%(months)d bulan", "%(months)d bulan", days // 30) % {"months": days // 30}
