"""A reporter's name and contact: folded away, and every look at them is written down."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations.admin import identity
from aspirations.models import Access, Aspiration
from government.models import Role
from tests.world import SRI_MULYO, make_report, make_user

pytestmark = pytest.mark.django_db
PHONE = "+6281273456789"


def desk(role: str = Role.CLERK, scope: str = "16.07.14", **fields: Any) -> Client:
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(make_user(role, scope, **fields))
    return client


def address(report: Aspiration, path: str = "change") -> str:
    return f"/admin/aspirations/aspiration/{report.pk}/{path}/"


def page(client: Client, report: Aspiration, **query: str) -> str:
    return client.get(address(report), query).content.decode()


def test_name_and_contact_are_folded_away_until_asked_for():
    report, other = make_report(reporter_phone=PHONE), make_report(reporter_phone=PHONE)
    client = desk()
    assert "Suparno" not in page(client, report)
    response = client.post(address(report, "identity"), {"reason": "Menelepon pelapor"})
    assert response["Location"] == f"{address(report)}#identitas"
    shown = page(client, report)
    assert ("Suparno" in shown, PHONE in shown) == (True, True)
    assert "Suparno" not in page(client, other)


def test_each_look_is_written_down():
    report, client = make_report(), desk(first_name="Rohani")
    page(client, report)
    assert not Access.objects.exists()
    client.post(address(report, "identity"), {"reason": " Menelepon "})
    row = Access.objects.get()
    assert (row.kind, row.user.first_name, row.aspiration, row.reason) == (
        "identity",
        "Rohani",
        report,
        "Menelepon",
    )
    assert len(row.place) == 6


def test_it_is_folded_away_again_after_a_while(monkeypatch):
    report, client = make_report(), desk()
    client.post(address(report, "identity"))
    later = timezone.now().timestamp() + identity.SECONDS + 1
    monkeypatch.setattr(identity.time, "time", lambda: later)
    assert "Suparno" not in page(client, report)


def test_another_session_asks_for_itself():
    report = make_report()
    desk().post(address(report, "identity"))
    assert "Suparno" not in page(desk(), report)


@pytest.mark.parametrize(
    ("role", "scope"),
    [(Role.VILLAGE_OPERATOR, SRI_MULYO), (Role.AUDITOR, "16.07.14"), (Role.CLERK, "16.07.13")],
)
def test_others_are_refused_and_nothing_is_written(role: str, scope: str):
    report = make_report()
    assert desk(role, scope).post(address(report, "identity")).status_code == 404
    assert not Access.objects.exists()


def test_a_link_shows_and_writes_nothing():
    report, client = make_report(), desk()
    assert client.get(address(report, "identity"))["Location"] == f"{address(report)}#identitas"
    assert "Suparno" not in page(client, report)
    assert not Access.objects.exists()


def test_where_there_is_none_nothing_is_asked():
    report, client = make_report(identity="anonymous"), desk()
    assert "tanpa nama dan kontak" in page(client, report)
    assert client.post(address(report, "identity")).status_code == 404


def test_filters_of_the_list_survive():
    report = make_report()
    query = "?_changelist_filters=antrean%3Dsaya"
    response = desk().post(address(report, "identity") + query)
    assert response["Location"] == f"{address(report)}{query}#identitas"


def test_right_that_was_taken_hides_it_at_once():
    report = make_report()
    user = make_user()
    client = Client()
    client.force_login(user)
    client.post(address(report, "identity"))
    user.memberships.update(role=Role.VILLAGE_OPERATOR, region_id=SRI_MULYO)
    assert "Suparno" not in page(client, report)
