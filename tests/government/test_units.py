"""Units of an office: loaded for each kecamatan served, edited by their own office, held by people."""

from typing import Any

import pytest
from django.test import Client

from government.loading import activate, load_reference
from government.models import Region, Role, Unit
from government.permissions import Capability, holds, staff_of, units_of
from government.services import NotThere, grant_membership
from tests.world import make_user, unit

pytestmark = pytest.mark.django_db
UNITS, MEMBERSHIPS = "/admin/government/unit/", "/admin/government/membership/"


def desk(role: str, scope: str = "16.07.14") -> Client:
    client = Client()
    client.force_login(make_user(role, scope))
    return client


def named(office: str) -> list[str]:
    return list(Unit.objects.filter(region_id=office).values_list("slug", flat=True))


def test_every_kecamatan_served_has_the_usual_units_in_order():
    usual = ["sekretariat", "pemerintahan", "pmd", "trantib", "kesos", "pelayanan"]
    activate("16.07.13")
    load_reference()
    assert (named("16.07.14"), named("16.07.13"), named("16.07.12")) == (usual, usual, [])


def test_what_an_office_renamed_or_closed_survives_a_reload():
    Unit.objects.filter(pk=unit().pk).update(name="Seksi Desa", is_active=False)
    load_reference()
    assert (unit().name, unit().is_active) == ("Seksi Desa", False)
    load_reference(overwrite=True)
    assert (unit().name, unit().is_active) == ("Seksi Pemberdayaan Masyarakat dan Desa", False)


def change(client: Client, one: Unit, **data: Any) -> Any:
    fields = {"region": one.region_id, "name": one.name, "short_name": one.short_name, "slug": one.slug}
    return client.post(f"{UNITS}{one.pk}/change/", fields | {"position": 0} | data)


def test_camat_renames_a_unit_of_the_own_office():
    assert change(desk(Role.CAMAT), unit(), name="Seksi Pembangunan", is_active="on").status_code == 302
    assert unit().name == "Seksi Pembangunan"


@pytest.mark.parametrize(
    ("role", "scope", "status"), [(Role.CAMAT, "16.07.13", 302), (Role.CLERK, "16.07.14", 403)]
)
def test_nobody_else_does(role: str, scope: str, status: int):
    assert change(desk(role, scope), unit(), name="Seksi Lain").status_code == status
    assert unit().name == "Seksi Pemberdayaan Masyarakat dan Desa"


def test_unit_cannot_be_put_into_another_office():
    activate("16.07.13")
    response = change(desk(Role.CAMAT), unit(), region="16.07.13")
    assert (response.status_code, unit().region_id) == (200, "16.07.14")


def test_desa_has_no_units():
    response = change(desk("", ""), unit(), region="16.07.14.2002")
    assert (response.status_code, unit().region_id) == (200, "16.07.14")


def grant(role: str, **fields: Any) -> tuple[Any, Any]:
    user = make_user(Role.AUDITOR)
    data = {"username": user.username, "role": role, "region": "16.07.14", **fields}
    return user, desk(Role.CAMAT).post(f"{MEMBERSHIPS}add/", data)


def test_camat_appoints_a_section_head():
    user, response = grant(Role.SECTION_HEAD, unit=unit().pk)
    assert response.status_code == 302
    assert user.memberships.get(role=Role.SECTION_HEAD).unit == unit()


def test_section_head_without_a_section_is_a_sentence():
    user, response = grant(Role.SECTION_HEAD)
    assert "Pilih seksi yang dipimpinnya." in response.content.decode()
    assert user.memberships.count() == 1


def test_unit_of_another_office_is_refused():
    activate("16.07.13")
    load_reference()
    user, response = grant(Role.SECTION_HEAD, unit=unit(office="16.07.13").pk)
    assert response.status_code == 200
    with pytest.raises(NotThere):
        grant_membership(
            user,
            Role.SECTION_HEAD,
            region=Region.objects.get(code="16.07.14"),
            unit=unit(office="16.07.13"),
        )


def test_role_outside_units_is_given_without_one():
    user, __ = grant(Role.CAMAT, unit=unit().pk)
    assert user.memberships.get(role=Role.CAMAT).unit is None


def test_people_of_a_unit_are_its_head_and_its_clerks():
    head, clerk = make_user(Role.SECTION_HEAD, first_name="A"), make_user(of="pmd", first_name="B")
    make_user()
    make_user(of="trantib")
    assert list(staff_of([unit().pk])) == [head, clerk]
    assert (units_of(head), units_of(make_user())) == ((unit().pk,), ())


@pytest.mark.parametrize(
    ("capability", "may"),
    [
        (Capability.VIEW, True),
        (Capability.TRIAGE, True),
        (Capability.HANDLE, True),
        (Capability.PUBLISH, False),
        (Capability.REVIEW, False),
        (Capability.SEE_CONFIDENTIAL, False),
        (Capability.MANAGE_STAFF, False),
    ],
)
def test_section_head_works_in_the_kecamatan_but_does_not_publish(capability: Capability, may: bool):
    assert holds(capability).test(make_user(Role.SECTION_HEAD), "16.07.14") is may
