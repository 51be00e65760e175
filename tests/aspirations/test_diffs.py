"""What changed between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirations.diffs import Segment, shortened, words


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("sama saja", "sama saja", [("same", "sama saja")]),
        ("", "baru", [("new", "baru")]),
        ("hilang", "", [("gone", "hilang")]),
        (
            "Papan jembatan lapuk.",
            "Papan dermaga lapuk.",
            [("same", "Papan "), ("gone", "jembatan"), ("new", "dermaga"), ("same", " lapuk.")],
        ),
        (
            "oleh Pak Joko kemarin",
            "oleh warga desa kemarin",
            [("same", "oleh "), ("gone", "Pak Joko"), ("new", "warga desa"), ("same", " kemarin")],
        ),
        ("rusak", "rusak!", [("same", "rusak"), ("new", "!")]),
    ],
)
def test_words(before: str, after: str, expected: list[tuple[str, str]]):
    assert words(before, after) == [Segment(*each) for each in expected]


@given(st.text(alphabet="ab .\n", max_size=60), st.text(alphabet="ab .\n", max_size=60))
def test_both_texts_can_be_read_out_of_it(before: str, after: str):
    found = words(before, after)
    assert "".join(text for kind, text in found if kind != "new") == before
    assert "".join(text for kind, text in found if kind != "gone") == after


def test_long_texts_are_compared_by_lines():
    before = "kata " * 5000 + "\nsatu\n"
    assert words(before, before + "dua\n")[-1] == Segment("new", "dua\n")


def test_long_stretches_without_a_change_are_cut_beside_it():
    same = "kata " * 100
    found = shortened(words(f"{same}lama {same}", f"{same}baru {same}"), around=20)
    assert found == [
        Segment("same", "… kata kata kata "),
        Segment("gone", "lama"),
        Segment("new", "baru"),
        Segment("same", " kata kata kata …"),
    ]


def test_short_stretches_stay_whole():
    segments = words("Papan jembatan lapuk.", "Papan dermaga lapuk.")
    assert shortened(segments) == segments
