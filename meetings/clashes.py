"""What speaks against a stop at its time and place; a leaf: plain data and pure functions.

Times are instants with a zone; two stops overlap where one begins before the other has ended.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# As host, a desa rests for so many stops of its kecamatan.
HOSTS_REST = 3


@dataclass(frozen=True)
class Slot:
    """A stop as clashes see it. `name` is "" where the reader may not know of it."""

    series: int
    number: int
    district: str
    village: str
    place: str
    starts: datetime
    ends: datetime
    leaders: frozenset[int] = frozenset()
    name: str = ""
    key: Any = None
    capacity: int | None = None
    invited: int = 0


@dataclass(frozen=True)
class Days:
    """The days of a place: holidays by name, weekend (0 is Monday), zone."""

    zone: ZoneInfo
    holidays: Mapping[date, str] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({5, 6})


@dataclass(frozen=True)
class Hosted:
    """That a desa (by its code) was host on a day."""

    village: str
    day: date
    name: str = ""


@dataclass(frozen=True)
class Clash:
    """A sentence for the planner; what `is_refused` is not saved, the rest after a confirmation."""

    code: str
    text: str
    is_refused: bool = False


def overlap(one: Slot, other: Slot) -> bool:
    """Whether both go on at some instant; one that begins as the other ends does not."""
    return one.starts < other.ends and other.starts < one.ends


def same_place(one: Slot, other: Slot) -> bool:
    """The same words, however they are spaced, in the same desa: there is a Balai Desa in each."""
    return (_words(one.place), one.village, one.district) == (
        _words(other.place),
        other.village,
        other.district,
    )


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def refusals(slot: Slot, others: Iterable[Slot], leaders: Mapping[int, str]) -> list[Clash]:
    """Why it cannot be: its end, its number, its place or somebody who leads it."""
    found = [] if slot.ends > slot.starts else [_refused("order", _("Waktu selesai harus setelah mulai."))]
    for other in others:
        if other.key is not None and other.key == slot.key:
            continue
        if (other.series, other.number) == (slot.series, slot.number):
            text = _("Nomor %(number)d sudah dipakai dalam rangkaian ini.") % {"number": slot.number}
            found.append(_refused("number", text))
        if overlap(slot, other):
            found += _at_once(slot, other, leaders)
    return found


def _at_once(slot: Slot, other: Slot, leaders: Mapping[int, str]) -> list[Clash]:
    name = other.name or _("pertemuan lain")
    found = []
    if same_place(slot, other):
        text = _("Tempat ini sudah dipakai pada waktu itu: %(name)s.") % {"name": name}
        found.append(_refused("place", text))
    for leader in sorted(slot.leaders & other.leaders):
        values = {"who": leaders.get(leader, _("Pimpinan")), "name": name}
        text = _("%(who)s memimpin pertemuan lain pada waktu itu: %(name)s.") % values
        found.append(_refused("leader", text))
    return found


def _refused(code: str, text: str) -> Clash:
    return Clash(code, text, is_refused=True)


def warnings(slot: Slot, days: Days, hosted: Sequence[Hosted], *, now: datetime) -> list[Clash]:
    """What the planner should know and may decide; `hosted` are earlier stops of the kecamatan, latest first.

    Of a stop over several days each day counts.
    """
    found = [_day_off(day, days) for day in _days_of(slot, days.zone)]
    if slot.starts < now:
        found.append(Clash("past", _("Tanggal ini sudah lewat.")))
    found.append(_host(slot, hosted))
    if slot.capacity is not None and slot.invited > slot.capacity:
        values = {"invited": slot.invited, "capacity": slot.capacity}
        text = _("Yang diundang %(invited)d orang, daya tampung %(capacity)d.") % values
        found.append(Clash("capacity", text))
    return [clash for clash in found if clash]


def _days_of(slot: Slot, zone: ZoneInfo) -> list[date]:
    first, last = slot.starts.astimezone(zone).date(), slot.ends.astimezone(zone).date()
    return [first + timedelta(days=n) for n in range(min((last - first).days, 30) + 1)]


def _day_off(day: date, days: Days) -> Clash | None:
    shown = date_format(day, "l, j F Y")
    if day in days.holidays:
        text = _("%(day)s hari libur: %(name)s.") % {"day": shown, "name": days.holidays[day]}
        return Clash("holiday", text)
    if day.weekday() in days.weekend:
        return Clash("weekend", _("%(day)s bukan hari kerja.") % {"day": shown})
    return None


def _host(slot: Slot, hosted: Sequence[Hosted]) -> Clash | None:
    for one in hosted[:HOSTS_REST] if slot.village else ():
        if one.village == slot.village:
            values = {"village": one.name, "day": date_format(one.day, "j F Y")}
            text = _("Desa %(village)s baru menjadi tuan rumah pada %(day)s.") % values
            return Clash("host", text)
    return None


def digest(found: Iterable[Clash]) -> str:
    """What a confirmation confirms: these very warnings, not others that came up since."""
    texts = sorted({clash.text for clash in found if not clash.is_refused})
    return sha256("\n".join(texts).encode()).hexdigest()[:16] if texts else ""
