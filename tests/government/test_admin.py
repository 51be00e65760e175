"""Reference data and roles at the desk: who may change them, and where."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from government.calendars import calendar_for
from government.models import Holiday, Membership, RegionAlias, Role
from tests.world import agency, make_user, region

pytestmark = pytest.mark.django_db
MEMBERSHIPS = "/admin/government/membership/"


def desk(role: str = Role.CLERK, scope: str = "16.07.14") -> Client:
    client = Client()
    client.force_login(make_user(role, scope))
    return client


@pytest.mark.parametrize("model", ["agency", "category", "slaclass", "holiday", "programmeset", "region"])
def test_all_staff_read_reference_data_and_few_change_it(model: str):
    address = f"/admin/government/{model}/"
    assert desk().get(address).status_code == 200
    assert desk().get(f"{address}add/").status_code == 403
    coordinator = desk(Role.COORDINATOR, "16.07")
    assert coordinator.get(f"{address}add/").status_code == (403 if model == "region" else 200)


@pytest.mark.parametrize("model", ["agency", "category", "slaclass", "holiday", "programmeset", "region"])
def test_without_a_role_there_is_no_back_office(model: str):
    user = make_user()
    user.memberships.update(is_active=False)
    client = Client()
    client.force_login(user)
    assert client.get(f"/admin/government/{model}/").status_code == 403


def test_agency_cannot_be_deleted():
    address = f"/admin/government/agency/{agency().pk}/delete/"
    assert desk("", "").post(address, {"post": "yes"}).status_code == 403


def test_places_offered_are_those_served():
    page = desk(Role.COORDINATOR, "16.07").get("/admin/government/agency/add/").content.decode()
    assert "Air Salek" in page
    assert region("16.07.13.2001").name not in page


def test_corrected_holiday_is_known_to_the_clock_at_once():
    day = Holiday.objects.create(date="2026-06-10", name="Libur perkiraan", is_estimated=True)
    before = calendar_for(region()).holidays
    data = {"date": "11/06/2026", "name": day.name, "kind": "public", "is_active": "on"}
    desk(Role.COORDINATOR, "16.07").post(f"/admin/government/holiday/{day.pk}/change/", data)
    after = calendar_for(region()).holidays
    assert [d.day for d in after - before] == [11]


def test_region_is_found_by_another_name():
    RegionAlias.objects.get_or_create(region_id="16.07.14", name="Air Saleh")
    page = desk().get("/admin/government/region/", {"q": "air saleh"}).content.decode()
    assert "16.07.14" in page


def grant(client: Client, user: Any, role: str, **scope: Any) -> Any:
    return client.post(f"{MEMBERSHIPS}add/", {"username": user.username, "role": role, **scope})


def test_camat_gives_a_role_in_the_own_kecamatan():
    user = make_user(Role.AUDITOR, "16.07.14")
    assert grant(desk(Role.CAMAT), user, Role.CLERK, region="16.07.14").status_code == 302
    assert user.memberships.filter(role=Role.CLERK, region_id="16.07.14", is_active=True).exists()


def test_given_role_is_in_the_admins_own_record():
    user = make_user(Role.AUDITOR, "16.07.14")
    grant(desk(Role.CAMAT), user, Role.CLERK, region="16.07.14")
    entry = LogEntry.objects.get()
    assert entry.object_id == str(user.memberships.get(role=Role.CLERK).pk)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.CLERK, {"region": "16.07.13"}),
        (Role.CLERK, {"region": "16.07"}),
        (Role.COORDINATOR, {"region": "16.07.14"}),
        (Role.CLERK, {}),
        (Role.AGENCY_OFFICER, {}),
    ],
)
def test_camat_gives_nothing_beyond_the_own_kecamatan(role: str, scope: dict[str, str]):
    user = make_user(Role.AUDITOR, "16.07.14")
    response = grant(desk(Role.CAMAT), user, role, **scope)
    assert response.status_code == 200
    assert response.context["errors"]
    assert user.memberships.count() == 1


def test_unknown_account_is_a_sentence():
    response = desk(Role.CAMAT).post(f"{MEMBERSHIPS}add/", {"username": "siapa", "role": Role.CLERK})
    assert "Tidak ada akun dengan nama pengguna ini." in response.content.decode()


def test_clerk_gives_no_roles():
    assert desk().get(MEMBERSHIPS).status_code == 403
    assert desk().get(f"{MEMBERSHIPS}add/").status_code == 403


def revoke(client: Client, membership: Membership) -> Any:
    return client.post(MEMBERSHIPS, {"action": "revoke", "_selected_action": [membership.pk]}, follow=True)


def test_camat_takes_a_role_back_and_the_person_is_out():
    user = make_user()
    response = revoke(desk(Role.CAMAT), user.memberships.get())
    assert "1 penugasan dicabut." in response.content.decode()
    user.refresh_from_db()
    assert (user.memberships.get().is_active, user.is_staff) == (False, False)


def test_roles_of_another_kecamatan_do_not_exist():
    other = make_user(Role.CLERK, "16.07.13").memberships.get()
    client = desk(Role.CAMAT)
    revoke(client, other)
    other.refresh_from_db()
    assert other.is_active
    assert client.get(f"{MEMBERSHIPS}{other.pk}/change/").status_code == 302


def test_membership_list_takes_the_same_queries_for_one_and_thirty(django_assert_num_queries: Any):
    client = desk(Role.CAMAT)
    client.get(MEMBERSHIPS)
    with django_assert_num_queries(8):
        client.get(MEMBERSHIPS)
    for _ in range(29):
        make_user()
    with django_assert_num_queries(8):
        client.get(MEMBERSHIPS)
