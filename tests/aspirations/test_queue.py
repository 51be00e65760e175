"""The queue: what needs a hand, in the own territory, at a constant price."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations import services
from aspirations.admin.paging import FirstPages
from aspirations.admin.queue import AspirationAdmin
from aspirations.services import Actor
from government.loading import activate
from government.models import Role
from tests.world import (
    ELSEWHERE,
    advance,
    agency,
    category,
    clerk_actor,
    make_report,
    make_user,
    picture,
    publish,
    region,
)

pytestmark = pytest.mark.django_db
QUEUE = "/admin/aspirations/aspiration/"


@pytest.fixture(autouse=True)
def _two_districts() -> None:
    """A second kecamatan of the same kabupaten is served too."""
    activate("16.07.13")


def numbers(client: Client, **query: Any) -> list[str]:
    response = client.get(QUEUE, query)
    assert response.status_code == 200
    return [report.number for report in response.context["cl"].result_list]


def desk(role: str = Role.CLERK, scope: str = "16.07.14") -> Client:
    client = Client()
    client.force_login(make_user(role, scope))
    return client


def now_report(**fields: Any) -> Any:
    return make_report(at=timezone.now(), **fields)


def test_queue_opens_on_what_the_office_owes_overdue_first():
    fresh, old = now_report(), make_report()
    advance(now_report(), "verified", "answered")
    advance(now_report(), "verified", "planned")
    advance(now_report(), "rejected")
    assert numbers(desk()) == [old.number, fresh.number]


def test_unread_reply_needs_a_hand_whatever_the_status():
    report = advance(now_report(), "verified", "planned")
    services.add_photos(report, [picture()], actor=Actor.reporter())
    assert numbers(desk()) == [report.number]
    assert numbers(desk(), antrean="balasan") == [report.number]


def test_named_queues():
    late, fresh = make_report(), now_report()
    asked = advance(now_report(), "verified", "needs_info")
    private = advance(now_report(), "verified")
    publish(advance(now_report(), "verified"))
    client = desk()
    assert numbers(client, antrean="lewat") == [late.number]
    assert numbers(client, antrean="pelapor") == [asked.number]
    assert set(numbers(client, antrean="tayang")) == {asked.number, private.number}
    assert fresh.number in numbers(client, antrean="semua")


def test_new_evidence_of_a_published_report_waits_to_be_shown():
    report = publish(now_report())
    services.add_photos(report, [picture()], actor=clerk_actor(), stage="after")
    client = desk()
    assert numbers(client, antrean="tayang") == []
    report.photos.update(state="ready", width=4, height=3)
    assert numbers(client, antrean="tayang") == [report.number]
    page = client.get(f"{QUEUE}{report.pk}/change/").content.decode()
    assert "1 foto bukti belum ditayangkan." in page
    publish(report, photos=[str(report.photos.get().uuid)])
    assert numbers(client, antrean="tayang") == []


def test_due_soon_is_within_two_days():
    soon, later = now_report(), now_report()
    type(soon).objects.filter(pk=soon.pk).update(due_at=timezone.now() + timedelta(days=1))
    type(soon).objects.filter(pk=later.pk).update(due_at=timezone.now() + timedelta(days=3))
    assert numbers(desk(), antrean="segera") == [soon.number]


def test_filters_combine_and_survive_the_tabs():
    bridge = now_report()
    power = now_report(category=category("listrik"))
    client = desk()
    assert numbers(client, kategori=category("listrik").pk) == [power.number]
    page = client.get(QUEUE, {"kategori": category("jembatan").pk}).content.decode()
    assert f"?antrean=lewat&amp;kategori={category('jembatan').pk}" in page
    assert bridge.number in page


def test_search_by_number_and_by_words_of_the_original():
    report, other = now_report(text="Kabel lstrik putus di dekat Balai."), now_report()
    client = desk()
    assert numbers(client, q=report.number) == [report.number]
    assert numbers(client, q="putus kabel") == [report.number]
    assert numbers(client, q="tidakada") == []
    assert other.number in numbers(client)


@pytest.mark.parametrize(
    ("role", "scope", "sees"),
    [
        (Role.CLERK, "16.07.14", "here"),
        (Role.CAMAT, "16.07.13", "there"),
        (Role.COORDINATOR, "16.07", "both"),
        (Role.VILLAGE_OPERATOR, "16.07.14.2002", "here"),
        (Role.VILLAGE_OPERATOR, "16.07.14.2001", "none"),
        (Role.AUDITOR, "16.07.14", "here"),
        (Role.AGENCY_OFFICER, "dinas-pupr", "none"),
        ("", "", "both"),
    ],
)
def test_other_territories_do_not_exist(role: str, scope: str, sees: str):
    here, there = now_report(), now_report(village=ELSEWHERE)
    client = desk(role, scope)
    expected = {"here": {here}, "there": {there}, "both": {here, there}, "none": set()}[sees]
    for report in (here, there):
        visible = report in expected
        address = f"{QUEUE}{report.pk}/change/"
        assert client.get(address).status_code == (200 if visible else 404)
        assert client.get(f"{QUEUE}{report.pk}/history/").status_code == (302 if visible else 404)
        assert client.post(f"{QUEUE}{report.pk}/act/note/", {"note-text": "x"}).status_code != 500
        assert (report.number in numbers(client, antrean="semua")) == visible
        assert (report.number in numbers(client, antrean="semua", q=report.number)) == visible


def test_act_in_another_territory_is_not_found_and_changes_nothing():
    there = now_report(village=ELSEWHERE)
    assert desk().post(f"{QUEUE}{there.pk}/act/verified/").status_code == 404
    there.refresh_from_db()
    assert there.status == "submitted"


def test_agency_officer_sees_what_was_dispatched_to_the_agency_only():
    mine = advance(now_report(), "verified", "dispatched")
    now_report()
    assert numbers(desk(Role.AGENCY_OFFICER, "dinas-pupr"), antrean="semua") == [mine.number]
    assert numbers(desk(Role.AGENCY_OFFICER, "bpbd"), antrean="semua") == []


def test_filter_offers_only_the_own_territory():
    page = desk().get(QUEUE).content.decode()
    assert region().name in page
    assert region(ELSEWHERE).name not in page


@pytest.mark.parametrize(
    "query",
    [
        {"reporter_name__startswith": "S"},
        {"reporter_phone__contains": "8"},
        {"secret_hash__startswith": "a"},
        {"village__parent": "16.07.13"},
    ],
)
def test_lookups_cannot_be_used_to_guess(query: dict[str, str]):
    now_report()
    assert desk().get(QUEUE, query).status_code in {302, 400}


def test_confidential_report_is_not_for_the_village_operator():
    report = now_report(identity="confidential")
    assert numbers(desk()) == [report.number]
    assert numbers(desk(Role.VILLAGE_OPERATOR, "16.07.14.2002")) == []


@pytest.mark.parametrize("key", ["0", "x", "1 OR 1=1", "9" * 30, "٣"])
def test_hostile_key_is_not_found(key: str):
    assert desk().get(f"{QUEUE}{key}/change/").status_code == 404


@pytest.mark.parametrize("path", ["add/", "1/delete/"])
def test_nothing_is_added_or_deleted_by_hand(path: str):
    assert desk().get(f"{QUEUE}{path}").status_code == 403


def test_stranger_is_asked_to_sign_in(client: Client):
    assert client.get(QUEUE)["Location"].startswith("/admin/login/")


def test_member_whose_role_was_revoked_sees_nothing():
    user = make_user()
    now_report()
    user.memberships.update(is_active=False)
    client = Client()
    client.force_login(user)
    assert client.get(QUEUE).status_code == 403


def test_empty_queue_says_so():
    assert "Tidak ada laporan di antrean ini." in desk().get(QUEUE).content.decode()


@pytest.mark.parametrize("query", [{}, {"q": "jembatan"}, {"antrean": "semua"}, {"antrean": "lewat"}])
def test_queue_takes_the_same_queries_for_one_and_thirty(query: dict, django_assert_num_queries: Any):
    client = desk()
    advance(make_report(), "verified", "dispatched")
    client.get(QUEUE, query)
    with django_assert_num_queries(14):
        client.get(QUEUE, query)
    for _ in range(29):
        advance(make_report(), "verified", "dispatched")
    with django_assert_num_queries(14):
        client.get(QUEUE, query)


def test_desk_start_page_counts_each_queue():
    make_report()
    page = desk().get("/admin/").content.decode()
    assert "Antrean saya" in page
    assert "<strong>1</strong> Lewat janji</a>" in page


def test_agency_filter_of_an_officer_names_no_other_agency():
    page = desk(Role.AGENCY_OFFICER, "dinas-pupr").get(QUEUE).content.decode()
    assert agency("bpbd").name not in page


@pytest.mark.parametrize(("most", "said"), [(2, "lebih dari 2 ditemukan"), (3, "3 ditemukan")])
def test_list_counts_no_further_than_its_pages_go_and_says_so(monkeypatch, most, said):
    for __ in range(3):
        now_report()
    monkeypatch.setattr(FirstPages, "MOST", most)
    monkeypatch.setattr(AspirationAdmin, "list_per_page", 1)
    page = desk().get(QUEUE, {"jenis": "complaint"})
    html = page.content.decode()
    assert said in html
    assert page.context["cl"].result_count == most
    # "All" is offered where it is what the pages show.
    assert ('class="question hidden"' in html) == (most == 3)
    assert ("Daftar ini lebih panjang" in html) == (most == 2)
