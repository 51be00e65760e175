"""Stops beside each other: reads what the pure functions of `clashes` and `rotation` compare.

Each function costs the same queries for one stop and for a whole tour.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from government.models import Holiday, Region, WorkWeek
from government.permissions import Capability, in_territory, territories
from meetings.clashes import Clash, Days, Hosted, Slot, refusals, warnings
from meetings.models import Contact, Meeting, Series
from meetings.workflow import StopStatus


class Plan(NamedTuple):
    """Everything that a person types of a stop."""

    series: Series
    number: int
    host_district: Region
    host_village: Region | None
    place: str
    starts_at: datetime
    ends_at: datetime
    theme: str = ""
    visibility: str = Meeting.Visibility.PUBLIC
    capacity: int | None = None
    quorum_percent: int | None = None
    leaders: tuple[Contact, ...] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """Of the stop's own row: all but its leaders."""
        return {name: value for name, value in self._asdict().items() if name != "leaders"}


def plan_of(meeting: Meeting, **changes: Any) -> Plan:
    """The stop as it stands, with some of it changed; one query, for its leaders."""
    fields = {name: getattr(meeting, name) for name in Plan._fields if name != "leaders"}
    return Plan(**fields, leaders=tuple(meeting.leaders.all()))._replace(**changes)


def find(plans: Sequence[Plan], *, user: Any, meeting: Meeting | None = None) -> list[list[Clash]]:
    """What speaks against each plan, among themselves and with every stop that stands; refusals first.

    `meeting` is the stop that a single plan changes. Stops that the user may not see are not named.
    """
    if not plans:
        return []
    slots = [_planned(plan, key=("row", row), meeting=meeting) for row, plan in enumerate(plans)]
    standing = _standing(slots, user, meeting)
    leaders = {leader.pk: str(leader) for plan in plans for leader in plan.leaders}
    days = days_of([plan.host_district for plan in plans])
    hosted = _hosted(plans, meeting)
    now = timezone.now()
    return [
        [
            *refusals(slot, [*standing, *slots], leaders),
            *warnings(slot, days[slot.district], _hosts_before(slot, plan, hosted, plans), now=now),
        ]
        for slot, plan in zip(slots, plans, strict=True)
    ]


def _planned(plan: Plan, *, key: Any, meeting: Meeting | None) -> Slot:
    invited = meeting.invitations.filter(withdrawn_at__isnull=True).count() if meeting else 0
    return Slot(
        series=plan.series.pk or 0,
        number=plan.number,
        district=plan.host_district.pk,
        village=plan.host_village.pk if plan.host_village else "",
        place=plan.place,
        starts=plan.starts_at,
        ends=plan.ends_at,
        leaders=frozenset(leader.pk for leader in plan.leaders),
        name=_("nomor %(number)d rencana ini") % {"number": plan.number},
        key=key,
        capacity=plan.capacity,
        invited=invited,
    )


def _standing(slots: Sequence[Slot], user: Any, meeting: Meeting | None) -> list[Slot]:
    """Stops in the hours of the plans, and those that hold a number of their series."""
    first, last = min(slot.starts for slot in slots), max(slot.ends for slot in slots)
    at_once = Q(starts_at__lt=last, ends_at__gt=first) & ~Q(status=StopStatus.CANCELLED)
    numbered = Q(series__in={slot.series for slot in slots}, number__in={slot.number for slot in slots})
    rows = Meeting.objects.filter(at_once | numbered).named().prefetch_related("leaders")
    codes = territories(user, Capability.VIEW)
    return [_slot(row, codes) for row in (rows.exclude(pk=meeting.pk) if meeting else rows)]


def _slot(row: Meeting, codes: Collection[str]) -> Slot:
    # A cancelled one keeps its number and nothing else.
    is_off = row.status == StopStatus.CANCELLED
    return Slot(
        series=row.series_id,
        number=row.number,
        district=row.host_district_id,
        village=row.host_village_id or "",
        place="" if is_off else row.place,
        starts=row.starts_at,
        ends=row.ends_at,
        leaders=frozenset() if is_off else frozenset(leader.pk for leader in row.leaders.all()),
        name=str(row) if row.is_public or in_territory(row.host_district_id, codes) else "",
        key=row.pk,
    )


def _hosted(plans: Sequence[Plan], meeting: Meeting | None) -> dict[str, list[Hosted]]:
    """Hosts of each kecamatan in stops of the same kind, latest first."""
    kinds = {plan.series.kind for plan in plans}
    districts = {plan.host_district.pk for plan in plans}
    rows = Meeting.objects.filter(
        series__kind__in=kinds, host_district__in=districts, host_village__isnull=False
    ).exclude(status=StopStatus.CANCELLED)
    if meeting:
        rows = rows.exclude(pk=meeting.pk)
    found: dict[str, list[Hosted]] = defaultdict(list)
    for row in rows.named().order_by("-starts_at"):
        day = row.starts_at.astimezone(row.zone).date()
        name = row.host_village.name if row.host_village else ""
        found[row.host_district_id].append(Hosted(row.host_village_id or "", day, name))
    return found


def _hosts_before(
    slot: Slot, plan: Plan, hosted: Mapping[str, list[Hosted]], plans: Sequence[Plan]
) -> list[Hosted]:
    """Latest first: stops that stand, and those of the same plan."""
    day = plan.starts_at.astimezone(plan.host_district.zone).date()
    planned = [
        Hosted(
            one.host_village.pk,
            one.starts_at.astimezone(one.host_district.zone).date(),
            one.host_village.name,
        )
        for one in plans
        if one is not plan and one.host_village and one.host_district.pk == slot.district
    ]
    before = [one for one in [*hosted.get(slot.district, ()), *planned] if one.day < day]
    return sorted(before, key=lambda one: one.day, reverse=True)


def days_of(districts: Iterable[Region]) -> dict[str, Days]:
    """The days of each kecamatan by its code; two queries for all of them.

    Unlike the clock of promises, a tour never runs on joint leave: nobody is in the office.
    """
    by_code = {district.pk: district for district in districts}
    around = {part for code in by_code for part in _around(code)}
    weeks = dict(
        Region.objects.filter(code__in=around).exclude(work_week="").values_list("code", "work_week")
    )
    holidays = list(
        Holiday.objects.filter(Q(region__isnull=True) | Q(region_id__in=around), is_active=True).values_list(
            "date", "name", "region_id"
        )
    )
    found = {}
    for code, district in by_code.items():
        near = _around(code)
        named = {day: name for day, name, where in holidays if where is None or where in near}
        week = next((weeks[part] for part in reversed(near) if part in weeks), WorkWeek.FIVE)
        weekend = frozenset(day for day in range(7) if str(day + 1) not in week)
        found[code] = Days(district.zone, named, weekend)
    return found


def _around(code: str) -> list[str]:
    return [code[:2], code[:5], code[:8]]
