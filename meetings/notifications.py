"""Who of those invited is told what."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from meetings.models import Invitation, InvitationLetter, Meeting, MeetingEvent
from notifications import sealing
from notifications.services import Attachment, enqueue


def seed_of(invitation: Invitation) -> str:
    """What the secret of its link is derived from (`notifications.sealing`)."""
    return seed_of_token(invitation.token)


def seed_of_token(token: str) -> str:
    """The same before there is a row."""
    return f"invitation:{token}"


def address() -> str:
    """Where an invitation is answered."""
    return f"{settings.SITE_URL}{reverse('meetings:invitation_open')}"


def when(meeting: Meeting) -> dict[str, str]:
    """Day and hour as invitations say them, by the host's clock."""
    starts = meeting.starts_at.astimezone(meeting.zone)
    hour = f"{date_format(starts, 'H.i')} {starts.tzname()}"
    return {"day": date_format(starts, "l, j F Y"), "hour": hour}


def invited(invitation: Invitation, letter: InvitationLetter) -> bool:
    """The invitation with its link; once for each version of the letter and each link."""
    key = f"invitation:{invitation.pk}:{letter.version}:{invitation.secret_hash[:16]}"
    more: dict[str, Any] = {"letter": letter, "address": address(), "is_linked": not invitation.revoked_at}
    return _tell(invitation, "invitation", key=key, **more)


def reminded(invitation: Invitation, days: int) -> bool:
    """Some days before, to who has not answered or is coming; once for each day of the stop's own date."""
    key = f"invitation-soon:{invitation.pk}:{days}:{invitation.meeting.starts_at:%Y%m%d}"
    more: dict[str, Any] = {"days": days, "address": address(), "is_linked": not invitation.revoked_at}
    return _tell(invitation, "invitation_soon", key=key, **more)


def withdrawn(invitation: Invitation, at: datetime) -> bool:
    """They are told that they need not come."""
    key = f"invitation-off:{invitation.pk}:{at:%Y%m%d%H%M%S}"
    return _tell(invitation, "invitation_off", key=key)


def stop_changed(
    meeting: Meeting, event: MeetingEvent, what: str, *, facts: str, attachment: Attachment | None
) -> int:
    """Another time or place, off, on again: a mail to each who was sent an invitation; how many were queued.

    `what` names the texts, `emails/stop_…`. One address gets one mail for one event, whatever offices it
    holds.
    """
    rows = meeting.invitations.filter(sent_at__isnull=False, withdrawn_at__isnull=True)
    rows = rows.exclude(contact__email="").select_related("contact").order_by("position", "pk")
    told: dict[str, Invitation] = {}
    for row in rows:
        row.meeting = meeting
        told.setdefault(row.contact.email.casefold(), row)
    details: dict[str, Any] = event.details or {}
    words = {
        "facts": facts,
        "before": details.get("before", ""),
        "reason": details.get("reason") or meeting.cancel_reason,
    }
    return sum(
        _tell(row, f"stop_{what}", key=f"stop:{event.pk}:{row.pk}", attachment=attachment, **words)
        for row in told.values()
    )


def _tell(
    invitation: Invitation, template: str, *, key: str, attachment: Attachment | None = None, **more: Any
) -> bool:
    """Whether a mail was queued: not without an address, and not twice under one key."""
    recipient = invitation.contact.email
    if not recipient:
        return False
    meeting = invitation.meeting
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "invitation": invitation,
            "meeting": meeting,
            **when(meeting),
            "code": sealing.PLACE,
            "site_name": settings.SITE_NAME,
        } | more
        subject = render_to_string(f"emails/{template}-subject.txt", context)
        body = render_to_string(f"emails/{template}-body.txt", context)
    return enqueue(
        recipient=recipient,
        subject=subject,
        body=body,
        key=key,
        seed=seed_of(invitation),
        attachment=attachment,
    )
