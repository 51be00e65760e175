"""Invited offices are reminded by mail some days before, once for each of these days."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from meetings import notifications
from meetings.models import Invitation, Meeting, Reply
from meetings.workflow import StopStatus

# Who sent a deputy or cannot come needs none.
_WAITED_FOR = (Reply.NONE, Reply.COMING)


def remind_invited(at: datetime | None = None) -> int:
    """Writes the reminders whose day it is, from ESCALATION_HOUR by the host's clock; returns how many."""
    now = at or timezone.now()
    most = max(settings.INVITATION_REMINDER_DAYS, default=0)
    coming = Meeting.objects.filter(
        status=StopStatus.ANNOUNCED, starts_at__gt=now, starts_at__lt=now + timedelta(days=most + 1)
    )
    return sum(_remind(meeting, now) for meeting in coming.named())


def _remind(meeting: Meeting, now: datetime) -> int:
    local = now.astimezone(meeting.zone)
    days = (meeting.starts_at.astimezone(meeting.zone).date() - local.date()).days
    if days not in settings.INVITATION_REMINDER_DAYS or local.hour < settings.ESCALATION_HOUR:
        return 0
    told = []
    for invitation in _waited_for(meeting):
        invitation.meeting = meeting
        if notifications.reminded(invitation, days):
            told.append(invitation.pk)
    Invitation.objects.filter(pk__in=told).update(reminded_at=now)
    return len(told)


def _waited_for(meeting: Meeting) -> QuerySet[Invitation]:
    rows = meeting.invitations.standing().filter(reply__in=_WAITED_FOR, sent_at__isnull=False)
    return rows.exclude(contact__email="").select_related("contact")
