"""One mail a morning to each person to whom something was escalated."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from aspirations import notifications
from aspirations.models import EscalatedTo, Escalation
from aspirations.permissions import may_read
from government.calendars import calendar_for
from government.workdays import is_working_day

_MOST_LINES = 50


def send_digests(*, at: datetime | None = None) -> int:
    """Writes the mails whose morning has come; returns how many. Safe to run twice and at once.

    A person gets one a day, on working days of the place it is about, not before ESCALATION_HOUR there. What
    is over by then is left out. Where there is no mail server nothing is written; the queue shows it all.
    """
    at = at or timezone.now()
    waiting = EscalatedTo.objects.filter(told_at=None).order_by("user_id").values_list("user_id", flat=True)
    return sum(_tell(pk, at) for pk in waiting.distinct())


@transaction.atomic
def _tell(user_id: int, at: datetime) -> bool:
    # The person is held, not the rows: a second worker then finds nothing that waits.
    user = get_user_model().objects.select_for_update(of=("self",)).get(pk=user_id)
    rows = EscalatedTo.objects.filter(user=user, told_at=None).select_related(
        "escalation__aspiration__village", "escalation__aspiration__category"
    )
    waiting = list(rows.order_by("escalation__due_at", "pk"))
    if not waiting or not _is_morning(waiting[0].escalation, user, at):
        return False
    keys = [row.escalation_id for row in waiting]
    standing = set(Escalation.objects.standing().filter(pk__in=keys).values_list("pk", flat=True))
    # Since it was escalated the report may have turned out to be about the person, or the role was taken.
    lines = [
        row.escalation
        for row in waiting
        if row.escalation_id in standing and may_read(user, row.escalation.aspiration)
    ]
    EscalatedTo.objects.filter(pk__in=[row.pk for row in waiting]).update(told_at=at)
    if not lines or not user.email:
        return False
    notifications.escalated(user, lines[:_MOST_LINES], more=max(len(lines) - _MOST_LINES, 0), at=at)
    return True


def _is_morning(row: Escalation, user: Any, at: datetime) -> bool:
    calendar = calendar_for(row.aspiration.village)
    local = at.astimezone(calendar.zone)
    if local.hour < settings.ESCALATION_HOUR or not is_working_day(local.date(), calendar):
        return False
    midnight = datetime.combine(local.date(), time(), calendar.zone)
    return not EscalatedTo.objects.filter(user=user, told_at__gte=midnight).exists()
