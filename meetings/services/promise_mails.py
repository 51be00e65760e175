"""Mails about promises: to the agency that gave them, and to staff; nothing in them comes from a reporter."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import FollowUp, OwnerLink
from meetings.models.ladder import distance
from notifications import sealing
from notifications.services import enqueue

_MOST_LINES = 50


def seed_of(link: OwnerLink) -> str:
    """What the link's secret is derived from (`notifications.sealing`)."""
    return seed_of_token(link.token)


def seed_of_token(token: str) -> str:
    """The same before there is a row."""
    return f"owner:{token}"


def line(one: FollowUp) -> str:
    """One promise in a message: what, and by when."""
    day = date_format(one.target_on, "j F Y")
    return _("- %(text)s (target %(day)s)") % {"text": one.text, "day": day}


def promised(link: OwnerLink, promises: Sequence[FollowUp]) -> bool:
    """The agency reads what it promised, with its link; whether a mail was queued."""
    keys = "-".join(str(one.pk) for one in promises)[:60]
    key = f"promised:{link.pk}:{link.secret_hash[:16]}:{keys}"
    return _to_owner(link, "promised", key=key, lines=[_plain(one) for one in promises])


def owner_reminded(link: OwnerLink, rows: Sequence[FollowUp], at: datetime) -> bool:
    """The morning's mail to an agency about dates that draw near or are past; with its link."""
    key = f"promise-due:{link.pk}:{at.isoformat()}"
    return _to_owner(link, "promise_due", key=key, lines=_lines(rows, at), total=len(rows))


def staff_reminded(user: Any, rows: Sequence[FollowUp], at: datetime) -> bool:
    """The morning's mail to a member of staff."""
    address = f"{settings.SITE_URL}{reverse('admin:meetings_followup_changelist')}?batas=lewat"
    context = {"lines": _lines(rows, at), "total": len(rows), "address": address}
    context["more"] = max(len(rows) - _MOST_LINES, 0)
    key = f"promise-staff:{user.pk}:{at.isoformat()}"
    return _send(user.email, "promise_staff", key=key, context=context)


def _to_owner(link: OwnerLink, template: str, *, key: str, **more: Any) -> bool:
    if not link.agency.email:
        return False
    context = {
        "link": link,
        "address": settings.SITE_URL + reverse("meetings:owner_open"),
        "code": sealing.PLACE,
        "is_linked": link.is_alive,
    } | more
    return _send(link.agency.email, template, key=key, context=context, seed=seed_of(link))


def _send(recipient: str, template: str, *, key: str, context: dict[str, Any], seed: str = "") -> bool:
    with translation.override(settings.LANGUAGE_CODE):
        context = {"site_name": settings.SITE_NAME} | context
        subject = render_to_string(f"emails/{template}-subject.txt", context)
        body = render_to_string(f"emails/{template}-body.txt", context)
    return enqueue(recipient=recipient, subject=subject, body=body, key=key, seed=seed)


def _plain(one: FollowUp) -> dict[str, Any]:
    return {"text": one.text, "target": one.target_on, "meeting": str(one.decision.meeting)}


def _lines(rows: Sequence[FollowUp], at: datetime) -> list[dict[str, Any]]:
    """How far each is from its date by now, at the host."""
    found = []
    for one in rows[:_MOST_LINES]:
        days = (timezone.localdate(at, one.decision.meeting.zone) - one.target_on).days
        found.append(_plain(one) | {"what": distance(days), "owner": one.owner})
    return found
