"""What changed between two texts, word by word; a leaf, pure."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, GONE, NEW = "same", "gone", "new"
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond that many words the comparison is by lines: it takes time by the product of the lengths.
_MOST = 2000


class Segment(NamedTuple):
    """A stretch of text and what became of it: "same", "gone" or "new"."""

    kind: str
    text: str


def words(before: str, after: str) -> list[Segment]:
    """Both texts as one: joined without "new" they are `before`, joined without "gone" they are `after`.

    Two equal neighbours are one segment; what replaces something comes after it. Two empty texts are [].
    """
    old, new = _pieces(before, after)
    found: list[Segment] = []
    for tag, start, end, start_new, end_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, added = "".join(old[start:end]), "".join(new[start_new:end_new])
        if tag == "equal":
            found.append(Segment(SAME, gone))
            continue
        found += [Segment(kind, text) for kind, text in ((GONE, gone), (NEW, added)) if text]
    return _without_lone_spaces(found)


def _pieces(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(old), len(new)) > _MOST:
        return before.splitlines(keepends=True), after.splitlines(keepends=True)
    return old, new


def _without_lone_spaces(segments: list[Segment]) -> list[Segment]:
    """A space between two changed words belongs to both: "dua papan" is one change, not two."""
    joined: list[Segment] = []
    gone = new = ""
    for index, (kind, text) in enumerate(segments):
        lone = kind == SAME and not text.strip() and 0 < index < len(segments) - 1
        if kind == SAME and not lone:
            joined += _changed(gone, new)
            joined.append(Segment(SAME, text))
            gone = new = ""
        else:
            gone += text if kind != NEW else ""
            new += text if kind != GONE else ""
    return joined + _changed(gone, new)


def _changed(gone: str, new: str) -> list[Segment]:
    if gone == new:
        return [Segment(SAME, gone)] if gone else []
    return [Segment(kind, text) for kind, text in ((GONE, gone), (NEW, new)) if text]
