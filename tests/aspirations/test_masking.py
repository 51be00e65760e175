"""What may identify a person does not reach the public."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aspirations.masking import MASK, find_personal_data, mask


@pytest.mark.parametrize(
    "typed",
    [
        "1607140505900003",
        "1607 1405 0590 0003",
        "1607-1405-0590-0003",
        "1607.1405.0590.0003",
        "1607 - 1405 - 0590 - 0003",
        "1607\u00a01405\u00a00590\u00a00003",
        "1607–1405–0590–0003",
        "1607/1405/0590/0003",
        "1607_1405_0590_0003",
        "1607,  1405\n0590 0003",
        "0812_3456_7890",
        "0812,3456,7890",
        "812 3456 7890",
        "81234567890",
        "081234567890",
        "0812 3456 7890",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "+6281234567890",
        "62812.3456.7890",
        "(0711) 355 123",
        "suparno@example.com",
        "kades.sri_mulyo+lapor@mail.banyuasin.go.id",
    ],
)
def test_personal_data_is_masked(typed):
    assert mask(f"Hubungi {typed} ya pak") == f"Hubungi {MASK} ya pak"


@pytest.mark.parametrize(
    "harmless",
    [
        "Jalur 8 Jembatan II RT 03 RW 01",
        "Kejadian 20 Juli 2023 pukul 09.05",
        "Biaya Rp 1.500.000 untuk 12 orang",
        "Anggaran Rp 8.500.000.000 dari APBD",
        "Anggaran 850.000.000 rupiah",
        "Luas 8.100,5 hektare",
        "Nomor laporan AS-2026-00412",
        "Kode wilayah 16.07.14.2002",
        "Panjang 2000 meter, lebar 4 meter",
    ],
)
def test_other_figures_stay(harmless):
    assert mask(harmless) == harmless


def test_findings_name_their_kind_in_order():
    text = "NIK 1607140505900003, WA 081234567890, a@b.co.id"
    assert [finding.kind for finding in find_personal_data(text)] == ["identity", "phone", "email"]


shapes = st.one_of(
    st.from_regex(r"\d{1,20}", fullmatch=True),
    st.from_regex(r"(\+?62|0)[ .-]?8\d{1,3}[ .-]\d{3,5}[ .-]\d{3,5}", fullmatch=True),
    st.from_regex(r"[a-z0-9.]{1,8}@[a-z0-9]{1,6}(\.[a-z]{2,3}){1,2}", fullmatch=True),
    st.sampled_from([" ", "", "-", ".", "(", ")", "+", "\n", "pak ", "/", ",", MASK]),
    st.text(max_size=5),
)
texts = st.lists(shapes, max_size=8).map("".join)


@given(texts)
@example("080.000.00006280.0401.00000")
def test_nothing_is_found_in_what_was_masked(text):
    assert find_personal_data(mask(text)) == []


@given(texts)
def test_masking_twice_is_masking_once(text):
    assert mask(mask(text)) == mask(text)


@given(texts)
def test_findings_do_not_overlap_and_lie_in_the_text(text):
    end = 0
    for finding in find_personal_data(text):
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end
