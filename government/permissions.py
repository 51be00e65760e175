"""What a role may do, where; composed predicates on memberships.

A territory is a region code. The superuser's territory is "", which holds every region.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import rules
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from government.models import Agency, Membership, Role, Unit


class Capability(StrEnum):
    """What can be allowed."""

    VIEW = "view"
    TRIAGE = "triage"  # verify, ask, dispatch, reject, merge
    HANDLE = "handle"  # do the work and report on it
    PUBLISH = "publish"
    REVIEW = "review"  # publish what needs a second look
    SEE_REPORTER = "see_reporter"
    SEE_CONFIDENTIAL = "see_confidential"
    ENTER = "enter"  # write a report down for a villager
    MANAGE_REFERENCE = "manage_reference"
    MANAGE_STAFF = "manage_staff"
    ROUTE = "route"  # decide which way reports go in the office
    CONVENE = "convene"  # plan meetings, invite, take attendance, write minutes and decisions
    AUDIT = "audit"  # see who looked at, took out or changed what


_C = Capability
_DESK = frozenset(
    {
        _C.VIEW,
        _C.TRIAGE,
        _C.HANDLE,
        _C.PUBLISH,
        _C.SEE_REPORTER,
        _C.SEE_CONFIDENTIAL,
        _C.ENTER,
        _C.CONVENE,
    }
)
# The desk's work for what a seksi holds; what the public reads and confidential reports stay with the desk.
_SECTION = frozenset({_C.VIEW, _C.TRIAGE, _C.HANDLE, _C.SEE_REPORTER, _C.ENTER, _C.CONVENE})
_LEAD = _DESK | {_C.REVIEW, _C.MANAGE_STAFF, _C.ROUTE, _C.AUDIT}

ROLE_CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.CAMAT: _LEAD,
    Role.SECTION_HEAD: _SECTION,
    Role.CLERK: _DESK,
    Role.AGENCY_OFFICER: frozenset({_C.VIEW, _C.HANDLE}),
    # No confidential reports: they may be about the desa itself.
    Role.VILLAGE_OPERATOR: frozenset({_C.VIEW, _C.ENTER}),
    # Reference data serve every kecamatan of the installation.
    Role.COORDINATOR: _LEAD | {_C.MANAGE_REFERENCE},
    Role.AUDITOR: frozenset({_C.VIEW, _C.AUDIT}),
}

EVERYWHERE = ("",)


def roles_with(capability: Capability) -> list[Role]:
    """Roles that bring the capability."""
    return [role for role, held in ROLE_CAPABILITIES.items() if capability in held]


def memberships_of(user: Any) -> tuple[Membership, ...]:
    """The active memberships, read once per user object; none for who is not signed in."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    held = getattr(user, "_held_memberships", None)
    if held is None:
        held = tuple(Membership.objects.filter(user=user, is_active=True).select_related("agency"))
        user._held_memberships = held
    return held


def remember_memberships(users: Iterable[Any]) -> None:
    """Reads the memberships of many people at once, by one query."""
    by_user: dict[int, list[Membership]] = {user.pk: [] for user in users}
    for membership in Membership.objects.filter(user_id__in=by_user, is_active=True).select_related("agency"):
        by_user[membership.user_id].append(membership)
    for user in users:
        user._held_memberships = tuple(by_user[user.pk])


def forget_memberships(user: Any) -> None:
    """After a role was given to this user object, or taken."""
    user.__dict__.pop("_held_memberships", None)


def territories(user: Any, capability: Capability) -> tuple[str, ...]:
    """Codes of the regions over which the user has the capability."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return EVERYWHERE
    return tuple(
        membership.region_id
        for membership in memberships_of(user)
        if membership.region_id and capability in ROLE_CAPABILITIES[Role(membership.role)]
    )


def agencies_of(user: Any, capability: Capability) -> tuple[Agency, ...]:
    """Agencies in which the user has the capability."""
    return tuple(
        membership.agency
        for membership in memberships_of(user)
        if membership.agency and capability in ROLE_CAPABILITIES[Role(membership.role)]
    )


def agencies(user: Any, capability: Capability) -> tuple[int, ...]:
    """The same by their keys."""
    return tuple(agency.pk for agency in agencies_of(user, capability))


def units_of(user: Any) -> tuple[int, ...]:
    """Units that the user leads or works in."""
    return tuple(membership.unit_id for membership in memberships_of(user) if membership.unit_id)


def staff_of(units: Iterable[int]) -> QuerySet[Any]:
    """People who lead or work in any of the units; by name."""
    members = Membership.objects.filter(unit_id__in=list(units), is_active=True)
    people = get_user_model().objects.filter(is_active=True, pk__in=members.values("user_id"))
    return people.order_by("first_name", "last_name", "username")


def units_of_people(people: Iterable[int], code: str, capability: Capability) -> dict[int, list[Unit]]:
    """Those of these people who hold the capability over a whole place, each with their units around it."""
    roles = roles_with(capability)
    people = list(people)
    if not people:
        return {}
    members = Membership.objects.filter(
        user_id__in=people, user__is_active=True, is_active=True, role__in=roles
    ).filter(region_id__in=[code[:2], code[:5], code])
    found: dict[int, list[Unit]] = {}
    for member in members.select_related("unit").order_by("unit__position", "pk"):
        found.setdefault(member.user_id, []).extend([member.unit] if member.unit else [])
    return found


def staff_over(
    code: str, capability: Capability, *, agency_id: int | None = None, lowest: int = 4
) -> QuerySet[Any]:
    """People who hold the capability over a place, or in the agency; by name.

    `lowest` is the lowest level of a territory that counts: 4 desa, 3 kecamatan, 2 kabupaten.
    """
    roles = roles_with(capability)
    scope = Q(region_id__in=[code[:2], code[:5], code[:8], code][:lowest])
    if agency_id is not None:
        scope |= Q(agency_id=agency_id)
    members = Membership.objects.filter(scope, role__in=roles, is_active=True)
    people = get_user_model().objects.filter(is_active=True, pk__in=members.values("user_id"))
    return people.order_by("first_name", "last_name", "username")


def staff_within(codes: Iterable[str], *, active: bool = True) -> QuerySet[Any]:
    """People whose work lies in these territories, and those of the offices above them; by name.

    `active` False: also those who left, for what they still hold.
    """
    codes = tuple(codes)
    above = [code[:length] for code in codes for length in (2, 5, 8) if len(code) > length]
    inside = territory_q("region__code", codes) | Q(region_id__in=above)
    members = Membership.objects.filter(inside)
    people = get_user_model().objects.order_by("first_name", "last_name", "username")
    if not active:
        return people.filter(pk__in=members.values("user_id"))
    return people.filter(is_active=True, pk__in=members.filter(is_active=True).values("user_id"))


def has_staff_above(level: int) -> bool:
    """Whether anybody works through reports from a higher level: above 3, the kecamatan, is the kabupaten."""
    roles = roles_with(Capability.TRIAGE)
    members = Membership.objects.filter(role__in=roles, is_active=True, user__is_active=True)
    return members.filter(region__level__lt=level).exists()


def people_within(codes: Iterable[str]) -> QuerySet[Any]:
    """People who work, or worked, in these territories and nowhere else; by name."""
    codes = tuple(codes)
    inside = territory_q("region__code", codes) | territory_q("agency__region__code", codes)
    held = Membership.objects.all()
    people = get_user_model().objects.filter(is_superuser=False, pk__in=held.filter(inside).values("user_id"))
    strangers = held.exclude(pk__in=held.filter(inside).values("pk"))
    return people.exclude(pk__in=strangers.values("user_id")).order_by("first_name", "last_name", "username")


def in_territory(code: str | None, codes: Iterable[str]) -> bool:
    """Whether the region lies in one of the territories, or is one."""
    return code is not None and any(not held or code == held or code.startswith(f"{held}.") for held in codes)


def territory_q(field: str, codes: Iterable[str]) -> Q:
    """Rows whose region code column lies in the territories; no territory, no rows."""
    wanted = Q(pk__in=[])
    for code in codes:
        if not code:
            return Q(pk__isnull=False)
        wanted |= Q(**{field: code}) | Q(**{f"{field}__startswith": f"{code}."})
    return wanted


@rules.predicate
def is_staff_member(user: Any) -> bool:
    """Somebody with a membership, or the superuser."""
    return bool(memberships_of(user)) or bool(territories(user, Capability.VIEW))


def holds(capability: Capability) -> Any:
    """A predicate (user, region): the capability over this region, or anywhere when none is given."""

    @rules.predicate(f"holds:{capability}")
    def predicate(user: Any, region: Any = None) -> bool:
        codes = territories(user, capability)
        if region is None:
            return bool(codes)
        return in_territory(getattr(region, "code", region), codes)

    return predicate


may_manage_reference = is_staff_member & holds(Capability.MANAGE_REFERENCE)
may_manage_staff = is_staff_member & holds(Capability.MANAGE_STAFF)
