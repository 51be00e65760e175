"""Every pair of statuses, allowed and refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirations import services, workflow
from aspirations.models import Aspiration, Event
from aspirations.services import Actor, Conflict, TransitionIncomplete, TransitionRefused
from aspirations.workflow import Status, Who
from tests.world import NEEDED, advance, agency, make_report

PATHS = {
    Status.SUBMITTED: [],
    Status.VERIFIED: ["verified"],
    Status.NEEDS_INFO: ["verified", "needs_info"],
    Status.DISPATCHED: ["verified", "dispatched"],
    Status.IN_PROGRESS: ["verified", "in_progress"],
    Status.PLANNED: ["verified", "planned"],
    Status.ANSWERED: ["verified", "answered"],
    Status.REOPENED: ["verified", "answered", "reopened"],
    Status.RESOLVED: ["verified", "answered", "resolved"],
    Status.NOT_COMPETENT: ["not_competent"],
    Status.REJECTED: ["rejected"],
    Status.WITHDRAWN: ["withdrawn"],
}
PAIRS = [(now, to) for now in Status for to in Status]


def at_status(status: Status) -> Aspiration:
    report = make_report()
    if status == Status.MERGED:
        return services.merge(report, make_report(), actor=Actor(Who.TRIAGE))
    return advance(report, *PATHS[status])


def fields_for(to: Status, target: Aspiration | None) -> dict:
    return {
        "note": NEEDED["note"],
        "agency": agency() if to == Status.DISPATCHED else None,
        "planned_for": NEEDED["planned_for"] if to == Status.PLANNED else "",
        "merged_into": target if to == Status.MERGED else None,
    }


def test_every_status_has_a_row_in_the_table():
    assert set(workflow.TRANSITIONS) == set(Status)


def test_every_status_can_be_reached_from_submitted():
    reached, edge = {Status.SUBMITTED}, [Status.SUBMITTED]
    while edge:
        for to in workflow.TRANSITIONS[edge.pop()]:
            if to not in reached:
                reached.add(to)
                edge.append(to)
    assert reached == set(Status)


def test_no_end_is_left_but_by_a_reason():
    for end in workflow.CLOSED:
        for rule in workflow.TRANSITIONS[end].values():
            assert workflow.NOTE in rule.needs


@pytest.mark.django_db
@pytest.mark.parametrize(("now", "to"), PAIRS, ids=lambda status: status.value)
@pytest.mark.parametrize("who", list(Who), ids=lambda who: who.value)
def test_pair_follows_the_table(now: Status, to: Status, who: Who):
    report = at_status(now)
    target = make_report() if to == Status.MERGED else None
    rule = workflow.allowed(now, who, resume=report.resume_status).get(to)
    before = Event.objects.filter(aspiration=report).count()
    if rule is None:
        with pytest.raises(TransitionRefused):
            services.change_status(report, to, actor=Actor(who), **fields_for(to, target))
        report.refresh_from_db()
        assert report.status == now
        assert Event.objects.filter(aspiration=report).count() == before
    else:
        changed = services.change_status(report, to, actor=Actor(who), **fields_for(to, target))
        assert changed.status == to
        assert Event.objects.filter(aspiration=report).count() == before + 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "to", "need"),
    [
        (now, to, need)
        for now, road in workflow.TRANSITIONS.items()
        for to, rule in road.items()
        for need in sorted(rule.needs)
        if now != Status.NEEDS_INFO
    ],
)
def test_step_without_what_it_needs_is_refused(now: Status, to: Status, need: str):
    report = at_status(now)
    target = make_report() if to == Status.MERGED else None
    who = next(iter(workflow.TRANSITIONS[now][to].who))
    fields = fields_for(to, target) | {need: None if need in {"agency", "merged_into"} else "  "}
    with pytest.raises(TransitionIncomplete) as refused:
        services.change_status(report, to, actor=Actor(who), **fields)
    assert refused.value.needs == {need}


@pytest.mark.django_db
def test_unknown_status_is_refused():
    with pytest.raises(TransitionRefused):
        services.change_status(make_report(), "flying", actor=Actor(Who.TRIAGE))


@pytest.mark.django_db
def test_second_of_two_clerks_is_told_of_the_conflict():
    mine = make_report()
    theirs = Aspiration.objects.get(pk=mine.pk)
    services.change_status(mine, Status.VERIFIED, actor=Actor(Who.TRIAGE))
    with pytest.raises(Conflict):
        services.change_status(theirs, Status.REJECTED, actor=Actor(Who.TRIAGE), note="Bukan")
    assert Aspiration.objects.get(pk=mine.pk).status == Status.VERIFIED
    assert mine.events.count() == 2


@given(st.lists(st.sampled_from(list(Status)), max_size=30), st.sampled_from(list(Who)))
def test_walk_never_leaves_the_table(wishes: list[Status], who: Who):
    now, resume = Status.SUBMITTED, ""
    for wish in wishes:
        road = workflow.allowed(now, who, resume=resume)
        assert all(who in rule.who for rule in road.values())
        if wish in road:
            resume = now.value if wish == Status.NEEDS_INFO else ""
            now = wish
    assert now in Status


@given(st.sampled_from(list(Status)), st.sampled_from(list(Who)))
def test_asked_report_goes_back_only_where_it_was_asked(resume: Status, who: Who):
    back = workflow.allowed(Status.NEEDS_INFO, who, resume=resume)
    exits = {Status.REJECTED, Status.MERGED, Status.WITHDRAWN}
    assert set(back) - exits <= {resume}


@pytest.mark.django_db
def test_reply_goes_back_to_the_agency_that_asked():
    asked = advance(make_report(), "verified", "dispatched", "needs_info")
    replied = services.reply(asked, "Di dekat masjid")
    assert (replied.status, replied.agency) == (Status.DISPATCHED, agency())
