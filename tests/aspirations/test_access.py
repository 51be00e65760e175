"""Who looked at an identity, took data out, signed in or out; from where, and who may read it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from aspirations import services
from aspirations.models import Access, Aspiration
from aspirations.origins import Origin, account_key, device_of, place_of
from aspirations.services import access
from government.loading import activate
from government.models import Membership, Region, Role
from government.services import grant_membership
from tests.aspirations.test_dispatches import sent
from tests.world import ELSEWHERE, SRI_MULYO, advance, make_report, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/aspirations/access/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


def desk(user: Any, **meta: Any) -> Client:
    client = Client(**meta)
    client.force_login(user)
    return client


def sign_in(username: str, password: str, **meta: Any) -> Client:
    client = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT=WINDOWS, **meta)
    client.post("/admin/login/", {"username": username, "password": password, "next": "/admin/"})
    return client


def test_sign_in_and_out_are_written_down():
    user = make_user()
    sign_in(user.username, "x").post("/admin/logout/")
    rows = Access.objects.order_by("pk").values_list("kind", "user", "place", "device")
    place = place_of("203.0.113.7")
    expected = [("login", user.pk, place, "Chrome, Windows"), ("logout", user.pk, place, "Chrome, Windows")]
    assert list(rows) == expected


def test_sign_out_by_a_link_is_none():
    client = desk(make_user())
    assert client.get("/admin/logout/").status_code == 405
    assert not Access.objects.exists()


def test_of_a_failed_sign_in_only_a_key_is_kept():
    sign_in("Rahasia-123", "wrong")
    (row,) = Access.objects.values()
    assert (row["kind"], row["user_id"], row["account_key"]) == ("failed", None, account_key("rahasia-123"))
    assert "ahasia" not in repr(row)
    assert "203.0" not in repr(row)


def test_neighbours_share_a_place_and_others_do_not():
    assert place_of("203.0.113.7") == place_of("203.0.113.250") == place_of("::ffff:203.0.113.1")
    assert place_of("2001:db8:7:1::1") == place_of("2001:db8:7:ffff::2")
    assert len({place_of(one) for one in ("203.0.113.7", "203.0.114.7", "2001:db8:8::1")}) == 3
    assert place_of("unix:") == ""


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (WINDOWS, "Chrome, Windows"),
        (
            "Mozilla/5.0 (Linux; Android 10; SM-A105F) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
            "Samsung Internet, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari, iOS",
        ),
        ("curl/8.5", ""),
    ],
)
def test_of_a_browser_its_family_and_system_are_kept(agent: str, device: str):
    assert device_of(agent) == device


@pytest.fixture
def rows() -> dict[str, Access]:
    """Identities and exports here, elsewhere and by the kabupaten; a failed sign-in on a clerk's account."""
    activate("16.07.13")
    clerk, other = make_user(), make_user(Role.CLERK, "16.07.13")
    above, officer = make_user(Role.COORDINATOR, "16.07"), make_user(Role.AGENCY_OFFICER, "dinas-pupr")
    both = make_user()
    grant_membership(both, Role.CLERK, region=Region.objects.get(code="16.07.13"))
    here, there = make_report(), make_report(ELSEWHERE)
    return {
        "here": services.record_identity_view(here, user=clerk),
        "here by above": services.record_identity_view(here, user=above),
        "secret": services.record_identity_view(make_report(identity="confidential"), user=clerk),
        "there": services.record_identity_view(there, user=other),
        "export here": services.record_export(clerk, "Laporan, CSV", 12, {"desa": SRI_MULYO}),
        "export there": services.record_export(other, "Laporan, CSV", 3),
        "export above": services.record_export(above, "Laporan, CSV", 900),
        "export both": services.record_export(both, "Laporan, CSV", 5),
        "login officer": services.record_login(officer),
        "failed here": services.record_failed_login(clerk.username.upper()),
        "failed nobody": services.record_failed_login("siapa"),
    }


HERE = {"here", "here by above", "export here", "failed here"}
THERE = {"there", "export there"}
OF_THE_REGENCY = HERE | THERE | {"export above", "export both", "login officer"}
ALL = OF_THE_REGENCY | {"secret", "failed nobody"}
READS: list[tuple[str, str, set[str]]] = [
    (Role.CAMAT, "16.07.14", HERE | {"secret"}),
    (Role.CAMAT, "16.07.13", THERE),
    (Role.COORDINATOR, "16.07", OF_THE_REGENCY | {"secret"}),
    (Role.AUDITOR, "16.07", OF_THE_REGENCY),
    (Role.AUDITOR, "16.07.14", HERE),
    ("", "", ALL),
]


@pytest.mark.parametrize(("role", "scope", "expected"), READS)
def test_each_reads_the_own_territory_s(rows: dict[str, Access], role: str, scope: str, expected: set[str]):
    seen = set(Access.objects.visible_to(make_user(role, scope)))
    assert {name for name, row in rows.items() if row in seen} == expected


@pytest.mark.parametrize(
    ("role", "scope"),
    [(Role.CLERK, "16.07.14"), (Role.VILLAGE_OPERATOR, SRI_MULYO), (Role.AGENCY_OFFICER, "dinas-pupr")],
)
def test_others_read_none(rows: dict[str, Access], role: str, scope: str):
    user = make_user(role, scope)
    assert not Access.objects.visible_to(user).exists()
    assert desk(user).get(LIST).status_code == 403
    assert LIST not in desk(user).get("/admin/").content.decode()


def listed(client: Client, **query: str) -> set[Access]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return set(response.context["cl"].result_list)


def test_list_is_filtered_by_kind_person_and_number(rows: dict[str, Access]):
    client = desk(make_user(Role.CAMAT))
    clerk: Any = rows["here"].user
    report = Aspiration.objects.get(accesses=rows["secret"])
    assert listed(client, apa="export") == {rows["export here"]}
    assert listed(client, q=clerk.username) == {rows["here"], rows["secret"], rows["export here"]}
    assert listed(client, q=report.number) == {rows["secret"]}
    assert listed(client, q=Aspiration.objects.get(accesses=rows["there"]).number) == set()
    assert len(listed(client, hari="1")) == 5


def test_list_tells_what_was_taken_out_and_from_where():
    clerk = make_user(first_name="Rohani")
    services.record_export(
        clerk, "Laporan, CSV", 12, {"antrean": "lewat", "q": ""}, origin=Origin("7KQ2ZD", "Chrome, Windows")
    )
    page = desk(make_user(Role.CAMAT)).get(LIST).content.decode()
    for text in ("Rohani", "Laporan, CSV: 12 baris (antrean=lewat)", "7KQ2ZD · Chrome, Windows"):
        assert text in page


@pytest.mark.parametrize("query", [{"aspiration__reporter_name__startswith": "S"}, {"user__password": "x"}])
def test_lookups_cannot_be_used_to_guess(query: dict[str, str]):
    assert desk(make_user(Role.CAMAT)).get(LIST, query).status_code in {302, 400}


@pytest.mark.parametrize("role", [Role.CAMAT, ""])
def test_not_even_the_superuser_changes_a_row(rows: dict[str, Access], role: str):
    client = desk(make_user(role, "16.07.14" if role else ""))
    address = f"{LIST}{rows['here'].pk}/"
    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", {"reason": "x"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    data = {"action": "delete_selected", "_selected_action": rows["here"].pk, "post": "yes"}
    client.post(LIST, data)
    assert Access.objects.filter(pk=rows["here"].pk, reason="").exists()


def test_row_of_another_territory_does_not_exist(rows: dict[str, Access]):
    client = desk(make_user(Role.CAMAT))
    assert client.get(f"{LIST}{rows['there'].pk}/change/").status_code == 302


def test_who_left_the_territory_is_still_watched_there(rows: dict[str, Access]):
    Membership.objects.filter(user=rows["export here"].user).update(is_active=False)
    assert rows["export here"] in Access.objects.visible_to(make_user(Role.CAMAT))


def test_agency_that_was_given_the_report_watches_nobody(rows: dict[str, Access]):
    advance(make_report(), "verified", "dispatched")
    assert not Access.objects.visible_to(make_user(Role.AGENCY_OFFICER, "dinas-pupr")).exists()


def test_reporter_shown_by_a_link_stands_in_the_record_with_the_agency():
    made = sent(shows_reporter=True)
    services.opened_by_link(made)
    (row,) = Access.objects.all()
    assert (row.kind, row.user, row.agency) == ("identity", None, made.agency)
    assert row.aspiration == made.aspiration
    page = desk(make_user(Role.CAMAT)).get(LIST).content.decode()
    assert f"{made.agency.short_name or made.agency.name}, lewat tautan" in page
    assert made.number in page


def test_link_that_shows_no_reporter_leaves_no_trace_there():
    services.opened_by_link(sent())
    assert not Access.objects.exists()


def test_camat_of_another_kecamatan_reads_nothing_of_a_link():
    activate("16.07.13")
    services.opened_by_link(sent(shows_reporter=True))
    assert Access.objects.visible_to(make_user(Role.CAMAT, "16.07.13")).count() == 0


def test_tries_that_the_brake_refused_are_one_line_for_a_window():
    user = make_user()
    for _ in range(services.SIGN_IN.most + 3):
        sign_in(user.username, "wrong")
    rows = Access.objects.filter(kind="failed", account_key=account_key(user.username))
    slowed = rows.exclude(reason="")
    assert (rows.count(), slowed.count()) == (services.SIGN_IN.most + 1, 1)
    assert slowed.get().reason == "Ditolak: terlalu banyak percobaan yang salah."
    assert slowed.get().place == place_of("203.0.113.7")
    assert slowed.get().reason in desk(make_user(Role.CAMAT)).get(LIST).content.decode()


@pytest.mark.parametrize(("days", "kept"), [(730, 1), (0, 2)])
def test_record_is_kept_for_as_long_as_is_set(settings: Any, days: int, kept: int):
    settings.ACCESS_DAYS = days
    now = timezone.now()
    for age in (731, 729):
        Access.objects.create(kind="login", user=make_user(), at=now - timedelta(days=age))
    services.drop_old_accesses(at=now)
    assert Access.objects.count() == kept
    with pytest.raises(IntegrityError), transaction.atomic():
        Access.objects.all().delete()


def test_retention_works_in_pieces(settings: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(access, "_PIECE", 2)
    user, long_ago = make_user(), timezone.now() - timedelta(days=settings.ACCESS_DAYS + 1)
    for _ in range(5):
        Access.objects.create(kind="login", user=user, at=long_ago)
    assert services.drop_old_accesses() == 5
