"""Tables of reports in the admin: upload, columns, dry run, run, results, undo."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from aspirations.models import Access, Aspiration, Import, ImportState
from aspirations.services import imports
from government.models import Role
from tests.tables import HEADER, csv_file, row, xlsx_file
from tests.world import ELSEWHERE, UPANG, category, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/aspirations/import/"


def desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, file: Any) -> Any:
    return client.post(f"{LIST}add/", {"file": file, "region": "16.07.14"})


def columns(client: Client, made: Import, **changes: Any) -> Any:
    """The form as it was shown, sent with changes."""
    form = client.get(f"{LIST}{made.pk}/columns/").context["form"]
    data = {name: field.initial for name, field in form.fields.items() if field.initial not in {None, ""}}
    return client.post(f"{LIST}{made.pk}/columns/", data | changes)


def checked(client: Client, rows: Any) -> Import:
    upload(client, csv_file(rows))
    made = Import.objects.latest("pk")
    columns(client, made)
    imports.check(made.pk)
    made.refresh_from_db()
    return made


def page(client: Client, made: Import, query: str = "") -> str:
    return client.get(f"{LIST}{made.pk}/change/{query}").content.decode()


def test_row_whose_report_was_handed_up_is_not_read_below_any_more():
    clerk = desk(make_user())
    made = checked(clerk, [row(1, **{"Isi Laporan": "Camat meminta uang."}), row(2)])
    clerk.post(f"{LIST}{made.pk}/run/")
    imports.run(made.pk)
    assert "Camat meminta uang." in page(clerk, made, "?hasil=done")
    Aspiration.objects.filter(text="Camat meminta uang.").update(concerns="district")
    for reader in (clerk, desk(make_user(Role.CAMAT))):
        shown = page(reader, made, "?hasil=done")
        assert ("Camat meminta uang." in shown, row(2)[-1][:30] in shown) == (False, True)


def test_from_file_to_reports_and_back():
    client = desk(make_user())
    made = checked(client, [row(1), row(2, Desa="Atlantis")])
    shown = page(client, made)
    assert "Masukkan 1 baris yang siap" in shown
    assert "Desa “Atlantis” tidak ada di wilayah Anda." in shown
    client.post(f"{LIST}{made.pk}/run/")
    imports.run(made.pk)
    number = Aspiration.objects.get().number
    assert number in page(client, made, "?hasil=done")
    client.post(f"{LIST}{made.pk}/undo/", {"sure": "on"})
    imports.undo(made.pk, made.user_id)
    assert Aspiration.objects.get().status == "withdrawn"
    assert "Dibatalkan" in page(client, made)


def test_columns_are_guessed_and_remembered_for_the_same_header():
    client = desk(make_user())
    upload(client, xlsx_file([row(1)]))
    first = Import.objects.get()
    shown = client.get(f"{LIST}{first.pk}/columns/").context["form"]
    assert shown.fields["column_village"].initial == HEADER.index("Desa")
    columns(client, first, column_landmark=str(HEADER.index("Nama Pelapor")), column_reporter_name="")
    upload(client, csv_file([row(2)]))
    form = client.get(f"{LIST}{Import.objects.latest('pk').pk}/columns/").context["form"]
    assert form.fields["column_landmark"].initial == HEADER.index("Nama Pelapor")
    assert form.fields["column_reporter_name"].initial == ""


def test_unknown_name_is_given_a_meaning_once_and_remembered():
    client = desk(make_user())
    made = checked(client, [row(1, Desa="Atlantis"), row(2, Desa="ATLANTIS"), row(3, Kategori="Gaib")])
    assert "Pilih artinya" in page(client, made)
    columns(client, made, meaning_village_0=UPANG, meaning_category_0=category("jalan").pk)
    imports.check(made.pk)
    client.post(f"{LIST}{made.pk}/run/")
    imports.run(made.pk)
    reports = Aspiration.objects.order_by("import_row__number").values_list("village", "category__slug")
    assert list(reports)[:2] == [(UPANG, "jembatan"), (UPANG, "jembatan")]
    assert list(reports)[2][1] == "jalan"
    again = checked(client, [row(4, Desa="Atlantis")])
    assert "Masukkan 1 baris yang siap" in page(client, again)


def test_meaning_can_be_changed_and_taken_away():
    client = desk(make_user())
    made = checked(client, [row(1, Desa="Atlantis")])
    columns(client, made, meaning_village_0=UPANG)
    imports.check(made.pk)
    shown = client.get(f"{LIST}{made.pk}/columns/").context["form"]
    assert [(one["count"], one["choice"].initial) for one in shown.questions()] == [(1, UPANG)]
    columns(client, made, meaning_village_0="")
    imports.check(made.pk)
    assert made.rows.get().state == "bad"


def test_village_elsewhere_is_no_meaning():
    client = desk(make_user())
    made = checked(client, [row(1, Desa="Atlantis")])
    assert columns(client, made, meaning_village_0=ELSEWHERE).status_code == 422


def test_thirty_names_are_asked_about_the_commonest_first():
    client = desk(make_user())
    rows = [row(number, Desa=f"Atlantis {number}") for number in range(1, 33)]
    made = checked(client, [*rows, row(40, Desa="Atlantis 32")])
    asked = made.unknown["village"]
    assert (len(asked), asked[0]) == (30, {"key": "atlantis32", "typed": "Atlantis 32", "count": 2})


def test_missing_and_doubled_columns_are_told_and_nothing_is_checked():
    client = desk(make_user())
    upload(client, csv_file([row(1)]))
    made = Import.objects.get()
    response = columns(client, made, column_text="", column_title="4")
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"column_text", "column_village"}
    made.refresh_from_db()
    assert made.state == ImportState.UPLOADED


def test_value_stands_in_for_a_column():
    client = desk(make_user())
    upload(client, csv_file([["Papan jembatan lapuk."]], header=["Uraian"]))
    made = Import.objects.get()
    columns(client, made, fixed_category=str(category().pk), fixed_village="16.07.14.2002")
    imports.check(made.pk)
    assert [one.state for one in made.rows.all()] == ["ready"]


def test_file_that_is_no_table_is_a_sentence():
    response = upload(desk(make_user()), csv_file([], header=["x"]))
    assert response.status_code == 422
    assert "Tidak ada baris judul kolom" in response.content.decode()
    assert Import.objects.count() == 0


def test_results_are_downloaded_with_what_stood_there_and_noted():
    user = make_user()
    client = desk(user)
    made = checked(client, [row(1), row(2, Desa="=Atlantis", **{"No HP": "12"})])
    response = client.post(f"{LIST}{made.pk}/results/", {"which": "bad"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    found = [list(one.values())[:6] for one in csv.DictReader(io.StringIO(text))]
    assert found == [
        ["3", "Perlu diperbaiki", "", "D (No HP)", "12", "Nomor telepon tidak benar."],
        [
            "3",
            "Perlu diperbaiki",
            "",
            "E (Desa)",
            "'=Atlantis",
            "Desa “=Atlantis” tidak ada di wilayah Anda.",
        ],
    ]
    assert Access.objects.get(kind="export").what == f"Hasil impor {made.pk}, CSV"
    assert "no-store" in response["Cache-Control"]


def test_undo_asks_once_more():
    client = desk(make_user())
    made = checked(client, [row(1)])
    client.post(f"{LIST}{made.pk}/run/")
    imports.run(made.pk)
    assert client.post(f"{LIST}{made.pk}/undo/").status_code == 422
    made.refresh_from_db()
    assert made.state == ImportState.DONE


def test_progress_reloads_itself_until_it_is_over():
    client = desk(make_user())
    upload(client, csv_file([row(1)]))
    made = Import.objects.get()
    columns(client, made)
    assert 'http-equiv="refresh"' in page(client, made)
    imports.check(made.pk)
    assert 'http-equiv="refresh"' not in page(client, made)


def test_lost_work_is_ordered_again_and_nothing_is_done_twice():
    client = desk(make_user())
    upload(client, csv_file([row(1)]))
    made = Import.objects.get()
    columns(client, made)
    client.post(f"{LIST}{made.pk}/resume/")
    for _ in range(2):
        imports.check(made.pk)
    assert made.rows.count() == 1
    assert "sudah tidak dikerjakan" in client.post(f"{LIST}{made.pk}/resume/", follow=True).content.decode()


def test_given_up_import_is_gone_from_work():
    client = desk(make_user())
    made = checked(client, [row(1)])
    client.post(f"{LIST}{made.pk}/drop/")
    made.refresh_from_db()
    assert (made.state, made.rows.count()) == (ImportState.DROPPED, 0)
    client.post(f"{LIST}{made.pk}/run/")
    made.refresh_from_db()
    assert made.state == ImportState.DROPPED


@pytest.mark.parametrize("role", [Role.VILLAGE_OPERATOR, Role.AUDITOR, Role.AGENCY_OFFICER])
def test_who_may_not_import_finds_nothing(role: str):
    made = checked(desk(make_user()), [row(1)])
    scope = "dinas-pupr" if role == Role.AGENCY_OFFICER else "16.07.14"
    client = desk(make_user(role, scope))
    assert client.get(f"{LIST}add/").status_code in {403, 404}
    for name in ("change", "columns", "run", "undo", "drop", "forget", "results"):
        assert client.post(f"{LIST}{made.pk}/{name}/").status_code == 404


def test_colleague_of_the_kecamatan_sees_it_and_another_kecamatan_does_not():
    made = checked(desk(make_user()), [row(1)])
    assert desk(make_user(Role.CAMAT)).get(f"{LIST}{made.pk}/change/").status_code == 200
    # A table may hold confidential rows, which a section head may not read.
    section = make_user(Role.SECTION_HEAD)
    assert desk(section).get(f"{LIST}{made.pk}/change/").status_code == 404
    own = checked(desk(section), [row(2)])
    assert desk(section).get(f"{LIST}{own.pk}/change/").status_code == 200
    assert desk(make_user(Role.CLERK, "16.07.13")).get(f"{LIST}{made.pk}/change/").status_code == 404


def test_page_costs_the_same_for_one_row_and_for_thirty(django_assert_num_queries: Any):
    client = desk(make_user())
    few = checked(client, [row(1, Desa="Atlantis")])
    many = checked(client, [row(n, Desa="Atlantis") for n in range(30)])
    page(client, few)
    with django_assert_num_queries(13):
        page(client, few)
    with django_assert_num_queries(13):
        page(client, many)
