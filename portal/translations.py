"""Message catalogues without GNU gettext: collect, merge, compile, compare. Needs Babel."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from textwrap import shorten
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

_LAZY: dict = {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_KEYWORDS = {**DEFAULT_KEYWORDS, **_LAZY}
_PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-zA-Z]|%[a-zA-Z]|\{\w*\}")


class Texts(Catalog):
    """A catalogue whose header holds nothing that changes by itself, such as dates and versions."""

    def __init__(self, language: str) -> None:
        super().__init__(language, header_comment=f"# Language: {language}", fuzzy=False)

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    mime_headers = property(_get_mime_headers, Catalog._set_mime_headers)

    @property
    def entries(self) -> list[Message]:
        """All but the header, in the order of the file."""
        return sorted(message for message in self if message.id)


def collect(base: Path, folders: Iterable[Path]) -> Texts:
    """The texts in the Python files and templates of `folders`, with the file, relative to `base`."""
    found = Texts("en")
    for path in sorted(file for folder in folders for file in folder.rglob("*")):
        name = path.relative_to(base)
        if _holds_texts(name):
            for __, text, comments, context in _texts(path):
                found.add(text, "", [(name.as_posix(), 0)], (), comments, context=context)
    return found


def _holds_texts(name: Path) -> bool:
    if name.suffix == ".py":
        return "migrations" not in name.parts
    return name.suffix in {".html", ".txt"} and "templates" in name.parts


def _texts(path: Path) -> Iterable[tuple]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What was indented in the template is not indented code.
        lines = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.lstrip() for line in lines)
    return extract("python", BytesIO(source.encode()), _KEYWORDS, ["Translators"])


def read(path: Path) -> Texts:
    """The catalogue in <language>/LC_MESSAGES/django.po, empty where there is none."""
    texts = Texts(path.parent.parent.name)
    if path.exists():
        with path.open("rb") as file:
            parsed = read_po(file, str(texts.locale_identifier), abort_invalid=True)
        for message in parsed:
            texts[message.id] = message
        texts.header_comment, texts.obsolete = parsed.header_comment, parsed.obsolete
    return texts


def theirs(packages: Iterable[Path]) -> Texts:
    """The texts of other people's packages, by the catalogues that these ship."""
    found = Texts("en")
    for path in packages:
        for entry in read(path / "locale" / "en" / "LC_MESSAGES" / "django.po").entries:
            found[entry.id] = entry
    return found


def merge(known: Texts, found: Texts) -> list[Message]:
    """Takes up what was found, untranslated where it is new, and drops the rest; returns what it dropped."""
    known.update(found, no_fuzzy_matching=True)
    dropped = list(known.obsolete.values())
    known.obsolete.clear()
    return dropped


def as_po(texts: Texts) -> bytes:
    """The .po file: sorted, without line numbers, so that a diff shows what changed and no more."""
    buffer = BytesIO()
    write_po(buffer, texts, width=100, sort_output=True, include_lineno=False)
    return buffer.getvalue().rstrip() + b"\n"


def as_mo(texts: Texts) -> bytes:
    """The compiled catalogue that Django reads."""
    buffer = BytesIO()
    write_mo(buffer, texts)
    return buffer.getvalue()


def write(path: Path, found: Texts, *, whole: bool) -> list[str]:
    """Brings a .po file in step with what was `found`, and its .mo; a line for each entry it dropped.

    One that is not the `whole` of what was found keeps its entries as they are.
    """
    texts = read(path)
    dropped = merge(texts, found) if whole else []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(texts))
    path.with_suffix(".mo").write_bytes(as_mo(texts))
    return [f"dihapus: {_name(entry)} = {entry.string}" for entry in dropped]


def problems(path: Path, found: Texts, *, whole: bool) -> list[str]:
    """What keeps a catalogue from being complete, a line each; writes nothing."""
    texts, mo = read(path), path.with_suffix(".mo")
    missing = [entry for entry in found.entries if whole and not _has(texts, entry)]
    unused = [*texts.obsolete.values(), *(entry for entry in texts.entries if not _has(found, entry))]
    lines = [f"belum ada: {_name(entry)}" for entry in missing]
    lines += [f"tidak dipakai lagi: {_name(entry)}" for entry in unused]
    lines += [f"{flaw}: {_name(entry)}" for entry in texts.entries for flaw in _flaws(entry)]
    if not mo.exists() or mo.read_bytes() != as_mo(texts):
        lines.append("berkas .mo bukan hasil berkas .po")
    return lines


def _flaws(entry: Message) -> Iterator[str]:
    *others, last = _forms(entry.string)
    wanted = _placeholders(_forms(entry.id)[-1])
    if entry.fuzzy:
        yield "belum dipastikan"
    if not all([*others, last]):
        yield "belum diterjemahkan"
    # The singular may write "one" where the plural has a number.
    elif _placeholders(last) != wanted or any(not _placeholders(form) <= wanted for form in others):
        yield "isian berbeda"


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _has(texts: Texts, entry: Message) -> bool:
    """Whether this very entry is there; a plural is more than its singular."""
    known = texts.get(entry.id, entry.context)
    return known is not None and _forms(known.id) == _forms(entry.id)


def _name(entry: Message) -> str:
    text = f"“{shorten(_forms(entry.id)[0], 90)}”"
    return f"{text} ({entry.context})" if entry.context else text
