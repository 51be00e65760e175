"""The desk of a musrenbang: its tab, pages, sheet, ballot, ranking and who finds them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from government.models import Role
from meetings.models import Criterion, Proposal, ProposalVote
from meetings.services import proposals as services
from tests.meetings.makers import make_meeting
from tests.meetings.musrenbang import (
    criteria_of,
    make_delegate,
    make_many,
    make_musrenbang,
    make_proposal,
    make_ranked,
    make_series,
)
from tests.world import make_published, make_report, make_user, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def desk(clerk: Any, client: Client) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def stop() -> Any:
    return make_musrenbang()


def at(stop: Any, page: str = "") -> str:
    return f"/admin/meetings/meeting/{stop.pk}/proposals/{page}"


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Jembatan Jalur 8",
        "kind": "physical",
        "village": "16.07.14.2002",
        "reason": "Papan lapuk",
        "proposer_office": "BPD Sri Mulyo",
        "is_public": "on",
    } | fields


def test_tab_stands_on_a_musrenbang_and_nowhere_else(desk: Client, stop: Any):
    rakor = make_meeting()
    assert "Usulan musrenbang" in desk.get(at(stop)).text
    assert "Usulan musrenbang" not in desk.get(f"/admin/meetings/meeting/{rakor.pk}/agenda/").text
    assert desk.get(at(rakor)).status_code == 404


def test_form_makes_an_usulan_with_its_checklist(desk: Client, stop: Any):
    item = stop.series.readiness_items.all()[0]
    given = typed(cost="Rp 250.000.000", **{f"ready_{item.pk}": "on", f"document_{item.pk}": "Hibah 12"})
    assert desk.post(at(stop, "new/"), given).status_code == 302
    made = stop.proposals.get()
    assert (made.status, made.cost, made.proposer_office) == ("submitted", 250_000_000, "BPD Sri Mulyo")
    assert [(one.item, one.document) for one in made.ready.all()] == [(item, "Hibah 12")]


def test_form_with_errors_keeps_what_was_typed(desk: Client, stop: Any):
    response = desk.post(at(stop, "new/"), typed(reason="", landmark="Jalur 8"))
    assert response.status_code == 422
    assert "Jalur 8" in response.text
    assert not stop.proposals.exists()


def test_report_fills_the_form_and_becomes_its_source(desk: Client, stop: Any):
    report = make_published(title="Jembatan putus", text="Papan jembatan hilang semua di sini.")
    assert "Jembatan putus" in desk.get(at(stop, f"new/?laporan={report.number}")).text
    desk.post(at(stop, f"new/?laporan={report.number}"), typed())
    assert list(stop.proposals.get().aspirations.all()) == [report]
    assert desk.get(at(stop, f"new/?laporan={report.number}")).status_code == 404


def test_confidential_report_is_not_offered(desk: Client, stop: Any):
    report = make_report(identity="confidential", title="Rahasiaku")
    assert "Rahasiaku" not in desk.get(at(stop, "new/")).text
    assert desk.get(at(stop, f"new/?laporan={report.number}")).status_code == 404


def test_list_filters_and_sorts(desk: Client, clerk: Any, stop: Any):
    make_proposal(stop, "Jembatan kecil", actor=clerk, cost=10)
    make_proposal(stop, "Jembatan besar", actor=clerk, cost=90)
    make_proposal(stop, "Pelatihan kader", actor=clerk, kind="non_physical")
    shown = desk.get(at(stop, "?q=jembatan&urut=biaya")).context["page"].object_list
    assert [one.title for one in shown] == ["Jembatan besar", "Jembatan kecil"]
    shown = desk.get(at(stop, "?jenis=non_physical")).context["page"].object_list
    assert [one.title for one in shown] == ["Pelatihan kader"]
    assert desk.get(at(stop, "?desa=x")).status_code == 422


def test_score_sheet_saves_and_refuses(desk: Client, clerk: Any, stop: Any):
    proposal = make_proposal(stop, actor=clerk)
    location = desk.post(at(stop, "scores/"), {"name": "Kasi PMD"}).headers["Location"]
    key = f"s-{proposal.pk}-{criteria_of(stop)[0].pk}"
    assert desk.post(location, {key: "5"}).status_code == 302
    assert proposal.scores.get().value == 5
    response = desk.post(location, {key: "9"})
    assert (response.status_code, 'value="9"' in response.text) == (422, True)
    desk.post(location, {key: ""})
    assert not proposal.scores.exists()


def test_ballot_and_tally(desk: Client, clerk: Any, stop: Any):
    proposal, delegate = make_proposal(stop, actor=clerk), make_delegate(stop)
    desk.post(at(stop, f"votes/?utusan={delegate.pk}"), {"usulan": [proposal.pk]})
    assert ProposalVote.objects.get().delegate == delegate
    make_delegate(stop)
    desk.post(at(stop, "votes/"), {"tally": "1", f"t-{proposal.pk}": "1"})
    assert services.votes_of(stop) == {proposal.pk: 2}
    response = desk.post(at(stop, "votes/"), {"tally": "1", f"t-{proposal.pk}": "9"})
    assert "melebihi 2 utusan" in response.text


def test_ranking_is_locked_placed_and_forwarded(desk: Client, clerk: Any, stop: Any):
    first, second = make_proposal(stop, actor=clerk), make_proposal(stop, actor=clerk)
    above = make_musrenbang("regency")
    desk.post(at(stop, "ranking/"), {"act": "place", "usulan": second.pk, "rank": 1, "reason": "Putus"})
    desk.post(at(stop, "ranking/"), {"act": "lock"})
    assert [one.pk for one in stop.proposals.in_rank()] == [second.pk, first.pk]
    desk.post(at(stop, "ranking/"), {"act": "forward", "usulan": [second.pk], "to": above.pk})
    assert above.proposals.get().came_from == second
    assert "Putus" in desk.get(at(stop, "ranking/")).text


def test_answers_are_given_on_its_page(desk: Client, clerk: Any, stop: Any):
    proposal = make_ranked(stop, actor=clerk)
    page = at(stop, f"{proposal.pk}/")
    assert desk.post(page, {"act": "send_back", "reason": ""}).status_code == 422
    desk.post(
        page, {"act": "budget", "budget-reference": "SIPD 7", "budget-year": 2028, "budget-amount": "5.000"}
    )
    proposal.refresh_from_db()
    assert (proposal.status, proposal.budget_amount) == ("budgeted", 5000)
    assert desk.get(page).status_code == 200


def test_photo_is_added_shown_and_dropped(desk: Client, clerk: Any, stop: Any):
    proposal = make_proposal(stop, actor=clerk)
    page = at(stop, f"{proposal.pk}/")
    assert desk.post(page, {"act": "photos", "photos": picture()}).status_code == 302
    made = proposal.pictures.get()
    assert made.is_public is False
    desk.post(page, {"act": "drop", "picture": made.pk})
    assert not proposal.pictures.exists()


def test_usulan_of_another_stop_is_not_here(desk: Client, clerk: Any, stop: Any):
    other = make_proposal(make_musrenbang(), actor=clerk)
    assert desk.get(at(stop, f"{other.pk}/")).status_code == 404
    assert desk.post(at(stop, "ranking/"), {"act": "place", "usulan": other.pk, "rank": 1}).status_code == 404


def test_auditor_reads_and_writes_nothing(client: Client, clerk: Any, stop: Any):
    proposal = make_proposal(stop, actor=clerk)
    client.force_login(make_user(Role.AUDITOR))
    for page in ("", f"{proposal.pk}/", "ranking/", "usulan.pdf", "berita-acara.pdf"):
        assert client.get(at(stop, page)).status_code == 200
    assert "Suparno" not in client.get(at(stop, f"{proposal.pk}/")).text
    for page in ("new/", "scores/", "votes/", "import/", "usulan.xlsx"):
        assert client.get(at(stop, page)).status_code == 404
    assert client.post(at(stop, "ranking/"), {"act": "lock"}).status_code == 404


@pytest.mark.parametrize(
    "page", ["", "scores/?penilai={scorer}", "votes/", "ranking/", "usulan.xlsx", "usulan.pdf"]
)
def test_pages_cost_the_same_for_1_and_76(desk: Client, clerk: Any, stop: Any, page: str):
    address = at(stop, page.format(scorer=services.name_scorer(stop, "A", actor=clerk).pk))
    make_delegate(stop)
    counts = []
    for more in (1, 75):
        make_many(stop, more)
        desk.get(address).getvalue()
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).getvalue()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Proposal.objects.count() == 76


def rules_page(weights: list[int]) -> dict[str, Any]:
    series = make_series()
    rows = list(Criterion.objects.filter(series=series))
    data: dict[str, Any] = {"name": series.name, "kind": series.kind, "year": series.year, "region": "16.07"}
    for prefix in ("proposal_rules", "criteria", "readiness_items"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    data |= {"criteria-TOTAL_FORMS": len(rows), "criteria-INITIAL_FORMS": len(rows)}
    for number, (row, weight) in enumerate(zip(rows, weights, strict=True)):
        named = {"id": row.pk, "series": series.pk, "position": row.position, "name": row.name}
        data |= {f"criteria-{number}-{key}": value for key, value in (named | {"weight": weight}).items()}
    return data


@pytest.mark.parametrize(("weights", "status"), [([40, 20, 20, 20], 302), ([40, 20, 20, 10], 200)])
def test_weights_on_the_page_of_the_series_add_up(client: Client, weights: list[int], status: int):
    client.force_login(make_user(Role.COORDINATOR, "16.07"))
    data = rules_page(weights)
    response = client.post(f"/admin/meetings/series/{make_series().pk}/change/", data)
    assert response.status_code == status
    assert ("berjumlah 90%" in response.text) == (status == 200)
