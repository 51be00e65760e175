"""The ladder of promises: who hears when, each step once, none lost, one mail a morning."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from government.models import Agency, Region
from meetings.loading import load_ladder
from meetings.models import FollowUp, FollowUpNotice, FollowUpNoticed, FollowUpStep
from meetings.services import evidence, links
from meetings.services.progress import change_follow_up
from meetings.services.promise_digests import send_promise_mails
from meetings.services.promise_ladder import escalate_promises, has_come
from meetings.workflow import DecisionStatus
from notifications.models import Message
from tests.meetings.makers import make_decision, make_follow_up, make_meeting
from tests.meetings.promises import clerk, make_promise, owner
from tests.threads import at_once
from tests.world import WIB, make_user, unit

TARGET = date(2026, 7, 20)
LADDER = [(-7, "owner"), (-1, "owner"), (1, "owner"), (1, "desk"), (7, "camat"), (14, "coordinator")]


def noon(days: int, hour: int = 12, zone: ZoneInfo = WIB) -> datetime:
    """So many days from the target."""
    return datetime.combine(TARGET + timedelta(days=days), datetime.min.time(), zone).replace(hour=hour)


def due_promise(number: int = 1, **fields: Any) -> FollowUp:
    return make_promise(number=number, target_on=TARGET, **fields)


def taken(promise: FollowUp) -> list[tuple[int, str]]:
    return [(row.days, row.to) for row in promise.notices.order_by("days", "pk")]


@pytest.fixture
def ladder(db: None) -> None:
    load_ladder()
    Agency.objects.update(email="opd@contoh.go.id")


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ladder")]


def test_ladder_is_data_and_loads_once():
    assert load_ladder() == 0
    assert [*FollowUpStep.objects.values_list("days", "to")] == LADDER


@pytest.mark.parametrize(
    ("day", "steps"),
    [(-8, []), (-7, LADDER[:1]), (-1, LADDER[:2]), (0, LADDER[:2]), (1, [(1, "owner"), (1, "desk")]),
     (6, LADDER[2:4]), (7, LADDER[2:5]), (14, LADDER[2:])],
)  # fmt: skip
def test_steps_that_have_come_are_taken_at_once_after_a_pause(day: int, steps: list[tuple[int, str]]):
    promise = due_promise()
    escalate_promises(at=noon(day))
    assert taken(promise) == steps
    assert escalate_promises(at=noon(day)) == 0


class Runs(TestCase):
    """However the worker runs and rests, the same steps are taken, each once."""

    @settings(max_examples=25)
    @given(st.lists(st.integers(-12, 20), max_size=6), st.integers(-12, 20))
    def test_no_step_twice_and_none_skipped(self, runs: list[int], last: int):
        load_ladder()
        promise = due_promise(number=FollowUp.objects.count() + 1)
        days = sorted([day for day in runs if day < last] + [last])
        for day in days:
            escalate_promises(at=noon(day))
            escalate_promises(at=noon(day))
        today = [TARGET + timedelta(days=day) for day in days]
        wanted = [one for one in LADDER if any(has_come(one[0], TARGET, day) for day in today)]
        assert taken(promise) == wanted
        assert [one for one in wanted if one[0] > 0] == [one for one in LADDER if 0 < one[0] <= last]


def test_day_is_the_host_s():
    promise = due_promise()
    Region.objects.filter(code="16.07.14").update(time_zone="Asia/Jayapura")
    escalate_promises(at=noon(0, 21))
    assert taken(promise) == LADDER[:2]
    escalate_promises(at=noon(0, 22))
    assert taken(promise) == LADDER[:4]


def test_target_that_moves_begins_anew():
    promise = due_promise()
    escalate_promises(at=noon(-1))
    evidence.move_target(promise, TARGET + timedelta(days=30), "Air pasang", by=clerk())
    escalate_promises(at=noon(29))
    assert taken(promise) == [(-7, "owner"), (-7, "owner"), (-1, "owner"), (-1, "owner")]


def test_closed_and_undecided_are_left_alone():
    kept = change_follow_up(due_promise(), "kept", actor=make_user())
    draft = make_decision(make_meeting(2), status=DecisionStatus.DRAFT, adopted_at=None)
    undecided = make_follow_up(draft, target_on=TARGET)
    escalate_promises(at=noon(14))
    assert taken(kept) == taken(undecided) == []


def test_owner_who_has_reported_waits_for_the_desk():
    promise = change_follow_up(due_promise(), "reported", by=owner(), text="Sudah")
    escalate_promises(at=noon(1))
    assert taken(promise) == [(1, "desk")]


def test_territory_with_steps_of_its_own_goes_by_those():
    FollowUpStep.objects.create(slug="as", region_id="16.07.14", days=3, to="camat")
    promise = due_promise()
    escalate_promises(at=noon(14))
    assert taken(promise) == [(3, "camat")]


def told(promise: FollowUp) -> dict[tuple[int, str], set[Any]]:
    rows = FollowUpNoticed.objects.filter(notice__follow_up=promise).select_related("notice", "user", "link")
    found: dict[tuple[int, str], set[Any]] = {}
    for row in rows:
        found.setdefault((row.notice.days, row.notice.to), set()).add(row.user or row.link)
    return found


def test_each_step_reaches_its_people_and_an_empty_rung_the_next():
    promise = due_promise()
    (link,) = links.issue_links(promise.decision, make_user("camat", is_active=False))
    desk, head = make_user(), make_user("coordinator", "16.07")
    officer = make_user("agency_officer", "dinas-pupr")
    make_user("clerk", "16.07.13")
    escalate_promises(at=noon(14))
    assert told(promise) == {
        (1, "owner"): {link, officer}, (1, "desk"): {desk}, (7, "camat"): {head}, (14, "coordinator"): {head},
    }  # fmt: skip


def test_unit_s_people_are_its_owners():
    promise = due_promise(unit=unit())
    head = make_user("section_head")
    escalate_promises(at=noon(-7))
    assert told(promise) == {(-7, "owner"): {head}}


def test_one_mail_a_morning_with_all_of_it():
    desk = make_user(email="petugas@contoh.go.id")
    for number in (1, 2):
        due_promise(number, unit=unit(), text=f"Janji {number}")
    escalate_promises(at=noon(1, 5))
    assert send_promise_mails(at=noon(1, 6)) == 0
    assert send_promise_mails(at=noon(1, 7)) == 1
    assert send_promise_mails(at=noon(1, 8)) == 0
    message = Message.objects.get(recipient=desk.email)
    assert [f"Janji {number}" in message.body for number in (1, 2)] == [True, True]
    due_promise(3, unit=unit())
    escalate_promises(at=noon(1, 9))
    assert send_promise_mails(at=noon(1, 10)) == 0
    assert send_promise_mails(at=noon(2, 7)) == 1


def test_agency_reads_one_mail_with_its_link_also_on_a_sunday():
    promise = due_promise()
    (link,) = links.issue_links(promise.decision, make_user())
    Message.objects.all().delete()
    # 19 July 2026.
    escalate_promises(at=noon(-1))
    send_promise_mails(at=noon(-1))
    body = Message.objects.get().body
    assert "1 hari sebelum target" in body
    assert f"/janji/lapor/#{link.number}.[[kode]]" in body


def test_what_is_over_by_the_morning_is_left_out():
    promise = due_promise(unit=unit())
    desk = make_user(email="petugas@contoh.go.id")
    escalate_promises(at=noon(1, 5))
    change_follow_up(promise, "kept", actor=desk)
    assert send_promise_mails(at=noon(1)) == 0
    assert not FollowUpNoticed.objects.filter(told_at=None).exists()


def test_who_lost_the_role_hears_nothing():
    due_promise(unit=unit())
    desk = make_user(email="petugas@contoh.go.id")
    escalate_promises(at=noon(1, 5))
    desk.memberships.update(is_active=False)
    assert send_promise_mails(at=noon(1)) == 0


def test_revoked_link_gets_no_mail():
    promise = due_promise()
    links.issue_links(promise.decision, make_user())
    Message.objects.all().delete()
    escalate_promises(at=noon(1, 5))
    links.revoke_link(promise, by=clerk())
    assert send_promise_mails(at=noon(1)) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed_world")
def test_two_workers_take_each_step_once():
    load_ladder()
    make_user(email="petugas@contoh.go.id")
    due_promise(unit=unit())
    results = at_once(*[lambda: escalate_promises(at=noon(1))] * 2)
    assert sum(results) == 2
    assert sum(at_once(*[lambda: send_promise_mails(at=noon(1))] * 2)) == 1
    assert FollowUpNotice.objects.count() == 2


def test_history_of_the_promise_says_who_was_told():
    promise = due_promise()
    make_user(first_name="Siti")
    escalate_promises(at=noon(1))
    assert [event.text for event in promise.events.filter(kind="escalated")] == [
        "lewat 1 hari: Penanggung jawab (Siti)", "lewat 1 hari: Petugas kecamatan (Siti)",
    ]  # fmt: skip
