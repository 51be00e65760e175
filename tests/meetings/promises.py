"""Promises on their way, for tests."""

from typing import Any

from meetings.models import FollowUp, FollowUpEvent
from meetings.services.progress import By, change_follow_up
from meetings.workflow import FollowUpStatus
from tests.meetings.makers import make_decision, make_follow_up, make_meeting
from tests.world import make_user

# How a promise comes to each state, from the first on.
ROADS = {
    FollowUpStatus.PROMISED: (),
    FollowUpStatus.WORKING: ("working",),
    FollowUpStatus.REPORTED: ("reported",),
    FollowUpStatus.KEPT: ("kept",),
    FollowUpStatus.DROPPED: ("dropped",),
}


def make_promise(status: str = FollowUpStatus.PROMISED, *, number: int = 1, **fields: Any) -> FollowUp:
    """A promise of Dinas PUPR at a stop of Air Salek, brought there by the desk."""
    held = make_follow_up(make_decision(make_meeting(number)), **fields)
    user = make_user() if ROADS[FollowUpStatus(status)] else None
    for to in ROADS[FollowUpStatus(status)]:
        held = change_follow_up(held, to, actor=user, text="Alasan")
    return held


def clerk() -> By:
    """Who convenes in Air Salek."""
    return By(make_user())


def owner(form: str = "", **fields: Any) -> By:
    """Who signed on the page of Dinas PUPR."""
    return By(signed_by="Dinas PUPR: Budi, Kepala Bidang", form=form, **fields)


def entries(follow_up: FollowUp) -> list[tuple[str, str, str]]:
    """Kind, words and reader of the history."""
    rows = FollowUpEvent.objects.filter(follow_up=follow_up)
    return [(row.kind, row.text, row.reader) for row in rows]
