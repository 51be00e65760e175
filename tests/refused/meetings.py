"""Stops, agendas, people."""

from datetime import timedelta
from typing import Any

from meetings.models import (
    AgendaAspiration,
    AgendaFollowUp,
    AgendaItem,
    AgendaTemplate,
    AgendaWish,
    Attendance,
    Contact,
    ContactList,
    FloorPresence,
    Invitation,
    InvitationLetter,
    ItemNote,
    LetterBook,
    LetterCounter,
    LetterRun,
    Meeting,
    MeetingEvent,
    NoteVersion,
    Projector,
    Series,
)
from notifications.models import Message
from tests.meetings.makers import make_contact, make_decision, make_follow_up, make_invitation
from tests.refused.makers import Refused, itself, twice
from tests.world import MONDAY, make_report, make_user


def meeting(number: int = 1, hours: int = 1, name: str = "Rakor", **columns: Any) -> Meeting:
    series, __ = Series.objects.get_or_create(name=name, year=2026, region_id="16.07")
    return Meeting.objects.create(
        series=series,
        number=number,
        host_district_id="16.07.14",
        place="Balai desa",
        starts_at=MONDAY,
        ends_at=MONDAY + timedelta(hours=hours),
        **columns,
    )


def item() -> AgendaItem:
    return AgendaItem.objects.create(meeting=meeting(), position=1, title="x")


def own_parent() -> None:
    item()
    itself(AgendaItem, "parent")


def on_agenda_twice() -> None:
    one = item()
    twice(AgendaAspiration, item=one, meeting=one.meeting, aspiration=make_report())


def wished_twice() -> None:
    twice(AgendaWish, meeting=meeting(), aspiration=make_report())


def carried_twice() -> None:
    one = item()
    twice(AgendaFollowUp, item=one, meeting=one.meeting, follow_up=make_follow_up(make_decision(one.meeting)))


def invited_twice() -> None:
    one, contact = meeting(), make_contact()
    make_invitation(one, contact)
    make_invitation(one, contact)


def attendance(invited: bool = True, **columns: Any) -> Attendance:
    one = meeting()
    return Attendance.objects.create(
        meeting=one, invitation=make_invitation(one) if invited else None, **columns
    )


def line_told_twice() -> None:
    twice(MeetingEvent, meeting=meeting(), kind="attendance", details={"uid": "x"})


def invitation(**columns: Any) -> Invitation:
    return make_invitation(meeting(), **columns)


def present_twice() -> None:
    twice(FloorPresence, meeting=meeting(), user=make_user())


def note_version(**columns: Any) -> NoteVersion:
    note = ItemNote.objects.create(meeting=meeting(), position=1)
    return NoteVersion.objects.create(note=note, **columns)


def same_edit_twice() -> None:
    note = ItemNote.objects.create(meeting=meeting(), position=1)
    twice(NoteVersion, note=note, kind="other", edit=note.uid)


def book(**columns: Any) -> LetterBook:
    return LetterBook.objects.create(region_id="16.07.14", code="AS", **columns)


def letter(number: int) -> InvitationLetter:
    return InvitationLetter.objects.create(
        meeting=meeting(number), district_id="16.07.14", year=2026, number="005/001", dated_on=MONDAY.date()
    )


def run(one: Meeting | None = None, **columns: Any) -> LetterRun:
    data: dict[str, Any] = {"kind": "print", "version": 1, "total": 1} | columns
    return LetterRun.objects.create(meeting=one or meeting(), user=make_user(), **data)


def letters_twice_at_once() -> None:
    one = meeting()
    run(one)
    run(one, state="running")


def message(**columns: Any) -> Message:
    return Message.objects.create(recipient="a@b.id", subject="x", body="x", **columns)


REFUSED: Refused = {
    "agenda_position_once": [lambda: twice(AgendaItem, meeting=meeting(), position=1, title="x")],
    "agenda_item_not_its_own_parent": [own_parent],
    "agenda_item_state_known": [
        lambda: AgendaItem.objects.create(meeting=meeting(), position=1, title="x", state="other")
    ],
    "agenda_item_ends_after_start": [
        lambda: AgendaItem.objects.create(meeting=meeting(), position=1, title="x", ended_at=MONDAY),
        lambda: AgendaItem.objects.create(
            meeting=meeting(),
            position=1,
            title="x",
            started_at=MONDAY,
            ended_at=MONDAY - timedelta(minutes=1),
        ),
    ],
    "floor_presence_once": [present_twice],
    "note_version_counts": [lambda: ItemNote.objects.create(meeting=meeting(), position=1, version=0)],
    "note_version_kind_known": [lambda: note_version(kind="x")],
    "note_version_other_has_edit": [
        lambda: note_version(kind="other"),
        lambda: note_version(kind="earlier", settled_at=MONDAY),
    ],
    "note_version_once_an_edit": [same_edit_twice],
    "projector_mode_known": [lambda: Projector.objects.create(meeting=meeting(), mode="x")],
    "projector_frozen_has_time": [
        lambda: Projector.objects.create(meeting=meeting(), mode="frozen"),
        lambda: Projector.objects.create(meeting=meeting(), frozen_at=MONDAY),
    ],
    "agenda_template_kind_known": [lambda: AgendaTemplate.objects.create(name="x", kind="other1", text="x")],
    "agenda_report_once_a_meeting": [on_agenda_twice],
    "agenda_wish_once": [wished_twice],
    "agenda_follow_up_once_a_meeting": [carried_twice],
    "series_once_a_year": [lambda: twice(Series, name="Rakor", year=2026, region_id="16.07")],
    "series_kind_known": [lambda: Series.objects.create(name="x", year=2026, region_id="16.07", kind="x")],
    "meeting_number_once": [lambda: [meeting(1), meeting(1)]],
    "meeting_ends_after_start": [lambda: meeting(hours=0), lambda: meeting(hours=-1)],
    "meeting_status_known": [lambda: meeting(status="other")],
    "meeting_announced_has_time": [
        lambda: meeting(status="announced"),
        lambda: meeting(status="running"),
        lambda: meeting(status="held"),
    ],
    "meeting_cancelled_for_a_reason": [lambda: meeting(status="cancelled")],
    "meeting_quorum_in_range": [lambda: meeting(quorum_percent=101)],
    "meeting_event_kind_known": [lambda: MeetingEvent.objects.create(meeting=meeting(), kind="other")],
    "meeting_event_line_once": [line_told_twice],
    "contact_office_known": [lambda: make_contact(office="other_one")],
    "contact_has_title": [lambda: Contact.objects.create(title="", office="camat", region_id="16.07.14")],
    "contact_once": [
        lambda: [make_contact("Camat Air Salek", name="Ani"), make_contact("camat air salek", name="ANI")]
    ],
    "letter_book_counts": [lambda: book(pattern="005")],
    "letter_book_digits": [lambda: book(digits=0), lambda: book(digits=7)],
    "letter_counter_once_a_year": [lambda: twice(LetterCounter, book=book(), year=2026)],
    "letter_number_once": [lambda: [letter(1), letter(2)]],
    "letter_run_kind_known": [lambda: run(kind="other")],
    "letter_run_state_known": [lambda: run(state="other")],
    "letter_run_done_in_range": [lambda: run(done=2)],
    "letter_run_one_at_work": [letters_twice_at_once],
    "contact_list_once": [lambda: twice(ContactList, name="x", region_id="16.07.14")],
    "invitation_once": [invited_twice],
    "invitation_office_known": [lambda: invitation(office="other_one")],
    "invitation_reply_known": [lambda: invitation(reply="maybe", replied_at=MONDAY)],
    "invitation_reply_has_time": [
        lambda: invitation(reply="coming"),
        lambda: invitation(replied_at=MONDAY),
    ],
    "invitation_deputy_is_named": [lambda: invitation(reply="deputy", replied_at=MONDAY)],
    "attendance_presence_known": [lambda: attendance(presence="other", name="x")],
    "attendance_method_known": [lambda: attendance(method="other", name="x")],
    "attendance_guest_is_named": [
        lambda: attendance(invited=False),
        lambda: attendance(invited=False, name="x", presence="absent"),
    ],
    "attendance_deputy_is_named": [lambda: attendance(presence="represented")],
    "message_sent_has_time": [
        lambda: message(key="a", state="sent"),
        lambda: message(key="a", sent_at=MONDAY),
    ],
}
