"""Who is told what about a report."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from aspirations.models import Aspiration, Event
from aspirations.workflow import Who
from notifications.services import enqueue


def received(report: Aspiration) -> None:
    """The reporter is told that the report arrived; the secret is never sent by mail."""
    _tell(report, "received", key=f"received:{report.pk}", event=None)


def status_changed(report: Aspiration, event: Event) -> None:
    """The reporter is told each step that somebody else made."""
    if event.who != Who.REPORTER:
        _tell(report, "status", key=f"event:{event.pk}", event=event)


def _tell(report: Aspiration, template: str, *, key: str, event: Event | None) -> None:
    if not report.reporter_email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "report": report,
            "event": event,
            "site_name": settings.SITE_NAME,
            "track_url": settings.SITE_URL + reverse("aspirations:track"),
        }
        subject = render_to_string(f"emails/{template}-subject.txt", context)
        body = render_to_string(f"emails/{template}-body.txt", context)
    enqueue(recipient=report.reporter_email, subject=subject, body=body, key=key)
