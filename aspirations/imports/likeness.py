"""Whether two texts may be the same report, told by their words; pure."""

from collections.abc import Iterator
from itertools import combinations

from aspirations import search

# Of all words of both, how many both have: a retyped report has nearly all, another bridge's has half.
ALIKE = 0.7
_TELLING = 4
_LONG = 4


def words(text: str) -> frozenset[str]:
    """Its words, abbreviations spelled out."""
    return frozenset(search.words(text))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether they share most of their words."""
    return bool(one) and len(one & other) >= ALIKE * len(one | other)


def keys(found: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Any three of the four longest words: what both of two like texts are sure to hold.

    A text of fewer long words has one key, all of them; a text of none has no key.
    """
    telling = sorted((word for word in found if len(word) >= _LONG and word.isalpha()), key=_weight)[
        :_TELLING
    ]
    telling.sort()
    if len(telling) < _TELLING:
        yield from [tuple(telling)] if telling else []
        return
    yield from combinations(telling, _TELLING - 1)


def _weight(word: str) -> tuple[int, str]:
    return -len(word), word


def query(found: frozenset[str]) -> str:
    """The keys as a tsquery: words are letters alone, so that nothing in it is syntax; "" where none."""
    return " | ".join(f"({' & '.join(key)})" for key in keys(found))
