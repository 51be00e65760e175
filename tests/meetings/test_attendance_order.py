"""Devices send in any order, in any pieces and again: what counts and what is kept is the same."""

import itertools
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.services import note_presence
from meetings.services.attendance import Line
from tests.meetings.makers import HOUR, make_contact, make_invitation, make_meeting
from tests.world import make_user

pytestmark = pytest.mark.django_db
_numbers = itertools.count(1)
said = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["present", "represented", "excused", "absent"])),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25)
@given(said, st.data())
def test_the_latest_line_counts_and_each_is_kept_once(what: list[tuple[int, str]], data: Any):
    clerk, now = make_user(), timezone.now()
    meeting = make_meeting(next(_numbers), starts=-HOUR, status="running")
    one = make_invitation(meeting, make_contact())
    lines = [
        Line(uuid.uuid4(), now - timedelta(minutes=ago), presence, invitation=one.pk, name="Wakil")
        for ago, presence in what
    ]
    sent = data.draw(st.permutations([*lines, *lines]))
    cut = data.draw(st.integers(0, len(sent)))
    for piece in (sent[:cut], sent[cut:]):
        note_presence(meeting, piece, actor=clerk)
    latest = max(lines, key=lambda line: (line.noted_at, line.uid))
    assert meeting.attendances.values_list("uid", "presence").get() == (latest.uid, latest.presence)
    kept = [event.details["uid"] for event in meeting.events.all() if event.details]
    assert sorted(kept) == sorted(str(line.uid) for line in lines)
