"""Suggests a category by plain rules: the one whose keywords the text holds most; a leaf, pure."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
# A keyword of four letters or more also matches as the beginning of a word: banjir, banjirnya.
_STEM_LENGTH = 4


def suggest(text: str, rules: Iterable[tuple[int, frozenset[str]]]) -> int | None:
    """The id of the best rule, the first of equals; None where no keyword occurs.

    A keyword of several words counts as many times as it has words.
    """
    lowered = text.lower()
    words = _WORD.findall(lowered)
    joined = f" {' '.join(words)} "
    best, most = None, 0
    for key, keywords in rules:
        hits = sum(_weight(keyword, words, joined) for keyword in keywords)
        if hits > most:
            best, most = key, hits
    return best


def _weight(keyword: str, words: list[str], joined: str) -> int:
    if " " in keyword:
        return len(keyword.split()) if f" {keyword}" in joined else 0
    if len(keyword) < _STEM_LENGTH:
        return int(keyword in words)
    return int(any(word.startswith(keyword) for word in words))
