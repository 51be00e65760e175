"""The desk reminds owners by hand: one mail to each, of all that was chosen, once a day for a promise."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from government.models import Membership
from meetings.models import FollowUp, FollowUpEvent, FollowUpEventKind, Reader
from meetings.permissions import may_check
from meetings.services import links, promise_mails
from meetings.services.progress import By, hold_follow_up, note_event
from meetings.workflow import DecisionStatus, FollowUpStatus


@dataclass
class Reminded:
    """How many promises were told of, and why the others were not."""

    told: int = 0
    left: Counter[str] = field(default_factory=Counter)


def remind_owners(promises: Sequence[FollowUp], *, actor: Any) -> Reminded:
    """One transaction for each owner; what cannot be told is left out and counted by its reason."""
    done = Reminded()
    by_owner: dict[tuple[int | None, int | None, str], list[FollowUp]] = {}
    for one in promises:
        if reason := _obstacle(one, actor):
            done.left[reason] += 1
        else:
            key = (one.agency_id, one.unit_id, one.decision.meeting.host_district_id)
            by_owner.setdefault(key, []).append(one)
    for group in by_owner.values():
        told = _remind(group, actor)
        done.told += told
        if told < len(group):
            done.left[_("sudah diingatkan hari ini, atau penanggung jawabnya belum punya email.")] += (
                len(group) - told
            )
    return done


def _obstacle(one: FollowUp, user: Any) -> str:
    if not may_check(user, one):
        return _("bukan di wilayah Anda.")
    if one.decision.status != DecisionStatus.ADOPTED:
        return _("keputusannya belum ditetapkan atau sudah dicabut.")
    if one.status not in {FollowUpStatus.PROMISED, FollowUpStatus.WORKING}:
        return _("sudah dilaporkan selesai atau sudah ditutup.")
    return ""


@transaction.atomic
def _remind(group: Sequence[FollowUp], actor: Any) -> int:
    by, now = By(actor), timezone.now()
    held = [hold_follow_up(one, by) for one in sorted(group, key=lambda one: one.pk)]
    waiting = [one for one in held if not _told_today(one, now)]
    if not waiting or not settings.MAIL_ENABLED or not _send(waiting, by, now):
        return 0
    for one in waiting:
        text = "Pengingat dikirim kepada penanggung jawab."
        note_event(one, FollowUpEventKind.ESCALATED, by, text=text, reader=Reader.OWNER)
    return len(waiting)


def _told_today(one: FollowUp, now: datetime) -> bool:
    zone = one.decision.meeting.zone
    midnight = datetime.combine(timezone.localdate(now, zone), time(), zone)
    rows = FollowUpEvent.objects.filter(
        follow_up=one, kind=FollowUpEventKind.ESCALATED, user__isnull=False, at__gte=midnight
    )
    return rows.exists()


def _send(promises: Sequence[FollowUp], by: By, now: datetime) -> bool:
    first = promises[0]
    if first.agency_id is None:
        return sum(promise_mails.staff_reminded(user, promises, now) for user in _members(first)) > 0
    link = links.links_of(first).first()
    if link is None or not link.is_alive:
        # The first mail with a link says what was promised, too.
        link = links.issue_for(first, by)
    return link is not None and promise_mails.owner_reminded(link, promises, now)


def _members(one: FollowUp) -> Iterable[Any]:
    rows = Membership.objects.filter(unit=one.unit_id, is_active=True, user__is_active=True)
    people = {row.user_id: row.user for row in rows.select_related("user").order_by("pk")}
    return [user for user in people.values() if user.email]
