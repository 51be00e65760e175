"""Stops are planned, edited and moved by the services: clashes are refused, warnings confirmed, and told."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations.models import Audience
from aspirations.services import Conflict, NotAllowed, Refused
from government.models import Region, Role
from meetings import schedule, services
from meetings.clashes import digest
from meetings.models import Meeting, Series
from meetings.schedule import Plan
from meetings.tasks import tell_invited
from meetings.workflow import StopStatus
from notifications.models import Message
from tests.meetings.makers import HOUR, make_contact, make_invitation, make_meeting
from tests.world import WIB, clerk_actor, coming_monday, make_published, make_report, make_user, region

pytestmark = pytest.mark.django_db
# A week without holidays, whenever the test runs, is looked for once.
QUIET = timedelta(days=1)


def quiet_day() -> datetime:
    """A coming working day, at nine."""
    day = coming_monday()
    days = schedule.days_of([region("16.07.14")])["16.07.14"]
    while day.date() in days.holidays or day.weekday() in days.weekend:
        day += QUIET
    return day


@pytest.fixture
def clerk() -> Any:
    return make_user()


def plan(**fields: Any) -> Plan:
    series, __ = Series.objects.get_or_create(name="Rakor", year=2026, region_id="16.07")
    start = fields.pop("starts_at", quiet_day())
    data: dict[str, Any] = {
        "series": series,
        "number": 1,
        "host_district": Region.objects.get(code="16.07.14"),
        "host_village": region(),
        "place": "Balai desa",
        "starts_at": start,
        "ends_at": start + 4 * HOUR,
    }
    return Plan(**data | fields)


def announced(**fields: Any) -> Meeting:
    start = quiet_day()
    return make_meeting(starts_at=start, host_village=region(), **fields)


def moved(meeting: Meeting, actor: Any, **fields: Any) -> Meeting:
    start = meeting.starts_at + HOUR
    data: dict[str, Any] = {
        "starts_at": start,
        "ends_at": start + 4 * HOUR,
        "place": meeting.place,
        "host_village": meeting.host_village,
    }
    return services.move_stop(meeting, actor=actor, **data | fields)


def test_planned_stop_is_a_draft_with_a_history(clerk: Any):
    leader = make_contact()
    meeting = services.plan_stop(plan(leaders=(leader,)), actor=clerk)
    assert (meeting.status, list(meeting.leaders.all())) == ("draft", [leader])
    assert [(event.kind, event.user) for event in meeting.events.all()] == [("planned", clerk)]


def test_who_may_not_convene_there_plans_nothing(clerk: Any):
    here = [make_user(Role.AUDITOR), make_user(Role.VILLAGE_OPERATOR)]
    for actor in (make_user(Role.CLERK, "16.07.13"), *here):
        with pytest.raises(NotAllowed):
            services.plan_stop(plan(), actor=actor)
    assert not Meeting.objects.exists()


def test_place_and_leader_are_not_had_twice(clerk: Any):
    leader = make_contact("Bupati")
    services.plan_stop(plan(leaders=(leader,)), actor=clerk)
    with pytest.raises(Refused, match="Tempat ini sudah dipakai"):
        services.plan_stop(plan(number=2), actor=clerk)
    with pytest.raises(Refused, match="Bupati memimpin pertemuan lain"):
        services.plan_stop(plan(number=2, place="Masjid", leaders=(leader,)), actor=clerk)
    assert services.plan_stop(plan(number=2, place="Masjid"), actor=clerk).number == 2


def test_cancelled_stop_frees_its_place_but_not_its_number(clerk: Any):
    first = services.plan_stop(plan(), actor=clerk)
    services.cancel_stop(first, actor=clerk, reason="Banjir")
    with pytest.raises(Refused, match="Nomor 1 sudah dipakai"):
        services.plan_stop(plan(), actor=clerk)
    services.plan_stop(plan(number=2), actor=clerk)
    services.restore_stop(first, actor=clerk)
    with pytest.raises(Refused, match="Tempat ini sudah dipakai"):
        services.change_stop(first, StopStatus.ANNOUNCED, actor=clerk)


def test_weekend_is_warned_until_those_warnings_are_confirmed(clerk: Any):
    saturday = coming_monday() + timedelta(days=5)
    with pytest.raises(services.Unconfirmed) as read:
        services.plan_stop(plan(starts_at=saturday), actor=clerk)
    assert not Meeting.objects.exists()
    with pytest.raises(services.Unconfirmed):
        services.plan_stop(plan(starts_at=saturday + QUIET), actor=clerk, confirmed=read.value.digest)
    services.plan_stop(plan(starts_at=saturday), actor=clerk, confirmed=read.value.digest)
    assert Meeting.objects.count() == 1


def test_calendars_see_a_move_and_not_a_quorum(clerk: Any):
    meeting = announced()
    stands = schedule.plan_of(meeting)
    edited = services.edit_stop(meeting, stands._replace(quorum_percent=50), actor=clerk)
    assert (edited.sequence, edited.quorum_percent) == (0, 50)
    edited = moved(meeting, clerk)
    assert (edited.sequence, edited.changed_at > meeting.changed_at) == (1, True)
    assert [event.kind for event in meeting.events.all()] == ["changed", "moved"]


def test_nothing_typed_writes_nothing(clerk: Any):
    meeting = announced()
    services.edit_stop(meeting, schedule.plan_of(meeting), actor=clerk)
    assert (meeting.events.count(), Meeting.objects.get().sequence) == (0, 0)


@pytest.mark.parametrize("status", ["cancelled", "running"])
def test_what_is_called_off_or_under_way_does_not_move(clerk: Any, status: str):
    meeting = announced(status=status, cancel_reason="Banjir" if status == "cancelled" else "")
    with pytest.raises(Conflict, match="tidak dapat diubah"):
        moved(meeting, clerk)


@pytest.fixture
def mails(settings: Any) -> None:
    settings.MAIL_ENABLED = True


@pytest.mark.usefixtures("mails")
def test_those_invited_are_told_once_with_the_calendar(clerk: Any):
    meeting = announced()
    now = timezone.now()
    make_invitation(meeting, make_contact(email="kades@contoh.id"), sent_at=now)
    make_invitation(meeting, make_contact(email="KADES@contoh.id"), sent_at=now)
    make_invitation(meeting, make_contact(), sent_at=now)
    make_invitation(meeting, make_contact(email="belum@contoh.id"))
    make_invitation(meeting, make_contact(email="ditarik@contoh.id"), sent_at=now, withdrawn_at=now)
    moved(meeting, clerk, reason="Air pasang")
    event = meeting.events.get()
    for __ in range(2):
        tell_invited(event.pk, "moved")
    message = Message.objects.get()
    assert (message.recipient, message.subject) == ("kades@contoh.id", f"Pindah jadwal: {meeting}")
    assert [word in message.body for word in ("Semula:", "Menjadi:", "Air pasang")] == [True] * 3
    assert "SEQUENCE:1" in str(message.attachment)


@pytest.mark.usefixtures("mails")
def test_mail_that_was_overtaken_is_not_sent(clerk: Any):
    meeting = announced()
    make_invitation(meeting, make_contact(email="kades@contoh.id"), sent_at=timezone.now())
    services.cancel_stop(meeting, actor=clerk, reason="Banjir")
    services.restore_stop(Meeting.objects.get(), actor=clerk)
    first, second = meeting.events.all()
    tell_invited(first.pk, "cancelled")
    tell_invited(second.pk, "restored")
    assert [message.subject for message in Message.objects.all()] == [f"Jadi diadakan: {meeting}"]


@pytest.mark.usefixtures("mails")
def test_stop_put_off_is_told_without_an_hour(clerk: Any):
    meeting = announced()
    make_invitation(meeting, make_contact(email="kades@contoh.id"), sent_at=timezone.now())
    services.change_stop(meeting, StopStatus.DRAFT, actor=clerk)
    tell_invited(meeting.events.get().pk, "postponed")
    message = Message.objects.get()
    assert (message.subject, message.attachment) == (f"Ditunda: {meeting}", None)
    assert "pukul" not in message.body


@pytest.mark.usefixtures("mails")
def test_stop_that_is_over_tells_nobody(clerk: Any):
    meeting, report = make_meeting(starts=-9 * HOUR, host_village=region()), make_report()
    make_invitation(meeting, make_contact(email="kades@contoh.id"), sent_at=timezone.now())
    services.cancel_stop(meeting, actor=clerk, reason="Banjir")
    assert (Message.objects.count(), report.events.count()) == (0, 1)


@pytest.mark.parametrize(
    ("fields", "is_published", "audience"),
    [
        ({}, True, Audience.PUBLIC),
        ({}, False, Audience.REPORTER),
        ({"visibility": "internal"}, True, Audience.STAFF),
    ],
)
def test_reporter_on_the_agenda_reads_that_it_is_off(
    clerk: Any, fields: Any, is_published: bool, audience: str
):
    report = make_published() if is_published else make_report()
    meeting = announced(**fields)
    services.propose_agenda(meeting, [report], actor=clerk_actor(clerk))
    services.cancel_stop(meeting, actor=clerk, reason="Banjir")
    event = report.events.latest("pk")
    assert (event.label, event.audience) == ("Kabar rapat", audience)
    assert event.text == "Rapat koordinasi Ke-1 Kecamatan Air Salek dibatalkan: Banjir"


def test_draft_comes_and_goes_in_silence(clerk: Any):
    report, meeting = make_report(), announced(status="draft", announced_at=None)
    services.propose_agenda(meeting, [report], actor=clerk_actor(clerk))
    moved(meeting, clerk)
    services.cancel_stop(meeting, actor=clerk, reason="Banjir")
    assert [event.label for event in report.events.all()] == ["Laporan diterima", "Diagendakan"]


def form(meeting: Meeting | None = None, **fields: Any) -> dict[str, Any]:
    start = quiet_day()
    series, __ = Series.objects.get_or_create(name="Rakor", year=2026, region_id="16.07")
    return {
        "series": series.pk,
        "number": 1,
        "host_district": "16.07.14",
        "host_village": "16.07.14.2002",
        "place": "Balai desa",
        "visibility": "public",
        "day": start.date().isoformat(),
        "since": "09:00",
        "until": "13:00",
    } | fields


@pytest.fixture
def desk(client: Client, clerk: Any) -> Client:
    client.force_login(clerk)
    return client


ADD = "/admin/meetings/meeting/add/"


def test_form_plans_by_the_service(desk: Client, clerk: Any):
    response = desk.post(ADD, form())
    meeting = Meeting.objects.get()
    assert response["Location"] == f"/admin/meetings/meeting/{meeting.pk}/overview/"
    assert meeting.starts_at == quiet_day().astimezone(WIB)
    assert [event.kind for event in meeting.events.all()] == ["planned"]
    desk.post(f"/admin/meetings/meeting/{meeting.pk}/change/", form(until="14:00", status="held"))
    meeting.refresh_from_db()
    assert (meeting.status, meeting.sequence, meeting.ends_at.astimezone(WIB).hour) == ("draft", 1, 14)


def test_form_keeps_what_was_typed_and_asks_for_a_confirmation(desk: Client):
    saturday = (coming_monday() + timedelta(days=5)).date().isoformat()
    response = desk.post(ADD, form(day=saturday, theme="Air bersih"))
    page = response.content.decode()
    expected = ("bukan hari kerja", 'value="Air bersih"', "tetap simpan")
    assert [word in page for word in expected] == [True, True, True]
    assert not Meeting.objects.exists()
    warned = response.context["adminform"].form.fields["confirmed"].widget.choices[0][0]
    assert desk.post(ADD, form(day=saturday, confirmed=warned)).status_code == 302


def test_form_refuses_a_desa_of_another_kecamatan_and_a_taken_number(desk: Client):
    desk.post(ADD, form())
    page = desk.post(ADD, form(place="Masjid")).content.decode()
    assert page.count("Nomor 1 sudah dipakai") == 1
    page = desk.post(ADD, form(number=2, until="08:00")).content.decode()
    assert "Waktu selesai harus setelah mulai" in page
    assert Meeting.objects.count() == 1


def test_hours_are_typed_by_the_clock_of_the_host(desk: Client):
    Region.objects.filter(code="16.07.14").update(time_zone="Asia/Jayapura")
    desk.post(ADD, form())
    assert Meeting.objects.get().starts_at.astimezone(WIB).hour == 7


def test_series_is_written_by_the_service(client: Client):
    client.force_login(make_user(Role.COORDINATOR, "16.07"))
    sent = {"name": "Rakor", "kind": "rakor", "year": 2027, "region": "16.07"}
    assert client.post("/admin/meetings/series/add/", sent).status_code == 302
    with pytest.raises(NotAllowed):
        services.save_series(Series.objects.get(), actor=make_user())
    again = Series(name="Rakor", year=2027, region_id="16.07")
    with pytest.raises(Refused, match="sudah ada"):
        services.save_series(again, actor=make_user(Role.COORDINATOR, "16.07"))


def test_planning_costs_the_same_for_one_and_twenty(clerk: Any, django_assert_num_queries: Any):
    announced(number=30)
    free: Any = {"starts_at": quiet_day(), "host_village": None}
    many = [plan(number=n, place=f"Balai {n}", **free) for n in range(2, 22)]
    for plans in (many[:1], many[1:]):
        found = digest(clash for row in schedule.find(plans, user=clerk) for clash in row)
        with django_assert_num_queries(10):
            services.plan_tour(plans, actor=clerk, confirmed=found)
