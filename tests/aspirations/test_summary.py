"""Ringkasan: each figure opens the list of just as many reports, within what the reader may see."""

import csv
import io
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aspirations import services
from aspirations.admin.figures import parse
from government.loading import activate
from government.models import Role
from tests.world import (
    ELSEWHERE,
    MONDAY,
    SRI_MULYO,
    advance,
    agency,
    category,
    clerk_actor,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db
SUMMARY = "/admin/aspirations/aspiration/ringkasan/"
PAPER = f"{SUMMARY}pdf/"
QUEUE = "/admin/aspirations/aspiration/"
WEEK = {"periode": "pilihan", "dari": "2026-06-08", "sampai": "2026-06-14"}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _two_districts() -> None:
    activate("16.07.13")


def desk(role: str = Role.CAMAT, scope: str = "16.07.14") -> Client:
    client = Client()
    client.force_login(make_user(role, scope))
    return client


def figures(client: Client, **query: Any) -> dict[str, int]:
    """Address of each figure's list, and the figure."""
    page = client.get(SUMMARY, query).content.decode()
    found = re.findall(r'<a href="([^"]+)" data-count="(\d+)"', page)
    return {unescape(url): int(number) for url, number in found}


def reports_of_all_kinds() -> None:
    """In two kecamatan, before, in and after the week."""
    clerk = make_user(Role.COORDINATOR, "16.07")
    for village in (SRI_MULYO, ELSEWHERE):
        for offset in (-8, 0, 3):
            at = MONDAY + offset * DAY
            make_report(village, at=at)
            make_report(village, at=at, identity="confidential", category=category("listrik"))
            advance(make_report(village, at=at), "rejected", at=at + DAY)
            sent = advance(make_report(village, at=at), "verified", "dispatched", at=at + DAY)
            services.assign(sent, clerk, actor=clerk_actor(clerk))
            done = advance(make_report(village, at=at), "verified", "answered", "resolved", at=at + 2 * DAY)
            services.rate(done, 4 if offset else 2)
            answered = advance(make_report(village, at=at), "verified", "answered", at=at + 5 * DAY)
            services.dispute(answered, "Belum selesai")


def assert_lists_hold(client: Client, found: dict[str, int]) -> None:
    wrong = {}
    for url, number in found.items():
        listed = client.get(url).context["cl"].result_count
        if listed != number:
            wrong[url] = (number, listed)
    assert wrong == {}


@pytest.mark.parametrize(
    ("role", "scope", "least"),
    [
        (Role.CAMAT, "16.07.14", 100),
        (Role.COORDINATOR, "16.07", 100),
        (Role.AUDITOR, "16.07", 60),
        (Role.AGENCY_OFFICER, "dinas-pupr", 30),
        (Role.VILLAGE_OPERATOR, "16.07.14.2002", 30),
        ("", "", 100),
    ],
)
def test_every_figure_is_the_length_of_its_list(role: str, scope: str, least: int):
    reports_of_all_kinds()
    client = desk(role, scope)
    found = figures(client, **WEEK)
    assert len(found) > least
    assert any(found.values())
    assert_lists_hold(client, found)


def test_figures_of_one_kecamatan_stay_within_it():
    reports_of_all_kinds()
    client = desk(Role.COORDINATOR, "16.07")
    all_of, one = figures(client, **WEEK), figures(client, **WEEK, wilayah="16.07.13")
    came = "antrean=semua&angka=masuk.2026-06-08.2026-06-14"
    assert all_of[f"{QUEUE}?{came}"] == 24
    assert one[f"{QUEUE}?{came}&kecamatan=16.07.13"] == 12
    assert_lists_hold(client, one)


def test_figures_of_charts_open_their_lists_too():
    reports_of_all_kinds()
    client = desk()
    page = client.get(SUMMARY, WEEK).content.decode()
    bars = re.findall(r'<a href="([^"]+)" aria-label="[^"]*: (\d+) laporan">', page)
    assert len(bars) == 9
    assert_lists_hold(client, {unescape(url): int(number) for url, number in bars})


def test_confidential_reports_leave_no_trace_in_the_sums_of_who_may_not_see_them():
    make_report(identity="confidential")
    operator = figures(desk(Role.VILLAGE_OPERATOR, SRI_MULYO), **WEEK)
    camat = figures(desk(), **WEEK)
    came = f"{QUEUE}?antrean=semua&angka=masuk.2026-06-08.2026-06-14"
    assert (operator[came], camat[came]) == (0, 1)


def test_an_officer_s_sums_are_those_of_the_agency():
    advance(make_report(), "verified", "dispatched", at=MONDAY)
    make_report()
    came = f"{QUEUE}?antrean=semua&angka=masuk.2026-06-08.2026-06-14"
    assert figures(desk(Role.AGENCY_OFFICER, "dinas-pupr"), **WEEK)[came] == 1
    assert figures(desk(Role.AGENCY_OFFICER, "bpbd"), **WEEK)[came] == 0


@pytest.mark.parametrize(
    ("role", "scope", "shown"),
    [
        (Role.CAMAT, "16.07.14", True),
        (Role.COORDINATOR, "16.07", True),
        (Role.CLERK, "16.07.14", False),
        (Role.AUDITOR, "16.07", False),
        (Role.AGENCY_OFFICER, "dinas-pupr", False),
    ],
)
def test_how_people_fare_is_for_who_leads_them(role: str, scope: str, shown: bool):
    advance(make_report(), "verified", "dispatched", at=MONDAY)
    client = desk(role, scope)
    assert ("Per petugas" in client.get(SUMMARY, WEEK).content.decode()) == shown
    assert client.get(SUMMARY, WEEK | {"csv": "pemegang"}).status_code == (200 if shown else 404)


def test_each_kecamatan_has_its_row_where_there_are_several():
    make_report(ELSEWHERE)
    assert "Per kecamatan" in desk(Role.COORDINATOR, "16.07").get(SUMMARY, WEEK).content.decode()
    assert "Per kecamatan" not in desk().get(SUMMARY, WEEK).content.decode()


@pytest.mark.parametrize("path", [SUMMARY, PAPER])
def test_who_has_no_role_finds_no_summary(path: str):
    user = make_user()
    user.memberships.update(is_active=False)
    client = Client()
    client.force_login(user)
    assert client.get(path, WEEK).status_code == 404


def test_kecamatan_of_others_is_no_choice():
    client = desk()
    make_report(ELSEWHERE)
    assert client.get(SUMMARY, {**WEEK, "wilayah": "16.07.13"}).context["scope"].filters == {}
    assert set(figures(client, **WEEK, wilayah="16.07.13").values()) == {0}


def test_the_choice_is_kept_until_the_next_one():
    client = desk()
    client.get(SUMMARY, WEEK)
    assert client.get(SUMMARY).context["period"] == "8 Jun 2026 – 14 Jun 2026"
    client.get(SUMMARY, {"periode": "bulan-lalu"})
    assert client.get(SUMMARY).context["form"]["periode"].value() == "bulan-lalu"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"dari": "2026-06-14", "sampai": "2026-06-08"}, "Tanggal akhir mendahului tanggal awal."),
        ({"dari": "2026-06-08"}, "Isi kedua tanggalnya."),
        ({"dari": "2016-01-01", "sampai": "2026-06-08"}, "Paling panjang tiga tahun."),
        ({"dari": "1990-01-01", "sampai": "1990-02-01"}, "Paling awal tahun 2000."),
        ({"dari": "9999-12-01", "sampai": "9999-12-31"}, "Paling akhir tahun 2200."),
        ({"dari": "x", "sampai": "2026-06-08"}, "Masukkan tanggal yang valid."),
    ],
)
def test_wrong_days_are_said_and_kept(given: dict[str, str], said: str):
    response = desk().get(SUMMARY, {"periode": "pilihan"} | given)
    page = response.content.decode()
    assert said in page
    assert f'value="{given["dari"]}"' in page


def test_reports_of_the_period_before_stand_beside():
    make_report(at=MONDAY - 2 * DAY)
    make_report()
    page = desk().get(SUMMARY, WEEK).content.decode()
    assert "8 Jun 2026 – 14 Jun 2026, dibandingkan dengan 1 Jun 2026 – 7 Jun 2026." in page
    assert "sebelumnya 1" in page


def test_the_table_comes_as_csv_that_no_spreadsheet_runs():
    report = make_report()
    type(report.category).objects.filter(pk=report.category_id).update(name="=1+1")
    response = desk().get(SUMMARY, WEEK | {"csv": "kategori"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Kategori", "Masuk", "Masuk, sebelumnya"]
    assert rows[1][:3] == ["'=1+1", "1", "0"]
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="ringkasan-kategori-2026-06-08-2026-06-14.csv"'
    )


@pytest.mark.parametrize("name", ["jumlah", "desa", "instansi", "unit", "waktu"])
def test_csv_has_as_many_columns_in_each_row(name: str):
    make_report()
    response = desk().get(SUMMARY, WEEK | {"csv": name})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1


def test_a_table_that_is_not_there_is_not_found():
    assert desk().get(SUMMARY, WEEK | {"csv": "kecamatan"}).status_code == 404


def test_summary_takes_the_same_queries_for_one_and_for_thirty():
    client = desk()
    client.get(SUMMARY, WEEK)
    counts = []
    for villages in ([SRI_MULYO], [f"16.07.14.20{n:02d}" for n in range(1, 15)] * 2):
        for village in villages:
            advance(make_report(village), "verified", "dispatched", at=MONDAY)
        with CaptureQueriesContext(connection) as queries:
            client.get(SUMMARY, WEEK)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "masuk",
        "masuk.2026-06-08",
        "masuk.2026-06-14.2026-06-08",
        "x.2026-06-08.2026-06-14",
        "masuk.a.b",
        "masuk.2026-06-08.9999-12-31",
    ],
)
def test_a_figure_that_is_none_filters_nothing(text: str):
    make_report()
    assert parse(text) is None
    assert desk().get(QUEUE, {"antrean": "semua", "angka": text}).context["cl"].result_count == 1


def test_the_list_says_which_figure_it_shows_and_turns_pages_with_it():
    make_report()
    client = desk()
    figure = {"antrean": "semua", "angka": "masuk.2026-06-08.2026-06-14"}
    assert "Masuk, 8 Jun 2026 – 14 Jun 2026" in client.get(QUEUE, figure).content.decode()
    assert (
        client.get(QUEUE, figure | {"p": 1}).context["cl"].get_query_string({"p": 2}).count("angka=masuk")
        == 1
    )


def test_reports_of_an_agency_that_was_closed_are_still_listed():
    advance(make_report(), "verified", "dispatched", at=MONDAY)
    type(agency()).objects.filter(pk=agency().pk).update(is_active=False)
    client = desk()
    assert_lists_hold(client, figures(client, **WEEK))


def test_the_paper_is_a_pdf_named_by_place_and_days():
    reports_of_all_kinds()
    response = desk().get(PAPER, {"dari": "2026-06-01", "sampai": "2026-06-30"})
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="laporan-16.07.14-2026-06-01-2026-06-30.pdf"'
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "query", [{}, {"dari": "2026-06-08"}, {"dari": "2026-06-30", "sampai": "2026-06-01"}], ids=str
)
def test_a_paper_without_days_is_not_found(query: dict[str, str]):
    assert desk().get(PAPER, query).status_code == 404


def test_an_agency_s_officer_has_no_office_to_sign_for():
    advance(make_report(), "verified", "dispatched", at=MONDAY)
    officer = desk(Role.AGENCY_OFFICER, "dinas-pupr")
    assert officer.get(PAPER, {"dari": "2026-06-01", "sampai": "2026-06-30"}).status_code == 404


def test_this_month_is_what_opens():
    now = timezone.localdate()
    period = desk().get(SUMMARY).context["period"]
    assert period.startswith("1 ")
    assert str(now.year) in period


def test_a_report_about_the_camat_is_in_the_kabupaten_s_sums_alone():
    make_report(concerns="district")
    came = f"{QUEUE}?antrean=semua&angka=masuk.2026-06-08.2026-06-14"
    assert figures(desk(), **WEEK)[came] == 0
    assert figures(desk(Role.COORDINATOR, "16.07"), **WEEK)[came] == 1
