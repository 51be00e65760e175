"""Reports move with decisions and promises, and everybody concerned is told once, in plain words."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from aspirations.models import Approval, Aspiration
from aspirations.services import merge, tell_joined
from aspirations.workflow import TRANSITIONS, Status, Who
from government.models import Role
from meetings import services
from meetings.models import Decision, DecisionKind, FollowUp, Meeting
from meetings.services.progress import By, change_follow_up
from notifications.models import Message
from tests.meetings.makers import HOUR, make_decision, make_follow_up, make_meeting
from tests.world import MONDAY, advance, category, clerk_actor, make_published, make_report, make_user

pytestmark = pytest.mark.django_db
ROADS = {
    Status.SUBMITTED: (),
    Status.NEEDS_INFO: ("needs_info",),
    Status.VERIFIED: ("verified",),
    Status.DISPATCHED: ("verified", "dispatched"),
    Status.IN_PROGRESS: ("verified", "in_progress"),
    Status.PLANNED: ("verified", "planned"),
    Status.ANSWERED: ("verified", "answered"),
    Status.REOPENED: ("verified", "answered", "reopened"),
    Status.RESOLVED: ("verified", "answered", "resolved"),
    Status.NOT_COMPETENT: ("verified", "not_competent"),
    Status.REJECTED: ("verified", "rejected"),
    Status.WITHDRAWN: ("verified", "withdrawn"),
}
TARGETS = dict.fromkeys(DecisionKind, Status.PLANNED) | {
    DecisionKind.DONE: Status.ANSWERED,
    DecisionKind.REFUSED: Status.ANSWERED,
}


@pytest.fixture
def camat() -> Any:
    return make_user(Role.CAMAT)


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(10, starts=-HOUR, status="running")


def draft(meeting: Meeting, *reports: Aspiration, **fields: Any) -> Decision:
    decision = make_decision(meeting, **{"status": "draft", "adopted_at": None, **fields})
    for report in reports:
        decision.rows.create(aspiration=report)
    make_follow_up(decision)
    return decision


def adopted(meeting: Meeting, *reports: Aspiration, camat: Any, **fields: Any) -> FollowUp:
    decision = draft(meeting, *reports, **fields)
    services.adopt(decision, actor=camat)
    return FollowUp.objects.select_related("decision").get(decision=decision)


def turn(follow_up: FollowUp, to: str, actor: Any, text: str = "") -> FollowUp:
    """By the desk, or by the owner's link where there is no actor."""
    by = By(actor) if actor else By(signed_by="PUPR, lewat tautan: Budi, Staf")
    return change_follow_up(follow_up, to, text=text, by=by)


def run_jobs() -> None:
    """What the worker does for joined reports."""
    jobs = ProcrastinateJob.objects.filter(task_name="aspirations.tell_joined").order_by("pk")
    for job in jobs:
        tell_joined(**job.args)


def now(report: Aspiration) -> str:
    return Aspiration.objects.values_list("status", flat=True).get(pk=report.pk)


def history(report: Aspiration) -> list[tuple[str, str]]:
    rows = report.events.order_by("pk").values_list("kind", "audience")
    return [row for row in rows if row[0] in {"status", "decided", "follow_up", "proposed"}]


@pytest.mark.parametrize("kind", DecisionKind)
@pytest.mark.parametrize("status", list(ROADS))
def test_every_kind_and_every_status(camat: Any, meeting: Meeting, kind: DecisionKind, status: Status):
    report = advance(make_report(reporter_email="a@example.org"), *ROADS[status], at=MONDAY)
    decision, mails = draft(meeting, report, kind=kind, reason="Dana"), Message.objects.count()
    rule = TRANSITIONS[status].get(TARGETS[kind])
    moves = rule is not None and Who.TRIAGE in rule.who
    services.adopt(decision, actor=camat)
    assert now(report) == (TARGETS[kind] if moves else status)
    assert bool(decision.rows.get().stays_because) == (not moves and status != Status.WITHDRAWN)
    # Told once, whether it moved or not; who withdrew is left in peace.
    assert Message.objects.count() - mails == (status != Status.WITHDRAWN)


def test_plan_says_year_decision_and_money(camat: Any, meeting: Meeting):
    report = advance(make_published(), "verified")
    decision = draft(meeting, report)
    target = timezone.localdate() + timedelta(days=30)
    decision.follow_ups.update(funding="regency")
    services.adopt(decision, actor=camat)
    report.refresh_from_db()
    day = timezone.localdate(meeting.starts_at, meeting.zone)
    assert report.planned_for.startswith(f"{target.year}, Keputusan Rapat koordinasi Ke-10, {day.day} ")
    assert report.planned_for.endswith(", APBD kabupaten")
    assert timezone.localdate(report.due_at, meeting.zone) == target


def test_history_tells_it_in_words_to_everybody(camat: Any, meeting: Meeting):
    report = advance(make_published(), "verified")
    adopted(meeting, report, camat=camat)
    step, decided = report.events.order_by("-pk")[:2][::-1]
    assert step.public_text.startswith("Dibahas dalam Rapat koordinasi Ke-10 Kecamatan Air Salek, ")
    assert "– Memperbaiki jembatan: Dinas" in step.public_text
    assert decided.public_text.startswith("Keputusan nomor 1, Rapat koordinasi Ke-10 Kecamatan Air Salek, ")
    assert (decided.label, decided.audience) == ("Keputusan rapat", "public")


@pytest.mark.parametrize("hidden", [{"is_public": False}, {}])
def test_what_is_not_for_everybody_is_told_without_its_words(camat: Any, hidden: dict[str, bool]):
    meeting = make_meeting(starts=-HOUR, status="held", visibility="public" if hidden else "internal")
    report = advance(make_published(), "verified")
    adopted(meeting, report, camat=camat, text="Tanah Pak Wargo", **hidden)
    report.refresh_from_db()
    said = "".join(report.events.values_list("text", flat=True)) + report.planned_for
    assert ("Wargo" in said, "Ke-" in said, "akan ditindaklanjuti, paling lambat" in said) == (
        False,
        False,
        True,
    )


def test_confidential_report_is_told_to_its_reporter_alone(camat: Any):
    meeting = make_meeting(starts=-HOUR, status="held", visibility="internal")
    report = make_report(identity="confidential", reporter_email="a@example.org")
    follow_up = adopted(meeting, report, camat=camat)
    turn(follow_up, "working", camat)
    assert set(history(report)) == {("decided", "reporter"), ("follow_up", "reporter")}
    assert not report.events.exclude(public_text="").exists()


def test_reporters_of_joined_reports_are_told_once_each(camat: Any, meeting: Meeting):
    target = advance(make_report(reporter_email="a@example.org"), "verified")
    for address in ("b@example.org", "a@example.org", "B@example.org"):
        merge(make_report(reporter_email=address), target, actor=clerk_actor(camat))
    run_jobs()
    Message.objects.all().delete()
    target = Aspiration.objects.for_list().get(pk=target.pk)
    decision = draft(meeting, target, *target.merged_reports.all())
    services.adopt(decision, actor=camat)
    run_jobs()
    assert sorted(Message.objects.values_list("recipient", flat=True)) == ["a@example.org", "b@example.org"]


def test_news_reach_joined_reporters_too(camat: Any, meeting: Meeting):
    target = advance(make_report(reporter_email="a@example.org"), "verified")
    merge(make_report(reporter_email="b@example.org"), target, actor=clerk_actor(camat))
    turn(adopted(meeting, target, camat=camat), "dropped", camat, "Dana dialihkan")
    run_jobs()
    told = Message.objects.filter(body__contains="Alasannya: Dana dialihkan")
    assert sorted(told.values_list("recipient", flat=True)) == ["a@example.org", "b@example.org"]


def test_work_begins_and_the_kept_promise_is_the_answer(camat: Any, meeting: Meeting):
    report = advance(make_published(reporter_email="a@example.org"), "verified")
    follow_up = adopted(meeting, report, camat=camat)
    mails = [Message.objects.count()]
    for to in ("working", "reported", "kept"):
        turn(follow_up, to, camat, "Selesai 3 Mei, foto terlampir")
        mails.append(Message.objects.count())
    report.refresh_from_db()
    assert (report.status, [b - a for a, b in pairwise(mails)]) == ("answered", [1, 0, 1])
    assert report.public_answer.endswith("Selesai 3 Mei, foto terlampir")
    assert "sudah ditepati" in report.public_answer


def test_answer_waits_for_the_last_promise_of_every_decision(camat: Any, meeting: Meeting):
    report = advance(make_report(), "verified")
    first, second = (adopted(meeting, report, camat=camat) for _ in range(2))
    turn(first, "kept", camat)
    assert now(report) == "planned"
    turn(second, "kept", camat)
    assert now(report) == "answered"


def test_dropped_is_told_with_its_reason_and_answers_nothing(camat: Any, meeting: Meeting):
    report = advance(make_report(), "verified")
    turn(adopted(meeting, report, camat=camat), "dropped", camat, "Dana dialihkan")
    last = report.events.order_by("-pk")[0]
    assert (last.kind, now(report)) == ("follow_up", "planned")
    assert last.text.endswith("Alasannya: Dana dialihkan")


def test_rest_kept_and_one_dropped_is_an_answer_that_says_both(camat: Any, meeting: Meeting):
    report = advance(make_report(), "verified")
    kept, dropped = (adopted(meeting, report, camat=camat) for _ in range(2))
    turn(dropped, "dropped", camat, "Dana dialihkan")
    turn(kept, "kept", camat)
    report.refresh_from_db()
    assert report.status == "answered"
    assert "Tidak dilanjutkan:" in report.public_answer


def test_owner_by_link_starts_work_and_its_words_wait(camat: Any, meeting: Meeting):
    report = advance(make_published(), "verified")
    turn(adopted(meeting, report, camat=camat), "working", None, "Pak Suparno sudah kami hubungi")
    step = report.events.filter(to_status="in_progress").get()
    assert (now(report), step.who, step.user) == ("in_progress", "handler", None)
    assert not report.events.filter(text__contains="Suparno").exists()


def test_draft_tells_nothing(camat: Any, meeting: Meeting):
    report = advance(make_report(), "verified")
    follow_up = draft(meeting, report).follow_ups.get()
    follow_up.status = "working"
    assert services.tell_follow_up(follow_up, "promised", camat) == []
    assert now(report) == "verified"


def test_answer_that_needs_the_camat_waits(meeting: Meeting):
    clerk, subject = make_user(), category()
    type(subject).objects.filter(pk=subject.pk).update(answer_needs_approval=True)
    report = advance(make_report(reporter_email="a@example.org"), "verified")
    mails = Message.objects.count()
    (outcome,) = services.adopt(draft(meeting, report), actor=clerk)
    assert (outcome.is_told, now(report), Approval.objects.get().to_status) == (False, "verified", "planned")
    assert (Message.objects.count(), history(report)[-1]) == (mails, ("decided", "staff"))


def test_who_may_not_act_on_a_report_moves_nothing_but_it_is_told(camat: Any, meeting: Meeting):
    report = advance(make_report(), "verified")
    decision = draft(meeting, report)
    Aspiration.objects.filter(pk=report.pk).update(concerns="district")
    services.adopt(decision, actor=camat)
    assert (now(report), history(report)[-1]) == ("verified", ("decided", "public"))
    assert report.events.order_by("-pk")[0].user is None


def test_late_report_moves_with_what_was_decided(camat: Any, meeting: Meeting):
    decision = adopted(meeting, camat=camat).decision
    report = advance(make_report(), "verified")
    services.attach_report(decision, report, actor=camat)
    assert now(report) == "planned"


def test_report_that_stayed_is_taken_along_later(camat: Any, meeting: Meeting):
    report = make_report()
    decision = adopted(meeting, report, camat=camat).decision
    advance(report, "verified")
    services.apply_decision(decision, report, actor=camat)
    assert (now(report), decision.rows.get().stays_because) == ("planned", "")


def test_revoked_is_told_with_its_reason(camat: Any, meeting: Meeting):
    report = advance(make_report(reporter_email="a@example.org"), "verified")
    decision, mails = adopted(meeting, report, camat=camat).decision, Message.objects.count()
    services.revoke(decision, actor=camat, reason="Salah dengar")
    assert report.events.order_by("-pk")[0].text.endswith("dicabut. Alasannya: Salah dengar")
    assert (now(report), Message.objects.count() - mails) == ("planned", 1)


def test_moved_target_is_told(camat: Any, meeting: Meeting):
    report = advance(make_report(), "verified")
    follow_up = adopted(meeting, report, camat=camat)
    later = follow_up.target_on + timedelta(days=9)
    services.edit_follow_up(follow_up, actor=camat, target_on=later, reason="Banjir")
    text = report.events.order_by("-pk")[0].text
    assert text.splitlines()[0] == "Janji rapat berubah: Memperbaiki jembatan"
    assert text.endswith("Alasannya: Banjir")
