"""The wall shows what everybody may read, and what the secretary lets it show."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aspirations.services import NotAllowed, Refused
from government.models import Role
from meetings import services
from meetings.models import AgendaAspiration, AgendaItem, ItemState, Meeting, ScreenMode
from meetings.services.venue import venue_code
from meetings.workflow import StopStatus
from tests.meetings.makers import make_decision, make_meeting
from tests.world import make_published, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(status="running")


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def desk(client: Client, clerk: Any) -> Client:
    client.force_login(clerk)
    return client


def wall(client: Client, meeting: Meeting) -> str:
    return client.get(f"/admin/meetings/meeting/{meeting.pk}/floor/projector/state/").content.decode()


def put(meeting: Meeting, report: Any, position: int = 1, title: str = "Jembatan rusak berat") -> Any:
    item, __ = AgendaItem.objects.get_or_create(meeting=meeting, position=position, defaults={"title": title})
    return AgendaAspiration.objects.create(item=item, meeting=meeting, aspiration=report)


def begin(meeting: Meeting, item: AgendaItem, clerk: Any) -> None:
    services.change_item(meeting, item.pk, ItemState.RUNNING, actor=clerk)


def test_wall_shows_the_item_the_next_and_chosen_reports(desk: Client, meeting: Meeting, clerk: Any):
    report = make_published(reporter_name="Suparno")
    row = put(meeting, report)
    AgendaItem.objects.create(meeting=meeting, position=2, title="Air bersih")
    begin(meeting, row.item, clerk)
    before = wall(desk, meeting)
    services.show_report(meeting, row.pk, True, actor=clerk)
    after = wall(desk, meeting)
    words = ("Jembatan rusak berat", "2. Air bersih", f"{report.public_title} <")
    found = [[word in page for word in words] for page in (before, after)]
    assert found == [[True, True, False], [True, True, True]]
    assert [word in after for word in ("Suparno", report.number)] == [False, False]


def test_only_published_reports_are_shown(desk: Client, meeting: Meeting, clerk: Any):
    hidden, shown = put(meeting, make_report()), put(meeting, make_published())
    with pytest.raises(Refused, match="sudah ditayangkan"):
        services.show_report(meeting, hidden.pk, True, actor=clerk)
    # Taken down later, by somebody else.
    AgendaAspiration.objects.update(on_screen=True)
    begin(meeting, hidden.item, clerk)
    title = f"{shown.aspiration.public_title} <"
    assert wall(desk, meeting).count("<span>Sri Mulyo</span>") == 1
    assert title in wall(desk, meeting)


def test_an_item_of_confidential_reports_is_never_named(desk: Client, clerk: Any):
    meeting = make_meeting(visibility="internal", status="running")
    row = put(meeting, make_report(identity="confidential"))
    other = put(meeting, make_report(concerns="village"), 2, "Perangkat desa")
    assert [word in wall(desk, meeting) for word in ("Jembatan rusak berat", "Perangkat desa")] == [
        False,
        False,
    ]
    begin(meeting, row.item, clerk)
    assert [word in wall(desk, meeting) for word in ("Jembatan rusak berat", other.item.title)] == [
        False,
        False,
    ]


def test_decisions_that_everybody_may_read(desk: Client, meeting: Meeting):
    make_decision(meeting, text="Ambulans akan datang")
    make_decision(meeting, text="Tertutup", is_public=False)
    make_decision(meeting, text="Konsep", status="draft", adopted_at=None)
    make_decision(meeting, text="Dicabut lagi", status="revoked", revoke_reason="x")
    inside = make_meeting(2, visibility="internal", status="running")
    make_decision(inside, text="Hanya undangan")
    page = wall(desk, meeting) + wall(desk, inside)
    words = ("Ambulans akan datang", "Tertutup", "Konsep", "Dicabut lagi", "Hanya undangan")
    assert [word in page for word in words] == [True, False, False, False, False]


def test_frozen_stays_dark_is_dark_and_live_follows(desk: Client, meeting: Meeting, clerk: Any):
    first, second = put(meeting, make_report()).item, put(meeting, make_report(), 2, "Air bersih").item
    begin(meeting, first, clerk)
    services.set_projector(meeting, ScreenMode.FROZEN, actor=clerk)
    begin(meeting, second, clerk)
    make_decision(meeting, text="Baru saja", adopted_at=timezone.now() + timedelta(minutes=1))
    seen = {}
    for mode in (ScreenMode.FROZEN, ScreenMode.BLANK, ScreenMode.LIVE):
        services.set_projector(meeting, mode, actor=clerk)
        page = wall(desk, meeting)
        seen[mode] = [f"<h2>{title}" in page for title in ("1. Jembatan", "2. Air")] + ["Baru saja" in page]
    assert seen == {
        "frozen": [True, False, False],
        "blank": [False, False, False],
        "live": [False, True, True],
    }


def test_wall_is_sent_again_only_when_it_changed(desk: Client, meeting: Meeting, clerk: Any):
    address = f"/admin/meetings/meeting/{meeting.pk}/floor/projector/state/"
    services.change_stop(meeting, StopStatus.HELD, actor=clerk)
    tag = desk.get(address)["ETag"]
    assert desk.get(address, headers={"If-None-Match": tag}).status_code == 304
    make_decision(meeting)
    assert desk.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_who_may_not_convene_moves_nothing(client: Client, meeting: Meeting):
    auditor, row = make_user(Role.AUDITOR), put(meeting, make_published())
    with pytest.raises(NotAllowed):
        services.set_projector(meeting, ScreenMode.BLANK, actor=auditor)
    with pytest.raises(NotAllowed):
        services.show_report(meeting, row.pk, True, actor=auditor)
    address = f"/admin/meetings/meeting/{meeting.pk}/floor/projector/"
    assert "/admin/login/" in client.get(address)["Location"]


def test_code_of_the_door_stands_there_while_it_is_taken(desk: Client, meeting: Meeting, clerk: Any):
    assert f"<strong>{venue_code(meeting)}</strong>" in wall(desk, meeting)
    services.change_stop(meeting, StopStatus.HELD, actor=clerk)
    assert "Daftar hadir" not in wall(desk, meeting)
