"""A stop goes from one state to the next, by who may, and its history tells it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from aspirations.services import Conflict, NotAllowed, Refused
from government.models import Role
from meetings.models import Meeting, MeetingEvent
from meetings.services import change_stop
from meetings.workflow import STOP, StopStatus, can
from tests.meetings.makers import make_meeting
from tests.world import make_user

pytestmark = pytest.mark.django_db
PAIRS = [(a, b) for a in StopStatus for b in StopStatus]


@pytest.fixture
def clerk() -> Any:
    return make_user()


def at(status: str) -> Meeting:
    return make_meeting(status=status, cancel_reason="Banjir" if status == "cancelled" else "")


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_pair(clerk: Any, before: StopStatus, after: StopStatus):
    meeting = at(before)
    if can(STOP, before, after):
        assert change_stop(meeting, after, actor=clerk, reason="Banjir").status == after
        assert meeting.events.get().details == {"to": after}
    else:
        with pytest.raises(Conflict):
            change_stop(meeting, after, actor=clerk, reason="Banjir")
        assert not meeting.events.exists()


def test_cancelling_needs_a_reason(clerk: Any):
    meeting = at("announced")
    with pytest.raises(Refused, match="alasan"):
        change_stop(meeting, StopStatus.CANCELLED, actor=clerk, reason=" ")
    assert change_stop(meeting, StopStatus.CANCELLED, actor=clerk, reason="Banjir").cancel_reason == "Banjir"


@pytest.mark.parametrize(
    ("role", "scope"),
    [(Role.CLERK, "16.07.13"), (Role.AUDITOR, "16.07.14"), (Role.VILLAGE_OPERATOR, "16.07.14")],
)
def test_who_may_not_convene_changes_nothing(role: str, scope: str):
    meeting = at("announced")
    with pytest.raises(NotAllowed):
        change_stop(meeting, StopStatus.RUNNING, actor=make_user(role, scope))
    assert Meeting.objects.get().status == "announced"


def test_hours_are_those_of_the_meeting(clerk: Any):
    meeting = change_stop(at("announced"), StopStatus.RUNNING, actor=clerk)
    assert meeting.opened_at is not None
    meeting = change_stop(meeting, StopStatus.HELD, actor=clerk)
    assert meeting.closed_at is not None
    assert change_stop(meeting, StopStatus.RUNNING, actor=clerk).closed_at is None


def test_calendars_see_each_change(clerk: Any):
    meeting = change_stop(at("draft"), StopStatus.ANNOUNCED, actor=clerk)
    assert (meeting.sequence, meeting.is_public) == (1, True)


def test_history_is_appended_never_edited(clerk: Any):
    change_stop(at("announced"), StopStatus.RUNNING, actor=clerk)
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        MeetingEvent.objects.update(text="x")
