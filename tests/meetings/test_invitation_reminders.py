"""Reminders before a stop: to whom, when, and once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from government.models import Role
from meetings import services
from meetings.models import Invitation, Meeting, Reply
from meetings.services.reminders import remind_invited
from meetings.workflow import StopStatus
from notifications.models import Message
from tests.meetings.makers import make_contact, make_meeting
from tests.world import WIB, make_user

pytestmark = pytest.mark.django_db
STARTS = datetime(2027, 7, 20, 9, 5, tzinfo=WIB)


def at(days: int, hour: int = 8) -> int:
    """The worker's look so many days before."""
    moment = (STARTS - timedelta(days=days)).replace(hour=hour)
    return remind_invited(moment)


@pytest.fixture
def rows() -> list[Invitation]:
    meeting = make_meeting(starts_at=STARTS)
    people = [make_contact(f"Kepala Desa {n}", email=f"kades{n}@example.id") for n in range(4)]
    made = services.invite(meeting, people, actor=make_user(Role.CLERK))
    Invitation.objects.update(sent_at=timezone.now())
    return made


def test_three_days_and_one_day_before_each_once(rows: list[Invitation]):
    assert [at(days) for days in (4, 3, 3, 2, 1, 1, 0)] == [0, 4, 0, 0, 4, 0, 0]
    assert "berlangsung 3 hari lagi" in Message.objects.order_by("pk")[0].body


def test_only_who_is_silent_or_coming(rows: list[Invitation]):
    services.record_reply(rows[0], Reply.COMING)
    services.record_reply(rows[1], Reply.DEPUTY, deputy_name="Budi")
    services.record_reply(rows[2], Reply.DECLINED)
    assert at(3) == 2
    assert sorted(Message.objects.values_list("recipient", flat=True)) == [
        "kades0@example.id",
        "kades3@example.id",
    ]


def test_nobody_who_has_no_letter_no_address_or_no_invitation(rows: list[Invitation]):
    Invitation.objects.filter(pk=rows[0].pk).update(sent_at=None)
    Invitation.objects.filter(pk=rows[1].pk).update(withdrawn_at=timezone.now())
    rows[2].contact.email = ""
    rows[2].contact.save()
    assert at(3) == 1


def test_not_at_night_and_not_of_a_cancelled_stop(rows: list[Invitation]):
    assert at(3, hour=5) == 0
    Meeting.objects.update(status=StopStatus.CANCELLED, cancel_reason="Banjir")
    assert at(3) == 0


def test_days_are_a_setting(rows: list[Invitation], settings: Any):
    settings.INVITATION_REMINDER_DAYS = [7]
    assert [at(3), at(7)] == [0, 4]
    settings.INVITATION_REMINDER_DAYS = []
    assert at(1) == 0


def test_moved_stop_is_reminded_of_anew(rows: list[Invitation]):
    assert at(3) == 4
    Meeting.objects.update(starts_at=STARTS + timedelta(days=1), ends_at=STARTS + timedelta(days=2))
    assert at(2) == 4


def test_revoked_link_is_not_in_the_mail(rows: list[Invitation]):
    Invitation.objects.update(revoked_at=timezone.now())
    at(3)
    assert "/undangan/" not in Message.objects.order_by("pk")[0].body
