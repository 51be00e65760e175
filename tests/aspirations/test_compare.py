"""Two reports side by side at the desk."""

from typing import Any

import pytest
from django.test import Client

from aspirations import duplicates, services
from aspirations.models import Aspiration, Distinct
from government.models import Role
from tests.world import advance, clerk_actor, make_report, make_user

pytestmark = pytest.mark.django_db
OTHER = "Papan jembatan di Jalur 8 sudah lapuk dan tiga papan patah."


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user())
    return client


def page(report: Aspiration, other: Aspiration) -> str:
    return f"/admin/aspirations/aspiration/{report.pk}/compare/{other.pk}/"


def decide(client: Client, report: Aspiration, other: Aspiration, verb: str, **data: Any) -> Any:
    shown = client.get(page(report, other)).context
    return client.post(page(report, other), {"verb": verb, "seen": shown["seen"], **data})


def test_both_texts_stand_side_by_side_with_what_differs(desk: Client):
    report, other = make_report(), make_report(text=OTHER)
    response = desk.get(page(report, other))
    left, right = response.context["sides"]
    assert "".join(part.text for part in left.text) == report.text
    assert "".join(part.text for part in right.text) == other.text
    assert "<mark>dua</mark> papan <mark>hilang</mark>" in response.content.decode()
    assert response.context["alike"].reasons == ("teks hampir sama", "kategori sama", "hari yang sama")


@pytest.mark.parametrize(("verb", "joined"), [("into_other", 0), ("into_this", 1)])
def test_merger_goes_either_way(desk: Client, verb: str, joined: int):
    pair = [make_report(), make_report()]
    response = decide(desk, pair[0], pair[1], verb, note="Jembatan yang sama.")
    target = pair[1 - joined]
    assert response["Location"] == f"/admin/aspirations/aspiration/{target.pk}/change/"
    assert Aspiration.objects.get(pk=pair[joined].pk).merged_into == target
    assert pair[joined].events.latest("pk").text == "Jembatan yang sama."


def test_pair_that_is_no_duplicate_is_not_offered_again(desk: Client):
    report, other, clerk = make_report(), make_report(), make_user()
    assert [one.report for one in duplicates.candidates(report, clerk)] == [other]
    decide(desk, report, other, "apart")
    assert Distinct.objects.holds(report, other)
    assert duplicates.candidates(other, clerk) == []
    assert "Sudah ditandai bukan duplikat." in desk.get(page(other, report)).content.decode()


def test_way_that_is_closed_says_why(desk: Client):
    report, other = make_report(), advance(make_report(), "rejected")
    ways = desk.get(page(report, other)).context["ways"]
    assert [way.obstacle for way in ways] == ["", "Berstatus “Ditolak”."]
    hidden = make_report(identity="confidential")
    ways = desk.get(page(report, hidden)).context["ways"]
    assert ["rahasia" in way.obstacle for way in ways] == [True, False]


def test_second_clerk_is_told_and_keeps_what_was_typed(desk: Client):
    report, other = make_report(), make_report()
    seen = desk.get(page(report, other)).context["seen"]
    advance(other, "verified")
    data = {"verb": "into_other", "seen": seen, "note": "Sama persis"}
    response = desk.post(page(report, other), data)
    assert response.status_code == 422
    assert "baru diubah orang lain" in response.content.decode()
    assert "Sama persis" in response.content.decode()
    assert Aspiration.objects.get(pk=report.pk).merged_into is None


def test_refusal_of_the_service_is_a_sentence(desk: Client):
    report, other, third = make_report(), make_report(), make_report()
    services.merge(third, report, actor=clerk_actor())
    response = decide(desk, report, other, "into_other")
    assert "Laporan lain sudah digabung ke laporan ini" in response.content.decode()


def test_same_reporter_is_told_without_a_name(desk: Client):
    pair = [make_report(reporter_phone="+6281200000001") for _ in range(2)]
    shown = desk.get(page(*pair)).content.decode()
    assert "Pelapornya sama" in shown
    assert "Suparno" not in shown
    assert "81200000001" not in shown


def test_what_one_may_not_see_cannot_be_compared(client: Client):
    report, hidden = make_report(), make_report(identity="confidential")
    client.force_login(make_user(Role.VILLAGE_OPERATOR))
    assert client.get(page(report, hidden)).status_code == 404
    assert client.get(page(hidden, report)).status_code == 404
    assert client.get(page(report, report)).status_code == 404


def test_mere_reader_compares_and_decides_nothing(client: Client):
    report, other = make_report(), make_report()
    client.force_login(make_user(Role.AUDITOR))
    shown = client.get(page(report, other))
    assert (shown.status_code, shown.context["may_decide"]) == (200, False)
    assert decide(client, report, other, "into_other").status_code == 404
    assert decide(client, report, other, "apart").status_code == 404
    assert not Distinct.objects.exists()
