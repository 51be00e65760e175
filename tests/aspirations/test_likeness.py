"""How much two reports are alike, by pure arithmetic."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirations.likeness import ALIKE, LIKE_PHOTO, NEAR_METRES, Traits, box, compare, metres, shared
from tests.world import MONDAY

WORDS = frozenset({"papan", "jembatan", "lapuk", "hilang"})
HALL = (-2.60000, 105.05000)
words = st.frozensets(st.sampled_from(["papan", "jembatan", "lapuk", "air", "payau", "listrik"]))
points = st.none() | st.tuples(st.floats(-2.7, -2.5), st.floats(105.0, 105.2))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1))
traits = st.builds(Traits, words, st.integers(1, 3), moments, points, words)


def like(**changed) -> Traits:
    return Traits(WORDS, 1, MONDAY)._replace(**changed)


def north(distance: float) -> tuple[float, float]:
    """A point so many metres from the hall."""
    return HALL[0] + distance / 111_195, HALL[1]


@given(traits, traits, st.none() | st.integers(0, 64))
def test_likeness_is_the_same_from_either_side(one: Traits, other: Traits, bits: int | None):
    assert compare(one, other, photo_bits=bits) == compare(other, one, photo_bits=bits)


@given(traits, traits, st.none() | st.integers(0, 64))
def test_score_lies_between_nothing_and_a_hundred_and_has_reasons(one, other, bits):
    score, reasons = compare(one, other, photo_bits=bits)
    assert 0 <= score <= 100
    assert bool(reasons) == bool(score)


@given(traits, traits, st.timedeltas(timedelta(0), timedelta(days=900)))
def test_nearer_in_time_is_never_less_like(one: Traits, other: Traits, later: timedelta):
    early = compare(one, other._replace(at=one.at)).score
    assert early >= compare(one, other._replace(at=one.at + later)).score


@given(st.floats(0, 20_000), st.floats(0, 20_000))
def test_nearer_in_place_is_never_less_like(near: float, far: float):
    near, far = sorted([near, far])
    here = like(point=HALL)
    scores = [compare(here, like(point=north(distance))).score for distance in (near, far)]
    assert scores[0] >= scores[1]


@given(words, words)
def test_shared_part_is_whole_for_the_same_and_nothing_for_strangers(one, other):
    assert shared(one, one) == (1 if one else 0)
    assert (shared(one, other) == 0) == (not one & other)


def test_category_and_time_alone_make_no_duplicate():
    assert compare(like(), like(words=frozenset({"listrik"}))) == (0, ())


def test_reasons_are_told_the_weightiest_first():
    other = like(point=north(120), at=MONDAY + timedelta(days=3))
    found = compare(like(point=HALL), other, photo_bits=2)
    assert found.reasons == ("teks hampir sama", "foto sama", "120 m", "kategori sama", "3 hari")
    assert found.score == 100


def test_same_picture_speaks_for_itself():
    other = like(words=frozenset({"licin"}), category=2, at=MONDAY + timedelta(days=90))
    assert compare(like(), other, photo_bits=0).reasons == ("foto sama", "3 bulan")
    assert compare(like(), other, photo_bits=0).score >= ALIKE
    assert compare(like(), other, photo_bits=LIKE_PHOTO + 1).score == 0


def test_same_words_far_away_are_another_bridge():
    near = compare(like(point=HALL), like(point=north(20)))
    far = compare(like(point=HALL), like(point=north(5_000)))
    assert far.score < near.score / 1.9
    assert "5 km" in far.reasons


def test_jalur_says_the_place_where_there_is_no_point():
    bridge = like(words=frozenset(), place=frozenset({"jalur", "8", "jembatan", "ii"}))
    assert compare(bridge, bridge).reasons[0] == "jalur atau patokan sama"
    assert compare(bridge, bridge._replace(place=frozenset({"jalur", "9", "jembatan", "ii"}))).score == 0


def test_whole_jalur_is_too_long_to_speak_alone():
    canal, bridge = frozenset({"jalur", "8"}), frozenset({"jalur", "8", "jembatan", "ii"})
    assert compare(like(place=canal), like(place=bridge)).reasons[1] == "jalur atau patokan sama"
    wordless = like(words=frozenset(), place=canal)
    assert compare(wordless, wordless).score == 0


@pytest.mark.parametrize(("distance", "told"), [(0, 0), (111_195, 111_195), (300, 300)])
def test_metres_follow_the_great_circle(distance: float, told: float):
    assert metres(HALL, north(distance)) == pytest.approx(told, rel=1e-3)


@given(st.tuples(st.floats(-60, 60), st.floats(-170, 170)), st.floats(-1, 1), st.floats(-1, 1))
def test_box_holds_all_that_is_near(point: tuple[float, float], up: float, across: float):
    other = (point[0] + up / 100, point[1] + across / 100)
    south, north_, west, east = box(point, NEAR_METRES)
    if metres(point, other) < NEAR_METRES:
        assert south <= other[0] <= north_
        assert west <= other[1] <= east
