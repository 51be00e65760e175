"""A category is suggested by plain rules from the words of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirations.search import normalise
from government.models import Category
from government.suggestion import suggest

RULES = [
    (1, frozenset({"jembatan", "titian"})),
    (2, frozenset({"jalan", "rusak parah"})),
    (3, frozenset({"pln", "listrik"})),
]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Jembatan di Jalur 8 lapuk", 1),
        ("JALAN POROS", 2),
        ("jembatannya putus", 1),
        ("jembatan dan titian di ujung jalan", 1),
        # A keyword of two words weighs two.
        ("jembatan rusak parah", 2),
        ("rusak, parah sekali jembatan", 2),
        ("rusak di jembatan, parah", 1),
        # Short keywords are whole words.
        ("pln tolong", 3),
        ("plnx tolong", None),
        ("tidak ada apa-apa", None),
        ("", None),
    ],
)
def test_best_rule_wins(text, best):
    assert suggest(text, RULES) == best


def test_first_of_equals_wins():
    assert suggest("jembatan jalan", RULES) == 1
    assert suggest("jembatan jalan", RULES[::-1]) == 2


def test_keyword_counts_once_however_often_it_is_written():
    assert suggest("jembatan jembatan jembatan jalan rusak parah", RULES) == 2


@given(st.text(max_size=80))
def test_any_text_has_an_answer(text):
    assert suggest(text, RULES) in {1, 2, 3, None}


@pytest.fixture
def rules(db):
    rows = Category.objects.leaves().order_by("position")
    return [(row.slug, row.keyword_set) for row in rows]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Jmbtn gantung di jlr 8 sdh lapuk, dua papan hilang", "jembatan"),
        ("Jln poros dari Sri Mulyo ke Palembang berlubang parah", "jalan"),
        ("Air asin masuk ke sumur, warga susah air bersih", "air-bersih"),
        ("Sertifikat tanah kami blm terbit dari BPN", "sertifikat"),
        ("Paguyuban donor darah ingin kerja sama dgn PMI", "donor-darah"),
        ("Kami butuh ambulans utk kecamatan", "ambulans"),
        ("Guru P3K di desa kami belum diangkat", "guru"),
        ("Gedung SMP negeri bocor, atap sekolah roboh", "gedung-sekolah"),
        ("Mohon ada cabang bank di Air Salek", "perbankan"),
        ("Tanggul jebol, sawah terendam air pasang", "tanggul"),
        ("Lampu jalan mati, listrik sering padam", "listrik"),
    ],
)
def test_subjects_of_the_rakor_find_their_category(rules, text, category):
    assert suggest(normalise(text), rules) == category


def test_every_keyword_can_be_met(rules):
    """Texts are asked with abbreviations spelled out, so a keyword must not be an abbreviation."""
    unreachable = {keyword for __, keywords in rules for keyword in keywords if normalise(keyword) != keyword}
    assert unreachable == set()
