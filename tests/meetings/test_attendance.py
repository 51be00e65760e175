"""Lines of attendance: each once, the later one counts, none is lost."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aspirations.services import Conflict, NotAllowed, Refused
from government.models import Role
from meetings.models import Attendance, Meeting
from meetings.services import (
    close_attendance,
    correct_presence,
    note_presence,
    reopen_attendance,
    take_back_presence,
)
from meetings.services.attendance import Line, Outcome, stamp
from meetings.services.roll import roll
from tests.meetings.makers import HOUR, make_contact, make_invitation, make_meeting
from tests.world import make_user

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(starts=-2 * HOUR, status="running")


def line(invitation: Any = None, ago: int = 5, **fields: Any) -> Line:
    about = {"invitation": invitation.pk} if invitation else {}
    return Line(uuid.uuid4(), timezone.now() - ago * MINUTE, **about, **fields)


def last_event(meeting: Meeting) -> Any:
    return meeting.events.last()


def outcomes(meeting: Meeting, *lines: Line, actor: Any) -> list[str]:
    return [answer.outcome for answer in note_presence(meeting, lines, actor=actor)]


def presences(meeting: Meeting) -> list[tuple[str, str]]:
    return list(meeting.attendances.order_by("pk").values_list("presence", "name"))


def test_line_is_written_with_its_history(meeting: Meeting, clerk: Any):
    one = make_invitation(meeting, make_contact("Camat", name="Suparno"))
    assert outcomes(meeting, line(one), actor=clerk) == [Outcome.ACCEPTED]
    assert presences(meeting) == [("present", "Suparno")]
    event = meeting.events.get()
    assert (event.text, event.user) == ("Camat: Hadir.", clerk)


def test_door_code_is_read_however_it_was_typed(meeting: Meeting, clerk: Any):
    make_invitation(meeting, door_code="K7QM-3XWD")
    assert outcomes(meeting, line(door_code="k7qm3xwd "), actor=clerk) == [Outcome.ACCEPTED]


def test_same_line_sent_twice_is_one(meeting: Meeting, clerk: Any):
    one = line(make_invitation(meeting))
    assert outcomes(meeting, one, one, actor=clerk) == [Outcome.ACCEPTED, Outcome.KNOWN]
    assert outcomes(meeting, one, actor=clerk) == [Outcome.KNOWN]
    assert (meeting.attendances.count(), meeting.events.count()) == (1, 1)


@pytest.mark.parametrize("later_first", [True, False])
def test_of_two_devices_the_later_line_counts_and_the_other_is_kept(
    meeting: Meeting, clerk: Any, later_first: bool
):
    one = make_invitation(meeting, make_contact("Danramil"))
    early = line(one, 30, presence="excused")
    late = line(one, 10, presence="represented", name="Serka Anwar")
    lines = (late, early) if later_first else (early, late)
    found = outcomes(meeting, *lines, actor=clerk)
    assert found == [Outcome.ACCEPTED, Outcome.OUTDATED if later_first else Outcome.REPLACED]
    assert presences(meeting) == [("represented", "Serka Anwar")]
    event = last_event(meeting)
    assert {event.details["line"]["presence"], event.details["before"]["presence"]} == {
        "excused",
        "represented",
    }
    assert "Dicatat dua kali" in event.text
    assert [row.is_twice for row in roll(meeting).rows] == [True]


def test_replaced_line_does_not_come_back(meeting: Meeting, clerk: Any):
    one = make_invitation(meeting)
    first = line(one, 30)
    note_presence(meeting, [first, line(one, 10, presence="absent")], actor=clerk)
    assert outcomes(meeting, first, actor=clerk) == [Outcome.KNOWN]
    assert presences(meeting) == [("absent", "")]


def test_hour_of_arrival_is_the_earlier_one(meeting: Meeting, clerk: Any):
    one = make_invitation(meeting)
    early, late = line(one, 30), line(one, 10)
    note_presence(meeting, [early, late], actor=clerk)
    row = meeting.attendances.get()
    assert (row.arrived_at, row.noted_at) == (early.noted_at, late.noted_at)


def test_clock_of_a_device_is_kept_within_bounds(meeting: Meeting, clerk: Any):
    a, b = make_invitation(meeting), make_invitation(meeting)
    old = Line(uuid.uuid4(), datetime(1970, 1, 1, tzinfo=UTC), invitation=a.pk)
    coming = line(b, -600)
    note_presence(meeting, [old, coming], actor=clerk)
    first, second = meeting.attendances.order_by("pk")
    assert first.noted_at == meeting.starts_at - timedelta(days=1)
    assert second.noted_at <= timezone.now()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"presence": "represented", "method": "scan"}, "Tulis namanya."),
        ({"door_code": "XXXX"}, "Kode undangan ini tidak dikenal di pertemuan ini."),
        ({"name": " "}, "Tulis namanya."),
        ({"name": "Joko", "presence": "absent"}, "Yang tidak diundang hanya dapat dicatat hadir."),
    ],
)
def test_wrong_line_is_refused_and_the_next_is_written(
    meeting: Meeting, clerk: Any, fields: dict[str, Any], reason: str
):
    one = make_invitation(meeting)
    wrong = line(one, **fields) if fields.get("method") else line(**fields)
    answers = note_presence(meeting, [wrong, line(one)], actor=clerk)
    assert [(answer.outcome, answer.reason) for answer in answers] == [
        (Outcome.REFUSED, reason),
        (Outcome.ACCEPTED, ""),
    ]


def test_invitation_of_another_stop_is_unknown_here(meeting: Meeting, clerk: Any):
    foreign = make_invitation(make_meeting(2))
    assert outcomes(meeting, line(foreign), actor=clerk) == [Outcome.REFUSED]
    assert not Attendance.objects.exists()


def test_line_known_at_another_stop_is_refused(meeting: Meeting, clerk: Any):
    other, one = make_meeting(2), line(name="Joko")
    assert outcomes(other, one, actor=clerk) == [Outcome.ACCEPTED]
    assert outcomes(meeting, one, actor=clerk) == [Outcome.REFUSED]


@pytest.mark.parametrize(
    ("status", "found"), [("draft", "refused"), ("cancelled", "refused"), ("held", "accepted")]
)
def test_state_of_the_stop(clerk: Any, status: str, found: str):
    meeting = make_meeting(status=status, cancel_reason="Banjir" if status == "cancelled" else "")
    assert outcomes(meeting, line(name="Joko"), actor=clerk) == [found]


@pytest.mark.parametrize(("role", "scope"), [(Role.CLERK, "16.07.13"), (Role.AUDITOR, "16.07.14")])
def test_who_may_not_convene_writes_nothing(meeting: Meeting, role: str, scope: str):
    with pytest.raises(NotAllowed):
        note_presence(meeting, [line(name="Joko")], actor=make_user(role, scope))
    assert not Attendance.objects.exists()


def test_who_came_in_spite_of_a_withdrawn_invitation_is_a_guest(meeting: Meeting, clerk: Any):
    contact = make_contact("Kepala Desa Upang", name="Hasan")
    one = make_invitation(meeting, contact, withdrawn_at=timezone.now())
    (answer,) = note_presence(meeting, [line(one)], actor=clerk)
    assert (answer.outcome, answer.reason) == (
        Outcome.ACCEPTED,
        "Undangannya sudah ditarik; dicatat sebagai tamu.",
    )
    assert [guest.line.name for guest in roll(meeting).guests] == ["Hasan"]


def test_walk_ins_are_never_merged_and_likely_ones_are_shown(meeting: Meeting, clerk: Any):
    make_invitation(meeting, make_contact("Camat", name="H. Suparno, S.Sos"))
    note_presence(meeting, [line(name="Pak Suparno"), line(name="Suparno"), line(name="Joko")], actor=clerk)
    first, second, third = roll(meeting).guests
    assert first.like == ["Camat: H. Suparno, S.Sos", "Suparno"]
    assert second.like == ["Camat: H. Suparno, S.Sos", "Pak Suparno"]
    assert third.like == []


def test_correction_keeps_what_stood_there(meeting: Meeting, clerk: Any):
    note_presence(meeting, [line(make_invitation(meeting, make_contact("Kapolsek")))], actor=clerk)
    row = meeting.attendances.get()
    correct_presence(
        row, "represented", actor=clerk, seen=stamp(row), name="Ipda Rudi", title="Kapolsubsektor"
    )
    event = last_event(meeting)
    assert event.text == "Kapolsek: Hadir → Kapolsek: Diwakili (Ipda Rudi, Kapolsubsektor)"
    assert event.details["before"]["presence"] == "present"
    assert [one.is_twice for one in roll(meeting).rows] == [False]


def test_correction_of_what_another_one_changed_is_a_conflict(meeting: Meeting, clerk: Any):
    note_presence(meeting, [line(make_invitation(meeting))], actor=clerk)
    row = meeting.attendances.get()
    seen = stamp(row)
    correct_presence(row, "excused", actor=clerk, seen=seen)
    with pytest.raises(Conflict):
        correct_presence(row, "absent", actor=clerk, seen=seen)
    with pytest.raises(Conflict):
        take_back_presence(row, actor=clerk, seen=seen)
    assert presences(meeting) == [("excused", "")]


def test_correction_wants_a_deputy_s_name(meeting: Meeting, clerk: Any):
    note_presence(meeting, [line(make_invitation(meeting))], actor=clerk)
    row = meeting.attendances.get()
    with pytest.raises(Refused, match="Tulis namanya"):
        correct_presence(row, "represented", actor=clerk, seen=stamp(row))


def test_line_taken_back_stays_in_the_history_and_is_not_written_again(meeting: Meeting, clerk: Any):
    one = line(name="Joko")
    note_presence(meeting, [one], actor=clerk)
    row = meeting.attendances.get()
    take_back_presence(row, actor=clerk, seen=stamp(row))
    assert outcomes(meeting, one, actor=clerk) == [Outcome.KNOWN]
    assert not meeting.attendances.exists()
    event = last_event(meeting)
    assert event.details["before"]["name"] == "Joko"


@pytest.mark.parametrize(
    ("percent", "seated", "reached", "needed"),
    [(50, 1, False, 2), (50, 2, True, 2), (66, 2, True, 2), (67, 2, False, 3), (None, 0, True, 0)],
)
def test_quorum(clerk: Any, percent: int | None, seated: int, reached: bool, needed: int):
    meeting = make_meeting(quorum_percent=percent)
    rows = [make_invitation(meeting) for _ in range(3)]
    make_invitation(meeting, withdrawn_at=timezone.now())
    note_presence(meeting, [line(row) for row in rows[:seated]], actor=clerk)
    count = roll(meeting).count
    assert (count.invited, count.is_reached, count.needed) == (3, reached, needed)


def test_represented_counts_and_excused_does_not(meeting: Meeting, clerk: Any):
    a, b, __ = (make_invitation(meeting) for _ in range(3))
    lines = [line(a, presence="represented", name="Wakil"), line(b, presence="excused"), line(name="Tamu")]
    note_presence(meeting, lines, actor=clerk)
    count = roll(meeting).count
    assert (count.seated, count.percent, count.missing, count.guests) == (1, 33, 1, 1)


def test_closing_makes_who_is_missing_absent_and_a_late_line_counts(clerk: Any):
    meeting = make_meeting(starts=-6 * HOUR, status="held")
    came, late, away = (make_invitation(meeting) for _ in range(3))
    note_presence(meeting, [line(came)], actor=clerk)
    assert close_attendance(meeting, actor=clerk) == 2
    assert outcomes(meeting, line(late, 200), actor=clerk) == [Outcome.ACCEPTED]
    found = {row.invitation.pk: row.line.presence for row in roll(meeting).rows if row.line}
    assert found == {came.pk: "present", late.pk: "present", away.pk: "absent"}
    assert (roll(meeting).is_closed, any(row.is_twice for row in roll(meeting).rows)) == (True, False)


def test_closing_is_taken_back(clerk: Any):
    meeting = make_meeting(starts=-6 * HOUR, status="held")
    one, __ = make_invitation(meeting), make_invitation(meeting)
    note_presence(meeting, [line(one, presence="absent")], actor=clerk)
    close_attendance(meeting, actor=clerk)
    reopen_attendance(meeting, actor=clerk)
    assert (presences(meeting), roll(meeting).is_closed) == ([("absent", "")], False)


@pytest.mark.parametrize("status", ["announced", "running", "cancelled"])
def test_list_is_not_closed_before_the_stop_is_over(clerk: Any, status: str):
    meeting = make_meeting(status=status, cancel_reason="Banjir" if status == "cancelled" else "")
    make_invitation(meeting)
    with pytest.raises(Refused, match="setelah pertemuan selesai"):
        close_attendance(meeting, actor=clerk)
    assert not meeting.attendances.exists()


def test_reading_costs_the_same_for_one_and_for_many(meeting: Meeting, clerk: Any):
    counts = []
    for many in (1, 20):
        rows = [make_invitation(meeting) for _ in range(many)]
        note_presence(meeting, [line(row) for row in rows] + [line(name="Tamu")], actor=clerk)
        with CaptureQueriesContext(connection) as queries:
            found = roll(meeting)
            assert found.groups
        counts.append(len(queries))
    assert counts == [4, 4]


def test_writing_costs_the_same_for_each_line(meeting: Meeting, clerk: Any):
    rows = [make_invitation(meeting) for _ in range(21)]
    # Reads the clerk's memberships once.
    note_presence(meeting, [], actor=clerk)
    counts = []
    for some in (rows[:1], rows[1:]):
        with CaptureQueriesContext(connection) as queries:
            note_presence(meeting, [line(row) for row in some], actor=clerk)
        counts.append(len(queries) - 2 * len(some))
    assert counts[0] == counts[1]
