"""Appends to the history of a stop."""

from typing import Any

from django.conf import settings
from django.utils.translation import override

from meetings.models import Meeting, MeetingEvent, MeetingEventKind


def record(
    meeting: Meeting,
    kind: MeetingEventKind,
    text: Any = "",
    *,
    actor: Any,
    signed_by: str = "",
    details: dict[str, Any] | None = None,
) -> MeetingEvent:
    """One row more; `actor` is the user, or None where somebody acted by a link (`signed_by`) or the worker.

    A lazy text is kept in Indonesian, whichever language the clerk works in.
    """
    with override(settings.LANGUAGE_CODE):
        return MeetingEvent.objects.create(
            meeting=meeting, kind=kind, user=actor, signed_by=signed_by, text=str(text), details=details
        )
