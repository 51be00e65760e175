"""Reports stand on the agenda of a meeting to come: put there, taken off, and told."""

from typing import Any

import pytest
from django.test import Client

from aspirations import services as reports
from aspirations.models import Aspiration, Audience, Batch, Outcome
from aspirations.services import Refused
from government.loading import activate
from government.models import Role
from meetings import services
from meetings.models import AgendaAspiration, AgendaItem, Meeting
from tests.meetings.makers import HOUR, make_meeting
from tests.world import ELSEWHERE, advance, clerk_actor, make_published, make_report, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/admin/aspirations/aspiration/"
INTERNAL = Meeting.Visibility.INTERNAL


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def desk(client: Client, clerk: Any) -> Client:
    client.force_login(clerk)
    return client


def put(meeting: Meeting, *chosen: Aspiration, user: Any) -> list[AgendaAspiration]:
    return services.propose_agenda(meeting, chosen, actor=clerk_actor(user))


def test_reports_stand_at_the_end_in_the_order_they_came(clerk: Any):
    meeting, first, second = make_meeting(10), make_report(), make_published()
    put(meeting, first, user=clerk)
    put(meeting, second, user=clerk)
    assert [str(item) for item in meeting.agenda_items.all()] == [
        f"1. {first.category.name}, Sri Mulyo",
        "2. Jembatan rusak",
    ]
    assert [list(item.aspirations.all()) for item in meeting.agenda_items.all()] == [[first], [second]]


@pytest.mark.parametrize(
    ("visibility", "published", "audience"),
    [
        (Meeting.Visibility.PUBLIC, True, Audience.PUBLIC),
        (Meeting.Visibility.PUBLIC, False, Audience.REPORTER),
        (INTERNAL, True, Audience.STAFF),
    ],
)
def test_history_tells_who_may_know(clerk: Any, visibility: str, published: bool, audience: str):
    report = make_published() if published else make_report()
    meeting = make_meeting(10, visibility=visibility)
    put(meeting, report, user=clerk)
    event = report.events.latest("pk")
    assert (event.label, event.audience) == ("Diagendakan", audience)
    assert event.text.startswith("Rapat koordinasi Ke-10 Kecamatan Air Salek, ")


def test_meeting_that_is_over_cancelled_or_elsewhere_takes_nothing(clerk: Any):
    activate("16.07.13")
    cases: list[Any] = [
        {"starts": -9 * HOUR},
        {"status": "cancelled", "cancel_reason": "Banjir"},
        {"host_district_id": "16.07.13"},
    ]
    for number, fields in enumerate(cases, start=1):
        with pytest.raises(Refused, match="sudah lewat, dibatalkan, atau bukan di wilayah Anda"):
            put(make_meeting(number, **fields), make_report(), user=clerk)
    assert not AgendaItem.objects.exists()


def test_what_cannot_stand_there_says_why(clerk: Any):
    activate("16.07.13")
    meeting, there = make_meeting(), make_report()
    put(meeting, there, user=clerk)
    coordinator = make_user(Role.COORDINATOR, "16.07")
    for report, user, why in (
        (there, clerk, "Sudah ada pada agenda"),
        (advance(make_report(), "rejected"), clerk, "Berstatus “Ditolak”"),
        (make_report(identity="confidential"), clerk, "Laporan rahasia"),
        (make_report(ELSEWHERE), coordinator, "kecamatan lain"),
        (make_report(), make_user(Role.AUDITOR), "bukan di wilayah Anda"),
    ):
        with pytest.raises(Refused, match=why):
            put(meeting, report, user=user)
    assert AgendaAspiration.objects.count() == 1


def test_confidential_report_may_stand_where_only_the_invited_read(clerk: Any):
    meeting, hidden = make_meeting(visibility=INTERNAL), make_report(identity="confidential")
    put(meeting, hidden, make_report(), user=clerk)
    address = f"/admin/meetings/meeting/{meeting.pk}/agenda/"
    seen = {}
    for user in (clerk, make_user(Role.VILLAGE_OPERATOR, "16.07.14")):
        client = Client()
        client.force_login(user)
        seen[user.pk] = client.get(address).content.decode()
    assert hidden.number in seen[clerk.pk]
    assert [hidden.number in text for text in seen.values()] == [True, False]
    assert [text.count('<li id="mata-acara-') for text in seen.values()] == [2, 1]


def test_report_is_put_there_from_its_page_and_taken_off_again(desk: Client):
    meeting, report = make_meeting(10), make_report()
    address = f"{QUEUE}{report.pk}/"
    assert "Masukkan ke agenda rapat" in desk.get(f"{address}change/").content.decode()
    desk.post(f"{address}act/agenda/", {"agenda-meeting": meeting.pk})
    shown = desk.get(f"{address}change/").content.decode()
    assert "Rapat koordinasi Ke-10 Kecamatan Air Salek</a>" in shown
    assert report.number in desk.get(f"/admin/meetings/meeting/{meeting.pk}/agenda/").content.decode()
    desk.post(f"{address}act/off_agenda/", {"off_agenda-row": AgendaAspiration.objects.get().pk})
    assert not AgendaItem.objects.exists()
    assert report.events.latest("pk").label == "Dikeluarkan dari agenda"


def test_reader_is_offered_no_agenda(client: Client):
    make_meeting()
    report = make_report()
    client.force_login(make_user(Role.AUDITOR))
    assert client.post(f"{QUEUE}{report.pk}/act/agenda/", {"agenda-meeting": "1"}).status_code == 404


def test_agenda_of_a_past_meeting_stays_as_it_was(clerk: Any):
    meeting = make_meeting()
    row = put(meeting, make_report(), user=clerk)[0]
    Meeting.objects.update(starts_at=meeting.starts_at - 9 * HOUR, ends_at=meeting.ends_at - 9 * HOUR)
    with pytest.raises(Refused, match="sudah lewat"):
        services.drop_from_agenda(row, actor=clerk_actor(clerk))


def choose(client: Client, *chosen: Aspiration, **data: Any) -> Any:
    sent = {"action": "many_agenda", "_selected_action": [report.pk for report in chosen], **data}
    return client.post(f"{QUEUE}?antrean=semua", sent)


def test_many_are_previewed_with_reasons_then_put_there_and_undone(desk: Client, clerk: Any):
    meeting = make_meeting(10)
    there, fresh, other, done = (
        make_report(),
        make_report(),
        make_report(),
        advance(make_report(), "rejected"),
    )
    put(meeting, there, user=clerk)
    preview = choose(desk, there, fresh, other, done)
    assert preview.context["untouched"] == [(done, "Berstatus “Ditolak”.")]
    again = choose(desk, there, fresh, other, order="1", **{"many-meeting": meeting.pk})
    assert again.context["dropped"] == [(there, "Sudah ada pada agenda pertemuan itu.")]
    assert not Batch.objects.exists()
    response = choose(desk, fresh, other, order="1", **{"many-meeting": meeting.pk})
    batch = Batch.objects.get(pk=response["Location"].split("/")[-2])
    reports.run_batch(batch.pk)
    assert AgendaAspiration.objects.filter(meeting=meeting).count() == 3
    batch.refresh_from_db()
    opposite = reports.undo(batch, user=clerk)
    reports.run_batch(opposite.pk)
    assert [item.outcome for item in opposite.items.all()] == [Outcome.DONE, Outcome.DONE]
    assert list(AgendaAspiration.objects.values_list("aspiration", flat=True)) == [there.pk]


def test_preview_costs_the_same_for_one_and_thirty(desk: Client, django_assert_num_queries: Any):
    meeting, chosen = make_meeting(), [make_report() for _ in range(30)]
    put(meeting, *chosen, user=make_user())
    data = {"order": "1", "many-meeting": meeting.pk}
    choose(desk, chosen[0], **data)
    with django_assert_num_queries(20):
        choose(desk, chosen[0], **data)
    with django_assert_num_queries(20):
        choose(desk, *chosen, **data)
