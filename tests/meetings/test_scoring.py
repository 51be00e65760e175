"""The formula and the order: bounded, monotone, and the same whatever comes first."""

import random
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meetings.scoring import Entry, Ranked, Tie, Weighted, rank, score

CRITERIA = [Weighted(1, 30), Weighted(2, 30), Weighted(3, 20), Weighted(4, 20)]
values = st.lists(st.integers(1, 5), max_size=9)
sheets = st.fixed_dictionaries({one.key: values for one in CRITERIA})
TIES = [Tie.READINESS, Tie.VOTES, Tie.SUPPORTERS, Tie.COST]


@st.composite
def asked(draw: Any) -> dict[str, Any]:
    delegates = draw(st.integers(0, 400))
    return {
        "given": draw(sheets),
        "votes": draw(st.integers(0, delegates)),
        "delegates": delegates,
        "share": draw(st.integers(0, 100)),
    }


@given(asked())
def test_every_part_lies_between_0_and_100(one: dict[str, Any]):
    found = score(CRITERIA, **one)
    assert all(0 <= part <= 100 for part in (found.total, found.criteria, found.votes))
    assert all(0 <= part.points <= CRITERIA[index].weight for index, part in enumerate(found.parts))


@given(asked(), st.integers(1, 4), st.integers(0, 8))
def test_a_better_value_never_lowers_the_score(one: dict[str, Any], key: int, place: int):
    better = {name: list(values) for name, values in one["given"].items()}
    if place < len(better[key]):
        better[key][place] = 5
    assert score(CRITERIA, **one | {"given": better}).total >= score(CRITERIA, **one).total


@given(asked())
def test_one_vote_more_never_lowers_the_score(one: dict[str, Any]):
    more = one | {"votes": min(one["votes"] + 1, one["delegates"])}
    assert score(CRITERIA, **more).total >= score(CRITERIA, **one).total


@given(asked(), st.randoms())
def test_order_of_scorers_and_criteria_changes_nothing(one: dict[str, Any], chance: random.Random):
    mixed = {name: chance.sample(values, len(values)) for name, values in one["given"].items()}
    criteria = chance.sample(CRITERIA, len(CRITERIA))
    assert score(criteria, **one | {"given": mixed}).total == score(CRITERIA, **one).total


def test_formula_as_it_is_written():
    found = score([Weighted(1, 60), Weighted(2, 40)], {1: [5, 4], 2: [3]}, votes=3, delegates=10, share=30)
    # 60 × 3.5 ÷ 4 + 40 × 2 ÷ 4 = 72.5; 30 of 100 votes; 72.5 × 0.7 + 30 × 0.3.
    assert (found.criteria, found.votes, found.total) == (Decimal("72.5"), Decimal(30), Decimal("59.75"))


def test_best_and_worst_reach_the_ends_and_without_criteria_votes_alone_count():
    best = {one.key: [5] for one in CRITERIA}
    assert score(CRITERIA, best, votes=9, delegates=9, share=30).total == 100
    assert score(CRITERIA, {}, votes=0, delegates=9, share=30).total == 0
    assert score([], {}, votes=1, delegates=4, share=30).total == 25


entries = st.builds(
    Entry,
    key=st.integers(),
    total=st.sampled_from([Decimal(50), Decimal(60)]),
    number=st.integers(1, 500),
    readiness=st.integers(0, 2),
    votes=st.integers(0, 2),
    supporters=st.integers(0, 2),
    cost=st.one_of(st.none(), st.sampled_from([Decimal(1), Decimal(2)])),
    wanted=st.one_of(st.none(), st.integers(1, 12)),
)
lists = st.lists(entries, max_size=12, unique_by=(lambda one: one.key, lambda one: one.number))


@given(lists, st.randoms(), st.permutations(TIES), st.integers(1, 9))
def test_ranking_is_whole_and_does_not_depend_on_the_order(
    found: list[Entry], chance: random.Random, ties: list[str], first: int
):
    ranked = rank(found, ties, first=first)
    assert [one.rank for one in ranked] == list(range(first, first + len(found)))
    assert {one.key for one in ranked} == {one.key for one in found}
    assert rank(chance.sample(found, len(found)), ties, first=first) == ranked


@given(lists)
def test_by_the_formula_nobody_stands_before_a_higher_score(found: list[Entry]):
    totals = {one.key: one.total for one in found}
    in_order = [totals[one.key] for one in sorted(rank(found, TIES), key=lambda one: one.computed)]
    assert in_order == sorted(in_order, reverse=True)


def one(number: int, **fields: Any) -> Entry:
    return Entry(key=number, number=number, **{"total": Decimal(50)} | fields)


def test_ties_are_told_apart_in_their_order_and_say_by_what():
    found = [
        one(1),
        one(2, cost=Decimal(5)),
        one(3, supporters=9),
        one(4, votes=1),
        one(5, readiness=1),
        one(6, cost=Decimal(5)),
        one(7, total=Decimal(51)),
    ]
    assert [(row.key, row.tie) for row in rank(found, TIES)] == [
        (7, ""),
        (5, ""),
        (4, "readiness"),
        (3, "votes"),
        (2, "supporters"),
        (6, "number"),
        (1, "cost"),
    ]


def test_place_by_hand_moves_the_others_and_keeps_the_computed_one():
    found = [one(1, total=Decimal(90)), one(2, total=Decimal(80)), one(3, wanted=1), one(4)]
    assert rank(found, TIES) == [
        Ranked(3, 1, 3, ""),
        Ranked(1, 2, 1, ""),
        Ranked(2, 3, 2, ""),
        Ranked(4, 4, 4, "number"),
    ]
