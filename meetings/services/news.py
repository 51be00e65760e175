"""Who hears that a stop moved, was called off or is on again: those invited, and reporters on its agenda."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from aspirations.models import Audience, EventKind
from aspirations.services import Actor
from aspirations.services.history import entry, record_many
from aspirations.workflow import Who
from meetings.models import AgendaAspiration, Meeting, MeetingEvent

ANNOUNCED, MOVED, CANCELLED, POSTPONED, RESTORED = "announced", "moved", "cancelled", "postponed", "restored"


def when_and_where(meeting: Meeting) -> str:
    """Day, hours and place by the clock of the host, in the language of the moment."""
    start, end = (moment.astimezone(meeting.zone) for moment in (meeting.starts_at, meeting.ends_at))
    day = date_format(start, "l, j F Y")
    until = date_format(end, "H.i T") if end.date() == start.date() else date_format(end, "l, j F Y, H.i T")
    values = {"day": day, "start": date_format(start, "H.i"), "end": until, "place": meeting.venue}
    return _("%(day)s, pukul %(start)s–%(end)s, %(place)s") % values


def tell(meeting: Meeting, what: str, *, event: MeetingEvent, actor: Any) -> None:
    """In the transaction of the change: history of reports on the agenda now, mails by the worker.

    Of a stop that is over nobody is told anything.
    """
    if meeting.ends_at <= timezone.now():
        return
    _tell_reports(meeting, what, actor=actor)
    # An announcement reaches those invited as their letter.
    if what != ANNOUNCED and settings.MAIL_ENABLED and _was_sent(meeting):
        app.configure_task("meetings.tell_invited").defer(event_id=event.pk, what=what)


def _was_sent(meeting: Meeting) -> bool:
    return meeting.invitations.filter(sent_at__isnull=False, withdrawn_at__isnull=True).exists()


def _tell_reports(meeting: Meeting, what: str, *, actor: Any) -> None:
    """Two statements, however long the agenda."""
    rows = AgendaAspiration.objects.filter(meeting=meeting).select_related("aspiration")
    with override(settings.LANGUAGE_CODE):
        text = _sentence(meeting, what)
    now, by = timezone.now(), Actor(Who.TRIAGE, actor)
    record_many(
        [
            entry(
                row.aspiration,
                EventKind.MEETING,
                actor=by,
                at=now,
                audience=_audience(meeting, is_published=row.aspiration.is_public),
                text=text,
            )
            for row in rows
        ]
    )


def _sentence(meeting: Meeting, what: str) -> str:
    values = {"meeting": meeting, "when": when_and_where(meeting), "reason": meeting.cancel_reason}
    if what == MOVED:
        return _("%(meeting)s dipindah: %(when)s") % values
    if what == CANCELLED:
        return _("%(meeting)s dibatalkan: %(reason)s") % values
    if what == POSTPONED:
        return _("%(meeting)s ditunda; waktu baru akan dikabarkan.") % values
    if what == ANNOUNCED:
        return _("%(meeting)s diumumkan: %(when)s") % values
    return _("%(meeting)s jadi diadakan: %(when)s") % values


def _audience(meeting: Meeting, *, is_published: bool) -> Audience:
    """Of an internal stop, or one never announced, nobody outside reads; a reporter reads of the others."""
    if meeting.visibility != Meeting.Visibility.PUBLIC or meeting.announced_at is None:
        return Audience.STAFF
    return Audience.PUBLIC if is_published else Audience.REPORTER
