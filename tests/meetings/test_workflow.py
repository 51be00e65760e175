"""Every pair of states of each machine: allowed and refused."""

from typing import Any

import pytest

from meetings.workflow import (
    DECISION,
    FOLLOW_UP,
    ITEM,
    MINUTES,
    PROPOSAL,
    STOP,
    DecisionStatus,
    FollowUpStatus,
    ItemState,
    MinutesStatus,
    ProposalStatus,
    StopStatus,
    can,
)

MACHINES: list[tuple[Any, Any, str]] = [
    (STOP, StopStatus, "draft"),
    (DECISION, DecisionStatus, "draft"),
    (FOLLOW_UP, FollowUpStatus, "promised"),
    (PROPOSAL, ProposalStatus, "draft"),
    (MINUTES, MinutesStatus, "draft"),
    (ITEM, ItemState, "pending"),
]
ALLOWED = [
    """draft announced, draft cancelled, announced running, announced held, announced cancelled,
    announced draft, running held, running announced, held running, cancelled announced, cancelled draft""",
    "draft adopted, adopted revoked",
    """promised working, promised reported, promised kept, promised dropped, working reported, working kept,
    working dropped, reported kept, reported working, reported dropped, kept working, dropped working""",
    """draft submitted, draft declined, submitted ranked, submitted returned, submitted declined,
    ranked submitted, ranked forwarded, ranked budgeted, ranked returned, ranked declined,
    forwarded returned, forwarded budgeted, forwarded declined, returned submitted, returned declined,
    declined submitted""",
    "draft review, review draft, review signed",
    """pending running, pending skipped, running done, running skipped, running pending, done running,
    skipped running, skipped pending""",
]


@pytest.mark.parametrize(("machine", "said"), list(zip(MACHINES, ALLOWED, strict=True)))
def test_every_pair_is_as_written(machine: Any, said: str):
    table, states, __ = machine
    written = {" ".join(pair.split()) for pair in said.split(",")}
    assert {f"{a} {b}" for a in states for b in states if can(table, a, b)} == written


@pytest.mark.parametrize(("table", "states", "first"), MACHINES)
def test_every_state_has_a_row_and_is_reached(table: Any, states: Any, first: str):
    assert set(table) == set(states)
    reached, edge = {first}, [first]
    while edge:
        new = {str(to) for to in table[states(edge.pop())]} - reached
        reached |= new
        edge += new
    assert reached == {str(state) for state in states}
