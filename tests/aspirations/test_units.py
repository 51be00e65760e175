"""A report lies in a unit of the office, held by one of its people or by nobody yet."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aspirations import services
from aspirations.models import Aspiration, Batch
from aspirations.services import Conflict, Refused
from government.loading import activate, load_reference
from government.models import Role, Unit
from tests.world import clerk_actor, make_report, make_user, unit

pytestmark = pytest.mark.django_db
QUEUE = "/admin/aspirations/aspiration/"


def assign(report: Aspiration, user: Any = None, to: Unit | None = None) -> Aspiration:
    return services.assign(report, user, unit=to, actor=clerk_actor())


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def numbers(client: Client, **query: Any) -> list[str]:
    return [report.number for report in client.get(QUEUE, query).context["cl"].result_list]


def test_report_is_given_to_a_unit():
    report = assign(make_report(), to=unit())
    assert (report.unit, report.assigned_to, report.events.last().text) == (unit(), None, "Seksi PMD")


def test_person_of_the_unit_holds_it_there():
    head = make_user(Role.SECTION_HEAD, first_name="Rohani")
    report = assign(make_report(), head, unit())
    assert (report.unit, report.assigned_to, report.events.last().text) == (unit(), head, "Seksi PMD: Rohani")


def test_person_brings_the_own_unit_and_releases_the_report_into_it():
    report = assign(make_report(), make_user(of="trantib"))
    assert report.unit == unit("trantib")
    report = services.release(report, actor=clerk_actor())
    assert (report.unit, report.assigned_to) == (unit("trantib"), None)


def test_clerk_without_a_unit_takes_it_out_of_the_unit():
    assert assign(assign(make_report(), to=unit()), make_user()).unit is None


def test_person_of_another_unit_is_refused():
    with pytest.raises(Refused, match="tidak bertugas di Seksi PMD"):
        assign(make_report(), make_user(of="trantib"), unit())


def test_unit_of_another_office_or_one_that_is_closed_is_refused():
    activate("16.07.13")
    load_reference()
    with pytest.raises(Refused):
        assign(make_report(), to=unit(office="16.07.13"))
    Unit.objects.filter(pk=unit().pk).update(is_active=False)
    with pytest.raises(Refused):
        assign(make_report(), to=unit())


def test_second_of_two_who_move_it_is_told():
    mine = make_report()
    theirs = Aspiration.objects.get(pk=mine.pk)
    assign(mine, to=unit())
    with pytest.raises(Conflict):
        assign(theirs, to=unit("trantib"))


def test_my_unit_shows_what_lies_in_it_whoever_holds_it():
    head = make_user(Role.SECTION_HEAD)
    free, held = assign(make_report(), to=unit()), assign(make_report(), make_user(of="pmd"))
    other = assign(make_report(), to=unit("trantib"))
    client = desk(head)
    assert numbers(client, antrean="unit") == [free.number, held.number]
    assert numbers(client, antrean="bebas") == []
    assert numbers(client, unit=unit("trantib").pk) == [other.number]
    assert numbers(client, pemegang=held.assigned_to_id) == [held.number]
    assert "Seksi PMD" in client.get(QUEUE).content.decode()


def test_filter_names_no_unit_or_person_of_another_kecamatan():
    activate("16.07.13")
    load_reference()
    make_user(Role.CLERK, "16.07.13", first_name="Orang Lain")
    page = desk(make_user()).get(QUEUE).content.decode()
    assert f"unit={unit().pk}" in page
    assert f"unit={unit(office='16.07.13').pk}" not in page
    assert "Orang Lain" not in page


def test_desk_shows_the_load_of_units_and_of_people_with_their_unit():
    assign(make_report(), make_user(of="pmd", first_name="Rohani"))
    assign(make_report(), to=unit())
    page = desk(make_user()).get(f"{QUEUE}{make_report().pk}/change/?panel=assign").content.decode()
    assert "Seksi PMD (2)" in page
    assert "Rohani, Seksi PMD (1)" in page


def test_desk_assigns_to_a_unit_and_says_why_it_cannot():
    report, client = make_report(), desk(make_user())
    address = f"{QUEUE}{report.pk}/act/assign/"
    stranger = make_user(of="trantib")
    response = client.post(address, {"assign-unit": unit().pk, "assign-assignee": stranger.pk})
    assert (response.status_code, "tidak bertugas di" in response.content.decode()) == (422, True)
    client.post(address, {"assign-unit": unit().pk})
    report.refresh_from_db()
    assert report.unit == unit()


def test_many_are_given_to_a_unit_and_taken_back_to_where_each_was():
    user, person = make_user(), make_user(of="trantib")
    reports = [make_report(), assign(make_report(), person)]
    data = {"action": "many_assign", "_selected_action": [one.pk for one in reports], "order": "1"}
    response = desk(user).post(QUEUE, data | {"many-unit": unit().pk})
    batch = Batch.objects.get(pk=response["Location"].split("/")[-2])
    services.run_batch(batch.pk)
    rows = Aspiration.objects.order_by("pk").values_list("unit__slug", "assigned_to")
    assert list(rows.all()) == [("pmd", None), ("pmd", None)]
    batch.refresh_from_db()
    services.run_batch(services.undo(batch, user=user).pk)
    assert list(rows.all()) == [(None, None), ("trantib", person.pk)]


def test_rows_of_the_assignment_panel_cost_the_same_for_one_and_many():
    client, report = desk(make_user()), make_report()
    address, counts = f"{QUEUE}{report.pk}/change/?panel=assign", []
    client.get(address)
    for more in (1, 20):
        for _ in range(more):
            assign(make_report(), make_user(of="pmd"))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
