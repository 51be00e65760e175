"""Columns that say more than a text: the number in another system, and whom a report is about."""

from typing import Any

import pytest

from aspirations.imports.columns import guess
from aspirations.models import Aspiration, Import, Reference, ReferenceSystem
from aspirations.services import imports
from government.models import Region, Role
from tests.tables import HEADER, csv_file, row
from tests.world import agency, make_user

pytestmark = pytest.mark.django_db


def carried_out(extra: str, *cells: str, fixed: Any = None, user: Any = None) -> Import:
    """A table with one column more, tried and written."""
    rows = [[*row(number), cell] for number, cell in enumerate(cells, start=1)]
    region = Region.objects.get(code="16.07.14")
    made = imports.upload(csv_file(rows, [*HEADER, extra]), region=region, user=user or make_user())
    imports.prepare(made, mapping=guess(made.header), fixed=fixed or {})
    imports.check(made.pk)
    made.refresh_from_db()
    if made.rows.filter(state="ready").exists():
        imports.confirm(made, takes_same=False, skips_like=False, tells_reporters=False)
        imports.run(made.pk)
    return made


def test_number_becomes_a_reference_of_the_system_in_its_column():
    ReferenceSystem.objects.create(name="e-Lapor")
    made = carried_out("Sistem asal", "E LAPOR", "")
    (found,) = Reference.objects.select_related("system")
    assert (found.system.name, found.number, found.key) == ("e-Lapor", "REG/1", "REG1")
    assert found.added_by == made.user
    assert Aspiration.objects.matching_for_staff("reg 1").get() == found.aspiration


def test_number_becomes_a_reference_of_the_system_chosen_for_the_file():
    system = ReferenceSystem.objects.create(name="e-Lapor")
    carried_out("Kosong", "", "", fixed={"system": system.pk})
    assert sorted(Reference.objects.values_list("number", flat=True)) == ["REG/1", "REG/2"]


def test_number_without_a_system_stays_a_note():
    carried_out("Kosong", "")
    assert Aspiration.objects.get().events.last().text.endswith("Nomor di sistem asal: REG/1.")
    assert not Reference.objects.exists()


def test_unknown_system_is_named():
    made = carried_out("Sistem asal", "Buku tamu")
    assert made.rows.get().problems == [["H (Sistem asal)", "Sistem “Buku tamu” belum terdaftar."]]


@pytest.mark.parametrize(
    ("typed", "concerns", "agency_slug"),
    [
        ("Kades", "village", None),
        ("petugas kecamatan", "district_staff", None),
        ("Camat", "district", None),
        ("Dinas", "agency", None),
        ("Dinas PUPR", "agency", "dinas-pupr"),
        ("tidak", "", None),
        ("", "", None),
    ],
)
def test_whom_a_row_is_about_in_plain_words(typed: str, concerns: str, agency_slug: str | None):
    carried_out("Tentang petugas", typed)
    report = Aspiration.objects.get()
    told = agency(agency_slug) if agency_slug else None
    assert (report.concerns, report.concerned_agency) == (concerns, told)


def test_row_about_the_camat_is_counted_by_the_kabupaten_and_seen_there_alone():
    carried_out("Tentang petugas", "tidak", "camat", "tidak")
    numbers = [report.number[:3] for report in Aspiration.objects.order_by("import_row__number")]
    assert numbers[0] == numbers[2] == "AS-"
    assert numbers[1] != "AS-"
    assert Aspiration.objects.visible_to(make_user(Role.CAMAT)).count() == 2
    assert Aspiration.objects.visible_to(make_user(Role.COORDINATOR, "16.07")).count() == 3


def test_table_about_officers_is_its_importers_alone():
    user, camat = make_user(), make_user(Role.CAMAT)
    carried_out("Tentang petugas", "camat", user=user)
    seen = [Import.objects.visible_to(one).count() for one in (user, camat)]
    assert seen == [1, 0]


def test_unknown_words_for_whom_are_named():
    made = carried_out("Tentang petugas", "Pak RT")
    (problem,) = made.rows.get().problems
    assert problem[1].startswith("“Pak RT” tidak dikenal: tulis kepala desa")
