"""Who holds a report, and the way from one to the next."""

from typing import Any

import pytest
from django.test import Client

from aspirations import services
from aspirations.models import Aspiration
from aspirations.permissions import handlers_of
from aspirations.services import Conflict, Refused
from government.models import Role
from tests.world import advance, clerk_actor, make_report, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/admin/aspirations/aspiration/"


def assign(report: Aspiration, user: Any) -> Aspiration:
    return services.assign(report, user, actor=clerk_actor())


def test_report_is_given_to_a_person_and_taken_back():
    clerk = make_user(first_name="Rohani")
    report = assign(make_report(), clerk)
    assert (report.assigned_to, report.events.last().text) == (clerk, "Rohani")
    assert assign(report, None).assigned_to is None


def test_giving_it_is_for_staff_eyes_only():
    report = assign(make_report(), make_user())
    assert report.events.for_reporter().count() == 1


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.CLERK, "16.07.13"),
        (Role.AUDITOR, "16.07.14"),
        (Role.VILLAGE_OPERATOR, "16.07.14.2002"),
        (Role.AGENCY_OFFICER, "dinas-pupr"),
    ],
)
def test_somebody_without_a_part_in_it_cannot_hold_it(role: str, scope: str):
    report = make_report()
    with pytest.raises(Refused):
        assign(report, make_user(role, scope))
    report.refresh_from_db()
    assert report.assigned_to is None


def test_officer_of_its_agency_can_hold_it():
    officer = make_user(Role.AGENCY_OFFICER, "dinas-pupr")
    assert assign(advance(make_report(), "verified", "dispatched"), officer).assigned_to == officer


def test_same_person_twice_is_refused():
    clerk = make_user()
    with pytest.raises(Refused):
        assign(assign(make_report(), clerk), clerk)


def test_second_of_two_who_take_it_is_told():
    mine = make_report()
    theirs = Aspiration.objects.get(pk=mine.pk)
    assign(mine, make_user())
    with pytest.raises(Conflict):
        assign(theirs, make_user())


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def act(client: Client, report: Aspiration, verb: str, filters: str = "", **data: Any) -> Any:
    address = f"{QUEUE}{report.pk}/act/{verb}/?_changelist_filters={filters}"
    return client.post(address, {f"{verb}-seen": report.status_since.isoformat(), **data})


def numbers(client: Client, **query: Any) -> list[str]:
    return [report.number for report in client.get(QUEUE, query).context["cl"].result_list]


def test_clerk_takes_and_releases_a_report():
    clerk, report = make_user(), make_report()
    client = desk(clerk)
    act(client, report, "take")
    assert numbers(client, antrean="saya") == [report.number]
    assert numbers(client, antrean="bebas") == []
    act(client, report, "release")
    assert numbers(client, antrean="saya") == []


def test_list_of_people_names_each_ones_load_and_nobody_of_elsewhere():
    clerk = make_user(first_name="Rohani")
    make_user(Role.CLERK, "16.07.13", first_name="Orang Lain")
    assign(make_report(), clerk)
    page = desk(clerk).get(f"{QUEUE}{make_report().pk}/change/?panel=assign").content.decode()
    assert "Rohani (1)" in page
    assert "Orang Lain" not in page


def test_who_may_not_read_a_confidential_report_is_not_offered_it():
    head, clerk = make_user(Role.SECTION_HEAD), make_user()
    officer = make_user(Role.AGENCY_OFFICER, "dinas-pupr")
    report = advance(make_report(identity="confidential"), "verified", "dispatched")
    assert list(handlers_of(report).order_by("pk")) == [clerk, officer]
    assert head in handlers_of(make_report())


def test_person_of_another_kecamatan_cannot_be_chosen():
    stranger, report = make_user(Role.CLERK, "16.07.13"), make_report()
    response = act(desk(make_user()), report, "assign", **{"assign-assignee": stranger.pk})
    assert response.status_code == 422


def test_after_a_step_the_next_report_of_the_list_opens():
    first, second, third = make_report(), make_report(), make_report()
    client = desk(make_user())
    to = act(client, first, "verified", _next="1")["Location"]
    assert to == f"{QUEUE}{second.pk}/change/#content-start"
    to = act(client, second, "verified", filters="antrean%3Dsemua", _next="1")["Location"]
    assert to == f"{QUEUE}{third.pk}/change/?_changelist_filters=antrean%3Dsemua#content-start"


def test_next_keeps_to_the_filter_of_the_list():
    first = make_report()
    make_report()
    wanted = advance(make_report(), "verified")
    to = act(desk(make_user()), first, "verified", filters="status%3Dverified", _next="1")["Location"]
    assert to.startswith(f"{QUEUE}{wanted.pk}/change/")


def test_last_report_of_the_list_stays_open():
    report = make_report()
    to = act(desk(make_user()), report, "verified", _next="1")["Location"]
    assert to == f"{QUEUE}{report.pk}/change/#content-start"


def test_refused_step_stays_with_what_was_typed():
    report = make_report()
    make_report()
    response = act(desk(make_user()), report, "rejected", _next="1", **{"rejected-note": ""})
    assert response.status_code == 422


def test_previous_and_next_walk_the_whole_list_in_its_order():
    for _ in range(4):
        make_report()
    advance(make_report(), "verified", "planned")
    client = desk(make_user())
    expected = [report.pk for report in client.get(QUEUE, {"antrean": "semua"}).context["cl"].result_list]
    walked, address = [], f"{QUEUE}{expected[0]}/change/?_changelist_filters=antrean%3Dsemua"
    while address:
        page = client.get(address)
        walked.append(page.context["report"].pk)
        address = page.context["around"].following
    assert walked == expected
    back = client.get(page.context["around"].previous).context["report"].pk
    assert back == expected[-2]


@pytest.mark.parametrize("filters", ["desa%3D16.07.13.2001", "antrean%3D%00", "q%3D%27", "x%3D1", "%FF"])
def test_hostile_filters_lead_nowhere_else(filters: str):
    report = make_report()
    client = desk(make_user())
    address = f"{QUEUE}{report.pk}/change/?_changelist_filters={filters}"
    assert client.get(address).status_code == 200
