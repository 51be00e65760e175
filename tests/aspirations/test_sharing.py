"""Work shared out evenly, handed over by one who leaves, and how much everybody has."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aspirations import services
from aspirations.models import Aspiration, Batch
from aspirations.sharing import share
from government.models import Role
from tests.world import MONDAY, advance, clerk_actor, make_report, make_user, unit

pytestmark = pytest.mark.django_db
QUEUE = "/admin/aspirations/aspiration/"
loads = st.dictionaries(st.integers(1, 5), st.integers(0, 20), min_size=1)


@given(loads, st.integers(0, 40))
def test_nobody_who_got_something_has_more_than_one_above_another(held: dict[int, int], pieces: int):
    given_to = share(held, [(piece, held.keys()) for piece in range(pieces)])
    got = Counter(given_to.values())
    after = {person: held[person] + got[person] for person in held}
    busiest = max((load for person, load in after.items() if got[person]), default=0)
    assert sum(got.values()) == pieces
    assert all(busiest <= load + 1 for load in after.values())


@given(loads, st.lists(st.sets(st.integers(1, 9))))
def test_a_piece_goes_to_somebody_who_may_do_it_or_to_nobody(held: dict[int, int], able: list[set[int]]):
    for piece, person in share(held, list(enumerate(able))).items():
        assert person in able[piece] & held.keys() if able[piece] & held.keys() else person is None


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def choose(client: Client, *reports: Aspiration, press: str = "order", **data: Any) -> Any:
    """Picks reports in the list; `press` is the button."""
    sent = {"action": "many_share", "_selected_action": [one.pk for one in reports], press: "1"}
    return client.post(
        f"{QUEUE}?antrean=semua", sent | {f"share-{key}": value for key, value in data.items()}
    )


def carry_out(response: Any) -> Batch:
    batch = Batch.objects.get(pk=response["Location"].split("/")[-2])
    services.run_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def give(report: Aspiration, user: Any) -> Aspiration:
    return services.assign(report, user, actor=clerk_actor())


def held() -> dict[str, int]:
    rows = Aspiration.objects.filter(assigned_to__isnull=False).values_list("assigned_to__first_name")
    return Counter(name for (name,) in rows)


@pytest.fixture
def seksi() -> list[Any]:
    """Its head, and two clerks of whom one has two reports already."""
    people = [
        make_user(Role.SECTION_HEAD, first_name="Ani"),
        make_user(of="pmd", first_name="Budi"),
        make_user(of="pmd", first_name="Cici"),
    ]
    for _ in range(2):
        give(make_report(), people[1])
    return people


def test_preview_of_the_own_unit_is_there_at_once_and_changes_nothing(seksi: list[Any]):
    reports = [make_report() for _ in range(4)]
    client = desk(seksi[0])
    page = client.post(QUEUE, {"action": "many_share", "_selected_action": [one.pk for one in reports]})
    assert [(one.first_name, now, then) for one, now, then in page.context["shares"].lines] == [
        ("Ani", 0, 2), ("Budi", 2, 2), ("Cici", 0, 2),
    ]  # fmt: skip
    assert "<strong>Ani</strong>: sekarang 0, sesudahnya 2" in page.content.decode()
    assert (held(), Batch.objects.count()) == ({"Budi": 2}, 0)


def test_reports_are_shared_out_by_load_and_taken_back(seksi: list[Any]):
    user, reports = make_user(), [make_report() for _ in range(4)]
    people = [one.pk for one in seksi]
    batch = carry_out(choose(desk(user), *reports, unit=unit().pk, people=people))
    assert held() == {"Ani": 2, "Budi": 2, "Cici": 2}
    services.run_batch(services.undo(batch, user=user).pk)
    assert held() == {"Budi": 2}


def test_what_is_held_already_is_shared_out_again(seksi: list[Any]):
    mine = list(Aspiration.objects.all())
    carry_out(choose(desk(make_user()), *mine, people=[seksi[1].pk, seksi[2].pk]))
    assert held() == {"Budi": 1, "Cici": 1}


def test_nobody_chosen_leaves_all_in_the_unit(seksi: list[Any]):
    report = make_report()
    carry_out(choose(desk(make_user()), report, unit=unit("trantib").pk))
    report.refresh_from_db()
    assert (report.unit, report.assigned_to) == (unit("trantib"), None)


def test_confidential_report_goes_to_one_who_may_read_it(seksi: list[Any]):
    secret, plain = make_report(identity="confidential"), make_report()
    carry_out(choose(desk(make_user()), secret, plain, people=[seksi[0].pk, seksi[1].pk]))
    secret.refresh_from_db()
    assert secret.assigned_to == seksi[1]


def test_who_may_not_read_a_confidential_report_is_not_offered_it_alone(seksi: list[Any]):
    response = choose(desk(make_user()), make_report(identity="confidential"), people=[seksi[0].pk])
    assert (response.status_code, Batch.objects.count()) == (422, 0)


def test_report_that_nobody_chosen_may_do_stays_and_is_said(seksi: list[Any]):
    plain, secret = make_report(), make_report(identity="confidential")
    page = choose(desk(make_user()), plain, secret, people=[seksi[0].pk], press="plan")
    assert page.context["shares"].refused == [secret]
    assert "tetap di tempatnya" in page.content.decode()


@pytest.mark.parametrize(
    ("at", "slugs", "sentence"),
    [("", [], "Pilih orangnya, atau unit kerja."), ("trantib", ["pmd"], "Tidak bertugas di Seksi Trantib")],
)
def test_choice_that_makes_no_sense_is_a_sentence(at: str, slugs: list[str], sentence: str):
    people = [make_user(of=slug).pk for slug in slugs]
    where = unit(at).pk if at else ""
    response = choose(desk(make_user()), make_report(), unit=where, people=people)
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert Batch.objects.count() == 0


def test_reader_shares_nothing_out():
    response = choose(desk(make_user(Role.AUDITOR)), make_report(), people=[])
    assert (response.context["rows"], Batch.objects.count()) == ([], 0)


def test_everything_of_one_who_left_is_handed_over_in_one_act(seksi: list[Any]):
    budi, user = seksi[1], make_user()
    give(advance(make_report(), "verified", "answered", "resolved"), budi)
    budi.memberships.update(is_active=False)
    client = desk(user)
    address = f"{QUEUE}serahkan/{budi.pk}/"
    page = client.get(address)
    assert [one.first_name for one in page.context["shares"].people] == ["Ani", "Cici"]
    data = {"order": "1", "share-unit": unit().pk, "share-people": [seksi[0].pk, seksi[2].pk]}
    batch = carry_out(client.post(address, data))
    assert held() == {"Ani": 1, "Cici": 1, "Budi": 1}
    assert batch.can_be_undone


@pytest.mark.parametrize(
    ("role", "scope"), [(Role.CLERK, "16.07.13"), (Role.AUDITOR, "16.07.14"), (Role.AGENCY_OFFICER, "bpbd")]
)
def test_nobody_else_hands_it_over(role: str, scope: str, seksi: list[Any]):
    client = desk(make_user(role, scope))
    assert client.post(f"{QUEUE}serahkan/{seksi[1].pk}/", {"order": "1"}).status_code == 404
    assert held() == {"Budi": 2}


def figures(client: Client) -> dict[str, list[int]]:
    found = {}
    for whole, rows in client.get(f"{QUEUE}beban/").context["groups"]:
        found[whole.name] = [count for count, __ in whole.cells]
        found |= {f"{whole.name}/{row.name}": [count for count, __ in row.cells] for row in rows}
    return {name: counts for name, counts in found.items() if any(counts)}


def test_page_of_the_load_counts_each_unit_and_person_and_opens_the_lists(seksi: list[Any]):
    now = timezone.now()
    Aspiration.objects.update(due_at=now - timedelta(days=1))
    soon = services.assign(make_report(at=MONDAY), None, unit=unit(), actor=clerk_actor())
    Aspiration.objects.filter(pk=soon.pk).update(due_at=now + timedelta(days=3))
    later = give(make_report(), make_user(first_name="Dedi"))
    Aspiration.objects.filter(pk=later.pk).update(due_at=now + timedelta(days=30))
    client = desk(make_user())
    name = "Seksi Pemberdayaan Masyarakat dan Desa"
    assert figures(client) == {
        name: [3, 2, 1],
        f"{name}/Budi": [2, 2, 0],
        f"{name}/Belum ada orangnya": [1, 0, 1],
        "Di luar unit kerja": [1, 0, 0],
        "Di luar unit kerja/Dedi": [1, 0, 0],
    }
    for whole, rows in client.get(f"{QUEUE}beban/").context["groups"]:
        for row in (whole, *rows):
            for count, address in row.cells:
                assert (row.name, client.get(address).context["cl"].result_count) == (row.name, count)


def test_load_of_another_kecamatan_is_not_shown(seksi: list[Any]):
    page = desk(make_user(Role.CLERK, "16.07.13")).get(f"{QUEUE}beban/").content.decode()
    assert "Budi" not in page
    assert desk(make_user(Role.AGENCY_OFFICER, "bpbd")).get(f"{QUEUE}beban/").status_code == 404


@pytest.mark.parametrize("path", ["beban/", "serahkan/{}/"])
def test_pages_cost_the_same_for_few_and_for_many(path: str, seksi: list[Any]):
    client, address = desk(make_user()), QUEUE + path.format(seksi[1].pk)
    client.get(address)
    counts = []
    for more in (1, 20):
        for _ in range(more):
            give(make_report(), make_user(of="pmd"))
            give(make_report(), seksi[1])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
