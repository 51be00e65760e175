"""The code on the wall, and who writes himself down with it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from aspirations.services import Refused
from meetings.models import Meeting
from meetings.services import change_stop, note_presence
from meetings.services.attendance import Line, Outcome
from meetings.services.venue import Entry, check_in, invited_as, open_stops, stop_of, totp, venue_code
from meetings.workflow import StopStatus
from tests.meetings.makers import HOUR, make_contact, make_invitation, make_meeting
from tests.world import make_user

pytestmark = pytest.mark.django_db


# RFC 6238, appendix B, SHA-256: eight digits, steps of 30 seconds.
@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(59, "46119246"), (1111111109, "68084774"), (1234567890, "91819424"), (20000000000, "77737706")],
)
def test_code_is_that_of_the_standard(seconds: int, expected: str):
    assert totp(b"12345678901234567890123456789012", seconds // 30, 8) == expected


@pytest.mark.parametrize(("ago", "found"), [(0, True), (1, True), (2, False), (-1, False)])
def test_code_of_now_and_of_the_minute_before_count(ago: int, found: bool):
    meeting = make_meeting(status="running")
    assert (stop_of(venue_code(meeting, steps_ago=ago)) == meeting) is found


def test_each_stop_has_its_own_codes():
    a, b = make_meeting(1, status="running"), make_meeting(2, status="running")
    assert venue_code(a) != venue_code(b)
    assert stop_of(venue_code(b)) == b


@pytest.mark.parametrize(
    ("starts", "status", "is_open"),
    [
        (timedelta(minutes=90), "announced", True),
        (timedelta(minutes=150), "announced", False),
        (-HOUR, "announced", True),
        (-5 * HOUR, "announced", False),
        (-5 * HOUR, "running", True),
        (-11 * HOUR, "running", False),
        (HOUR, "draft", False),
        (-HOUR, "held", False),
    ],
)
def test_when_a_stop_takes_lines(starts: timedelta, status: str, is_open: bool):
    meeting = make_meeting(starts=starts, status=status)
    assert open_stops().filter(pk=meeting.pk).exists() is is_open
    assert (stop_of(venue_code(meeting)) == meeting) is is_open


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(status="running")


@pytest.mark.parametrize(
    ("tail", "found"), [("3xwd", True), ("QM-3XWD", True), ("xwd", False), ("9ZZZ", False), ("", False)]
)
def test_end_of_the_door_code_names_one_invitation(meeting: Meeting, tail: str, found: bool):
    one = make_invitation(meeting, door_code="K7QM-3XWD")
    make_invitation(meeting, door_code="A7QM-9ZZZ")
    make_invitation(meeting, door_code="B7QM-9ZZZ")
    assert (invited_as(meeting, tail) == one) is found


def test_invited_person_writes_a_line(meeting: Meeting):
    one = make_invitation(meeting, make_contact("Camat", name="Suparno"), door_code="K7QM-3XWD")
    check_in(meeting, Entry(uuid.uuid4(), tail="3XWD"))
    row = meeting.attendances.get()
    assert (row.invitation, row.name, row.method, row.user) == (one, "Suparno", "venue", None)
    assert meeting.events.get().signed_by == "Camat"


def test_deputy_is_named(meeting: Meeting):
    make_invitation(meeting, door_code="K7QM-3XWD")
    with pytest.raises(Refused, match="Tulis namanya"):
        check_in(meeting, Entry(uuid.uuid4(), tail="3XWD", is_deputy=True))
    check_in(meeting, Entry(uuid.uuid4(), tail="3XWD", is_deputy=True, name="Anwar"))
    assert meeting.attendances.values_list("presence", "name").get() == ("represented", "Anwar")


def test_line_of_the_desk_stands(meeting: Meeting):
    one = make_invitation(meeting, door_code="K7QM-3XWD")
    written = Line(uuid.uuid4(), meeting.starts_at - HOUR, "excused", invitation=one.pk)
    note_presence(meeting, [written], actor=make_user())
    assert check_in(meeting, Entry(uuid.uuid4(), tail="3XWD")).outcome == Outcome.OUTDATED
    assert meeting.attendances.get().presence == "excused"


def test_guest_is_a_line_of_its_own_once(meeting: Meeting):
    entry = Entry(uuid.uuid4(), name="Joko", title="Warga Jalur 8")
    assert [check_in(meeting, entry).outcome for _ in range(2)] == [Outcome.ACCEPTED, Outcome.KNOWN]
    assert meeting.attendances.get().method == "venue"


@pytest.mark.parametrize("entry", [Entry(uuid.uuid4(), tail="9ZZZ"), Entry(uuid.uuid4())])
def test_what_fits_nothing_is_refused(meeting: Meeting, entry: Entry):
    with pytest.raises(Refused):
        check_in(meeting, entry)
    assert not meeting.attendances.exists()


def test_stop_that_was_closed_takes_no_more(meeting: Any):
    change_stop(meeting, StopStatus.HELD, actor=make_user())
    with pytest.raises(Refused, match="tidak sedang menerima"):
        check_in(meeting, Entry(uuid.uuid4(), name="Joko"))
