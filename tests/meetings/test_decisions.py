"""A decision goes from draft to adopted to revoked, by who may, with its number and its history."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aspirations.services import Conflict, NotAllowed, Refused
from government.loading import activate
from government.models import Role
from meetings import services
from meetings.models import AgendaItem, Decision, DecisionKind, FollowUpEvent, Meeting
from meetings.models.decisions import NEEDS_OWNER, NEEDS_REASON
from meetings.workflow import DECISION, DecisionStatus, can
from tests.meetings.makers import HOUR, make_decision, make_follow_up, make_meeting
from tests.threads import at_once
from tests.world import ELSEWHERE, agency, make_report, make_user

pytestmark = pytest.mark.django_db
VERBS = {
    DecisionStatus.ADOPTED: lambda decision, actor: services.adopt(decision, actor=actor),
    DecisionStatus.REVOKED: lambda decision, actor: services.revoke(decision, actor=actor, reason="Keliru"),
}


@pytest.fixture
def camat() -> Any:
    return make_user(Role.CAMAT)


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(starts=-HOUR, status="running")


def decision_at(status: str, meeting: Meeting) -> Decision:
    decision = make_decision(
        meeting,
        status=status,
        revoke_reason="Keliru" if status == "revoked" else "",
        adopted_at=None if status == "draft" else timezone.now(),
    )
    make_follow_up(decision)
    return decision


@pytest.mark.parametrize("before", DecisionStatus)
@pytest.mark.parametrize("after", list(VERBS))
def test_every_pair(camat: Any, meeting: Meeting, before: DecisionStatus, after: DecisionStatus):
    decision = decision_at(before, meeting)
    if can(DECISION, before, after):
        VERBS[after](decision, camat)
        assert (Decision.objects.get().status, meeting.events.count()) == (after, 1)
    else:
        with pytest.raises(Conflict):
            VERBS[after](decision, camat)
        assert (Decision.objects.get().status, meeting.events.count()) == (before, 0)


def test_one_line_is_a_draft_with_the_next_number(camat: Any, meeting: Meeting):
    first = services.record_decision(meeting, actor=camat, text=" Jembatan diperbaiki ")
    second = services.record_decision(meeting, actor=camat, text="Air bersih", kind=DecisionKind.DONE)
    assert [(one.number, one.text, one.status) for one in (first, second)] == [
        (1, "Jembatan diperbaiki", "draft"),
        (2, "Air bersih", "draft"),
    ]


def test_same_line_sent_twice_is_one_decision(camat: Any, meeting: Meeting):
    key = uuid.uuid4()
    first, again = (services.record_decision(meeting, actor=camat, text="Air", uid=key) for _ in range(2))
    assert (first.pk, Decision.objects.count()) == (again.pk, 1)
    with pytest.raises(Refused, match="pertemuan lain"):
        services.record_decision(make_meeting(2), actor=camat, text="Air", uid=key)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed_world")
def test_two_secretaries_get_two_numbers():
    camat, meeting = make_user(Role.CAMAT), make_meeting(starts=-HOUR, status="running")

    def write() -> int:
        return services.record_decision(meeting, actor=camat, text="Air").number

    assert sorted(at_once(write, write, write)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed_world")
def test_two_press_adopt_and_one_does():
    camat, meeting = make_user(Role.CAMAT), make_meeting(starts=-HOUR, status="running")
    decision = decision_at("draft", meeting)
    results = at_once(*[lambda: services.adopt(decision, actor=camat)] * 2)
    assert sorted(isinstance(one, Conflict) for one in results) == [False, True]


@pytest.mark.parametrize("text", ["", "  ", "x" * 601])
def test_text_is_refused(camat: Any, meeting: Meeting, text: str):
    with pytest.raises(Refused):
        services.record_decision(meeting, actor=camat, text=text)


def test_nothing_is_decided_at_a_stop_that_was_called_off(camat: Any):
    with pytest.raises(Refused, match="dibatalkan"):
        services.record_decision(
            make_meeting(status="cancelled", cancel_reason="Banjir"), actor=camat, text="Air"
        )


def test_nothing_is_adopted_before_the_stop(camat: Any):
    decision = decision_at("draft", make_meeting())
    with pytest.raises(Refused, match="setelah pertemuan dimulai"):
        services.adopt(decision, actor=camat)


def test_item_of_another_stop_is_refused(camat: Any, meeting: Meeting):
    item = AgendaItem.objects.create(meeting=make_meeting(2), position=1, title="Jalan")
    with pytest.raises(Refused, match="Mata acara"):
        services.record_decision(meeting, actor=camat, text="Air", item=item)


@pytest.mark.parametrize("kind", sorted(NEEDS_OWNER))
def test_promise_needs_an_owner(camat: Any, meeting: Meeting, kind: str):
    decision = services.record_decision(meeting, actor=camat, text="Air", kind=kind)
    with pytest.raises(Refused, match="Siapa penanggung jawabnya, dan kapan"):
        services.adopt(decision, actor=camat)
    make_follow_up(decision)
    services.adopt(decision, actor=camat)
    assert Decision.objects.get().status == "adopted"


@pytest.mark.parametrize("kind", sorted(NEEDS_REASON))
def test_no_needs_a_reason(camat: Any, meeting: Meeting, kind: str):
    decision = services.record_decision(meeting, actor=camat, text="Air", kind=kind)
    with pytest.raises(Refused, match="alasannya"):
        services.adopt(decision, actor=camat)
    services.adopt(services.edit_decision(decision, actor=camat, reason="Belum ada dana"), actor=camat)
    assert Decision.objects.get().status == "adopted"


def test_deferred_only_to_a_later_stop_nearby(camat: Any, meeting: Meeting):
    before, later = make_meeting(2, starts=-9 * HOUR), make_meeting(3, starts=9 * HOUR)
    more = {"actor": camat, "text": "Air", "kind": DecisionKind.DEFERRED, "reason": "Dana"}
    with pytest.raises(Refused, match="sesudah ini"):
        services.record_decision(meeting, deferred_to=before, **more)
    assert services.record_decision(meeting, deferred_to=later, **more).deferred_to == later


def test_adopted_is_changed_only_with_a_reason_that_stays(camat: Any, meeting: Meeting):
    decision = decision_at("adopted", meeting)
    with pytest.raises(Refused, match="alasan perubahan"):
        services.edit_decision(decision, actor=camat, text="Jembatan Jalur 9")
    services.edit_decision(decision, actor=camat, text="Jembatan Jalur 9", why="Salah jalur")
    event: Any = meeting.events.get()
    assert event.text == "Keputusan 1 diubah. Alasannya: Salah jalur"
    assert event.details["changes"] == {"text": ["Jembatan Jalur 8 diperbaiki", "Jembatan Jalur 9"]}
    with pytest.raises(Refused, match="Jenis"):
        services.edit_decision(decision, actor=camat, kind=DecisionKind.DONE, why="Salah")


def test_draft_is_changed_freely_but_not_over_another(camat: Any, meeting: Meeting):
    decision = decision_at("draft", meeting)
    assert services.edit_decision(decision, actor=camat, text="Air", version=0).version == 1
    with pytest.raises(Conflict):
        services.edit_decision(decision, actor=camat, text="Jalan", version=0)


def test_draft_goes_and_numbers_close_up(camat: Any, meeting: Meeting):
    first, second, third = (services.record_decision(meeting, actor=camat, text=t) for t in "abc")
    services.drop_decision(second, actor=camat)
    assert list(Decision.objects.values_list("number", "text")) == [(1, "a"), (2, "c")]
    make_follow_up(third)
    services.adopt(third, actor=camat)
    with pytest.raises(Refused):
        services.drop_decision(first, actor=camat)


def test_revoked_for_a_reason_and_its_promises_dropped(camat: Any, meeting: Meeting):
    decision = decision_at("adopted", meeting)
    with pytest.raises(Refused, match="alasan"):
        services.revoke(decision, actor=camat, reason=" ")
    services.revoke(decision, actor=camat, reason="Keliru")
    follow_up = decision.follow_ups.get()
    assert (follow_up.status, follow_up.drop_reason) == ("dropped", "Keputusan dicabut: Keliru")


@pytest.mark.parametrize(
    ("role", "scope"),
    [(Role.CLERK, "16.07.13"), (Role.AUDITOR, "16.07.14"), (Role.VILLAGE_OPERATOR, "16.07.14")],
)
def test_who_may_not_convene_decides_nothing(meeting: Meeting, role: str, scope: str):
    user, decision, report = make_user(role, scope), decision_at("draft", meeting), make_report()
    calls = [
        lambda: services.record_decision(meeting, actor=user, text="Air"),
        lambda: services.edit_decision(decision, actor=user, text="Air"),
        lambda: services.drop_decision(decision, actor=user),
        lambda: services.adopt(decision, actor=user),
        lambda: services.revoke(decision, actor=user, reason="Keliru"),
        lambda: services.attach_report(decision, report, actor=user),
        lambda: services.add_follow_up(
            decision, actor=user, text="Air", target_on=timezone.localdate(), agency=agency()
        ),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
    assert list(Decision.objects.values_list("text", "status")) == [("Jembatan Jalur 8 diperbaiki", "draft")]


def test_clerk_revokes_nothing(meeting: Meeting):
    with pytest.raises(NotAllowed, match="camat"):
        services.revoke(decision_at("adopted", meeting), actor=make_user(), reason="Keliru")


def test_report_stands_once_and_of_here_only(camat: Any, meeting: Meeting):
    decision, report = decision_at("draft", meeting), make_report()
    services.attach_report(decision, report, actor=camat)
    with pytest.raises(Refused, match="sudah ada"):
        services.attach_report(decision, report, actor=camat)
    activate("16.07.13")
    with pytest.raises(NotAllowed):
        services.attach_report(decision, make_report(ELSEWHERE), actor=camat)
    services.detach_report(decision, report, actor=camat)
    assert not decision.rows.exists()


@pytest.mark.parametrize("fields", [{"identity": "confidential"}, {"concerns": "village"}])
def test_delicate_report_is_not_for_an_open_stop(camat: Any, meeting: Meeting, fields: dict[str, Any]):
    report = make_report(**fields)
    with pytest.raises(Refused, match="rahasia"):
        services.attach_report(decision_at("draft", meeting), report, actor=camat)
    internal = make_meeting(2, starts=-HOUR, visibility="internal")
    assert services.attach_report(decision_at("draft", internal), report, actor=camat) == []


def test_follow_up_needs_one_owner_and_a_day_that_can_be(camat: Any, meeting: Meeting):
    decision, today = decision_at("draft", meeting), timezone.localdate()
    data: dict[str, Any] = {"actor": camat, "text": "Air", "target_on": today, "agency": agency()}
    for wrong in ({"agency": None}, {"target_on": today - timedelta(days=9)}, {"text": " "}, {"amount": -1}):
        with pytest.raises(Refused):
            services.add_follow_up(decision, **data | wrong)
    assert services.add_follow_up(decision, **data).number == 2


def test_moved_target_keeps_the_old_day_and_the_reason(camat: Any, meeting: Meeting):
    follow_up = decision_at("adopted", meeting).follow_ups.get()
    later = follow_up.target_on + timedelta(days=30)
    with pytest.raises(Refused, match="alasan"):
        services.edit_follow_up(follow_up, actor=camat, target_on=later)
    services.edit_follow_up(follow_up, actor=camat, target_on=later, reason="Banjir")
    (event,) = FollowUpEvent.objects.public()
    assert (event.target_from, event.target_to, event.public_text) == (follow_up.target_on, later, "Banjir")


def test_another_owner_is_told_with_the_one_before(camat: Any, meeting: Meeting):
    follow_up = decision_at("adopted", meeting).follow_ups.get()
    services.reassign(follow_up, actor=camat, agency=agency("bpbd"), reason="Bukan jalan")
    said = f"Penanggung jawab diganti dari {agency()} ke {agency('bpbd')}. Alasannya: Bukan jalan"
    assert [event.public_text for event in FollowUpEvent.objects.public()] == [said]


def test_follow_up_of_a_draft_goes_and_numbers_close_up(camat: Any, meeting: Meeting):
    decision = make_decision(meeting, status="draft", adopted_at=None)
    first, second = make_follow_up(decision), make_follow_up(decision)
    services.drop_follow_up(first, actor=camat)
    second.refresh_from_db()
    assert second.number == 1
    with pytest.raises(Refused, match="tidak dihapus"):
        services.drop_follow_up(decision_at("adopted", meeting).follow_ups.get(), actor=camat)
