"""One mail a morning to each person, and each agency, that has promises to hear of."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from meetings.models import FollowUp, FollowUpNotice, FollowUpNoticed, OwnerLink
from meetings.services import promise_mails


def send_promise_mails(*, at: datetime | None = None) -> int:
    """Writes the mails whose morning has come; returns how many. Safe to run twice and at once.

    One a day, not before ESCALATION_HOUR at the host, on any day: a target is a date. What is over by then is
    left out. Where there is no mail server nothing is written; the worklist shows it all.
    """
    at = at or timezone.now()
    waiting = FollowUpNoticed.objects.filter(told_at=None)
    users = waiting.filter(user__isnull=False).order_by("user").values_list("user", flat=True).distinct()
    links = waiting.filter(link__isnull=False).order_by("link").values_list("link", flat=True).distinct()
    return sum(_tell_user(pk, at) for pk in list(users)) + sum(_tell_owner(pk, at) for pk in list(links))


@transaction.atomic
def _tell_user(pk: int, at: datetime) -> bool:
    # The person is held, not the rows: a second worker then finds nothing that waits.
    user = get_user_model().objects.select_for_update(of=("self",)).get(pk=pk)
    rows = FollowUpNoticed.objects.filter(user=user)
    if not _is_morning(rows, at):
        return False
    promises = _standing(rows)
    rows.filter(told_at=None).update(told_at=at)
    # Since then the role may have been taken.
    seen = FollowUp.objects.visible_to(user).filter(pk__in=[one.pk for one in promises])
    keys = set(seen.values_list("pk", flat=True))
    lines = [one for one in promises if one.pk in keys]
    return bool(lines and user.email) and promise_mails.staff_reminded(user, lines, at)


@transaction.atomic
def _tell_owner(pk: int, at: datetime) -> bool:
    link = OwnerLink.objects.select_for_update(of=("self",)).select_related("agency", "district").get(pk=pk)
    rows = FollowUpNoticed.objects.filter(link=link)
    if not _is_morning(rows, at):
        return False
    # The promise may be somebody else's by now.
    lines = [one for one in _standing(rows) if one.agency_id == link.agency_id]
    rows.filter(told_at=None).update(told_at=at)
    return bool(lines) and link.is_alive and promise_mails.owner_reminded(link, lines, at)


def _standing(rows: QuerySet[FollowUpNoticed]) -> list[FollowUp]:
    """Promises that are still open for the date of which they were told; the most urgent first."""
    waiting = FollowUpNotice.objects.filter(pk__in=rows.filter(told_at=None).values("notice"))
    stands = waiting.filter(target_on=F("follow_up__target_on"))
    found = FollowUp.objects.open().filter(pk__in=stands.values("follow_up"))
    return list(found.for_ledger().order_by("target_on", "pk"))


def _is_morning(rows: QuerySet[FollowUpNoticed], at: datetime) -> bool:
    hosts = "notice__follow_up__decision__meeting__host_district"
    first: Any = rows.filter(told_at=None).select_related(hosts).order_by("pk").first()
    if first is None:
        return False
    zone = first.notice.follow_up.decision.meeting.zone
    local = at.astimezone(zone)
    if local.hour < settings.ESCALATION_HOUR:
        return False
    midnight = datetime.combine(local.date(), time(), zone)
    return not rows.filter(told_at__gte=midnight).exists()
