"""Usulan of a musrenbang, and by what they are scored."""

from typing import Any

from meetings.models import (
    Criterion,
    Proposal,
    ProposalAspiration,
    ProposalEvent,
    ProposalImport,
    ProposalReadiness,
    ProposalRules,
    ProposalScore,
    ProposalVote,
    ReadinessItem,
    Scorer,
)
from tests.meetings.musrenbang import criteria_of, make_delegate, make_musrenbang, make_proposal, make_series
from tests.refused.makers import Refused, itself, twice
from tests.world import make_report, make_user


def change(**columns: Any) -> None:
    made = make_proposal(make_musrenbang())
    Proposal.objects.filter(pk=made.pk).update(**columns)


def two_at_one_stop(**columns: Any) -> None:
    meeting = make_musrenbang()
    make_proposal(meeting), make_proposal(meeting)
    meeting.proposals.update(**columns)


def taken_up_twice() -> None:
    source = make_proposal(make_musrenbang())
    meeting = make_musrenbang()
    make_proposal(meeting), make_proposal(meeting)
    meeting.proposals.update(came_from=source)


def own_source() -> None:
    make_proposal(make_musrenbang())
    itself(Proposal, "came_from")


def ready_twice() -> None:
    made = make_proposal(make_musrenbang())
    twice(ProposalReadiness, proposal=made, item=made.meeting.series.readiness_items.first())


def score(times: int = 1, **columns: Any) -> None:
    made = make_proposal(make_musrenbang())
    scorer = Scorer.objects.create(meeting=made.meeting, name="A")
    for __ in range(times):
        ProposalScore.objects.create(
            proposal=made, criterion=criteria_of(made.meeting)[0], scorer=scorer, **{"value": 3} | columns
        )


def vote_twice() -> None:
    made = make_proposal(make_musrenbang())
    twice(ProposalVote, proposal=made, delegate=make_delegate(made.meeting))


def table(**columns: Any) -> ProposalImport:
    return ProposalImport.objects.create(
        meeting=make_musrenbang(), name="x.xlsx", user=make_user(), **columns
    )


def rules(**columns: Any) -> None:
    series = make_series()
    ProposalRules.objects.filter(series=series).update(**columns)


REFUSED: Refused = {
    "proposal_number_once": [lambda: two_at_one_stop(number=1)],
    "proposal_rank_once": [lambda: two_at_one_stop(rank=1)],
    "proposal_taken_up_once": [taken_up_twice],
    "proposal_not_from_itself": [own_source],
    "proposal_level_known": [lambda: change(level="moon")],
    "proposal_kind_known": [lambda: change(kind="moon")],
    "proposal_status_known": [lambda: change(status="moon")],
    "proposal_amounts_not_negative": [
        lambda: change(volume=-1),
        lambda: change(cost=-1),
        lambda: change(budget_amount=-1),
    ],
    "proposal_submitted_has_time": [lambda: change(submitted_at=None)],
    "proposal_refused_for_a_reason": [lambda: change(status="returned"), lambda: change(status="declined")],
    "proposal_ranked_has_place": [
        lambda: change(status="ranked", rank=1),
        lambda: change(status="forwarded", score=1),
    ],
    "proposal_placed_for_a_reason": [lambda: change(wanted_rank=1), lambda: change(wanted_reason="x")],
    "proposal_budget_is_named": [
        lambda: change(status="budgeted", rank=1, score=1, budget_year=2028, budget_amount=1),
        lambda: change(status="budgeted", rank=1, score=1, budget_reference="x", budget_amount=1),
        lambda: change(status="budgeted", rank=1, score=1, budget_reference="x", budget_year=2028),
    ],
    "proposal_score_of_100": [lambda: change(score=-1), lambda: change(score=101)],
    "proposal_report_once": [
        lambda: twice(ProposalAspiration, proposal=make_proposal(make_musrenbang()), aspiration=make_report())
    ],
    "proposal_ready_once": [ready_twice],
    "proposal_event_kind_known": [
        lambda: ProposalEvent.objects.create(proposal=make_proposal(make_musrenbang()), kind="moon")
    ],
    "proposal_import_state_known": [lambda: table(state="moon", lines=[])],
    "proposal_import_forgets_its_lines": [lambda: table(state="done", lines=[[1, ["x"]]])],
    "proposal_rules_level_known": [lambda: rules(level="moon")],
    "proposal_rules_share_in_range": [lambda: rules(vote_share=101)],
    "proposal_rules_tie_known": [lambda: rules(tie_2="moon")],
    "criterion_once_a_series": [lambda: twice(Criterion, series=make_series(), name="x", weight=10)],
    "criterion_weight_in_range": [
        lambda: Criterion.objects.create(series=make_series(), name="x", weight=0),
        lambda: Criterion.objects.create(series=make_series(), name="x", weight=101),
    ],
    "readiness_item_once_a_series": [lambda: twice(ReadinessItem, series=make_series(), name="x")],
    "scorer_once_a_meeting": [lambda: twice(Scorer, meeting=make_musrenbang(), name="A")],
    "scorer_is_named": [lambda: Scorer.objects.create(meeting=make_musrenbang(), name="")],
    "proposal_score_once": [lambda: score(2)],
    "proposal_score_in_range": [lambda: score(value=0), lambda: score(value=6)],
    "proposal_vote_once": [vote_twice],
}
