"""Meetings, and messages."""

from datetime import timedelta
from typing import Any

from meetings.models import AgendaAspiration, AgendaItem, Meeting, Series
from notifications.models import Message
from tests.refused.makers import Refused, twice
from tests.world import MONDAY, make_report


def meeting(number: int = 1, hours: int = 1, name: str = "Rakor") -> Meeting:
    series, __ = Series.objects.get_or_create(name=name, year=2026, region_id="16.07")
    return Meeting.objects.create(
        series=series,
        number=number,
        host_district_id="16.07.14",
        place="Balai desa",
        starts_at=MONDAY,
        ends_at=MONDAY + timedelta(hours=hours),
    )


def on_agenda_twice() -> None:
    item = AgendaItem.objects.create(meeting=meeting(), position=1, title="x")
    twice(AgendaAspiration, item=item, meeting=item.meeting, aspiration=make_report())


def message(**columns: Any) -> Message:
    return Message.objects.create(recipient="a@b.id", subject="x", body="x", **columns)


REFUSED: Refused = {
    "agenda_position_once": [lambda: twice(AgendaItem, meeting=meeting(), position=1, title="x")],
    "agenda_report_once_a_meeting": [on_agenda_twice],
    "series_once_a_year": [lambda: twice(Series, name="Rakor", year=2026, region_id="16.07")],
    "meeting_number_once": [lambda: [meeting(1), meeting(1)]],
    "meeting_ends_after_start": [lambda: meeting(hours=0), lambda: meeting(hours=-1)],
    "message_sent_has_time": [
        lambda: message(key="a", state="sent"),
        lambda: message(key="a", sent_at=MONDAY),
    ],
}
