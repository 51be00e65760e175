"""Takes the steps of the ladder of promises that have come: each once for a promise, a step and a target."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import override

from government.models import Membership, Region, Role
from meetings.models import (
    FollowUp,
    FollowUpEvent,
    FollowUpEventKind,
    FollowUpNotice,
    FollowUpNoticed,
    FollowUpStep,
    OwnerLink,
    Reader,
    Told,
)
from meetings.workflow import DecisionStatus, FollowUpStatus

_PIECE = 200
# Where nobody stands on a rung it is the next one's.
_NEXT = {Told.OWNER: Told.DESK, Told.DESK: Told.CAMAT, Told.CAMAT: Told.COORDINATOR}
_ROLES = {Told.DESK: Role.CLERK, Told.CAMAT: Role.CAMAT, Told.COORDINATOR: Role.COORDINATOR}


@dataclass(frozen=True)
class Ground:
    """Kecamatan on one clock with one ladder."""

    codes: tuple[str, ...]
    zone: ZoneInfo
    steps: tuple[FollowUpStep, ...]


def escalate_promises(*, at: datetime | None = None) -> int:
    """Takes every step that has come; returns how many. Safe to run twice, at once, and after a pause.

    Days are compared by the date at the host. A piece of promises is one transaction that holds its step, so
    that of two workers one waits and then finds nothing left to do.
    """
    at = at or timezone.now()
    with override(settings.LANGUAGE_CODE):
        return sum(_take(step, ground, at) for ground in _grounds() for step in ground.steps)


def has_come(days: int, target: date, today: date) -> bool:
    """Whether a step's day is there; a reminder of what is past is none."""
    return target + timedelta(days=days) <= today and (days > 0 or today <= target)


def _grounds() -> list[Ground]:
    """Every kecamatan that has open promises; one query for them and one for the steps."""
    steps = list(FollowUpStep.objects.filter(is_active=True))
    hosts = _open().order_by().values("decision__meeting__host_district")
    alike: dict[tuple[str, tuple[FollowUpStep, ...]], list[str]] = defaultdict(list)
    for district in Region.objects.filter(pk__in=hosts).order_by("code"):
        alike[district.time_zone, _ladder(district.code, steps)].append(district.code)
    return [Ground(tuple(codes), ZoneInfo(zone), held) for (zone, held), codes in alike.items()]


def _ladder(code: str, steps: Iterable[FollowUpStep]) -> tuple[FollowUpStep, ...]:
    """The steps of the nearest region around that has any."""
    around = [step for step in steps if f"{code}.".startswith(f"{step.region_id}.") or not step.region_id]
    nearest = max((len(step.region_id or "") for step in around), default=0)
    return tuple(step for step in around if len(step.region_id or "") == nearest)


def _open() -> QuerySet[FollowUp]:
    return FollowUp.objects.open().filter(decision__status=DecisionStatus.ADOPTED)


def _take(step: FollowUpStep, ground: Ground, at: datetime) -> int:
    taken = 0
    while piece := _piece(step, ground, at):
        taken += piece
    return taken


@transaction.atomic
def _piece(step: FollowUpStep, ground: Ground, at: datetime) -> int:
    FollowUpStep.objects.select_for_update().get(pk=step.pk)
    promises = list(_due(step, ground, at)[:_PIECE])
    if not promises:
        return 0
    rows = FollowUpNotice.objects.bulk_create(
        FollowUpNotice(follow_up=one, step=step, target_on=one.target_on, days=step.days, to=step.to, at=at)
        for one in promises
    )
    around = Around(promises)
    told = {row: around.told(row.follow_up, Told(step.to)) for row in rows}
    FollowUpNoticed.objects.bulk_create(
        FollowUpNoticed(notice=row, **_column(who)) for row, people in told.items() for who in people
    )
    FollowUpEvent.objects.bulk_create(_event(row, people, at) for row, people in told.items())
    return len(rows)


def _due(step: FollowUpStep, ground: Ground, at: datetime) -> QuerySet[FollowUp]:
    """Promises that have come to this step, which was not taken yet; as `has_come`, by the index."""
    today = timezone.localdate(at, ground.zone)
    rows = _open().filter(
        decision__meeting__host_district__in=ground.codes, target_on__lte=today - timedelta(days=step.days)
    )
    if step.days <= 0:
        rows = rows.filter(target_on__gte=today)
    if step.to == Told.OWNER:
        # Who has reported waits for the desk.
        rows = rows.exclude(status=FollowUpStatus.REPORTED)
    taken = FollowUpNotice.objects.filter(
        follow_up=OuterRef("pk"), step=step, target_on=OuterRef("target_on")
    )
    joined = rows.exclude(Exists(taken)).select_related("decision__meeting__host_district", "agency", "unit")
    return joined.order_by("target_on", "pk")


class Around:
    """Who stands on the rungs around some promises, read at once."""

    def __init__(self, promises: Sequence[FollowUp]) -> None:
        codes = {one.decision.meeting.host_district_id[:length] for one in promises for length in (2, 5, 8)}
        agencies = {one.agency_id for one in promises if one.agency_id}
        units = {one.unit_id for one in promises if one.unit_id}
        held = Membership.objects.filter(is_active=True, user__is_active=True).select_related("user")
        self._office = list(held.filter(region__in=codes, role__in=_ROLES.values()).order_by("pk"))
        self._officers = list(held.filter(agency__in=agencies).order_by("pk"))
        self._members = list(held.filter(unit__in=units).order_by("pk"))
        links = OwnerLink.objects.alive().filter(agency__in=agencies).select_related("agency")
        self._links = {(link.agency_id, link.district_id): link for link in links}

    def told(self, one: FollowUp, rung: Told) -> list[Any]:
        """People and links of the rung, or of the first rung above that has any."""
        step: Told | None = rung
        while step is not None:
            if found := self._on(one, step):
                return found
            step = _NEXT.get(step)
        return []

    def _on(self, one: FollowUp, rung: Told) -> list[Any]:
        district = one.decision.meeting.host_district_id
        if rung != Told.OWNER:
            around = {district[:length] for length in (2, 5, 8)}
            rows = self._office
            return _users(row for row in rows if row.role == _ROLES[rung] and row.region_id in around)
        if one.unit_id:
            return _users(row for row in self._members if row.unit_id == one.unit_id)
        people = _users(row for row in self._officers if row.agency_id == one.agency_id)
        link = self._links.get((one.agency_id or 0, district))
        # Nobody reads a mail that has no address.
        return [*([link] if link and link.agency.email else []), *people]


def _users(rows: Iterable[Membership]) -> list[Any]:
    return list({row.user_id: row.user for row in rows}.values())


def _column(who: Any) -> dict[str, Any]:
    return {"link": who} if isinstance(who, OwnerLink) else {"user": who}


def _event(row: FollowUpNotice, people: Sequence[Any], at: datetime) -> FollowUpEvent:
    names = ", ".join(
        str(who.agency) if isinstance(who, OwnerLink) else str(who.get_full_name() or who.get_username())
        for who in people
    )
    text = f"{row.words}: {Told(row.to).label}" + (f" ({names})" if names else "")
    return FollowUpEvent(
        follow_up=row.follow_up, kind=FollowUpEventKind.ESCALATED, at=at, text=text, reader=Reader.DESK
    )
