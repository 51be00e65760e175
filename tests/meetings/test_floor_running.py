"""A stop goes through its agenda; somebody in the room is heard at once."""

from typing import Any

import pytest

from aspirations import receipts
from aspirations.models import Aspiration
from aspirations.services import Conflict, NotAllowed, Refused, Submission
from government.models import Role
from meetings import services
from meetings.models import AgendaAspiration, AgendaItem, FloorPresence, ItemState, Meeting
from meetings.workflow import ITEM, StopStatus, can
from tests.meetings.makers import HOUR, make_meeting
from tests.world import category, make_user, region

pytestmark = pytest.mark.django_db
PAIRS = [(a, b) for a in ItemState for b in ItemState]


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(status="running")


@pytest.fixture
def clerk() -> Any:
    return make_user()


def make_item(meeting: Meeting, position: int = 1, **fields: Any) -> AgendaItem:
    return AgendaItem.objects.create(meeting=meeting, position=position, title="Jalan", **fields)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_pair(meeting: Meeting, clerk: Any, before: ItemState, after: ItemState):
    item = make_item(meeting, state=before)
    if can(ITEM, before, after):
        assert services.change_item(meeting, item.pk, after, actor=clerk).state == after
        assert meeting.events.get().details == {"item": item.pk, "to": after}
    else:
        with pytest.raises(Conflict):
            services.change_item(meeting, item.pk, after, actor=clerk)


def test_the_next_item_ends_the_one_before(meeting: Meeting, clerk: Any):
    first, second = make_item(meeting), make_item(meeting, 2)
    for item in (first, second):
        services.change_item(meeting, item.pk, ItemState.RUNNING, actor=clerk)
    first.refresh_from_db()
    meeting.refresh_from_db()
    assert (first.state, meeting.current_item) == ("done", second)
    assert first.started_at
    assert first.ended_at
    assert first.started_at <= first.ended_at
    services.change_item(meeting, second.pk, ItemState.DONE, actor=clerk)
    meeting.refresh_from_db()
    assert meeting.current_item is None


def test_closing_the_stop_ends_its_item_and_taking_the_opening_back_forgets_it(clerk: Any):
    left = []
    for number, to in enumerate((StopStatus.HELD, StopStatus.ANNOUNCED), start=1):
        meeting = make_meeting(number, status="running")
        item = make_item(meeting)
        services.change_item(meeting, item.pk, ItemState.RUNNING, actor=clerk)
        services.change_stop(meeting, to, actor=clerk)
        item.refresh_from_db()
        left.append((item.state, item.started_at is None, item.ended_at is None))
    assert left == [("done", False, False), ("pending", True, True)]


def test_begun_by_mistake_leaves_no_time(meeting: Meeting, clerk: Any):
    item = make_item(meeting)
    services.change_item(meeting, item.pk, ItemState.RUNNING, actor=clerk)
    item = services.change_item(meeting, item.pk, ItemState.PENDING, actor=clerk)
    assert (item.started_at, item.ended_at) == (None, None)


def test_agenda_moves_only_while_the_stop_runs_and_by_who_convenes(clerk: Any):
    announced, running = make_meeting(1), make_meeting(2, status="running")
    foreign = make_item(announced)
    for meeting, user, error in (
        (announced, clerk, Refused),
        (running, clerk, Refused),
        (running, make_user(Role.AUDITOR), NotAllowed),
    ):
        with pytest.raises(error):
            services.change_item(meeting, foreign.pk, ItemState.RUNNING, actor=user)
    assert AgendaItem.objects.get().state == "pending"


def test_presence_is_of_the_others_and_of_now(meeting: Meeting, clerk: Any):
    rina = make_user(first_name="Rina")
    assert services.enter_floor(meeting, clerk) == []
    assert services.enter_floor(meeting, rina) == [clerk]
    assert services.enter_floor(meeting, clerk) == [rina]
    FloorPresence.objects.filter(user=rina).update(seen_at=meeting.starts_at - 9 * HOUR)
    assert services.enter_floor(meeting, clerk) == []


def voice(meeting: Meeting, user: Any, token: str, item: int | None = None, **fields: Any) -> Any:
    data: dict[str, Any] = {
        "title": "Sertifikat belum terbit",
        "text": "Sertifikat tanah di Jalur 8 belum terbit sejak 2019.",
        "category": category(),
        "village": region(),
        "channel": "meeting",
        "identity": "anonymous",
        "consent": "spoken",
    } | fields
    return services.record_voice(meeting, Submission(**data), token=token, actor=user, item=item)


def test_a_voice_is_a_report_on_the_agenda_once(meeting: Meeting, clerk: Any):
    item, token = make_item(meeting), receipts.new_token()
    first, again = (voice(meeting, clerk, token, item.pk) for __ in range(2))
    report = Aspiration.objects.get()
    assert (first, report.number, report.channel) == (again, first.number, "meeting")
    assert [(row.item, row.aspiration) for row in AgendaAspiration.objects.all()] == [(item, report)]
    assert report.events.latest("pk").label == "Diagendakan"


def test_a_meeting_that_lasts_longer_still_hears(clerk: Any):
    late = make_meeting(status="running", starts=-9 * HOUR)
    voice(late, clerk, receipts.new_token())
    assert late.agenda_items.get().title == "Jembatan, Sri Mulyo"


def test_what_cannot_be_heard_leaves_no_report(meeting: Meeting, clerk: Any):
    foreign = make_item(make_meeting(2))
    for stop, item, more in (
        (make_meeting(3), None, {}),
        (meeting, foreign.pk, {}),
        (meeting, None, {"identity": "confidential"}),
    ):
        with pytest.raises(Refused):
            voice(stop, clerk, receipts.new_token(), item, **more)
    with pytest.raises(NotAllowed):
        voice(meeting, make_user(Role.VILLAGE_OPERATOR), receipts.new_token())
    assert not Aspiration.objects.exists()
