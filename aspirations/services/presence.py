"""Who else has a report open: a hint, no lock."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, F, Value, When
from django.utils import timezone

from aspirations.models import Aspiration, Presence

LASTS = timedelta(minutes=10)
EVERY = timedelta(minutes=1)


def enter(user: Any, report: Aspiration) -> list[Presence]:
    """Notes that this person opened the report, at most once a minute; returns who else has it open."""
    now = timezone.now()
    there = list(Presence.objects.filter(aspiration=report, seen_at__gt=now - LASTS).select_related("user"))
    if not any(one.user_id == user.pk and one.seen_at > now - EVERY for one in there):
        _note(user, report)
    return [one for one in there if one.user_id != user.pk]


def _note(user: Any, report: Aspiration) -> None:
    now = timezone.now()
    # Who was away for long enough to be forgotten comes anew.
    since = Case(When(seen_at__lt=now - LASTS, then=Value(now)), default=F("since"))
    rows = Presence.objects.filter(aspiration=report, user=user)
    if not rows.update(since=since, seen_at=now):
        Presence.objects.bulk_create([Presence(aspiration=report, user=user)], ignore_conflicts=True)


def forget_presences() -> int:
    """Drops those that are over; returns how many."""
    deleted, __ = Presence.objects.filter(seen_at__lt=timezone.now() - LASTS).delete()
    return deleted
