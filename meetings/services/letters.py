"""The letter of a stop: its text, its number, and what a new one begins with."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.services import Refused
from government.models import Region
from meetings.models import (
    Contact,
    InvitationLetter,
    LetterBook,
    LetterCounter,
    Meeting,
    MeetingEventKind,
    Office,
)
from meetings.services.history import record
from meetings.services.stops import hold

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# What is the same in every version of a letter.
_KEPT = frozenset({"id", "meeting", "district", "year", "version", "changed_at", "changed_by"})


@cache
def _words() -> dict[str, str]:
    path = settings.BASE_DIR / "meetings/data/letter.toml"
    return {name: text.strip() for name, text in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def fill(text: str, **names: str) -> str:
    """`{name}` stands for a value; what is unknown stays as it was written."""
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def draft_letter(meeting: Meeting) -> InvitationLetter:
    """The stop's letter, or one to begin with that is not saved: the file's words, the camat's name."""
    held = InvitationLetter.objects.filter(meeting=meeting).first()
    if held is not None:
        return held
    district = meeting.host_district
    camats = Contact.objects.active().filter(office=Office.CAMAT, region=district)
    names = {"acara": str(meeting), "kecamatan": district.name}
    texts = {name: fill(text, **names) if name != "whatsapp" else text for name, text in _words().items()}
    camat = camats.filter(title__iexact=texts["signer_title"]).first()
    return InvitationLetter(
        meeting=meeting,
        district=district,
        dated_on=timezone.localdate(timezone=meeting.zone),
        place=district.name,
        signer_name=camat.name if camat else "",
        signer_rank=camat.rank if camat else "",
        signer_nip=camat.nip if camat else "",
        **texts,
    )


@transaction.atomic
def save_letter(
    meeting: Meeting, columns: Mapping[str, Any], *, gives_number: bool = False, actor: Any
) -> InvitationLetter:
    """Keeps the text as the next version, where it differs from the last.

    With `gives_number` a letter without a number gets the next one of the office. Raises NotAllowed, and
    Refused for a number that another letter of that office and year has.
    """
    held = hold(meeting, actor=actor)
    letter = draft_letter(held)
    before = {name: getattr(letter, name) for name in _text_columns()}
    is_new = letter.pk is None
    for name, value in columns.items():
        setattr(letter, name, value)
    letter.year = letter.dated_on.year
    book = _book(held.host_district)
    if not letter.number and gives_number:
        letter.number = _next_number(book, letter)
    elif _others(letter).exists():
        raise Refused(_("Nomor surat ini sudah dipakai undangan lain tahun itu. Tulis nomor lain."))
    if not is_new and before == {name: getattr(letter, name) for name in _text_columns()}:
        return letter
    letter.version = 1 if is_new else letter.version + 1
    letter.changed_at, letter.changed_by = timezone.now(), actor
    letter.save()
    number = f", nomor {letter.number}" if letter.number else ""
    record(
        held,
        MeetingEventKind.INVITED,
        f"Surat undangan disimpan (versi {letter.version}{number})",
        actor=actor,
    )
    return letter


def _text_columns() -> list[str]:
    return [field.name for field in InvitationLetter._meta.concrete_fields if field.name not in _KEPT]


def _book(district: Region) -> LetterBook:
    """Held, so that two letters of an office do not get one number."""
    LetterBook.objects.get_or_create(
        region=district, defaults={"code": district.receipt_prefix or district.code}
    )
    return LetterBook.objects.select_for_update().get(region=district)


def _others(letter: InvitationLetter) -> Any:
    if not letter.number:
        return InvitationLetter.objects.none()
    same = InvitationLetter.objects.filter(district=letter.district, year=letter.year, number=letter.number)
    return same.exclude(pk=letter.pk)


def _next_number(book: LetterBook, letter: InvitationLetter) -> str:
    """Passes over numbers that were typed by hand."""
    counter, __ = LetterCounter.objects.get_or_create(book=book, year=letter.year)
    while True:
        counter.last += 1
        letter.number = numbered(book, counter.last, letter.dated_on)
        if not _others(letter).exists():
            break
    counter.save(update_fields=["last"])
    return letter.number


def numbered(book: LetterBook, count: int, on: date) -> str:
    """The book's pattern with this count: 005/012/AS/2026."""
    return fill(
        book.pattern,
        nomor=f"{count:0{book.digits}d}",
        kode=book.code,
        bulan=_ROMAN[on.month - 1],
        tahun=str(on.year),
    )
