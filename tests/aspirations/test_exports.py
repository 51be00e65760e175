"""Reports as a table for elsewhere: what one may see and no more, safe to open."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from aspirations import exports, services
from aspirations.exports.cells import safe
from aspirations.models import Access, Aspiration, ReferenceSystem
from government.loading import activate
from government.models import Role
from tests.world import ELSEWHERE, UPANG, advance, clerk_actor, make_report, make_user, unit

pytestmark = pytest.mark.django_db
QUEUE = "/admin/aspirations/aspiration/"
EXPORT = f"{QUEUE}export/"
ALL = {"_changelist_filters": "antrean=semua"}


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(user: Any, kind: str = "csv", filters: str = "antrean=semua", **wish: str) -> Any:
    data = {"export": "1", "export-kind": kind} | {f"export-{name}": value for name, value in wish.items()}
    return desk(user).post(EXPORT, data, query_params={"_changelist_filters": filters})


def table(response: Any) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("text", ["=1+1", "+62", "-x", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1"])
def test_what_a_spreadsheet_would_carry_out_is_text(text: str):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("rusak;=1+cmd|' /C calc'!A0", "rusak;'=1+cmd|' /C calc'!A0"),
        ('rusak; "=1+1"', 'rusak; "\'=1+1"'),
        ("rusak\n@SUM(A1)", "rusak\n'@SUM(A1)"),
        ("rusak; lalu, jalan 2-3 = putus", "rusak; lalu, jalan 2-3 = putus"),
    ],
)
def test_nothing_is_carried_out_where_a_semicolon_parts_the_columns(text: str, written: str):
    make_report(text=text)
    (row,) = table(sent(make_user()))
    assert row["Isi laporan"] == written


@pytest.mark.parametrize("value", ["jalan = rusak", "", None, -2.6, 5])
def test_all_else_stays_as_it_is(value: Any):
    assert safe(value) == value


def test_row_has_what_the_list_knows():
    report = make_report(title="=HYPERLINK(1)", canal="Jalur 8")
    (row,) = table(sent(make_user()))
    assert (row["Nomor laporan"], row["Judul"]) == (report.number, "'=HYPERLINK(1)")
    assert (row["Tanggal masuk"], row["Status"]) == ("2026-06-08 09:00:00", "Menunggu Verifikasi")
    assert (row["Kecamatan"], row["Desa"], row["Jalur"]) == ("Air Salek", "Sri Mulyo", "Jalur 8")
    assert "Nama pelapor" not in row


def test_row_tells_where_the_report_lies_and_its_numbers():
    user = make_user(of="pmd", first_name="Siti", last_name="Aminah")
    report = services.assign(make_report(), user, unit=unit(), actor=clerk_actor(user))
    sent_on = advance(report, "verified", "dispatched").dispatches.get()
    for name, number in (("SP4N", "123"), ("e-Lapor", "=9")):
        system = ReferenceSystem.objects.create(name=name)
        services.set_reference(report, system, number, actor=clerk_actor(user))
    (row,) = table(sent(user))
    assert (row["Unit kerja"], row["Dipegang oleh"]) == (unit().name, "Siti Aminah")
    assert (row["Nomor di sistem lain"], row["Nomor disposisi"]) == ("SP4N 123; e-Lapor =9", sent_on.number)
    assert (row["Tingkat kewenangan"], row["Bobot"]) == ("Kabupaten", "Sedang")


@pytest.mark.parametrize(
    ("due", "done", "told"),
    [(1, None, "Berjalan"), (-1, None, "Lewat"), (1, 0, "Ditepati"), (-1, 0, "Lewat"), (None, None, "")],
)
def test_row_tells_whether_a_promise_is_kept(due: int | None, done: int | None, told: str):
    now = timezone.now()
    moments = [None if days is None else now + timedelta(days=days) for days in (due, done)]
    report = make_report()
    Aspiration.objects.filter(pk=report.pk).update(answer_due_at=moments[0], first_answered_at=moments[1])
    (row,) = table(sent(make_user()))
    assert row["Janji Tanggapan pertama"] == told
    assert bool(row["Batas Tanggapan pertama"]) == (due is not None)


def test_no_secret_leaves():
    report = make_report()
    text = b"".join(sent(make_user(), reporters="on").streaming_content).decode()
    assert report.secret_hash not in text
    assert report.token_hash not in text


def test_reporter_is_there_where_wanted_and_allowed():
    make_report(reporter_phone="+6281273456789", reporter_email="s@example.com")
    (row,) = table(sent(make_user(), reporters="on"))
    found = (row["Nama pelapor"], row["Nomor WhatsApp"], row["Email"])
    assert found == ("Suparno", "'+6281273456789", "s@example.com")


def test_agency_gets_the_name_of_named_reports_alone():
    for identity in ("named", "anonymous"):
        report = make_report(identity=identity, reporter_phone="+6281273456789")
        advance(report, "verified", "dispatched")
    rows = table(sent(make_user(Role.AGENCY_OFFICER, "dinas-pupr"), reporters="on"))
    assert [row["Nomor WhatsApp"] for row in rows] == ["'+6281273456789", ""]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VILLAGE_OPERATOR])
def test_reader_cannot_have_reporters(role: str):
    make_report()
    make_report(identity="confidential")
    (row,) = table(sent(make_user(role), reporters="on"))
    assert "Nama pelapor" not in row


def test_reports_of_another_kecamatan_do_not_leave():
    activate("16.07.13")
    make_report(ELSEWHERE)
    assert table(sent(make_user(), reporters="on")) == []


def test_filters_of_the_list_hold():
    make_report()
    there = make_report(UPANG)
    rows = table(sent(make_user(), filters=f"antrean=semua&desa={UPANG}"))
    assert [row["Nomor laporan"] for row in rows] == [there.number]


def test_chosen_reports_alone():
    first, __ = make_report(), make_report()
    client, chosen = desk(make_user()), {"action": "export_reports", "_selected_action": [first.pk]}
    page = client.post(f"{QUEUE}?antrean=semua", chosen)
    assert page.context["count"] == 1
    rows = table(client.post(f"{QUEUE}?antrean=semua", chosen | {"export": "1", "export-kind": "csv"}))
    assert [row["Nomor laporan"] for row in rows] == [first.number]


def test_workbook_has_days_numbers_and_no_formula():
    make_report(title="=1+1", reporter_phone="+6281273456789")
    response = sent(make_user(), "xlsx", reporters="on")
    data = io.BytesIO(b"".join(response.streaming_content))
    header, row = CalamineWorkbook.from_filelike(data).get_sheet_by_index(0).iter_rows()
    cells = dict(zip(header, row, strict=True))
    assert cells["Tanggal masuk"].isoformat() == "2026-06-08T09:00:00"
    assert (cells["Judul"], cells["Dukungan"]) == ("'=1+1", 0.0)


def test_workbook_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exports, "MOST_IN_WORKBOOK", 1)
    make_report()
    make_report()
    response = sent(make_user(), "xlsx")
    assert response.status_code == 422
    assert "Pilih CSV" in response.content.decode()
    assert len(table(sent(make_user(), "csv"))) == 2


def test_export_is_recorded_and_kept_by_no_cache():
    make_report()
    user = make_user()
    response = sent(user, filters="antrean=semua&status=submitted", reporters="on")
    made = Access.objects.get(kind="export")
    assert (made.user, made.what, made.count) == (user, "Laporan dengan pelapor, CSV", 1)
    assert made.filters == {"antrean": "semua", "status": "submitted"}
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith('attachment; filename="laporan-2')


def test_looking_at_the_page_takes_nothing_out():
    make_report()
    response = desk(make_user()).get(EXPORT, ALL)
    assert response.context["count"] == 1
    assert Access.objects.filter(kind="export").count() == 0


def test_stranger_finds_no_export():
    user = make_user()
    user.memberships.update(is_active=False)
    assert desk(user).get(EXPORT).status_code == 404
    assert Client().get(EXPORT).status_code == 302


def test_rows_cost_the_same_queries_for_one_and_thirty():
    user, counts = make_user(), []
    Aspiration.objects.visible_to(user).exists()
    for made in (1, 29):
        for _ in range(made):
            make_report()
        with CaptureQueriesContext(connection) as queries:
            list(exports.rows(Aspiration.objects.visible_to(user), user, reporters=True))
        counts.append(len(queries))
    assert counts[0] == counts[1]
