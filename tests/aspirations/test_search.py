"""Words are found however they are written: abbreviated, with prefixes and suffixes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirations import search
from aspirations.models import Aspiration
from aspirations.workflow import Status
from tests.world import SRI_MULYO, UPANG, advance, make_published, make_report, publish

pytestmark = pytest.mark.django_db


def numbers(queryset):
    return {report.number for report in queryset}


def test_abbreviations_are_spelled_out():
    assert search.normalise("Jln rsk, blm diperbaiki yg dkt jmbtn") == (
        "jalan rusak, belum diperbaiki yang dekat jembatan"
    )


def test_list_has_about_a_hundred_entries_and_none_that_leads_to_another():
    known = search.abbreviations()
    assert len(known) >= 100
    assert {written for written, meant in known.items() if set(meant.split()) & set(known)} == set()


@given(st.text(max_size=60))
def test_spelling_out_twice_is_spelling_out_once(text):
    once = search.normalise(text)
    assert search.normalise(once) == once
    assert "\0" not in once


@pytest.mark.parametrize("words", ["jln rsk", "jalan rusak", "JALAN RUSAK", "kerusakan jalan", "jl. rsk"])
@pytest.mark.parametrize("text", ["Jalan poros rusak berat sejak lama", "Jln poros rsk berat sejak lama"])
def test_report_is_found_however_either_side_writes(words, text):
    found = make_published(title="Tolong", text=text)
    make_published(title="Lampu", text="Lampu di dermaga mati sejak kemarin malam")
    assert numbers(Aspiration.objects.public().matching(words)) == {found.number}


@pytest.mark.parametrize(
    "words",
    [
        ("rusak", "kerusakan", "dirusak", "merusak"),
        ("perbaikan", "diperbaiki", "memperbaiki"),
        ("bangunan", "membangun", "dibangun"),
    ],
)
def test_words_of_one_root_share_a_stem(words):
    reports = {
        make_published(title="Lapor", text=f"Warga bicara tentang {word} itu").number for word in words
    }
    for word in words:
        assert numbers(Aspiration.objects.public().matching(word)) == reports


def test_all_words_must_occur_and_a_minus_excludes():
    bridge = make_published(title="Jembatan", text="Jembatan kayu sudah lapuk sekali")
    steel = make_published(title="Jembatan", text="Jembatan besi sudah karatan sekali")
    public = Aspiration.objects.public()
    assert numbers(public.matching("jembatan")) == {bridge.number, steel.number}
    assert numbers(public.matching("jembatan kayu")) == {bridge.number}
    assert numbers(public.matching("jembatan -kayu")) == {steel.number}
    assert numbers(public.matching('"kayu jembatan"')) == set()


def test_words_that_every_report_holds_make_none_similar():
    lamp = make_published(title="Lampu", text="Saya sudah lama lapor karena lampu yang mati belum diganti.")
    other = "Saya tidak terima karena beasiswa yang dijanjikan untuk kami belum cair."
    same = "Mohon lampu di dermaga yang mati diganti."
    assert numbers(Aspiration.objects.similar_to(other, SRI_MULYO)) == set()
    assert numbers(Aspiration.objects.similar_to(same, SRI_MULYO)) == {lamp.number}


@given(st.text(max_size=80))
def test_any_words_can_be_searched(words):
    assert list(Aspiration.objects.matching(words)) == []
    assert list(Aspiration.objects.similar_to(words, SRI_MULYO)) == []


def test_public_search_reads_the_published_text_only():
    report = publish(
        make_report(text="Kata sandi rahasianya kumbang"), title="Judul", text="Teks yang dibersihkan"
    )
    assert numbers(Aspiration.objects.public().matching("kumbang")) == set()
    assert numbers(Aspiration.objects.matching_for_staff("kumbang")) == {report.number}


def test_answer_is_found_too():
    report = publish(advance(make_report(), Status.VERIFIED))
    assert numbers(Aspiration.objects.public().matching("keterangan")) == set()
    advance(report, Status.ANSWERED)
    assert numbers(Aspiration.objects.public().matching("keterangan")) == {report.number}


def test_staff_find_a_report_by_the_beginning_of_its_number():
    first, __ = make_report(), make_report(text="Lain sekali isinya ya pak camat")
    assert numbers(Aspiration.objects.matching_for_staff(first.number.lower())) == {first.number}
    assert len(Aspiration.objects.matching_for_staff(first.number[:7])) == 2


def test_similar_reports_are_of_the_same_desa_and_public():
    here = make_published(SRI_MULYO)
    make_published(UPANG)
    make_report(SRI_MULYO)
    text = "papan jembatan lapuk di jalur 8, dua papan hilang"
    assert numbers(Aspiration.objects.public().similar_to(text, SRI_MULYO)) == {here.number}
    assert numbers(Aspiration.objects.public().similar_to("listrik padam setiap malam", SRI_MULYO)) == set()


def test_likest_report_comes_first():
    loose = make_published(title="Jembatan", text="Jembatan itu licin kalau hujan deras")
    close = make_published(title="Jembatan rusak", text="Papan jembatan lapuk, dua papan hilang di jalur 8")
    found = Aspiration.objects.public().similar_to("papan jembatan lapuk dan hilang", SRI_MULYO)
    assert [report.number for report in found] == [close.number, loose.number]
