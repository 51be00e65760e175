"""The writers of this floor."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from government.models import Agency, Membership, Region, Role, Unit
from government.permissions import Capability, forget_memberships, in_territory, territories
from government.roles import group_name


class NotYours(Exception):
    """The actor may not grant this."""


class NotThere(ValueError):
    """The unit belongs to another office."""


@transaction.atomic
def grant_membership(
    user: Any,
    role: str,
    *,
    region: Region | None = None,
    agency: Agency | None = None,
    unit: Unit | None = None,
    actor: Any = None,
) -> Membership:
    """Gives a role; `actor` None is the system itself.

    A camat grants within the own territory and never more than a camat. Raises NotYours, or NotThere for a
    unit of another office than the region's.
    """
    _check(role, region, agency, actor)
    if unit is not None and (region is None or unit.region_id != region.pk):
        raise NotThere(unit)
    membership, __ = Membership.objects.update_or_create(
        user=user, role=role, region=region, agency=agency, unit=unit, defaults={"is_active": True}
    )
    _sync(user)
    return membership


@transaction.atomic
def revoke_membership(membership: Membership, *, actor: Any = None) -> None:
    """Takes a role back; its row stays, for who did what in which part. Raises NotYours."""
    _check(membership.role, membership.region, membership.agency, actor)
    Membership.objects.filter(pk=membership.pk).update(is_active=False)
    _sync(membership.user)


def may_grant(role: str, region: Region | None, agency: Agency | None, actor: Any) -> bool:
    """Whether the actor may give or take this role there."""
    if actor.is_superuser:
        return True
    codes = territories(actor, Capability.MANAGE_STAFF)
    if role == Role.COORDINATOR:
        return False
    if agency is not None:
        return agency.region_id is not None and in_territory(agency.region_id, codes)
    return region is not None and in_territory(region.pk, codes)


def _check(role: str, region: Region | None, agency: Agency | None, actor: Any) -> None:
    if actor is not None and not may_grant(role, region, agency, actor):
        raise NotYours(_("Penugasan ini di luar wilayah Anda."))


def _sync(user: Any) -> None:
    """Groups and the way into the admin follow the memberships."""
    forget_memberships(user)
    roles = set(Membership.objects.filter(user=user, is_active=True).values_list("role", flat=True))
    ours = [group_name(role) for role in Role]
    user.groups.remove(*Group.objects.filter(name__in=ours))
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=group_name(Role(role)))[0])
    is_staff = bool(roles) or user.is_superuser
    if user.is_staff != is_staff:
        type(user).objects.filter(pk=user.pk).update(is_staff=is_staff)
        user.is_staff = is_staff
