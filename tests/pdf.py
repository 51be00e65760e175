"""What a screen reader finds in a PDF of ours: the text of each page, by the fonts' own tables of letters.

Enough for what Typst writes: cross-reference streams, object streams, deflated contents, two-byte glyphs.
"""

import re
import zlib
from typing import NamedTuple

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"\bstream\r?\n")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


class _Object(NamedTuple):
    head: bytes
    data: bytes


def pages(pdf: bytes) -> list[str]:
    """The text of each page in its order, words separated by single spaces."""
    objects = _objects(pdf)
    return [_text(objects, one) for one in _page_objects(objects)]


def words_of(pdf: bytes) -> str:
    """The text of all pages."""
    return " ".join(pages(pdf))


def _objects(pdf: bytes) -> dict[int, _Object]:
    found: dict[int, _Object] = {}
    for number, body in _OBJECT.findall(pdf):
        stream = _STREAM.search(body)
        head = body[: stream.start()] if stream else body
        data = body[stream.end() : stream.end() + _number(head, b"Length")] if stream else b""
        if b"/FlateDecode" in head:
            data = zlib.decompress(data)
        found[int(number)] = _Object(head, data)
    for one in list(found.values()):
        if b"/ObjStm" in one.head:
            found |= _inner(one)
    return found


def _inner(one: _Object) -> dict[int, _Object]:
    first = _number(one.head, b"First")
    table = [int(word) for word in one.data[:first].split()]
    places = list(zip(table[::2], table[1::2], strict=True))
    ends = [place for __, place in places[1:]] + [len(one.data) - first]
    return {
        number: _Object(one.data[first + place : first + end], b"")
        for (number, place), end in zip(places, ends, strict=True)
    }


def _number(head: bytes, name: bytes) -> int:
    match = re.search(rb"/" + name + rb"\s+(\d+)", head)
    assert match is not None
    return int(match[1])


def _page_objects(objects: dict[int, _Object]) -> list[_Object]:
    """Following the tree, for its order is that of the pages."""
    root = next(one for one in objects.values() if re.search(rb"/Type\s*/Catalog", one.head))
    found: list[_Object] = []
    waiting = [_number(root.head, b"Pages")]
    while waiting:
        one = objects[waiting.pop(0)]
        kids = re.search(rb"/Kids\s*\[(.*?)\]", one.head, re.DOTALL)
        if kids:
            waiting = [int(kid) for kid in re.findall(rb"(\d+) 0 R", kids[1])] + waiting
        else:
            found.append(one)
    return found


def _text(objects: dict[int, _Object], page: _Object) -> str:
    resources = re.search(rb"/Resources\s+(\d+) 0 R", page.head)
    held = objects[int(resources[1])].head if resources else page.head
    fonts = re.search(rb"/Font\s*<<(.*?)>>", held, re.DOTALL)
    named = re.findall(rb"/(\w+)\s+(\d+) 0 R", fonts[1]) if fonts else []
    maps = {name: _letters(objects, objects[int(number)]) for name, number in named}
    return " ".join(_shown(objects[_number(page.head, b"Contents")].data, maps).split())


def _letters(objects: dict[int, _Object], font: _Object) -> dict[int, str]:
    table = objects[_number(font.head, b"ToUnicode")].data
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, letters in _CHARACTER.findall(block):
            found[int(glyph, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, letters in _RANGE.findall(block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + step] = chr(int(letters, 16) + step)
    return found


# Brackets within a string stand as they are where each has its other half.
_PLAIN = rb"\\.|[^\\()]"
_NESTED = rb"(?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb")*\))*\))*"
_LITERAL, _DIGITS = rb"\(" + _NESTED + rb"\)", rb"<[0-9A-Fa-f]*>"
_SHOWN = re.compile(
    rb"/(\w+)\s+[\d.]+\s+Tf|\[((?:" + _LITERAL + rb"|" + _DIGITS + rb"|[^\]()<])*)\]\s*TJ"
    rb"|(" + _LITERAL + rb"|" + _DIGITS + rb")\s*Tj|(\bTm\b|\bTd\b|T\*)",
    re.DOTALL,
)
_STRING = re.compile(rb"\((" + _NESTED + rb")\)|<([0-9A-Fa-f]*)>", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _shown(content: bytes, maps: dict[bytes, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    out: list[str] = []
    for font, array, single, moved in _SHOWN.findall(content):
        if font:
            letters = maps.get(font, {})
        elif moved:
            out.append(" ")
        for literal, digits in _STRING.findall(array or single):
            raw = bytes.fromhex(digits.decode()) if digits else _unescaped(literal)
            out.append(
                "".join(letters.get(int.from_bytes(raw[at : at + 2]), "") for at in range(0, len(raw), 2))
            )
    return "".join(out)


def _unescaped(literal: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        if match[1].isdigit():
            return bytes([int(match[1], 8)])
        return _ESCAPES.get(match[1], match[1])

    return re.sub(rb"\\([0-7]{1,3}|.)", one, literal, flags=re.DOTALL)
