"""Musrenbang for everybody: the ranking, its parts, the trail; no names, nothing that is not public."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.documents import musrenbang as papers
from meetings.models import Level
from meetings.services import proposals as services
from tests.meetings.makers import make_meeting
from tests.meetings.musrenbang import (
    bring_to,
    make_many,
    make_musrenbang,
    make_proposal,
    make_ranked,
)
from tests.world import make_published, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def stop() -> Any:
    return make_musrenbang()


def test_list_shows_public_musrenbang_only(client: Client, clerk: Any, stop: Any):
    make_proposal(stop, actor=clerk)
    make_proposal(stop, actor=clerk, draft=True)
    make_meeting(9)
    make_musrenbang(visibility="internal")
    (shown,) = client.get("/musrenbang/").context["page"].object_list
    assert (shown, shown.usulan, shown.budgeted) == (stop, 1, 0)


def test_ranking_shows_every_part_and_why_by_hand(client: Client, clerk: Any, stop: Any):
    make_proposal(stop, actor=clerk)
    second = make_proposal(stop, "Dermaga", actor=clerk)
    services.place(second, 1, "Perahu tidak bisa sandar", actor=clerk)
    services.rank_list(stop, actor=clerk)
    text = client.get(f"/musrenbang/{stop.pk}/").text
    for words in ("Perahu tidak bisa sandar", "Penerima manfaat (30%)", "Menurut nilai saja: peringkat 2."):
        assert words in text


@pytest.mark.parametrize(
    "address", ["/musrenbang/{stop}/", "/musrenbang/{stop}/usulan.csv", "/musrenbang/{stop}/usulan.json",
                "/usulan/{pk}/", "/usulan/{pk}.json"],
)  # fmt: skip
def test_name_of_the_proposer_is_nowhere(client: Client, clerk: Any, stop: Any, address: str):
    proposal = make_ranked(stop, actor=clerk, proposer_name="Suparno Rahasia")
    body = client.get(address.format(stop=stop.pk, pk=proposal.pk)).getvalue().decode()
    assert "BPD Sri Mulyo" in body or address == "/musrenbang/{stop}/"
    assert "Suparno" not in body


@pytest.mark.parametrize("hidden", ["draft", "kept", "internal", "rakor"])
def test_what_is_not_public_is_not_there(client: Client, clerk: Any, stop: Any, hidden: str):
    stop = make_musrenbang(visibility="internal") if hidden == "internal" else stop
    proposal = make_proposal(
        stop, "Diamdiam", actor=clerk, draft=hidden == "draft", is_public=hidden != "kept"
    )
    if hidden == "rakor":
        stop.series.kind = "rakor"
        stop.series.save()
        assert client.get(f"/musrenbang/{stop.pk}/").status_code == 404
        return
    for address in (f"/usulan/{proposal.pk}/", f"/usulan/{proposal.pk}.json"):
        assert client.get(address).status_code == 404
    assert b"Diamdiam" not in client.get(f"/musrenbang/{stop.pk}/").content


def test_trail_leads_from_the_desa_up_with_reasons(client: Client, clerk: Any):
    below, above = make_musrenbang(Level.VILLAGE), make_musrenbang()
    proposal = make_ranked(below, actor=clerk)
    services.forward(below, [proposal.pk], to=above, actor=clerk)
    services.send_back(above.proposals.get(), "RAB belum ada", actor=clerk)
    text = client.get(f"/usulan/{proposal.pk}/").text
    assert f'href="/usulan/{above.proposals.get().pk}/"' in text
    assert text.count("RAB belum ada") == 3


def test_trail_leaves_out_a_stop_for_those_invited(client: Client, clerk: Any):
    below, above = make_musrenbang(Level.VILLAGE), make_musrenbang(visibility="internal")
    proposal = make_ranked(below, actor=clerk)
    services.forward(below, [proposal.pk], to=above, actor=clerk)
    response = client.get(f"/usulan/{proposal.pk}/")
    assert len(response.context["trail"]) == 1


def test_only_published_reports_stand_behind_it(client: Client, clerk: Any, stop: Any):
    shown = make_published(title="Jembatan terbuka", text="Papan jembatan hilang semua di sini.")
    proposal = make_proposal(stop, actor=clerk, reports=[shown, make_report(title="Belum tayang")])
    text = client.get(f"/usulan/{proposal.pk}/").text
    assert "Jembatan terbuka" in text
    assert "Belum tayang" not in text


def test_filters_reach_the_downloads(client: Client, clerk: Any, stop: Any):
    make_proposal(stop, "Jembatan", actor=clerk)
    make_proposal(stop, "Pelatihan", actor=clerk, kind="non_physical")
    page = f"/musrenbang/{stop.pk}/"
    assert [one.title for one, __ in client.get(f"{page}?jenis=physical").context["rows"]] == ["Jembatan"]
    lines = client.get(f"{page}usulan.csv?jenis=physical").getvalue().decode("utf-8-sig")
    assert [line["usulan"] for line in csv.DictReader(io.StringIO(lines))] == ["Jembatan"]
    assert [one["title"] for one in client.get(f"{page}usulan.json?q=latih").json()["proposals"]] == [
        "Pelatihan"
    ]
    assert client.get(f"{page}?desa=salah").status_code == 422


def test_budget_is_shown_as_data(client: Client, clerk: Any, stop: Any):
    proposal = bring_to(stop, "budgeted", actor=clerk)
    data = client.get(f"/usulan/{proposal.pk}.json").json()
    assert data["budget"] == {"reference": "SIPD 12", "year": 2028, "amount": 250_000_000}


@pytest.mark.parametrize("address", ["/musrenbang/{pk}/", "/musrenbang/{pk}/usulan.json", "/musrenbang/"])
def test_pages_cost_the_same_for_1_and_76(client: Client, stop: Any, address: str):
    counts = []
    for more in (1, 75):
        make_many(stop, more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address.format(pk=stop.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_papers_are_pdf_and_cost_the_same_for_1_and_76(clerk: Any, stop: Any):
    counts = []
    for more in (1, 75):
        make_many(stop, more)
        services.rank_list(stop, actor=clerk)
        with CaptureQueriesContext(connection) as queries:
            assert papers.minutes(stop)[:5] == papers.list_paper(stop)[:5] == b"%PDF-"
        counts.append(len(queries))
    assert counts[0] == counts[1]
