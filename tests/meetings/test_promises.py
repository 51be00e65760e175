"""Where a promise stands: each pair of states, by whom, with what reason, and what is kept of it."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from aspirations.services import Conflict, NotAllowed, Refused
from meetings.models import FollowUp, FollowUpEvent, MeetingEvent
from meetings.services.progress import By, Repeated, change_follow_up, report_progress, version
from meetings.workflow import FOLLOW_UP, DecisionStatus, FollowUpStatus, can
from tests.meetings.makers import make_decision, make_follow_up, make_meeting
from tests.meetings.promises import clerk, entries, make_promise, owner
from tests.world import make_user

pytestmark = pytest.mark.django_db
PAIRS = [*product(FollowUpStatus, FollowUpStatus)]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_desk_takes_the_steps_of_the_table_and_no_other(before: str, after: str):
    promise = make_promise(before)
    count = promise.events.count()
    if can(FOLLOW_UP, before, after):
        assert change_follow_up(promise, after, actor=make_user(), text="Alasan").status == after
        assert promise.events.count() == count + 1
    else:
        with pytest.raises(Conflict):
            change_follow_up(promise, after, actor=make_user(), text="Alasan")
        assert promise.events.count() == count


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_owner_takes_it_up_and_reports_it_and_nothing_else(before: str, after: str):
    promise = make_promise(before)
    own = {("promised", "working"), ("promised", "reported"), ("working", "reported")}
    if (before, after) in own:
        assert change_follow_up(promise, after, by=owner(), text="Sudah").status == after
    elif after in {"kept", "dropped"} and can(FOLLOW_UP, before, after):
        agent = make_user("agency_officer", "dinas-pupr")
        with pytest.raises(NotAllowed):
            change_follow_up(promise, after, actor=agent, text="Sudah")
    else:
        with pytest.raises((NotAllowed, Conflict)):
            change_follow_up(promise, after, by=owner(), text="Sudah")


def test_kept_promise_is_whole_and_has_its_day():
    promise = make_promise("working", progress=40)
    kept = change_follow_up(promise, "kept", actor=make_user())
    assert (kept.progress, kept.closed_on) == (100, timezone.localdate())


def test_day_is_that_of_the_host_s_clock(settings: Any):
    meeting = make_meeting()
    type(meeting.host_district).objects.filter(pk=meeting.host_district_id).update(time_zone="Etc/GMT-14")
    kept = change_follow_up(make_follow_up(make_decision(meeting)), "kept", actor=make_user())
    assert kept.closed_on == (timezone.now() + timedelta(hours=14)).date()


def test_reopened_promise_has_the_progress_from_before():
    promise = make_promise()
    report_progress(promise, 60, "Tiang berdiri", by=owner())
    change_follow_up(promise, "kept", actor=make_user())
    again = change_follow_up(promise, "working", actor=make_user(), text="Roboh lagi")
    assert (again.progress, again.closed_on) == (60, None)


@pytest.mark.parametrize(
    ("before", "after"),
    [("promised", "dropped"), ("reported", "working"), ("kept", "working"), ("dropped", "working")],
)
def test_way_back_and_an_end_need_a_reason(before: str, after: str):
    promise = make_promise(before)
    with pytest.raises(Refused):
        change_follow_up(promise, after, actor=make_user(), text=" ")
    assert change_follow_up(promise, after, actor=make_user(), text="Begini").status == after


def test_reason_of_a_dropped_promise_stands_beside_it_until_it_is_reopened():
    promise = change_follow_up(make_promise(), "dropped", actor=make_user(), text="Lahan sengketa")
    assert promise.drop_reason == "Lahan sengketa"
    assert change_follow_up(promise, "working", actor=make_user(), text="Selesai").drop_reason == ""


def test_public_reads_the_desk_s_words_and_not_the_owner_s():
    promise = make_promise()
    change_follow_up(promise, "reported", by=owner(), text="Sudah beres, Bos")
    change_follow_up(promise, "kept", actor=make_user(), text="Jembatan dapat dilewati")
    said = [event.public_text for event in FollowUpEvent.objects.public().filter(follow_up=promise)]
    assert said == ["", "Jembatan dapat dilewati"]


def test_stop_s_history_names_the_step_and_keeps_the_owner_s_words_out():
    promise = make_promise()
    change_follow_up(promise, "reported", by=owner(), text="Sudah beres, Bos")
    event = MeetingEvent.objects.get(kind="follow_up")
    assert event.text == "RTL 1.1 “Memperbaiki jembatan”: Dijanjikan → Dilaporkan selesai"
    assert event.signed_by == "Dinas PUPR: Budi, Kepala Bidang"


@pytest.mark.parametrize(
    ("role", "scope"),
    [("clerk", "16.07.13"), ("auditor", "16.07.14"), ("agency_officer", "bpbd"),
     ("village_operator", "16.07.14.2002")],
)  # fmt: skip
def test_strangers_move_nothing(role: str, scope: str):
    promise = make_promise()
    for to in ("working", "reported", "kept", "dropped"):
        with pytest.raises(NotAllowed):
            change_follow_up(promise, to, actor=make_user(role, scope), text="x")
    with pytest.raises(NotAllowed):
        report_progress(promise, 10, "x", by=By(make_user(role, scope)))


def test_officer_of_the_agency_reports_with_an_account():
    promise = make_promise()
    officer = By(make_user("agency_officer", "dinas-pupr"))
    assert report_progress(promise, 30, "Mulai", by=officer).status == "working"
    assert entries(promise) == [("status", "Mulai", "owner")]


def test_draft_binds_nobody():
    draft = make_decision(make_meeting(), status=DecisionStatus.DRAFT, adopted_at=None)
    with pytest.raises(Refused, match="belum ditetapkan"):
        change_follow_up(make_follow_up(draft), "working", actor=make_user())


def test_progress_says_how_far_and_only_while_it_is_worked_on():
    promise = report_progress(make_promise(), 20, "Bahan datang", by=clerk())
    assert report_progress(promise, 50, "Tiang berdiri", by=owner()).progress == 50
    with pytest.raises(Refused):
        report_progress(promise, 101, "x", by=owner())
    change_follow_up(promise, "reported", by=owner(), text="Selesai")
    with pytest.raises(Conflict):
        report_progress(promise, 60, "x", by=owner())


def test_same_form_sent_twice_is_one_entry():
    promise = report_progress(make_promise("working"), 20, "Bahan datang", by=owner("a"))
    with pytest.raises(Repeated):
        report_progress(promise, 20, "Bahan datang", by=owner("a"))
    assert report_progress(promise, 30, "Tiang", by=owner("b")).progress == 30


def test_page_that_is_old_changes_nothing():
    promise = make_promise("working")
    seen = version(promise)
    promise = report_progress(promise, 20, "Bahan datang", by=owner())
    with pytest.raises(Conflict):
        report_progress(promise, 40, "x", by=owner(seen=seen))
    assert report_progress(promise, 40, "x", by=owner(seen=version(promise))).progress == 40


def test_history_is_appended_never_edited():
    promise = make_promise("working")
    for change in (lambda rows: rows.update(text="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(promise.events.all())


def test_agency_sees_its_own_promises_once_they_are_decided():
    own = make_promise()
    draft = make_decision(own.decision.meeting, status=DecisionStatus.DRAFT, adopted_at=None)
    make_follow_up(draft)
    officer = make_user("agency_officer", "dinas-pupr")
    assert [*FollowUp.objects.visible_to(officer)] == [own]
    assert not FollowUp.objects.visible_to(make_user("agency_officer", "bpbd")).exists()
    assert FollowUp.objects.visible_to(make_user()).count() == 2
