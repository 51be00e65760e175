"""Rules over plain data: order decides, what is switched off never, an empty condition asks nothing."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirations.routing import Ask, Facts, Phrase, Rule, phrases_of, route, unmet
from tests.world import WIB

MONDAY_NINE = datetime(2026, 6, 8, 9, 0, tzinfo=WIB)
FACTS = Facts(
    categories=frozenset({10, 1}),
    village="16.07.14.2002",
    kind="complaint",
    channel="web",
    at=MONDAY_NINE,
    words={"lampu": [1, 7], "jalan": [2], "mati": [8], "rusak": [3]},
)
LAMPU_MATI = Phrase(((0, "lampu"), (1, "mati")))


def rule(key: int = 1, **fields: Any) -> Rule:
    return Rule(key=key, name=f"Aturan {key}", **({"unit": key} | fields))


rules = st.lists(
    st.builds(
        Rule,
        key=st.integers(1, 99),
        name=st.just("A"),
        is_active=st.booleans(),
        territory=st.sampled_from(["", "16.07", "16.07.14", "16.07.1", "16.07.13"]),
        categories=st.frozensets(st.sampled_from([1, 2, 10]), max_size=2),
        villages=st.frozensets(st.sampled_from(["16.07.14.2002", "16.07.14.2013"]), max_size=2),
        phrases=st.sampled_from([None, (LAMPU_MATI,), (Phrase(((0, "air"),)),), ()]),
        kind=st.sampled_from(["", "complaint", "aspiration"]),
        channel=st.sampled_from(["", "web", "desk"]),
        weekdays=st.frozensets(st.integers(0, 6), max_size=3),
        from_date=st.none() | st.dates(date(2026, 6, 1), date(2026, 6, 15)),
        unit=st.none() | st.integers(1, 9),
        person=st.none() | st.integers(1, 9),
        agency=st.none() | st.integers(1, 9),
        goes_on=st.booleans(),
    ),
    max_size=8,
)


@given(rules)
def test_the_first_that_matches_decides(book: list[Rule]):
    way = route(book, FACTS)
    matching = [one for one in book if not unmet(one, FACTS)]
    assert way.matched == tuple(matching[: len(way.matched)])
    assert all(one.goes_on for one in way.matched[:-1])
    assert way.assigned_by == next((one for one in way.matched if one.unit or one.person), None)
    assert way.proposed_by == next((one for one in way.matched if one.agency), None)


@given(rules)
def test_what_is_switched_off_changes_nothing(book: list[Rule]):
    assert route(book, FACTS) == route([one for one in book if one.is_active], FACTS)


@given(rules, rules)
def test_what_stands_behind_the_end_changes_nothing(book: list[Rule], more: list[Rule]):
    way = route(book, FACTS)
    if way.matched and not way.matched[-1].goes_on:
        assert route(book + more, FACTS) == way


@given(rules)
def test_asking_again_over_those_that_matched_gives_the_same(book: list[Rule]):
    way = route(book, FACTS)
    assert route(way.matched, FACTS) == way


@given(st.integers(0, 7 * 24 - 1), st.sampled_from(["16.07.14.2002", "51.71.01.1001"]), st.booleans())
def test_rule_without_conditions_matches_everything(hour: int, village: str, worded: bool):
    at = datetime(2026, 6, 8 + hour // 24, hour % 24, tzinfo=WIB)
    facts = replace(FACTS, at=at, village=village, words=FACTS.words if worded else {})
    assert unmet(rule(), facts) == []


@given(st.times(), st.times(), st.times())
def test_a_time_lies_in_a_window_or_in_the_one_turned_round(now: time, start: time, end: time):
    facts = replace(FACTS, at=datetime.combine(MONDAY_NINE, now, WIB))
    inside = not unmet(rule(from_hour=start, to_hour=end), facts)
    turned = not unmet(rule(from_hour=end, to_hour=start), facts)
    assert start == end or inside is not turned


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ({"is_active": False}, [Ask.ACTIVE]),
        ({"territory": "16.07.14"}, []),
        ({"territory": "16.07.1"}, [Ask.TERRITORY]),
        ({"categories": frozenset({1})}, []),
        ({"categories": frozenset({2})}, [Ask.CATEGORY]),
        ({"villages": frozenset({"16.07.14.2013"})}, [Ask.VILLAGE]),
        ({"phrases": (Phrase(((0, "rusak"),)),)}, []),
        ({"phrases": (LAMPU_MATI,)}, []),
        ({"phrases": (Phrase(((0, "lampu"), (1, "rusak"))),)}, [Ask.WORDS]),
        ({"phrases": ()}, [Ask.WORDS]),
        ({"phrases": (Phrase(()),)}, [Ask.WORDS]),
        ({"kind": "aspiration", "channel": "desk"}, [Ask.KIND, Ask.CHANNEL]),
        ({"weekdays": frozenset({0})}, []),
        ({"weekdays": frozenset({5, 6})}, [Ask.WEEKDAY]),
        ({"from_hour": time(8), "to_hour": time(9)}, [Ask.HOUR]),
        ({"from_hour": time(9), "to_hour": time(10)}, []),
        ({"from_hour": time(22), "to_hour": time(9, 30)}, []),
        ({"from_date": date(2026, 6, 8), "to_date": date(2026, 6, 8)}, []),
        ({"from_date": date(2026, 6, 9)}, [Ask.DATE]),
        ({"to_date": date(2026, 6, 7)}, [Ask.DATE]),
    ],
)
def test_each_condition_is_named_when_it_is_not_met(fields: dict[str, Any], asks: list[Ask]):
    assert unmet(rule(**fields), FACTS) == asks


def test_rule_that_goes_on_leaves_the_rest_to_the_next():
    book = [rule(1, unit=None, agency=7, goes_on=True), rule(2, agency=8)]
    way = route(book, FACTS)
    assert (way.unit, way.agency, [one.key for one in way.matched]) == (2, 7, [1, 2])


def test_words_are_read_as_people_type_them():
    assert phrases_of(" lampu  jalan, mati;\n\n tiang ,, ") == ["lampu jalan", "mati", "tiang"]
