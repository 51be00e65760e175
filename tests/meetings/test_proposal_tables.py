"""Usulan go out as a workbook and come in again unchanged; faults are named, nothing is half written."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aspirations.services import Conflict, NotAllowed, Refused
from government.models import Agency, Role
from meetings.exports.proposals import rows, write
from meetings.models import Meeting, ProposalImport
from meetings.services import proposals as services
from meetings.sheets import guess, header
from tests.meetings.musrenbang import make_musrenbang, make_proposal, proposal_data
from tests.tables import csv_file, xlsx_file
from tests.world import agency, make_user, region

pytestmark = pytest.mark.django_db
KECAMATAN = "16.07.14"
HEADER = ("No", "Nama Usulan", "Jenis", "Desa", "Volume", "Satuan", "Pagu", "OPD", "Alasan", "Pengusul")


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def stop() -> Any:
    return make_musrenbang()


def row(number: int = 1, **cells: Any) -> list[Any]:
    """A good row of its own."""
    good = (number, f"Jembatan {number}", "Fisik", "Sri Mulyo", 12.5, "meter", 250_000_000)
    values = dict(zip(HEADER, (*good, "", "Papan lapuk", "BPD Sri Mulyo"), strict=True))
    return list((values | cells).values())


def take(stop: Meeting, file: Any, actor: Any) -> ProposalImport:
    table = services.take_in(stop, file, file.size, file.name, actor=actor)
    table.meeting = stop
    return table


def test_table_of_another_office_is_understood(clerk: Any, stop: Any):
    table = take(stop, xlsx_file([row()], HEADER, above=("Musrenbang Air Salek",)), clerk)
    assert services.run_import(table, actor=clerk) == 1
    made = stop.proposals.get()
    assert (made.title, made.priority, made.volume, made.unit) == ("Jembatan 1", 1, Decimal("12.5"), "meter")
    assert (made.cost, made.village_id, made.status) == (250_000_000, "16.07.14.2002", "submitted")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Nama Usulan": ""}, "Kosong."),
        ({"Jenis": "semu"}, "Tulis fisik atau non-fisik."),
        ({"Desa": "Entah"}, "tidak ada di wilayah"),
        ({"Desa": "Upang Jaya Elok"}, "tidak ada di wilayah"),
        ({"Volume": "banyak"}, "Angka tidak terbaca."),
        ({"Volume": "-1"}, "kurang dari nol"),
        ({"Pagu": "12,50"}, "rupiah penuh"),
        ({"OPD": "Dinas Antah"}, "tidak dikenal"),
        ({"Alasan": "x" * 601}, "paling banyak 600 huruf"),
        ({"No": "kedua"}, "bilangan bulat"),
    ],
)
def test_fault_is_named_and_nothing_is_written(clerk: Any, stop: Any, cells: Any, reason: str):
    table = take(stop, csv_file([row(1), row(2, **cells)], HEADER), clerk)
    (faulty,) = [one for one in services.tried(table) if one.problems]
    assert (faulty.number, reason in faulty.problems[0].reason) == (3, True)
    with pytest.raises(Refused, match="belum benar"):
        services.run_import(table, actor=clerk)
    assert not stop.proposals.exists()


def test_faulty_rows_are_left_out_when_asked(clerk: Any, stop: Any):
    table = take(stop, csv_file([row(1), row(2, Jenis="x")], HEADER), clerk)
    assert services.run_import(table, actor=clerk, skips_faulty=True) == 1


def test_same_usulan_comes_in_once(clerk: Any, stop: Any):
    make_proposal(stop, "Jembatan 1", actor=clerk)
    table = take(stop, csv_file([row(1), row(2), row(2)], HEADER), clerk)
    told = [problem.reason for one in services.tried(table) for problem in one.problems]
    assert told == ["Sudah ada sebagai usulan nomor 1.", "Sama dengan baris 3."]


def test_amounts_are_read_as_they_are_written_here(clerk: Any, stop: Any):
    table = take(stop, csv_file([row(1, Volume="1.250,5", Pagu="Rp 250.000.000,-")], HEADER), clerk)
    values = services.tried(table)[0].values
    assert (values["volume"], values["cost"]) == (Decimal("1250.50"), Decimal(250_000_000))


def test_columns_can_be_set_by_hand(clerk: Any, stop: Any):
    table = take(stop, csv_file([row()], ("a", "b", "Jenis", "Desa", "e", "f", "g", "h", "i", "j")), clerk)
    assert services.tried(table)[0].problems
    services.set_columns(
        table, {"title": 1, "village": 3, "kind": 2, "reason": 8, "proposer_office": 9}, actor=clerk
    )
    assert not services.tried(table)[0].problems


def test_names_of_people_go_with_the_lines(clerk: Any, stop: Any):
    table = take(stop, csv_file([row()], HEADER), clerk)
    services.run_import(table, actor=clerk)
    table.refresh_from_db()
    assert (table.state, table.lines) == ("done", [])
    with pytest.raises(Conflict):
        services.run_import(table, actor=clerk)


def test_undo_takes_back_what_nobody_touched(clerk: Any, stop: Any):
    table = take(stop, csv_file([row(1), row(2), row(3)], HEADER), clerk)
    services.run_import(table, actor=clerk)
    touched = stop.proposals.all()[1]
    services.place(touched, 1, "Putus", actor=clerk)
    assert services.undo_import(table, actor=clerk) == (2, 1)
    assert list(stop.proposals.all()) == [touched]


def test_others_import_nothing(clerk: Any, stop: Any):
    table = take(stop, csv_file([row()], HEADER), clerk)
    stranger = make_user(Role.CLERK, "16.07.13")
    for ask in (services.run_import, services.undo_import, services.drop_import):
        with pytest.raises(NotAllowed):
            ask(table, actor=stranger)
    with pytest.raises(NotAllowed):
        take(stop, csv_file([row()], HEADER), stranger)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (SimpleUploadedFile("x.xlsx", b"PK\x03\x04 rusak"), "tabel"),
        (csv_file([["1"]], ("apa",)), "judul kolom"),
        (csv_file([], HEADER), "Tidak ada usulan"),
        (csv_file([row(number) for number in range(1001)], HEADER), "Paling banyak 1000"),
    ],
)
def test_what_is_no_table_of_usulan_is_refused(clerk: Any, stop: Any, file: Any, reason: str):
    with pytest.raises(Refused, match=reason):
        take(stop, file, clerk)


def test_500_rows_cost_as_many_queries_as_one(clerk: Any):
    counts = []
    for count in (1, 500):
        table = take(make_musrenbang(), xlsx_file(map(row, range(1, count + 1)), HEADER), clerk)
        with CaptureQueriesContext(connection) as queries:
            assert services.run_import(table, actor=clerk) == count
        # Rows go in by the thousand placeholders, and each of the two statements may be cut.
        counts.append(len([one for one in queries if "INSERT" not in one["sql"]]))
    assert counts[0] == counts[1]


def test_pages_of_the_desk(clerk: Any, stop: Any, client: Client):
    client.force_login(clerk)
    page = f"/admin/meetings/meeting/{stop.pk}/proposals/import/"
    sent = client.post(page, {"file": csv_file([row(1), row(2, Jenis="x")], HEADER)})
    shown = client.get(sent.headers["Location"])
    assert "1 baris siap dimasukkan." in shown.text
    assert "Tulis fisik atau non-fisik." in shown.text
    client.post(sent.headers["Location"], {"act": "run", "skips": "on"})
    assert stop.proposals.count() == 1
    client.post(sent.headers["Location"], {"act": "undo"})
    assert stop.proposals.count() == 0


def test_own_headings_are_guessed_each_as_its_own_column():
    assert list(guess(header()).values()) == list(range(len(header())))


words = st.text("abc XYZ 019 .,;:()/=+-@é", max_size=40).map(str.strip).filter(lambda text: text[:1] != "'")
some = words.filter(bool)
usulan = st.fixed_dictionaries(
    {
        "title": some,
        "kind": st.sampled_from(["physical", "non_physical"]),
        "village": st.sampled_from(["16.07.14.2002", "16.07.14.2013", "16.07.14.2001"]),
        "rt": st.sampled_from(["", "1", "012"]),
        "rw": st.sampled_from(["", "7"]),
        "landmark": words,
        "volume": st.none() | st.decimals(0, 9_999_999, places=2),
        "unit": words.map(lambda text: text[:30].strip()),
        "cost": st.none() | st.integers(0, 10**14).map(Decimal),
        "agency": st.booleans(),
        "reason": some,
        "proposer_name": words,
        "proposer_office": some,
        "priority": st.none() | st.integers(1, 32_767),
        "documents": st.lists(st.none() | words, min_size=4, max_size=4),
    }
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(usulan, min_size=1, max_size=5, unique_by=lambda one: str(one["title"]).casefold()))
def test_exported_table_imports_unchanged(clerk: Any, found: list[dict[str, Any]]):
    source, target = make_musrenbang(), make_musrenbang()
    items = list(source.series.readiness_items.all())
    for one in found:
        documents = one.pop("documents")
        ready = {
            item.pk: document for item, document in zip(items, documents, strict=True) if document is not None
        }
        given = one | {"village": region(one["village"]), "agency": agency() if one["agency"] else None}
        services.submit(source, proposal_data() | given, actor=clerk, ready=ready)
    out = io.BytesIO()
    write(out, source, KECAMATAN)
    table = take(target, SimpleUploadedFile("usulan.xlsx", out.getvalue()), clerk)
    assert [one.problems for one in services.tried(table)] == [[] for __ in found]
    services.run_import(table, actor=clerk)
    assert list(rows(target, KECAMATAN)) == list(rows(source, KECAMATAN))


def test_agency_goes_by_its_short_name_too(clerk: Any, stop: Any):
    Agency.objects.filter(slug="dinas-pupr").update(short_name="PUPR")
    table = take(stop, csv_file([row(OPD="pupr")], HEADER), clerk)
    services.run_import(table, actor=clerk)
    assert stop.proposals.get().agency == agency()
