"""Tables of reports: the dry run names what is wrong, the run writes each row once, an undo takes it back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from aspirations import services
from aspirations.imports.columns import guess
from aspirations.models import Aspiration, Import, ImportState, RoutingRule, RowState
from aspirations.services import Conflict, Refused, imports
from aspirations.services.imports import running
from government.models import Region, Role
from notifications.models import Message
from tests.tables import csv_file, row, xlsx_file
from tests.world import WIB, advance, category, clerk_actor, make_report, make_user, unit

pytestmark = pytest.mark.django_db


def uploaded(
    rows: Iterable[Sequence[Any]], user: Any = None, *, file: Any = csv_file, **options: Any
) -> Import:
    region = Region.objects.get(code="16.07.14")
    return imports.upload(file(rows, **options), region=region, user=user or make_user())


def checked(rows: Iterable[Sequence[Any]], user: Any = None, fixed: Any = None, **options: Any) -> Import:
    """Uploaded, columns as guessed, dry run made."""
    made = uploaded(rows, user, **options)
    imports.prepare(made, mapping=guess(made.header), fixed=fixed or {})
    imports.check(made.pk)
    made.refresh_from_db()
    return made


def carried_out(made: Import, **options: bool) -> Import:
    wishes = {"takes_same": False, "skips_like": False, "tells_reporters": False} | options
    imports.confirm(made, **wishes)
    imports.run(made.pk)
    made.refresh_from_db()
    return made


def undone(made: Import, user: Any = None) -> Import:
    imports.order_undo(made, user=user or made.user)
    imports.undo(made.pk, (user or made.user).pk)
    made.refresh_from_db()
    return made


def states(made: Import) -> list[str]:
    return list(made.rows.order_by("number").values_list("state", flat=True))


def reasons(made: Import) -> list[Any]:
    return [(one.number, one.problems) for one in made.rows.filter(state=RowState.BAD)]


@pytest.mark.parametrize("file", [csv_file, xlsx_file])
def test_good_rows_become_reports(file: Any):
    made = carried_out(checked([row(1), row(2)], file=file))
    first, second = Aspiration.objects.order_by("number")
    assert (made.state, states(made)) == (ImportState.DONE, ["done", "done"])
    assert (first.number, second.number) == ("AS-2025-00001", "AS-2025-00002")
    assert (first.village.name, first.category, first.identity) == ("Upang", category(), "named")
    assert (first.reporter_name, first.reporter_phone) == ("Warga 1", "+6281270000001")
    assert (first.status, first.channel, first.entered_by) == ("submitted", "other", made.user)
    assert (first.consent, first.consented_at) == ("", None)
    assert first.submitted_at == datetime(2025, 1, 7, 8, tzinfo=WIB)


def test_clock_runs_from_the_day_in_the_book():
    carried_out(checked([row(1)]))
    report = Aspiration.objects.get()
    assert report.due_at == make_report(at=report.submitted_at).due_at


def test_history_tells_when_it_was_sent_and_staff_where_it_came_from():
    made = carried_out(checked([row(1)]))
    sent, note = Aspiration.objects.get().events.order_by("at")
    assert (sent.kind, sent.at.year, sent.audience) == ("submitted", 2025, "public")
    assert (note.audience, note.user) == ("staff", made.user)
    assert note.text == f"Impor {made.pk}, baris 2. Nomor di sistem asal: REG/1."


def test_imported_report_is_found_by_its_words():
    carried_out(checked([row(1)]))
    assert Aspiration.objects.matching_for_staff("lampu padam").count() == 1


def test_rows_go_their_way_by_the_office_s_rules_and_can_still_be_undone():
    RoutingRule.objects.create(territory_id="16.07.14", name="Semua", unit=unit())
    made = carried_out(checked([row(1), row(2)]))
    assert [report.unit for report in Aspiration.objects.all()] == [unit(), unit()]
    last = Aspiration.objects.latest("pk").events.last()
    assert last is not None
    assert last.text == "Seksi PMD, menurut aturan “Semua”"
    assert states(undone(made)) == ["undone", "undone"]


def test_every_fault_of_a_row_is_named():
    bad = row(1, **{"Tgl Masuk": "31/02/2025", "Desa": "Atlantis", "No HP": "12", "Isi Laporan": ""})
    made = checked([row(2), bad])
    assert reasons(made) == [
        (
            3,
            [
                ["G (Isi Laporan)", "Isi laporan kosong."],
                [
                    "B (Tgl Masuk)",
                    "Tanggal tidak terbaca. Tulis hari dulu dan tahun empat angka, misalnya 20-07-2023.",
                ],
                ["D (No HP)", "Nomor telepon tidak benar."],
                ["E (Desa)", "Desa “Atlantis” tidak ada di wilayah Anda."],
            ],
        )
    ]
    assert Aspiration.objects.count() == 0


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Kategori": "Gaib"}, "Kategori “Gaib” tidak dikenal."),
        ({"Kategori": ""}, "Kategori kosong."),
        ({"Desa": ""}, "Desa kosong."),
        ({"Tgl Masuk": "20-07-2999"}, "Tanggal ini belum tiba."),
        ({"Tgl Masuk": "20-07-1970"}, "Periksa tahunnya."),
        ({"Isi Laporan": "x"}, "Isi terlalu pendek."),
        ({"Isi Laporan": "x" * 10_001}, "Terlalu panjang: paling banyak 10000 huruf."),
        ({"Nama Pelapor": "x" * 81}, "Terlalu panjang: paling banyak 80 huruf."),
    ],
)
def test_one_fault(cells: dict[str, str], reason: str):
    (__, problems), *others = reasons(checked([row(1, **cells)]))
    assert (others, [why for __, why in problems]) == ([], [reason])


def test_village_of_another_kecamatan_is_not_here():
    assert states(checked([row(1, Desa="16.07.13.2001")])) == ["bad"]


def test_row_without_a_name_is_anonymous_and_missing_columns_are_filled():
    header = ("Uraian",)
    fixed = {
        "category": category().pk,
        "village": "16.07.14.2002",
        "channel": "desk",
        "submitted_at": "1-6-2025",
    }
    carried_out(checked([["Jembatan ke SD sudah lapuk."]], header=header, fixed=fixed))
    report = Aspiration.objects.get()
    assert (report.identity, report.channel, report.village_id) == ("anonymous", "desk", "16.07.14.2002")
    assert (report.title, report.submitted_at.date().isoformat()) == (
        "Jembatan ke SD sudah lapuk",
        "2025-06-01",
    )


def test_unknown_category_may_become_the_one_for_empty_cells():
    fixed = {"category": category("listrik").pk, "unknown_category": True}
    made = checked([row(1, Kategori="Gaib"), row(2, Kategori=""), row(3)], fixed=fixed)
    carried_out(made)
    found = list(Aspiration.objects.order_by("number").values_list("category__slug", flat=True))
    assert found == ["listrik", "listrik", "jembatan"]


def test_row_that_is_there_already_is_left_out_and_named():
    user = make_user()
    carried_out(checked([row(1)], user))
    again = checked([row(1), row(2), row(2), row(3, **{"Nomor Register": "REG/2"})], user)
    number = Aspiration.objects.get().number
    assert list(again.rows.filter(state=RowState.SAME).values_list("number", "reason")) == [
        (2, f"Sudah diimpor sebagai {number}."),
        (4, "Sama dengan baris 3."),
        (5, "Nomor yang sama dengan baris 3."),
    ]
    carried_out(again)
    assert Aspiration.objects.count() == 2


def test_same_rows_go_in_where_the_person_wants_them():
    carried_out(checked([row(1), row(1)]), takes_same=True)
    assert Aspiration.objects.count() == 2


def test_own_export_does_not_come_in_twice():
    report = make_report()
    assert states(checked([row(1, **{"Nomor Register": report.number})], make_user())) == ["same"]


def test_like_text_of_the_same_village_is_shown_and_may_be_skipped():
    text = "Papan jembatan di Jalur 8 sudah lapuk dan dua papan hilang"
    report = make_report()
    cells = {"Isi Laporan": f"{text}.", "Desa": "Sri Mulyo"}
    made = checked([row(1, **cells), row(2, **cells), row(3, **(cells | {"Desa": "Upang"}))])
    found = list(made.rows.order_by("number").values_list("like", "like_row"))
    assert found == [(report.pk, None), (report.pk, 2), (None, None)]
    carried_out(made, skips_like=True)
    assert states(made) == ["skipped", "skipped", "done"]


def test_reports_of_others_are_not_told_of_as_like():
    hidden = make_report(identity="confidential")
    cells = {"Isi Laporan": hidden.text, "Desa": "Sri Mulyo"}
    made = checked([row(1, **cells)])
    assert made.rows.get().like == hidden  # a clerk may read it
    Aspiration.objects.filter(pk=hidden.pk).update(village="16.07.13.2001")
    imports.prepare(made, mapping=made.mapping, fixed={})
    imports.check(made.pk)
    assert made.rows.get().like is None


def test_nobody_is_written_to_unless_asked(settings: Any):
    header = ("Isi", "Desa", "Kategori", "Email")
    cells = ["Papan jembatan lapuk.", "Upang", "Jembatan", "warga@example.com"]
    carried_out(checked([cells], header=header))
    assert Message.objects.count() == 0
    carried_out(checked([["Lampu padam di simpang.", *cells[1:]]], header=header), tells_reporters=True)
    assert Message.objects.get().recipient == "warga@example.com"


def test_killed_run_goes_on_and_writes_each_row_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "BATCH", 2)
    made = checked(row(n) for n in range(6))
    write, calls = running._write, []

    def killed(*args: Any) -> None:
        write(*args)
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        carried_out(made)
    assert Aspiration.objects.count() == 2
    imports.run(made.pk)
    imports.run(made.pk)
    made.refresh_from_db()
    assert (made.state, states(made)) == (ImportState.DONE, ["done"] * 6)
    numbers = sorted(Aspiration.objects.values_list("number", flat=True))
    assert numbers == [f"AS-2025-{n:05d}" for n in range(1, 7)]


def test_rights_lost_meanwhile_end_the_rest():
    made = checked([row(1)])
    made.user.memberships.update(is_active=False)
    carried_out(made)
    assert (states(made), Aspiration.objects.count()) == (["refused"], 0)


def test_category_closed_meanwhile_is_named():
    made = checked([row(1)])
    type(category()).objects.filter(slug="jembatan").update(is_active=False)
    carried_out(made)
    assert made.rows.get().reason == "F (Kategori): Kategori “Jembatan” tidak dikenal."


def test_undo_withdraws_and_empties_what_nobody_worked_on():
    made = undone(carried_out(checked([row(1)])))
    report = Aspiration.objects.get()
    assert (made.state, states(made)) == (ImportState.UNDONE, ["undone"])
    assert (report.due_at, report.verify_due_at) == (None, None)
    assert (report.status, report.text, report.reporter_name, report.reporter_phone) == (
        "withdrawn",
        "",
        "",
        "",
    )
    assert report.events.last().text == f"Dibatalkan bersama impor {made.pk}."


def test_undo_keeps_what_was_worked_on_and_says_why():
    made = carried_out(checked([row(1), row(2), row(3), row(4)]))
    verified, noted, held, __ = Aspiration.objects.order_by("number")
    advance(verified, "verified")
    clerk = make_user()
    services.add_note(noted, "Sudah ditelepon.", actor=services.Actor.staff(clerk, noted))
    services.assign(held, clerk, actor=services.Actor.staff(clerk, held))
    undone(made)
    assert list(made.rows.order_by("number").values_list("state", "reason")) == [
        ("kept", "Berstatus “Diverifikasi”."),
        ("kept", "Sudah ditangani."),
        ("kept", "Sudah ditangani."),
        ("undone", ""),
    ]
    noted.refresh_from_db()
    assert noted.text != ""


def test_undo_leaves_and_does_not_tell_of_a_report_about_those_who_undo():
    clerk = make_user()
    made = carried_out(checked([row(1), row(2)], clerk))
    about = Aspiration.objects.for_list().filter(import_row__origin=made).latest("pk")
    about = services.reclassify(about, "district", reason="Camat.", actor=clerk_actor(clerk))
    services.change_status(about, "verified", actor=clerk_actor())
    assert states(undone(made, make_user(Role.CAMAT))) == ["undone", "kept"]
    assert made.rows.get(aspiration=about).reason == "Anda tidak berwenang mengubah laporan ini."


def test_undo_takes_no_report_about_those_who_undo_that_nobody_worked_on():
    made = carried_out(checked([row(1)]))
    Aspiration.objects.filter(import_row__origin=made).update(concerns="district")
    assert states(undone(made, make_user(Role.CAMAT))) == ["kept"]
    assert Aspiration.objects.get(import_row__origin=made).text != ""


def test_what_was_undone_may_come_in_again():
    user = make_user()
    undone(carried_out(checked([row(1)], user)))
    assert states(checked([row(1)], user)) == ["ready"]


def test_steps_are_taken_once_and_in_order():
    made = uploaded([row(1)])
    with pytest.raises(Conflict):
        imports.confirm(made, takes_same=False, skips_like=False, tells_reporters=False)
    with pytest.raises(Conflict):
        imports.order_undo(made, user=made.user)
    imports.drop(made)
    with pytest.raises(Conflict):
        imports.prepare(made, mapping={}, fixed={})


def test_import_with_nothing_good_is_not_run():
    made = checked([row(1, Desa="Atlantis")])
    with pytest.raises(Refused, match="Tidak ada baris"):
        carried_out(made)


@pytest.mark.parametrize("role", [Role.VILLAGE_OPERATOR, Role.AUDITOR])
def test_who_may_not_triage_may_not_import(role: str):
    with pytest.raises(Refused):
        uploaded([row(1)], make_user(role, "16.07.14"))


def test_import_into_another_region_is_refused():
    with pytest.raises(Refused):
        imports.upload(csv_file([row(1)]), region=None, user=make_user())


def test_table_is_deleted_when_given_up(django_capture_on_commit_callbacks: Any):
    made = uploaded([row(1)])
    name = str(made.lines.name)
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        imports.drop(made)
    made.refresh_from_db()
    assert (default_storage.exists(name), made.lines.name, made.samples) == (False, "", [])


@pytest.mark.parametrize(("days", "kept"), [(6, True), (8, False)])
def test_old_tables_are_deleted(days: int, kept: bool, django_capture_on_commit_callbacks: Any):
    made = carried_out(checked([row(1)]))
    waiting = uploaded([row(2)])
    then = timezone.now() - timedelta(days=days)
    Import.objects.update(created_at=then, finished_at=then)
    with django_capture_on_commit_callbacks(execute=True):
        imports.drop_old_tables()
    assert [bool(one.lines) for one in Import.objects.filter(pk__in=[made.pk, waiting.pk])] == [kept, kept]


def test_dry_run_of_a_whole_archive_names_every_bad_row_and_no_other():
    """12,500 rows, as long as the longest collection of real complaints that was counted."""
    wrong = [{"Tgl Masuk": "31/02/2025"}, {"Desa": "Atlantis"}, {"Kategori": "Gaib"}, {"No HP": "12"}]
    rows = [row(n, **(wrong[n // 50 % 4] if n % 50 == 0 else {})) for n in range(1, 12_501)]
    made = checked(rows, file=xlsx_file)
    named = made.rows.filter(state=RowState.BAD).values_list("number", "problems")
    columns = [problems[0][0][0] for __, problems in named]
    assert [number for number, __ in named] == [n + 1 for n in range(50, 12_501, 50)]
    assert columns == ["BEFD"[n // 50 % 4] for n in range(50, 12_501, 50)]
    assert made.rows.count() == 12_500
