"""Routing rules at the desk: who orders them, and a tester that changes nothing."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aspirations import services
from aspirations.models import Aspiration, RoutingRule
from government.loading import activate, load_reference
from government.models import Role
from tests.aspirations.test_routing import make_rule, order
from tests.world import (
    SRI_MULYO,
    agency,
    category,
    clerk_actor,
    make_report,
    make_user,
    unit,
)

pytestmark = pytest.mark.django_db
RULES = "/admin/aspirations/routingrule/"


def desk(role: str = Role.CAMAT, scope: str = "16.07.14") -> Client:
    client = Client()
    client.force_login(make_user(role, scope))
    return client


def add(client: Client, **fields: Any) -> Any:
    data = {"territory": "16.07.14", "name": "Jembatan", "is_active": "on", **fields}
    return client.post(f"{RULES}add/", data)


def test_camat_writes_a_rule_that_holds_at_once():
    make_report()
    response = add(
        desk(), unit=unit().pk, words="lapuk", categories=[category().pk], weekdays=[0], from_hour="08:00",
        to_hour="12:00", kind="complaint", villages=[SRI_MULYO],
    )  # fmt: skip
    assert response.status_code == 302
    assert make_report().unit == unit()
    assert LogEntry.objects.get().object_repr == "Jembatan"


def test_new_rule_comes_last_in_its_office():
    client = desk()
    for name in ("A", "B", "C"):
        add(client, name=name, unit=unit().pk)
    assert order() == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Pilih ke mana laporannya"),
        ({"from_hour": "08:00"}, "Isi kedua jam"),
        ({"from_date": "2026-06-02", "to_date": "2026-06-01"}, "Tanggal akhir sebelum tanggal awal."),
        ({"territory": "16.07.13"}, "pilihan"),
        ({"territory": "16.07"}, "pilihan"),
    ],
)
def test_rule_that_makes_no_sense_is_a_sentence(fields: dict[str, Any], sentence: str):
    wanted = {"unit": unit().pk} if fields else {}
    response = add(desk(), **wanted | fields)
    assert sentence in response.content.decode()
    assert RoutingRule.objects.count() == 0


def test_person_must_work_there_and_in_the_unit():
    client = desk()
    for person, at in ((make_user(of="trantib"), unit().pk), (make_user(Role.CLERK, SRI_MULYO), "")):
        response = add(client, person=person.pk, unit=at)
        assert "Orang ini tidak bertugas" in response.content.decode()
    assert RoutingRule.objects.count() == 0


def test_unit_of_another_kecamatan_is_not_offered():
    activate("16.07.13")
    load_reference()
    assert add(desk(), unit=unit(office="16.07.13").pk).status_code == 200
    response = add(desk(Role.COORDINATOR, "16.07"), unit=unit(office="16.07.13").pk)
    assert "tidak melayani wilayah aturan ini" in response.content.decode()


def move(client: Client, rule: RoutingRule, way: str) -> Any:
    return client.post(f"{RULES}{rule.pk}/move/{way}/", follow=True)


def test_rule_is_moved_by_a_button_and_the_move_is_recorded():
    make_rule("A")
    second = make_rule("B")
    client = desk()
    assert f'formaction="{RULES}{second.pk}/move/up/"' in client.get(RULES).content.decode()
    page = move(client, second, "up").content.decode()
    assert "“B” naik satu tempat." in page
    assert (order(), LogEntry.objects.get().change_message) == (["B", "A"], "naik")
    assert "Aturan ini sudah di ujung." in move(client, second, "up").content.decode()


@pytest.mark.parametrize(
    ("role", "scope", "sees", "orders"),
    [
        (Role.CAMAT, "16.07.14", ["Air Salek", "Kabupaten"], ["Air Salek"]),
        (Role.CLERK, "16.07.14", ["Air Salek", "Kabupaten"], []),
        (Role.SECTION_HEAD, "16.07.14", ["Air Salek", "Kabupaten"], []),
        (Role.COORDINATOR, "16.07", ["Sebelah", "Air Salek", "Kabupaten"], None),
    ],
)
def test_each_office_orders_its_own_rules(role: str, scope: str, sees: list[str], orders: Any):
    activate("16.07.13")
    rules = [make_rule("Sebelah", office="16.07.13", agency=agency()), make_rule("Air Salek")]
    rules.append(make_rule("Kabupaten", office="16.07", agency=agency()))
    client = desk(role, scope)
    assert [row.name for row in client.get(RULES).context["cl"].result_list] == sees
    may = [rule.name for rule in rules if move(client, rule, "up").status_code == 200]
    assert may == (sees if orders is None else orders)


@pytest.mark.parametrize(("role", "scope"), [(Role.AUDITOR, "16.07.14"), (Role.AGENCY_OFFICER, "dinas-pupr")])
def test_who_does_not_work_the_desk_sees_no_rules(role: str, scope: str):
    make_rule()
    assert desk(role, scope).get(RULES).status_code == 403
    assert desk(role, scope).get(f"{RULES}trial/").status_code == 404


def test_clerk_reads_a_rule_and_cannot_change_it():
    rule = make_rule()
    client = desk(Role.CLERK)
    assert client.get(f"{RULES}{rule.pk}/change/").status_code == 200
    assert client.post(f"{RULES}{rule.pk}/change/", {"name": "x"}).status_code == 403


def test_rule_that_is_deleted_holds_no_more():
    rule = make_rule()
    desk().post(f"{RULES}{rule.pk}/delete/", {"post": "yes"})
    assert (make_report().unit, LogEntry.objects.count()) == (None, 1)


def trial(client: Client, button: str, **fields: Any) -> Any:
    data = {"office": "16.07.14", button: "1", "past-days": 30}
    typed = {
        "text": "Kerusakan jembatan", "category": category().pk, "village": SRI_MULYO, "kind": "complaint",
        "channel": "web", "at": "2026-06-08T09:00",
    }  # fmt: skip
    one = {f"one-{name}": fields.pop(name, value) for name, value in typed.items()}
    return client.post(f"{RULES}trial/", data | one | fields)


def verdicts(response: Any) -> list[tuple[str, str, str]]:
    return [(line.rule.name, line.verdict, line.reasons) for line in response.context["lines"]]


def test_tester_says_line_by_line_which_rule_matches_and_why_others_do_not():
    make_rule(
        "Listrik", of=("listrik",), words="padam", kind="aspiration", from_hour="22:00", to_hour="05:00"
    )
    make_rule("Jembatan", words="rusak")
    make_rule("Semua", agency=agency())
    make_rule("Mati", is_active=False)
    response = trial(desk(Role.CLERK), "try_one")
    assert verdicts(response) == [
        ("Listrik", "differs", "kategori Listrik; kata “padam”; jenis Aspirasi; jam 22.00–05.00"),
        ("Jembatan", "matches", ""),
        ("Semua", "unread", ""),
        ("Mati", "differs", "aturan dimatikan"),
    ]
    assert (response.context["leads_to"], response.context["decided_by"].name) == ("Seksi PMD", "Jembatan")
    assert "Menurut aturan “Jembatan”:" in response.content.decode()


def test_tester_follows_an_order_and_switches_that_are_not_saved():
    first, second = make_rule("A", unit=unit("trantib")), make_rule("B")
    third = make_rule("C", unit=unit("kesos"), is_active=False)
    settings = {
        f"rule-{first.pk}-position": 3,
        f"rule-{first.pk}-is_active": "on",
        f"rule-{second.pk}-position": 2,
        f"rule-{third.pk}-position": 1,
        f"rule-{third.pk}-is_active": "on",
    }
    response = trial(desk(), "try_one", **settings)
    assert [name for name, *__ in verdicts(response)] == ["C", "B", "A"]
    assert response.context["leads_to"] == "Seksi Kesos"
    assert order() == ["A", "B", "C"]
    assert not RoutingRule.objects.get(pk=third.pk).is_active


def test_tester_keeps_what_was_typed_when_something_is_missing():
    response = trial(desk(), "try_one", category="", text="Jembatan di ujung")
    assert (response.status_code, "Jembatan di ujung" in response.content.decode()) == (422, True)


def test_report_of_no_rule_waits_for_the_desk_says_the_tester():
    response = trial(desk(), "try_one")
    assert "Tidak ada aturan yang meneruskannya" in response.content.decode()


def past(client: Client) -> list[tuple[str, int, int, int, str]]:
    found = trial(client, "try_past").context["past"]
    return [(one.label, one.count, one.same, one.nowhere, one.others) for one in found.tallies]


def test_tester_compares_with_where_reports_really_went():
    now = timezone.now()
    same, other = make_report(at=now), make_report(at=now)
    make_report(at=now)
    make_report(at=now, category=category("listrik"))
    make_report(at=now, identity="confidential")
    services.assign(same, None, unit=unit(), actor=clerk_actor())
    services.assign(other, make_user(of="trantib", first_name="Rohani"), actor=clerk_actor())
    make_rule("Jembatan", of=("jembatan",), words="lapuk")
    before = list(Aspiration.objects.order_by("pk").values())
    client = desk()
    assert past(client) == [
        ("Jembatan", 3, 1, 1, "Seksi Trantib: Rohani (1)"),
        ("Tidak ada aturan yang cocok", 1, 0, 1, ""),
        ("Rahasia atau menyangkut petugas", 1, 0, 1, ""),
    ]
    page = trial(client, "try_past").content.decode()
    assert f"{other.number}</a>" in page
    assert "kenyataannya Seksi Trantib: Rohani" in page
    assert list(Aspiration.objects.order_by("pk").values()) == before


def test_tester_reads_only_the_days_asked_and_what_the_user_may_see():
    make_report()
    make_report(at=timezone.now(), identity="confidential")
    make_rule()
    assert past(desk(Role.SECTION_HEAD))[-1] == ("Tidak ada aturan yang cocok", 0, 0, 0, "")


def test_tester_costs_the_same_for_one_report_and_for_many():
    client = desk()
    make_rule(words="lapuk", of=("jembatan",))
    make_report(at=timezone.now())
    past(client)
    counts = []
    for more in (1, 30):
        for _ in range(more):
            services.assign(make_report(at=timezone.now()), make_user(of="trantib"), actor=clerk_actor())
        with CaptureQueriesContext(connection) as queries:
            past(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_proposed_agency_is_chosen_at_the_desk_with_the_reason():
    make_rule("Jembatan ke PUPR", agency=agency())
    report = services.change_status(
        make_report(category=category("listrik")), "verified", actor=clerk_actor()
    )
    page = desk(Role.CLERK).get(f"/admin/aspirations/aspiration/{report.pk}/change/").content.decode()
    assert f'<option value="{agency().pk}" selected>' in page
    assert "Menurut aturan “Jembatan ke PUPR”. Anda yang memutuskan." in page
