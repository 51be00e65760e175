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


def shortened(segments: list[Segment], *, around: int = 80) -> list[Segment]:
    """The same with long stretches that did not change cut to about so many characters beside a change."""
    found = []
    for index, (kind, text) in enumerate(segments):
        is_last = index == len(segments) - 1
        kept = _cut(text, around, is_first=not index, is_last=is_last) if kind == SAME else text
        found.append(Segment(kind, kept))
    return found


def _cut(text: str, around: int, *, is_first: bool, is_last: bool) -> str:
    """Keeps the ends that touch a change, between words."""
    head = "" if is_first else text[:around].rsplit(None, 1)[0]
    tail = "" if is_last else text[-around:].split(None, 1)[-1]
    if len(head) + len(tail) + around // 2 >= len(text):
        return text
    cut = f"{head} … {tail}"
    return cut.lstrip() if is_first else cut.rstrip() if is_last else cut


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
