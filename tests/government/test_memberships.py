"""Roles are given and taken within the giver's territory; groups and the back office follow."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, transaction

from government.models import Agency, Membership, Region, Role
from government.permissions import (
    Capability,
    holds,
    in_territory,
    is_staff_member,
    may_manage_reference,
    may_manage_staff,
    territories,
)
from government.roles import ROLE_PERMISSIONS, group_name, sync_groups
from government.services import NotYours, grant_membership, may_grant, revoke_membership
from tests.world import SRI_MULYO, make_user

pytestmark = pytest.mark.django_db


def villager(**fields):
    return get_user_model().objects.create_user("warga", **fields)


def place(code: str = "16.07.14") -> Region:
    return Region.objects.get(code=code)


def fresh(user):
    """As the next request sees it."""
    return get_user_model().objects.get(pk=user.pk)


def groups_of(user) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_role_brings_its_group_and_the_way_into_the_back_office():
    user = villager()
    grant_membership(user, Role.CLERK, region=place())
    assert groups_of(user) == {"peran:clerk"}
    assert fresh(user).is_staff
    assert territories(fresh(user), Capability.TRIAGE) == ("16.07.14",)


def test_revoked_role_takes_them_away_and_stays_on_record():
    user = villager()
    membership = grant_membership(user, Role.CLERK, region=place())
    revoke_membership(membership)
    assert (groups_of(user), fresh(user).is_staff) == (set(), False)
    assert Membership.objects.get().is_active is False
    assert territories(fresh(user), Capability.TRIAGE) == ()


def test_one_of_two_roles_taken_leaves_the_other():
    user = villager()
    clerk = grant_membership(user, Role.CLERK, region=place())
    grant_membership(user, Role.VILLAGE_OPERATOR, region=place(SRI_MULYO))
    revoke_membership(clerk)
    assert groups_of(user) == {"peran:village_operator"}
    assert fresh(user).is_staff


def test_group_stays_while_the_role_is_held_elsewhere():
    user = villager()
    here = grant_membership(user, Role.CLERK, region=place())
    grant_membership(user, Role.CLERK, region=place("16.07.13"))
    revoke_membership(here)
    assert groups_of(user) == {"peran:clerk"}
    assert territories(fresh(user), Capability.TRIAGE) == ("16.07.13",)


def test_role_given_again_is_the_same_row():
    user = villager()
    first = grant_membership(user, Role.CLERK, region=place())
    revoke_membership(first)
    again = grant_membership(user, Role.CLERK, region=place())
    assert (again.pk, Membership.objects.get().is_active) == (first.pk, True)


def test_groups_that_are_not_ours_are_left_alone():
    user = villager()
    user.groups.add(Group.objects.create(name="arisan"))
    revoke_membership(grant_membership(user, Role.CLERK, region=place()))
    assert groups_of(user) == {"arisan"}


def test_superuser_keeps_the_back_office_without_a_role():
    user = villager(is_superuser=True, is_staff=True)
    revoke_membership(grant_membership(user, Role.CLERK, region=place()))
    assert fresh(user).is_staff


def test_new_role_is_known_to_the_user_object_at_hand():
    user = villager()
    assert territories(user, Capability.VIEW) == ()
    membership = grant_membership(user, Role.CLERK, region=place())
    assert territories(user, Capability.VIEW) == ("16.07.14",)
    revoke_membership(membership)
    assert territories(membership.user, Capability.VIEW) == ()


# Who may give which role where.
MAY_GRANT = [
    (Role.CAMAT, "16.07.14", Role.CLERK, "16.07.14", True),
    (Role.CAMAT, "16.07.14", Role.CAMAT, "16.07.14", True),
    (Role.CAMAT, "16.07.14", Role.VILLAGE_OPERATOR, SRI_MULYO, True),
    (Role.CAMAT, "16.07.14", Role.AUDITOR, "16.07.14", True),
    (Role.CAMAT, "16.07.14", Role.CLERK, "16.07.13", False),
    (Role.CAMAT, "16.07.14", Role.CLERK, "16.07", False),
    (Role.CAMAT, "16.07.14", Role.COORDINATOR, "16.07.14", False),
    (Role.CAMAT, "16.07.14", Role.AGENCY_OFFICER, "kecamatan-air-salek", True),
    (Role.CAMAT, "16.07.14", Role.AGENCY_OFFICER, "dinas-pupr", False),
    (Role.CAMAT, "16.07.14", Role.AGENCY_OFFICER, "pln", False),
    (Role.COORDINATOR, "16.07", Role.CAMAT, "16.07.13", True),
    (Role.COORDINATOR, "16.07", Role.AGENCY_OFFICER, "dinas-pupr", True),
    (Role.COORDINATOR, "16.07", Role.AGENCY_OFFICER, "bank-sumsel-babel", False),
    (Role.COORDINATOR, "16.07", Role.COORDINATOR, "16.07", False),
    (Role.COORDINATOR, "16.07", Role.CLERK, "16.08", False),
    (Role.CLERK, "16.07.14", Role.CLERK, "16.07.14", False),
    (Role.AUDITOR, "16.07", Role.AUDITOR, "16.07", False),
    (Role.AGENCY_OFFICER, "dinas-pupr", Role.AGENCY_OFFICER, "dinas-pupr", False),
    ("", "", Role.COORDINATOR, "16.07", True),
    ("", "", Role.AGENCY_OFFICER, "pln", True),
]


@pytest.mark.parametrize(("giver", "over", "role", "scope", "may"), MAY_GRANT)
def test_giver_stays_in_the_own_territory(giver, over, role, scope, may):
    actor, user = make_user(giver, over), villager()
    where = (
        {"agency": Agency.objects.get(slug=scope)}
        if role == Role.AGENCY_OFFICER
        else {"region": place(scope)}
    )
    assert may_grant(role, where.get("region"), where.get("agency"), actor) is may
    if may:
        grant_membership(user, role, actor=actor, **where)
    else:
        with pytest.raises(NotYours):
            grant_membership(user, role, actor=actor, **where)
    assert Membership.objects.filter(user=user, is_active=True).exists() is may


def test_camat_takes_back_in_the_own_kecamatan_only():
    camat, user = make_user(Role.CAMAT), villager()
    here = grant_membership(user, Role.CLERK, region=place())
    there = grant_membership(user, Role.CLERK, region=place("16.07.13"))
    with pytest.raises(NotYours):
        revoke_membership(there, actor=camat)
    revoke_membership(here, actor=camat)
    active = Membership.objects.filter(user=user, is_active=True)
    assert [membership.region_id for membership in active] == ["16.07.13"]


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.CLERK, {}),
        (Role.CLERK, {"agency": "dinas-pupr"}),
        (Role.AGENCY_OFFICER, {"region": "16.07.14"}),
        (Role.AGENCY_OFFICER, {"region": "16.07.14", "agency": "dinas-pupr"}),
        ("mayor", {"region": "16.07.14"}),
    ],
)
def test_role_without_its_scope_is_refused_by_the_database(role, scope):
    where = {
        "region": place(scope["region"]) if "region" in scope else None,
        "agency": Agency.objects.get(slug=scope["agency"]) if "agency" in scope else None,
    }
    with pytest.raises((IntegrityError, ValueError)), transaction.atomic():
        grant_membership(villager(), role, **where)
    assert Membership.objects.count() == 0


def test_groups_hold_just_what_the_code_says():
    assert sync_groups() == []
    for role, wanted in ROLE_PERMISSIONS.items():
        permissions = Permission.objects.filter(group__name=group_name(role)).select_related("content_type")
        assert {f"{p.content_type.app_label}.{p.codename}" for p in permissions} == wanted


def test_groups_are_mended_by_the_next_sync():
    group = Group.objects.get(name="peran:auditor")
    group.permissions.add(Permission.objects.get(codename="delete_region"))
    group.permissions.remove(Permission.objects.get(codename="view_aspiration"))
    sync_groups()
    assert group.permissions.count() == len(ROLE_PERMISSIONS[Role.AUDITOR])
    assert not group.permissions.filter(codename="delete_region").exists()


@pytest.mark.parametrize(
    ("code", "held", "inside"),
    [
        ("16.07.14.2002", "16.07.14", True),
        ("16.07.14", "16.07.14", True),
        ("16.07.14", "16.07.1", False),
        ("16.07.1", "16.07.14", False),
        ("16.07", "16.07.14", False),
        ("16.07.14", "", True),
        (None, "", False),
    ],
)
def test_territory_is_told_by_whole_parts_of_the_code(code, held, inside):
    assert in_territory(code, [held]) is inside


@pytest.mark.parametrize(
    ("role", "scope", "staff", "reference"),
    [
        (Role.CAMAT, "16.07.14", True, False),
        (Role.CLERK, "16.07.14", False, False),
        (Role.COORDINATOR, "16.07", True, True),
        (Role.AUDITOR, "16.07", False, False),
        (Role.AGENCY_OFFICER, "dinas-pupr", False, False),
        ("", "", True, True),
    ],
)
def test_predicates_follow_the_role(role, scope, staff, reference):
    user = make_user(role, scope)
    assert is_staff_member.test(user)
    assert (may_manage_staff.test(user), may_manage_reference.test(user)) == (staff, reference)


def test_predicate_asks_for_the_place():
    user = make_user(Role.CAMAT)
    triage = holds(Capability.TRIAGE)
    assert triage.test(user)
    assert triage.test(user, place(SRI_MULYO))
    assert triage.test(user, "16.07.14")
    assert not triage.test(user, place("16.07"))
