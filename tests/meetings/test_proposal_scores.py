"""Scores and votes: by whom, how many, and what the locked list keeps of them."""

from decimal import Decimal
from typing import Any

import pytest

from aspirations.services import Conflict, Refused
from meetings.models import ProposalScore
from meetings.services import proposals as services
from tests.meetings.musrenbang import (
    criteria_of,
    make_delegate,
    make_many,
    make_musrenbang,
    make_proposal,
    make_ranked,
)
from tests.world import make_published, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def stop() -> Any:
    return make_musrenbang()


def give(stop: Any, proposal: Any, values: list[int], *, actor: Any, name: str = "Kasi PMD") -> None:
    scorer = services.name_scorer(stop, name, actor=actor)
    pairs = zip(criteria_of(stop), values, strict=False)
    services.give_scores(scorer, {(proposal.pk, one.pk): value for one, value in pairs}, actor=actor)


def test_scores_are_kept_by_name_and_can_be_changed(stop: Any, clerk: Any):
    proposal = make_proposal(stop, actor=clerk)
    give(stop, proposal, [5, 4, 3, 2], actor=clerk)
    give(stop, proposal, [1], actor=clerk)
    give(stop, proposal, [3], actor=clerk, name="Kades Upang")
    rows = ProposalScore.objects.order_by("scorer", "criterion").values_list("scorer__name", "value")
    assert sorted(rows) == [
        ("Kades Upang", 3),
        ("Kasi PMD", 1),
        ("Kasi PMD", 2),
        ("Kasi PMD", 3),
        ("Kasi PMD", 4),
    ]


def test_value_outside_the_scale_and_locked_usulan_are_refused(stop: Any, clerk: Any):
    proposal = make_proposal(stop, actor=clerk)
    with pytest.raises(Refused, match="1 sampai 5"):
        give(stop, proposal, [6], actor=clerk)
    services.rank_list(stop, actor=clerk)
    with pytest.raises(Conflict, match="sudah dikunci"):
        give(stop, proposal, [3], actor=clerk)


def test_criterion_of_another_series_is_refused(stop: Any, clerk: Any):
    proposal, other = make_proposal(stop, actor=clerk), make_musrenbang("village")
    scorer = services.name_scorer(stop, "A", actor=clerk)
    with pytest.raises(Refused):
        services.give_scores(scorer, {(proposal.pk, criteria_of(other)[0].pk): 3}, actor=clerk)


def test_delegate_has_three_votes_and_one_for_each(stop: Any, clerk: Any):
    proposals, delegate = [make_proposal(stop, actor=clerk) for __ in range(4)], make_delegate(stop)
    keys = [one.pk for one in proposals]
    services.set_votes(delegate, [*keys[:3], keys[0]], actor=clerk)
    assert services.votes_of(stop) == {keys[0]: 1, keys[1]: 1, keys[2]: 1, keys[3]: 0}
    with pytest.raises(Refused, match="3 suara"):
        services.set_votes(delegate, keys, actor=clerk)
    services.set_votes(delegate, keys[3:], actor=clerk)
    assert services.votes_of(stop)[keys[3]] == sum(services.votes_of(stop).values()) == 1


def test_who_was_not_there_has_no_vote(stop: Any, clerk: Any):
    proposal, delegate = make_proposal(stop, actor=clerk), make_delegate(make_musrenbang())
    with pytest.raises(Conflict):
        services.set_votes(delegate, [proposal.pk], actor=clerk)


def test_votes_spent_on_a_locked_usulan_are_spent(stop: Any, clerk: Any):
    delegate, early = make_delegate(stop), [make_proposal(stop, actor=clerk) for __ in range(3)]
    services.set_votes(delegate, [one.pk for one in early], actor=clerk)
    services.rank_list(stop, actor=clerk)
    with pytest.raises(Refused, match="3 suara"):
        services.set_votes(delegate, [make_proposal(stop, actor=clerk).pk], actor=clerk)


def test_tally_never_exceeds_what_the_delegates_have(stop: Any, clerk: Any):
    keys = [make_proposal(stop, actor=clerk).pk for __ in range(4)]
    for __ in range(2):
        make_delegate(stop)
    services.tally(stop, dict.fromkeys(keys[:3], 2), actor=clerk)
    with pytest.raises(Refused, match="melebihi 2 utusan"):
        services.tally(stop, {keys[3]: 3}, actor=clerk)
    with pytest.raises(Refused, match="melebihi 6"):
        services.tally(stop, {keys[3]: 1}, actor=clerk)
    assert sum(services.votes_of(stop).values()) == 6


def test_lock_keeps_every_part(stop: Any, clerk: Any):
    report = make_published()
    type(report).objects.filter(pk=report.pk).update(support_count=7)
    proposal = make_proposal(stop, actor=clerk, reports=[report])
    give(stop, proposal, [5, 5, 5, 1], actor=clerk)
    services.set_votes(make_delegate(stop), [proposal.pk], actor=clerk)
    make_delegate(stop)
    services.rank_list(stop, actor=clerk)
    proposal.refresh_from_db()
    parts = proposal.parts
    assert (proposal.rank, proposal.score) == (1, Decimal("71.00"))
    assert (parts["criteria_points"], parts["votes_points"], parts["share"]) == ("80.00", "50.00", 30)
    assert (parts["votes"], parts["delegates"], parts["supporters"], parts["scorers"]) == (1, 2, 7, 1)
    assert [one["points"] for one in parts["criteria"]] == ["30.00", "30.00", "20.00", "0.00"]


def test_supporters_of_what_is_not_public_do_not_count(stop: Any, clerk: Any):
    report = make_published()
    type(report).objects.filter(pk=report.pk).update(support_count=7, publication="hidden")
    make_proposal(stop, actor=clerk, reports=[report])
    assert services.preview(stop)[0].parts["supporters"] == 0


def test_weights_must_add_up(stop: Any, clerk: Any):
    make_proposal(stop, actor=clerk)
    criteria_of(stop)[0].delete()
    with pytest.raises(Refused, match="berjumlah 70%"):
        services.rank_list(stop, actor=clerk)


def test_place_by_hand_needs_a_reason_and_is_told(stop: Any, clerk: Any):
    first, second = make_proposal(stop, actor=clerk), make_proposal(stop, actor=clerk)
    with pytest.raises(Refused, match="Tulis alasan"):
        services.place(second, 1, " ", actor=clerk)
    services.place(second, 1, "Jalan putus", actor=clerk)
    services.rank_list(stop, actor=clerk)
    assert [one.pk for one in stop.proposals.in_rank()] == [second.pk, first.pk]
    second.refresh_from_db()
    assert (second.wanted_reason, second.parts["computed"]) == ("Jalan putus", 2)


def test_late_usulan_are_ranked_behind_the_locked_ones(stop: Any, clerk: Any):
    make_ranked(stop, actor=clerk)
    late = make_ranked(stop, actor=clerk)
    assert late.rank == 2


def test_unlock_needs_a_reason_and_ends_when_something_went_up(stop: Any, clerk: Any):
    proposal = make_ranked(stop, actor=clerk)
    with pytest.raises(Refused, match="Tulis alasan"):
        services.unlock(stop, "", actor=clerk)
    services.forward(stop, [proposal.pk], to=None, actor=clerk)
    with pytest.raises(Conflict, match="tetap terkunci"):
        services.unlock(stop, "Salah", actor=clerk)


@pytest.mark.parametrize("number", [1, 76])
def test_preview_costs_the_same_for_any_number(
    stop: Any, clerk: Any, number: int, django_assert_num_queries: Any
):
    make_many(stop, number)
    with django_assert_num_queries(9):
        assert len(services.preview(stop)) == number
