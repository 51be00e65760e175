"""One mail a day to each person who reviews, about the answers that wait for a second pair of eyes."""

from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from aspirations import notifications
from aspirations.models import Approval
from aspirations.permissions import may_review
from aspirations.services.escalation import Desk
from government.calendars import calendar_for
from government.models import Rung
from government.workdays import is_working_day

# What is behind them is reviewed on another day.
_MOST = 500


def send_review_mails(*, at: datetime | None = None) -> int:
    """Writes the mails of this day; returns to how many people. Safe to run twice and at once.

    The camat is told, or the level above where the camat must not know; on working days of the place, not
    before ESCALATION_HOUR there, and nothing where there is no mail server. A second mail of a day is dropped
    by its key.
    """
    at = at or timezone.now()
    if not settings.MAIL_ENABLED:
        return 0
    waiting = [row for row in _waiting()[:_MOST] if _is_morning(row, at)]
    desk = Desk([row.aspiration for row in waiting])
    rows: dict[int, list[Approval]] = defaultdict(list)
    people = {}
    for row in waiting:
        for user in desk.people(row.aspiration, Rung.CAMAT):
            if user.email and may_review(user, row.aspiration):
                rows[user.pk].append(row)
                people[user.pk] = user
    return sum(notifications.review_waits(people[pk], found, at=at) for pk, found in rows.items())


def _waiting() -> QuerySet[Approval]:
    """The oldest first, by the index of those that wait."""
    rows = Approval.objects.waiting().order_by("proposed_at", "pk")
    return rows.select_related("aspiration__village", "aspiration__category", "aspiration__assigned_to")


def _is_morning(row: Approval, at: datetime) -> bool:
    calendar = calendar_for(row.aspiration.village)
    local = at.astimezone(calendar.zone)
    return local.hour >= settings.ESCALATION_HOUR and is_working_day(local.date(), calendar)
