"""Makers of stops and what hangs on them, for tests."""

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from meetings.models import (
    Contact,
    Decision,
    FollowUp,
    Invitation,
    InvitationLetter,
    LetterRun,
    Meeting,
    Office,
    Series,
)
from meetings.workflow import DecisionStatus, StopStatus
from tests.world import agency, make_user

HOUR = timedelta(hours=1)
_numbers = itertools.count(1)


def make_meeting(number: int = 1, starts: timedelta = HOUR, **fields: Any) -> Meeting:
    """An announced stop of this year's tour that starts so long from now and lasts four hours."""
    now = timezone.now()
    series, __ = Series.objects.get_or_create(name="Rakor Tingkat Kecamatan", year=2026, region_id="16.07")
    data: dict[str, Any] = {
        "host_district_id": "16.07.14",
        "place": "Balai desa",
        "starts_at": now + starts,
        "status": StopStatus.ANNOUNCED,
        "announced_at": now,
    } | fields
    return Meeting.objects.create(series=series, number=number, ends_at=data["starts_at"] + 4 * HOUR, **data)


def make_contact(title: str = "", **fields: Any) -> Contact:
    """A kepala desa of Air Salek, unless said otherwise."""
    data: dict[str, Any] = {
        "title": title or f"Kepala Desa {next(_numbers)}",
        "office": Office.VILLAGE_HEAD,
        "region_id": "16.07.14",
    } | fields
    return Contact.objects.create(**data)


def make_invitation(meeting: Meeting, contact: Contact | None = None, **fields: Any) -> Invitation:
    """A row as the service leaves it, with a link that nobody holds."""
    contact = contact or make_contact()
    data: dict[str, Any] = {
        "name": contact.name,
        "title": contact.title,
        "office": contact.office,
        "position": contact.pk % 30000,
        "door_code": f"test-{next(_numbers)}",
    } | fields
    return Invitation.objects.create(meeting=meeting, contact=contact, **data)


def make_letter_run(meeting: Meeting, **fields: Any) -> LetterRun:
    """A finished PDF of the stop's letter, which has this text; its file lies nowhere."""
    words = {"number": "005/001", "opening": "Dengan hormat", "subject": "Undangan"} | fields
    day = timezone.localdate()
    InvitationLetter.objects.create(
        meeting=meeting, district=meeting.host_district, year=day.year, dated_on=day, **words
    )
    user = make_user()
    return LetterRun.objects.create(
        meeting=meeting, user=user, kind="print", state="done", version=1, total=1, done=1
    )


def make_decision(meeting: Meeting, **fields: Any) -> Decision:
    """An adopted decision."""
    data: dict[str, Any] = {
        "number": meeting.decisions.count() + 1,
        "text": "Jembatan Jalur 8 diperbaiki",
        "status": DecisionStatus.ADOPTED,
        "adopted_at": timezone.now(),
    } | fields
    return Decision.objects.create(meeting=meeting, **data)


def make_follow_up(decision: Decision, **fields: Any) -> FollowUp:
    """A promise of Dinas PUPR, due in thirty days."""
    data: dict[str, Any] = {
        "number": decision.follow_ups.count() + 1,
        "text": "Memperbaiki jembatan",
        "target_on": timezone.localdate() + timedelta(days=30),
    } | fields
    if not data.get("unit") and not data.get("agency"):
        data["agency"] = agency()
    return FollowUp.objects.create(decision=decision, **data)
