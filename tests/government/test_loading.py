"""Regions and reference rows are loaded from files, again and again without harm."""

import lzma
import re
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from government import loading
from government.loading import activate, free_prefix, load_holidays, load_reference, load_regions, region_rows
from government.models import (
    Agency,
    Category,
    Holiday,
    Level,
    Programme,
    ProgrammeSet,
    Region,
    RegionAlias,
    SlaClass,
    SlaRule,
)

SUMATERA_SELATAN = "16"


def of_the_world(rows):
    """What tests/conftest.py loads."""
    return (row for row in rows if row[0].startswith(SUMATERA_SELATAN))


def everything() -> dict[str, list[tuple]]:
    """All reference rows as they stand."""
    models = (SlaClass, SlaRule, Agency, Category, ProgrammeSet, Programme, RegionAlias)
    return {model.__name__: sorted(model.objects.values_list()) for model in models}


def test_packed_file_holds_all_of_indonesia():
    rows = list(region_rows())
    assert Counter(row[2] for row in rows) == {1: 38, 2: 514, 3: 7285, 4: 83762}
    assert len({row[0] for row in rows}) == len(rows)


def test_every_region_stands_behind_its_parent():
    seen = {None}
    for code, parent, level, name, zone in region_rows():
        assert parent in seen
        assert re.fullmatch(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", code)
        assert (level, name.strip(), zone[:5]) == (code.count(".") + 1, name, "Asia/")
        seen.add(code)


@pytest.mark.parametrize(
    ("code", "zone"), [("16", "Jakarta"), ("51", "Makassar"), ("81", "Jayapura"), ("96", "Jayapura")]
)
def test_province_has_its_zone(code, zone):
    assert {row[4] for row in region_rows() if row[0].startswith(code)} == {f"Asia/{zone}"}


def test_file_is_packed_and_its_licence_lies_beside_it():
    with lzma.open(loading.DATA / "regions.csv.xz", "rt", encoding="utf-8") as lines:
        assert next(lines).strip() == "code,name"
    assert "Open Database License" in (loading.DATA / "LICENSE-ODbL.md").read_text()
    assert "idn-area-data" in (loading.DATA / "README.md").read_text()


@pytest.mark.django_db
def test_loading_again_changes_nothing():
    before = sorted(Region.objects.values_list())
    assert load_regions(of_the_world) == len(before)
    assert sorted(Region.objects.values_list()) == before


@pytest.mark.django_db
def test_loading_again_renews_names_and_keeps_what_the_installation_set():
    own = {"is_active": True, "time_zone": "Asia/Makassar", "receipt_prefix": "XX", "population": 25_000}
    Region.objects.filter(code="16.07.14").update(name="Air Saleh lama", **own)
    Region.objects.filter(code="16.07.14.2002").delete()
    load_regions(of_the_world)
    assert Region.objects.values("name", *own).get(code="16.07.14") == {"name": "Air Salek", **own}
    assert Region.objects.get(code="16.07.14.2002").name == "Sri Mulyo"


@pytest.mark.django_db
def test_kecamatan_of_the_world_is_the_one_of_the_ministry():
    villages = Region.objects.villages().within("16.07.14")
    assert villages.count() == 14
    assert villages.first().name == "Air Solok Batu"
    assert Region.objects.districts().within("16.07").count() == 21


@pytest.mark.django_db
def test_activated_kecamatan_is_served_with_what_is_around_and_below():
    assert activate("16.07.15") == Region.objects.villages().within("16.07.15").count()
    active = Region.objects.active()
    assert {region.code for region in active if region.level < Level.VILLAGE} == {
        "16",
        "16.07",
        "16.07.14",
        "16.07.15",
    }


@pytest.mark.django_db
def test_deactivated_kecamatan_keeps_its_letters():
    assert activate("16.07.14", active=False) == 14
    assert not Region.objects.active().within("16.07.14").exists()
    assert Region.objects.get(code="16.07.14").receipt_prefix == "AS"
    activate("16.07.14")
    assert Region.objects.active().villages().count() == 14


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["16", "16.07.14.2002"])
def test_province_and_desa_are_not_served_by_themselves(code):
    with pytest.raises(ValueError, match=code):
        activate(code)


@pytest.mark.django_db
def test_every_kecamatan_of_the_kabupaten_has_letters_of_its_own():
    districts = Region.objects.districts().within("16.07").order_by("code")
    activate("16.07")
    prefixes = list(districts.values_list("receipt_prefix", flat=True))
    assert len(set(prefixes)) == 21
    assert all(re.fullmatch("[A-Z]{2,4}", prefix) for prefix in prefixes)
    assert Region.objects.get(code="16.07.14").receipt_prefix == "AS"
    activate("16.07")
    assert (
        list(Region.objects.districts().within("16.07").values_list("receipt_prefix", flat=True)) == prefixes
    )


@pytest.mark.django_db
def test_letters_come_from_the_name():
    Region.objects.update(receipt_prefix=None)
    assert free_prefix("Air Salek") == "AS"
    assert free_prefix("Rantau Bayur") == "RB"
    assert free_prefix("Betung") == "BE"
    assert free_prefix("2 X 11 Enam Lingkung") == "XEL"
    Region.objects.filter(code="16.07.01").update(receipt_prefix="BE")
    assert free_prefix("Betung") == "BET"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Air Saleh", "16.07.14"),
        ("air salek", "16.07.14"),
        ("AIR SALIK", "16.07.14"),
        ("Srimulyo", "16.07.14.2002"),
        ("sri mulyo", "16.07.14.2002"),
        ("Salek Agung", "16.07.14.2009"),
    ],
)
def test_place_is_found_by_any_of_its_names(typed, code):
    assert [region.code for region in Region.objects.within("16.07.14").named(typed)] == [code]


@pytest.mark.django_db
def test_reference_rows_are_loaded_once():
    before = everything()
    assert load_reference() == {
        "sla_classes": 5,
        "agencies": 19,
        "units": 6,
        "categories": 49,
        "programmes": 26,
        "sla_rules": 3,
        "escalation": 13,
        "aliases": 12,
    }
    assert everything() == before


@pytest.mark.django_db
def test_what_staff_changed_survives_a_reload_unless_it_is_to_be_overwritten():
    Agency.objects.filter(slug="bpbd").update(name="BPBD Banyuasin", phone="+62711123456", is_active=False)
    SlaClass.objects.filter(slug="ringan").update(verify_days=1)
    Category.objects.filter(slug="jalan").update(name="Jalan dan gang", is_active=False)
    load_reference()
    assert Agency.objects.values_list("name", "is_active").get(slug="bpbd") == ("BPBD Banyuasin", False)
    assert SlaClass.objects.get(slug="ringan").verify_days == 1
    assert Category.objects.values_list("name", "is_active").get(slug="jalan") == ("Jalan dan gang", False)
    load_reference(overwrite=True)
    assert Agency.objects.get(slug="bpbd").name == "Badan Penanggulangan Bencana Daerah"
    assert SlaClass.objects.get(slug="ringan").verify_days == 3
    # What the files do not tell stays.
    assert Agency.objects.get(slug="bpbd").phone == "+62711123456"


@pytest.mark.django_db
def test_every_category_has_a_promise_and_every_leaf_an_agency_and_keywords():
    assert {category.parent.parent_id for category in Category.objects.leaves()} == {None}
    leaves = Category.objects.leaves().filter(default_agency__isnull=False).exclude(keywords="")
    without_words = Category.objects.leaves().exclude(pk__in=leaves)
    assert [category.slug for category in without_words] == ["lainnya"]


@pytest.mark.django_db
def test_agencies_of_regions_that_are_not_loaded_are_left_out(monkeypatch):
    Agency.objects.filter(slug="bpn").delete()
    rows = [{"slug": "bpn", "name": "BPN", "short_name": "", "level": "national", "region": "99.99"}]
    monkeypatch.setattr(loading, "rows", lambda name: iter(rows if name == "agencies.csv" else []))
    assert load_reference()["agencies"] == 0


@pytest.mark.django_db
def test_programme_sets_have_a_period_and_their_programmes_in_order():
    sets = {found.slug: found for found in ProgrammeSet.objects.all()}
    assert {slug: found.programmes.count() for slug, found in sets.items()} == {
        "prioritas-2018": 7,
        "prioritas-2025": 7,
        "gerakan-bersama": 12,
    }
    old, new = sets["prioritas-2018"], sets["prioritas-2025"]
    assert (old.start_year, old.end_year, new.start_year, new.end_year) == (2018, 2023, 2025, None)
    first = sets["gerakan-bersama"].programmes.first()
    assert (first.name, first.description) == ("SI MANIS", "siswa membaca dan menulis")


@pytest.mark.django_db
def test_holidays_have_their_kind_and_estimates_say_so():
    assert load_holidays(range(2028, 2029)) == Holiday.objects.count()
    kinds = dict(Holiday.objects.values_list("name", "kind"))
    assert kinds["Hari Kemerdekaan Republik Indonesia"] == Holiday.Kind.PUBLIC
    estimated = Holiday.objects.filter(is_estimated=True)
    assert "Hari Raya Idul Fitri" in {day.name for day in estimated}
    assert "Tahun Baru Masehi" not in {day.name for day in estimated}
    assert not Holiday.objects.filter(name__contains="perkiraan").exists()


@pytest.mark.django_db
def test_joint_leave_is_told_from_holidays():
    load_holidays(range(2026, 2027))
    leave = Holiday.objects.filter(kind=Holiday.Kind.JOINT_LEAVE)
    assert {day.name.startswith("Cuti Bersama") for day in leave} == {True}
    assert leave.filter(date="2026-12-24").exists()


@pytest.mark.django_db
def test_loading_holidays_again_adds_nothing():
    assert load_holidays(range(2026, 2029)) > 50
    assert load_holidays(range(2026, 2029)) == 0


@pytest.mark.django_db
def test_day_that_staff_moved_or_switched_off_does_not_come_back():
    load_holidays(range(2028, 2029))
    Holiday.objects.filter(name="Hari Raya Idul Fitri").update(date="2028-02-26", is_estimated=False)
    Holiday.objects.filter(name="Hari Raya Waisak").update(is_active=False)
    before = sorted(Holiday.objects.values_list())
    assert load_holidays(range(2028, 2029)) == 0
    assert sorted(Holiday.objects.values_list()) == before


@pytest.mark.django_db
def test_day_that_was_announced_later_is_added():
    load_holidays(range(2026, 2027))
    Holiday.objects.filter(name="Cuti Bersama Hari Raya Idul Fitri", date="2026-03-24").delete()
    assert load_holidays(range(2026, 2027)) == 1
    assert Holiday.objects.filter(date="2026-03-24").exists()


def said(*command: str, **options) -> str:
    out = StringIO()
    call_command(*command, stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_commands_say_in_a_sentence_what_they_did():
    assert said("activate_region", "16.07.14") == "16.07.14: 14 desa dilayani.\n"
    assert said("activate_region", "16.07.14", "--deactivate") == "16.07.14: 14 desa tidak lagi dilayani.\n"
    assert said("load_holidays", "--years", "2026").endswith(" hari libur.\n")
    assert said("sync_groups") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (
            ("activate_region", "Air Saleh"),
            "Wilayah Air Saleh tidak dikenal. Maksud Anda 16.07.14 Air Salek?",
        ),
        (("activate_region", "99"), "Wilayah 99 tidak dikenal."),
        (("activate_region", "16"), "Aktifkan kabupaten atau kecamatan, bukan provinsi atau desa."),
        (("load_holidays", "--years", "depan"), "Tulis tahun sebagai 2026 atau 2026-2028."),
    ],
)
def test_command_that_cannot_be_done_says_why(command, sentence):
    with pytest.raises(CommandError) as refused:
        call_command(*command)
    assert str(refused.value) == sentence
