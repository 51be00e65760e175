"""Everything that one person did, for those who watch over that person."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations import services
from aspirations.admin import trail
from aspirations.origins import Origin
from government.loading import activate
from government.models import Role
from tests.world import ELSEWHERE, SRI_MULYO, advance, clerk_actor, make_report, make_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/aspirations/access/person/"


def desk(role: str = Role.CAMAT, scope: str = "16.07.14") -> Client:
    client = Client()
    client.force_login(make_user(role, scope))
    return client


def steps(client: Client, someone: Any, **query: Any) -> list[tuple[str, str]]:
    response = client.get(PAGE, {"siapa": someone.pk} | query)
    assert response.status_code == 200
    return [(step.what, step.number) for step in response.context["steps"]]


def test_steps_views_exports_and_sign_ins_stand_in_one_list():
    clerk, report = make_user(), make_report()
    services.record_failed_login(clerk.username)
    services.record_login(clerk, origin=Origin("7KQ2ZD", "Chrome, Windows"))
    services.add_note(report, "Dicek.", actor=clerk_actor(clerk))
    services.record_identity_view(report, user=clerk)
    services.record_export(clerk, "Laporan, CSV", 12)
    services.add_note(make_report(), "Orang lain.", actor=clerk_actor(make_user()))
    client = desk()
    assert steps(client, clerk) == [
        ("Data diunduh", ""),
        ("Identitas dilihat", report.number),
        ("Catatan internal", report.number),
        ("Masuk", ""),
        ("Gagal masuk", ""),
    ]
    page = client.get(PAGE, {"siapa": clerk.pk}).content.decode()
    for text in ("Laporan, CSV: 12 baris", "7KQ2ZD · Chrome, Windows", "Dicek."):
        assert text in page


def test_changes_of_reference_data_are_in_it_too():
    lead = make_user(Role.COORDINATOR, "16.07")
    client = Client()
    client.force_login(lead)
    data = {"date": "2030-01-02", "name": "Libur desa", "kind": "public", "is_active": "on"}
    client.post("/admin/government/holiday/add/", data)
    found = steps(desk("", ""), lead)
    assert [what for what, __ in found] == ["Data acuan: hari libur"]


def test_days_are_chosen():
    clerk, report = make_user(), make_report()
    services.add_note(report, "Dicek.", actor=clerk_actor(clerk))
    today = timezone.localdate()
    yesterday = (today - timedelta(days=1)).isoformat()
    client = desk()
    assert len(steps(client, clerk, dari=today.isoformat(), sampai=today.isoformat())) == 1
    assert steps(client, clerk, dari=yesterday, sampai=yesterday) == []
    assert len(steps(client, clerk, dari=today.isoformat(), sampai="9999-12-31")) == 1
    wrong = client.get(PAGE, {"siapa": clerk.pk, "dari": today.isoformat(), "sampai": yesterday})
    assert "Hari ini sebelum hari yang pertama." in wrong.content.decode()


def test_long_trail_goes_on(monkeypatch):
    monkeypatch.setattr(trail, "ROWS", 3)
    clerk, report = make_user(), make_report()
    for number in range(7):
        services.add_note(report, f"Catatan {number}", actor=clerk_actor(clerk))
    client, address, texts = desk(), f"{PAGE}?siapa={clerk.pk}", []
    while address:
        context = client.get(address).context
        texts += [step.text for step in context["steps"]]
        address = context["older"] and f"{PAGE}{context['older']}"
    assert texts == [f"Catatan {number}" for number in range(6, -1, -1)]


@pytest.mark.parametrize(
    ("role", "scope", "status"),
    [
        (Role.CAMAT, "16.07.14", 200),
        (Role.COORDINATOR, "16.07", 200),
        (Role.AUDITOR, "16.07.14", 200),
        ("", "", 200),
        (Role.CAMAT, "16.07.13", 422),
        (Role.CLERK, "16.07.14", 403),
        (Role.VILLAGE_OPERATOR, SRI_MULYO, 403),
        (Role.AGENCY_OFFICER, "dinas-pupr", 403),
    ],
)
def test_a_person_is_watched_by_those_above(role: str, scope: str, status: int):
    clerk = make_user()
    assert desk(role, scope).get(PAGE, {"siapa": clerk.pk}).status_code == status


def test_who_stands_above_is_not_watched_from_below():
    lead = make_user(Role.COORDINATOR, "16.07")
    assert desk().get(PAGE, {"siapa": lead.pk}).status_code == 422
    assert lead.username not in desk().get(PAGE).content.decode()


def test_report_that_the_watcher_must_not_see_is_not_in_it():
    clerk = make_user()
    report = advance(make_report(), "verified")
    services.add_note(report, "Menyebut Pak Camat.", actor=clerk_actor(clerk))
    services.record_identity_view(report, user=clerk)
    services.reclassify(report, "district", reason="Tentang camat.", actor=clerk_actor(clerk))
    assert steps(desk(), clerk) == []
    assert len(steps(desk(Role.COORDINATOR, "16.07"), clerk)) == 3


def test_same_queries_for_one_and_thirty(django_assert_num_queries: Any):
    clerk, client = make_user(), desk()
    activate("16.07.13")
    services.record_identity_view(make_report(), user=clerk)
    services.add_note(make_report(), "Dicek.", actor=clerk_actor(clerk))
    client.get(PAGE, {"siapa": clerk.pk})
    with django_assert_num_queries(11):
        client.get(PAGE, {"siapa": clerk.pk})
    for _ in range(15):
        services.record_identity_view(make_report(), user=clerk)
        services.add_note(make_report(), "Dicek.", actor=clerk_actor(clerk))
    make_report(ELSEWHERE)
    with django_assert_num_queries(11):
        client.get(PAGE, {"siapa": clerk.pk})
