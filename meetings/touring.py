"""A whole tour over a territory: who was host when, whose turn it is, and on which days.

Each function costs the same queries, however many kecamatan, desa and stops there are.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import Max

from government.models import Region
from meetings import rotation
from meetings.clashes import Days
from meetings.models import Meeting, Series
from meetings.rotation import Hosting
from meetings.schedule import days_of
from meetings.workflow import StopStatus

DISTRICTS, VILLAGES = "districts", "villages"
# As columns of the table, beside the years before.
SHOWN_YEARS = 6


@dataclass(frozen=True)
class Territory:
    """What a tour goes over, and who in it was host of stops of its kind."""

    districts: dict[str, Region]
    villages: dict[str, list[Region]]
    hostings: list[Hosting]

    @property
    def names(self) -> dict[str, str]:
        """Of kecamatan and desa, by code."""
        found = {code: region.name for code, region in self.districts.items()}
        return found | {one.code: one.name for rows in self.villages.values() for one in rows}


def territory_of(series: Series) -> Territory:
    """Three queries."""
    served = Region.objects.active().within(series.region_id)
    districts = {region.code: region for region in served.districts().order_by("code")}
    villages: dict[str, list[Region]] = defaultdict(list)
    for village in Region.objects.active().villages().filter(parent__in=districts).order_by("code"):
        villages[village.parent_id or ""].append(village)
    stops = Meeting.objects.filter(series__kind=series.kind, host_district__in=districts)
    stops = stops.exclude(status=StopStatus.CANCELLED).order_by("starts_at")
    hostings = [
        Hosting(district, village or "", starts.astimezone(districts[district].zone).date())
        for district, village, starts in stops.values_list("host_district", "host_village", "starts_at")
    ]
    return Territory(districts, villages, hostings)


@dataclass(frozen=True)
class Turn:
    """A line of the table: a kecamatan, its hosts by year, its desa with their last day by turn."""

    district: Region
    last: date | None
    years: list[list[str]]
    villages: list[tuple[Region, date | None]]


def table(territory: Territory, year: int) -> tuple[list[int], list[Turn]]:
    """The years up to this one as columns, and a line for each kecamatan, least recent first."""
    years = list(range(year - SHOWN_YEARS + 1, year + 1))
    last_district, last_village = rotation.last_days(territory.hostings)
    names = territory.names
    hosts: dict[tuple[str, int], list[str]] = defaultdict(list)
    for one in territory.hostings:
        hosts[one.district, one.day.year].append(names.get(one.village, "✓"))
    lines = []
    for code in rotation.least_recent(territory.districts, last_district):
        rows = {village.code: village for village in territory.villages[code]}
        desa = [(rows[one], last_village.get(one)) for one in rotation.least_recent(rows, last_village)]
        cells = [hosts[code, one] for one in years]
        lines.append(Turn(territory.districts[code], last_district.get(code), cells, desa))
    return years, lines


@dataclass(frozen=True)
class Proposal:
    """A stop before anybody looked at it; times by the clock of its host."""

    district: str
    village: str
    place: str
    day: date
    since: time
    until: time


@dataclass(frozen=True)
class Wish:
    """What the planner asks of a tour. `gap` is in days, `hours` how long a stop lasts."""

    scope: str
    start: date
    weekdays: frozenset[int]
    since: time
    hours: float
    gap: int
    skip_off: bool
    place: str


def place_in(template: str, village: str) -> str:
    """`{desa}` in a template is the host's name."""
    return " ".join(template.replace("{desa}", village).split())[:160]


def propose(territory: Territory, wish: Wish) -> list[Proposal]:
    """Whose turn it is, on the days that were wished for; two queries, for holidays."""
    hosts = _hosts(territory, wish.scope)
    off = days_of(territory.districts.values())

    def is_off(number: int, day: date) -> bool:
        return wish.skip_off and _is_off(off[hosts[number][0]], day)

    found = rotation.days(wish.start, len(hosts), weekdays=wish.weekdays, gap=wish.gap, is_off=is_off)
    until = (datetime.combine(wish.start, wish.since) + timedelta(hours=wish.hours)).time()
    names = territory.names
    return [
        Proposal(district, village, place_in(wish.place, names.get(village, "")), day, wish.since, until)
        for (district, village), day in zip(hosts, found, strict=False)
    ]


def _hosts(territory: Territory, scope: str) -> list[tuple[str, str]]:
    last_district, last_village = rotation.last_days(territory.hostings)
    if scope == VILLAGES:
        district_of = {one.code: code for code, rows in territory.villages.items() for one in rows}
        return [(district_of[one], one) for one in rotation.least_recent(district_of, last_village)]
    found = []
    for code in rotation.least_recent(territory.districts, last_district):
        desa = rotation.least_recent((one.code for one in territory.villages[code]), last_village)
        found.append((code, desa[0] if desa else ""))
    return found


def _is_off(days: Days, day: date) -> bool:
    return day in days.holidays or day.weekday() in days.weekend


def copy(territory: Territory, source: Series, series: Series, *, place: str) -> list[Proposal]:
    """The stops of an earlier tour in their order, each a desa further, on the same weekday; four queries."""
    stops = source.meetings.exclude(status=StopStatus.CANCELLED).named().order_by("starts_at", "pk")
    off = days_of(territory.districts.values())
    years = series.year - source.year
    found = []
    for stop in stops:
        if stop.host_district_id not in territory.districts:
            continue
        days = off[stop.host_district_id]
        start, end = (moment.astimezone(days.zone) for moment in (stop.starts_at, stop.ends_at))
        day = rotation.a_year_on(start.date(), years, is_off=partial(_is_off, days))
        rows = {one.code: one for one in territory.villages[stop.host_district_id]}
        village = rotation.next_in_turn(stop.host_village_id, list(rows)) if stop.host_village_id else ""
        held_in = place_in(place, rows[village].name) if village else stop.place
        found.append(Proposal(stop.host_district_id, village, held_in, day, start.time(), end.time()))
    return found


def sources(series: Series) -> Any:
    """Earlier tours of the same kind over the same territory, the latest first."""
    earlier = Series.objects.filter(kind=series.kind, region=series.region, year__lt=series.year)
    return earlier.filter(meetings__isnull=False).distinct().order_by("-year", "name")


def next_number(series: Series) -> int:
    """One after the highest of this tour; of an empty one, after the tours of that name before it."""
    own = series.meetings.aggregate(last=Max("number"))["last"]
    if own is None:
        earlier = Meeting.objects.filter(series__name=series.name, series__region=series.region_id)
        own = earlier.aggregate(last=Max("number"))["last"] or 0
    return int(own) + 1
