"""Reads what people type or a table holds: days, phone numbers, the first sentence; a leaf, pure."""

import re
from datetime import date, datetime, time

import phonenumbers

_WRITTEN_DAY = re.compile(r"(?:[^\W\d]+,?\s+)?([0-9]{1,2})\s+([^\W\d]{3,})\.?\s+([0-9]{4})")
# Day first, or year first; month first is never meant here.
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_TIME = re.compile(
    r"[T\s,]+(?:pukul\s+|jam\s+)?([0-9]{1,2})[.:]([0-9]{2})(?:[.:][0-9]{2})?(?:\s*WI(?:B|TA|T))?\Z", re.I
)
_MONTHS = (
    ("januari", "january"),
    ("februari", "february", "pebruari"),
    ("maret", "march"),
    ("april",),
    ("mei", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("agustus", "august", "agt"),
    ("september",),
    ("oktober", "october"),
    ("november", "nopember"),
    ("desember", "december"),
)
_NO_BEGINNING = re.compile(r"\A[\s.?!…]+")


def month_number(name: str) -> int:
    """1 to 12 by the name or its beginning, 0 where it is none."""
    wanted = name.lower()
    for number, names in enumerate(_MONTHS, start=1):
        if any(known.startswith(wanted) for known in names):
            return number
    return 0


def numeric_day(value: str) -> str:
    """A day with its month's name (20 Juli 2023) as 2023-07-20; anything else as it is."""
    written = _WRITTEN_DAY.fullmatch(value.strip())
    if written is not None and (month := month_number(written[2])):
        return f"{written[3]}-{month:02d}-{int(written[1]):02d}"
    return value


def read_day(value: str) -> date | None:
    """20 Juli 2023, 20-07-2023, 20/7/2023 or 2023-07-20; None for what is no day or month first."""
    value = numeric_day(value.strip())
    if found := _YEAR_FIRST.fullmatch(value):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(value):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_moment(value: str) -> tuple[date, time | None] | None:
    """A day as `read_day` takes it, with a time behind it (09.05, 09:05:00) where there is one."""
    at = _TIME.search(value)
    day = read_day(value[: at.start()] if at else value)
    if day is None:
        return None
    if at is None:
        return day, None
    try:
        return day, datetime(1, 1, 1, int(at[1]), int(at[2])).time()  # noqa: DTZ001 -- of no place yet
    except ValueError:
        return None


def read_phone(value: str) -> str:
    """An Indonesian number as +62…, whether written with 0, 62 or neither; "" where it is none."""
    try:
        number = phonenumbers.parse(value, "ID")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def propose_title(text: str) -> str:
    """The first sentence, cut between words at about 80 characters."""
    # "... jalan rusak" begins with an end.
    first = (_NO_BEGINNING.sub("", text) or text.strip()).splitlines()[0]
    for stop in (". ", "? ", "! "):
        first = first.split(stop)[0]
    if len(first) <= 80:
        return first.rstrip(" .") or first
    return first[:80].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
