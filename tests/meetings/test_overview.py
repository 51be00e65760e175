"""The first page of a stop: steps with a confirmation, a move, readiness, history."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from government.models import Role
from meetings.admin.overview import readiness, steps
from meetings.admin.tabs import TABS
from meetings.models import AgendaAspiration, AgendaItem, Attendance, Meeting, MeetingEventKind
from meetings.services import record
from meetings.workflow import STOP, StopStatus, can
from tests.meetings.makers import make_invitation, make_meeting
from tests.meetings.test_planning import announced
from tests.world import make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_user())
    return client


def address(meeting: Meeting, below: str = "") -> str:
    return f"/admin/meetings/meeting/{meeting.pk}/overview/{below}"


@pytest.mark.parametrize("status", StopStatus)
def test_every_step_of_the_table_has_its_button(status: StopStatus):
    offered = {step.to for step in steps(Meeting(status=status))}
    assert offered == {to for to in StopStatus if can(STOP, status, to)} == STOP[status]


def test_stop_is_called_off_for_a_reason_and_restored(desk: Client):
    meeting = announced()
    page = desk.post(address(meeting, "step/"), {"to": "cancelled", "reason": " "}, follow=True)
    assert "Tulis alasan pembatalan." in page.content.decode()
    page = desk.post(address(meeting, "step/"), {"to": "cancelled", "reason": "Banjir"}, follow=True)
    assert "Dibatalkan: Banjir" in page.content.decode()
    desk.post(address(meeting, "step/"), {"to": "announced"})
    assert Meeting.objects.get().status == "announced"


def test_reason_loses_what_no_database_keeps(desk: Client):
    meeting = make_meeting(10)
    desk.post(address(meeting, "step/"), {"to": "cancelled", "reason": "Banjir\0 besar"})
    meeting.refresh_from_db()
    assert meeting.cancel_reason == "Banjir besar"


def test_step_that_is_none_or_that_somebody_took_before(desk: Client):
    meeting = announced()
    assert desk.post(address(meeting, "step/"), {"to": "flying"}).status_code == 404
    assert desk.get(address(meeting, "step/")).status_code == 404
    page = desk.post(address(meeting, "step/"), {"to": "announced"}, follow=True).content.decode()
    assert "langkah ini tidak dapat diambil lagi" in page


def test_who_only_reads_is_offered_no_step(client: Client):
    meeting = announced()
    client.force_login(make_user(Role.AUDITOR))
    page = client.get(address(meeting))
    assert (page.status_code, page.context["steps"], page.context["move"]) == (200, [], None)
    for below in ("step/", "move/"):
        assert client.post(address(meeting, below), {"to": "cancelled", "reason": "x"}).status_code == 404


def moved(meeting: Meeting, **fields: Any) -> dict[str, Any]:
    start = meeting.starts_at.astimezone(meeting.zone)
    data = {
        "day": start.date().isoformat(),
        "since": "10.00",
        "until": "12.00",
        "place": "Masjid",
        "host_village": "16.07.14.2002",
        "reason": "Balai dipakai",
    }
    return {f"move-{name}": value for name, value in (data | fields).items()}


def test_stop_moves_and_what_was_wrong_is_kept(desk: Client):
    meeting = announced()
    page = desk.post(address(meeting, "move/"), moved(meeting, until="09.00"))
    assert (page.status_code, 'value="Balai dipakai"' in page.content.decode()) == (422, True)
    desk.post(address(meeting, "move/"), moved(meeting))
    meeting.refresh_from_db()
    assert (meeting.place, meeting.sequence) == ("Masjid", 1)
    assert meeting.events.get().text.endswith("Masjid, Sri Mulyo: Balai dipakai")


def test_readiness_counts_what_is_done_and_skips_rooms_that_are_not_there():
    meeting, user = make_meeting(quorum_percent=50), make_user()
    assert [check.is_done for check in readiness(meeting, user)] == [False] * 4
    AgendaItem.objects.create(meeting=meeting, position=1, title="x")
    rows = [make_invitation(meeting, sent_at=timezone.now()) for _ in range(2)]
    make_invitation(meeting, withdrawn_at=timezone.now())
    Attendance.objects.create(meeting=meeting, invitation=rows[0])
    agenda, sent, replied, quorum = readiness(meeting, user)
    assert [one.is_done for one in (agenda, sent, replied, quorum)] == [True, True, False, True]
    assert (sent.text, replied.text, quorum.text) == (
        "2 dari 2",
        "0 dari 2",
        "1 hadir, perlu 1 dari 2",
    )
    assert bool(sent.url) == any(tab.name in {"invitations", "invite"} for tab in TABS)


def test_readiness_does_not_count_what_stands_for_hidden_reports():
    meeting, report = make_meeting(10), make_report(identity="confidential")
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Perkara")
    AgendaAspiration.objects.create(item=item, meeting=meeting, aspiration=report)
    said = [readiness(meeting, make_user(role))[0].text for role in (Role.CLERK, Role.SECTION_HEAD)]
    assert said == ["1 mata acara", "0 mata acara"]


def test_list_of_stops_leads_there(desk: Client):
    meeting = make_meeting()
    assert address(meeting) in desk.get("/admin/meetings/meeting/").content.decode()


def test_page_costs_the_same_for_one_event_and_thirty(desk: Client, django_assert_num_queries: Any):
    meeting, user = make_meeting(), make_user()
    record(meeting, MeetingEventKind.CHANGED, "x", actor=user)
    desk.get(address(meeting))
    with django_assert_num_queries(12):
        desk.get(address(meeting))
    for _ in range(40):
        record(meeting, MeetingEventKind.CHANGED, "x", actor=user)
    with django_assert_num_queries(12):
        page = desk.get(address(meeting))
    assert len(page.context["events"]) == 30
    assert len(desk.get(f"{address(meeting)}?semua=1").context["events"]) == 41
