"""The page of a stop: before it, while it runs, and what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.documents.minutes import paper
from meetings.models import AgendaItem, Letter, Meeting, Milestone
from meetings.services import minutes
from tests.meetings.makers import HOUR, make_decision, make_follow_up, make_meeting
from tests.world import make_published, make_report, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(client: Client, meeting: Meeting) -> str:
    return client.get(f"/pertemuan/{meeting.pk}/").content.decode()


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"visibility": "internal"}])
def test_stop_that_is_not_public_has_no_page_and_no_data(client: Client, fields: dict[str, Any]):
    meeting = make_meeting(10, **fields)
    for address in (f"/pertemuan/{meeting.pk}/", f"/pertemuan/{meeting.pk}.json"):
        assert client.get(address).status_code == 404


def test_before_it_says_how_to_be_heard(client: Client):
    coming, over = make_meeting(11, DAY), make_meeting(10, -9 * DAY, status="held")
    assert "Sampaikan untuk rapat ini" in page(client, coming)
    assert "Sampaikan untuk rapat ini" not in page(client, over)


def test_while_it_runs_it_says_what_is_discussed(client: Client):
    meeting = make_meeting(10, -HOUR, status="running")
    item = AgendaItem.objects.create(meeting=meeting, position=1, title="Jembatan Jalur 8", state="running")
    Meeting.objects.filter(pk=meeting.pk).update(current_item=item)
    shown = page(client, meeting)
    assert ("sedang berlangsung" in shown, "Jembatan Jalur 8" in shown) == (True, True)


def test_afterwards_it_tells_decisions_promises_and_minutes(client: Client):
    meeting = make_meeting(10, -9 * HOUR, status="held")
    decision = make_decision(meeting, text="Ambulans disediakan")
    make_follow_up(decision, text="Menyerahkan ambulans")
    make_decision(meeting, text="Hanya untuk dalam", is_public=False)
    camat = make_user("camat", "16.07.14")
    one = minutes.submit(minutes.begin(meeting, "notulen", actor=camat), actor=camat)
    minutes.sign(one, "Camat", edition=0, actor=camat, paper=paper)
    shown = page(client, meeting)
    for told in ("Ambulans disediakan", "Menyerahkan ambulans", f"/notulen/{one.uid}/"):
        assert told in shown
    assert "Hanya untuk dalam" not in shown


def test_reports_answered_are_named_where_they_are_published(client: Client):
    decision = make_decision(make_meeting(10, -9 * HOUR, status="held"))
    shown, hidden = make_published(title="Jembatan patah"), make_report(title="Belum tayang")
    for report in (shown, hidden):
        decision.rows.create(aspiration=report)
    told = page(client, decision.meeting)
    assert (shown.get_absolute_url() in told, hidden.number in told) == (True, False)
    data = client.get(f"/pertemuan/{decision.meeting_id}.json").json()
    assert [one["reports"] for one in data["decisions"]] == [[shown.number]]


def test_revoked_decision_says_why(client: Client):
    decision = make_decision(
        make_meeting(10, -9 * HOUR, status="held"), status="revoked", revoke_reason="Keliru mencatat"
    )
    assert "Keliru mencatat" in page(client, decision.meeting)


def test_promise_tells_its_steps_letters_and_where_it_was_taken_up_again(client: Client):
    one = make_follow_up(make_decision(make_meeting(10, -9 * HOUR, status="held")))
    Milestone.objects.create(follow_up=one, position=1, text="Survei lokasi", done_on=timezone.localdate())
    for number, is_public in (("12/PMI/2026", True), ("13/RAHASIA", False)):
        Letter.objects.create(
            follow_up=one, number=number, dated_on=timezone.localdate(), is_public=is_public, signed_by="PMI"
        )
    later = make_meeting(11, DAY)
    item = AgendaItem.objects.create(meeting=later, position=1, title="Janji yang lalu")
    item.carried.create(meeting=later, follow_up=one)
    shown = client.get(f"/janji/{one.pk}/").content.decode()
    for told in ("Survei lokasi", "12/PMI/2026", f"/pertemuan/{later.pk}/"):
        assert told in shown
    assert "13/RAHASIA" not in shown


def test_costs_the_same_for_one_decision_and_for_many(client: Client):
    meeting = make_meeting(10, -9 * HOUR, status="held")
    counts = []
    for more in (1, 12):
        for _ in range(more):
            decision = make_decision(meeting)
            make_follow_up(decision)
            decision.rows.create(aspiration=make_published())
        with CaptureQueriesContext(connection) as queries:
            page(client, meeting)
        counts.append(len(queries))
    assert counts[0] == counts[1]
