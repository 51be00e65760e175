"""What a meeting decided or did about a report, where that is no step of the report itself."""

from django.db import transaction
from django.utils import timezone

from aspirations import notifications
from aspirations.models import Aspiration, Audience, Event, EventKind
from aspirations.services import jobs
from aspirations.services.actors import Actor
from aspirations.services.history import record


@transaction.atomic
def tell_news(
    report: Aspiration,
    kind: EventKind,
    text: str,
    *,
    actor: Actor,
    is_public: bool,
    is_mailed: bool = True,
) -> Event:
    """Appends it to the history and tells the reporter and those of joined reports, once each.

    Everybody reads it where it `is_public`, of a confidential report only the reporter. Not `is_mailed`: a
    step that was just made has told them already.
    """
    audience = Audience.PUBLIC if is_public and not report.is_confidential else Audience.REPORTER
    event = record(report, kind, actor=actor, at=timezone.now(), audience=audience, text=text)
    if is_mailed:
        notifications.news(report, event)
        if audience == Audience.PUBLIC and report.merged_reports.exists():
            jobs.tell_joined(event.pk)
    return event
