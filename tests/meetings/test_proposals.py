"""Usulan go from desa to budget by the table, by who may, and each step can be read."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from aspirations.services import Conflict, NotAllowed, Refused
from government.loading import activate
from government.models import Role
from meetings.models import Level, Proposal, ProposalEvent
from meetings.services import proposals as services
from meetings.workflow import PROPOSAL, ProposalStatus, can
from tests.meetings.makers import make_meeting
from tests.meetings.musrenbang import bring_to, make_musrenbang, make_proposal, make_ranked, proposal_data
from tests.world import UPANG, make_published, make_report, make_user, region

pytestmark = pytest.mark.django_db
PAIRS = [(a, b) for a in ProposalStatus for b in ProposalStatus]
S = ProposalStatus


@pytest.fixture
def clerk() -> Any:
    return make_user()


def step(proposal: Any, to: str, actor: Any) -> None:
    """Asks for the state through the service that leads there."""
    meeting = proposal.meeting
    if to == S.SUBMITTED and proposal.status == S.RANKED:
        services.unlock(meeting, "Salah nilai", actor=actor)
    elif to == S.SUBMITTED:
        services.hand_in_again(proposal, actor=actor)
    elif to == S.RANKED:
        services.rank_list(meeting, actor=actor)
    elif to == S.FORWARDED:
        services.forward(meeting, [proposal.pk], to=None, actor=actor)
    elif to == S.RETURNED:
        services.send_back(proposal, "Lahan belum jelas", actor=actor)
    elif to == S.BUDGETED:
        services.budget(proposal, reference="SIPD 7", year=2028, amount=1, actor=actor)
    elif to == S.DECLINED:
        services.decline(proposal, "Bukan wewenang", actor=actor)
    else:
        # No service leads back to a draft.
        raise Conflict


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=[f"{a}-{b}" for a, b in PAIRS])
def test_every_pair_through_the_service(clerk: Any, before: str, after: str):
    proposal = bring_to(make_musrenbang(), before, actor=clerk)
    if can(PROPOSAL, before, after):
        step(proposal, after, clerk)
        proposal.refresh_from_db()
        assert proposal.status == after
    else:
        with pytest.raises(Refused):
            step(proposal, after, clerk)
        proposal.refresh_from_db()
        assert proposal.status == before


@pytest.mark.parametrize("role", [Role.VILLAGE_OPERATOR, Role.AUDITOR, Role.AGENCY_OFFICER])
def test_only_who_convenes_writes(clerk: Any, role: Role):
    scope = {Role.VILLAGE_OPERATOR: "16.07.14.2002", Role.AGENCY_OFFICER: "dinas-pupr"}.get(role, "16.07.14")
    proposal, stranger = make_ranked(make_musrenbang(), actor=clerk), make_user(role, scope)
    meeting = proposal.meeting
    for ask in (
        lambda: make_proposal(meeting, actor=stranger),
        lambda: services.edit(proposal, {"title": "x"}, actor=stranger),
        lambda: services.rank_list(meeting, actor=stranger),
        lambda: services.unlock(meeting, "x", actor=stranger),
        lambda: services.place(proposal, 1, "x", actor=stranger),
        lambda: services.forward(meeting, [proposal.pk], to=None, actor=stranger),
        lambda: services.send_back(proposal, "x", actor=stranger),
        lambda: services.decline(proposal, "x", actor=stranger),
        lambda: services.budget(proposal, reference="x", year=2028, amount=1, actor=stranger),
        lambda: services.tally(meeting, {proposal.pk: 0}, actor=stranger),
        lambda: services.name_scorer(meeting, "A", actor=stranger),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_clerk_of_another_kecamatan_writes_nothing():
    with pytest.raises(NotAllowed):
        make_proposal(make_musrenbang(), actor=make_user(Role.CLERK, "16.07.13"))


def test_rakor_takes_no_usulan(clerk: Any):
    with pytest.raises(Refused, match="hanya dibahas dalam musrenbang"):
        make_proposal(make_meeting(), actor=clerk)


def test_desa_of_elsewhere_is_refused(clerk: Any):
    with pytest.raises(Refused, match="di luar wilayah"):
        make_proposal(make_musrenbang(), actor=clerk, village=region("16.07.13.2001"))
    with pytest.raises(Refused, match="di luar wilayah"):
        make_proposal(make_musrenbang(Level.VILLAGE), actor=clerk, village=region(UPANG))


def test_confidential_or_hidden_report_stands_behind_no_usulan(clerk: Any):
    activate("16.07.13")
    for report in (make_report(identity="confidential"), make_report("16.07.13.2001")):
        with pytest.raises(Refused):
            make_proposal(make_musrenbang(), actor=clerk, reports=[report])


def test_report_hands_over_what_is_public_only():
    hidden = make_report()
    assert services.from_report(hidden) == {"village": hidden.village_id, "agency": None}
    shown = make_published(title="Jembatan", text="Papan lapuk sekali di sini.")
    assert services.from_report(shown)["reason"] == shown.public_text


def test_locked_usulan_cannot_be_edited(clerk: Any):
    proposal = make_ranked(make_musrenbang(), actor=clerk)
    with pytest.raises(Conflict, match="tidak dapat diubah lagi"):
        services.edit(proposal, {"title": "Lain"}, actor=clerk)


def test_edit_tells_which_columns_but_not_that_of_the_name(clerk: Any):
    proposal = make_proposal(make_musrenbang(), actor=clerk)
    services.edit(proposal, proposal_data("Baru", proposer_name="Lain"), actor=clerk)
    assert proposal.events.get(kind="changed").text == "usulan"


def test_forward_makes_a_row_above_with_reports_readiness_and_rank(clerk: Any):
    below, above, report = make_musrenbang(Level.VILLAGE), make_musrenbang(), make_published()
    item = below.series.readiness_items.all()[0]
    proposal = make_ranked(below, actor=clerk, reports=[report], ready={item.pk: "Hibah 12/2026"})
    services.forward(below, [proposal.pk], to=above, actor=clerk)
    row = above.proposals.get()
    assert (row.came_from, row.status, row.level, row.priority) == (proposal, S.SUBMITTED, "district", 1)
    assert list(row.aspirations.all()) == [report]
    assert [(one.item.name, one.document) for one in row.ready.all()] == [(item.name, "Hibah 12/2026")]


def test_forward_goes_up_only_and_stays_in_the_kabupaten(clerk: Any):
    below, sideways = make_musrenbang(), make_musrenbang()
    lower, cancelled = make_musrenbang(Level.VILLAGE), make_musrenbang(
        Level.REGENCY, status="cancelled", cancel_reason="Banjir"
    )  # fmt: skip
    proposal = make_ranked(below, actor=clerk)
    for wrong in (sideways, lower, cancelled, make_meeting(9)):
        with pytest.raises(Refused, match="tidak dapat diteruskan"):
            services.forward(below, [proposal.pk], to=wrong, actor=clerk)


def test_usulan_of_another_stop_is_not_forwarded_with_the_list(clerk: Any):
    here, there = make_musrenbang(), make_musrenbang()
    proposal = make_ranked(there, actor=clerk)
    with pytest.raises(Refused, match="Pilih usulan"):
        services.forward(here, [proposal.pk], to=None, actor=clerk)


@pytest.fixture
def three(clerk: Any) -> list[Any]:
    """One usulan at the desa, the kecamatan and the kabupaten, ranked at the top."""
    stops = [make_musrenbang(level) for level in (Level.VILLAGE, Level.DISTRICT, Level.REGENCY)]
    top = make_user(Role.COORDINATOR, "16.07")
    make_ranked(stops[0], actor=clerk)
    for lower, upper in (stops[:2], stops[1:]):
        services.forward(lower, [lower.proposals.get().pk], to=upper, actor=clerk)
        services.rank_list(upper, actor=top)
    return [stop.proposals.get() for stop in stops]


def states(rows: list[Any]) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.status for row in rows]


def test_budget_above_reaches_all_levels(three: list[Any]):
    top = make_user(Role.COORDINATOR, "16.07")
    services.budget(three[2], reference="SIPD 7", year=2028, amount=250_000_000, actor=top)
    assert states(three) == ["budgeted", "budgeted", "budgeted"]
    assert {(row.budget_reference, row.budget_year, row.budget_amount) for row in three} == {
        ("SIPD 7", 2028, 250_000_000)
    }


def test_decline_above_reaches_all_levels_with_its_reason(three: list[Any]):
    services.decline(three[2], "Sudah didanai provinsi", actor=make_user(Role.COORDINATOR, "16.07"))
    assert states(three) == ["declined", "declined", "declined"]
    assert {row.returned_reason for row in three} == {"Sudah didanai provinsi"}


def test_return_above_goes_one_level_down_and_can_come_up_again(three: list[Any], clerk: Any):
    services.send_back(three[2], "RAB belum ada", actor=make_user(Role.COORDINATOR, "16.07"))
    assert states(three) == ["forwarded", "returned", "returned"]
    services.hand_in_again(three[1], actor=clerk)
    services.rank_list(three[1].meeting, actor=clerk)
    services.forward(three[1].meeting, [three[1].pk], to=three[2].meeting, actor=clerk)
    assert states(three) == ["forwarded", "forwarded", "submitted"]
    assert three[2].meeting.proposals.count() == 1


def test_what_stands_above_is_answered_there(three: list[Any], clerk: Any):
    for ask in (services.send_back, services.decline):
        with pytest.raises(Conflict, match="dicatat di sana"):
            ask(three[1], "x", actor=clerk)
    with pytest.raises(Conflict, match="dicatat di sana"):
        services.budget(three[0], reference="x", year=2028, amount=1, actor=clerk)


@pytest.mark.parametrize("ask", [services.send_back, services.decline])
def test_answer_needs_its_reason(clerk: Any, ask: Any):
    proposal = make_proposal(make_musrenbang(), actor=clerk)
    with pytest.raises(Refused, match="Tulis mengapa"):
        ask(proposal, "  ", actor=clerk)


def test_history_is_kept(clerk: Any):
    make_proposal(make_musrenbang(), actor=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalEvent.objects.update(text="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalEvent.objects.all().delete()


def test_draft_is_nobody_elses_and_internal_stop_is_not_public(clerk: Any):
    shown = make_proposal(make_musrenbang(), actor=clerk)
    make_proposal(shown.meeting, actor=clerk, draft=True)
    make_proposal(shown.meeting, actor=clerk, is_public=False)
    make_proposal(make_musrenbang(visibility="internal"), actor=clerk)
    services.decline(make_proposal(shown.meeting, actor=clerk, draft=True), "x", actor=clerk)
    assert list(Proposal.objects.public()) == [shown]
