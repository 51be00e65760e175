"""What the holder of an agency's link reads of a report."""

from typing import Any

from django.db.models import Q

from aspirations.masking import mask
from aspirations.models import Dispatch, Event, EventKind

# What the agency needs to know beside its own; neither ratings nor what was published.
_SHARED = (EventKind.SUBMITTED, EventKind.STATUS, EventKind.PHOTOS, EventKind.PROGRESS)


def page_context(dispatch: Dispatch) -> dict[str, Any]:
    """Personal data in texts are masked; name and contact only where the clerk showed them."""
    report = dispatch.aspiration
    context: dict[str, Any] = {
        "dispatch": dispatch,
        "report": report,
        "seen": dispatch.version(report),
        "shows_report": dispatch.shows_report,
    }
    if not dispatch.shows_report:
        return context
    return context | {
        "title": mask(report.title),
        "text": mask(report.text),
        "photos": list(report.photos.all()),
        "entries": [(event, _text(event, dispatch)) for event in _events(dispatch)],
        "shows_reporter": dispatch.shows_reporter and report.identity == "named",
    }


def _events(dispatch: Dispatch) -> list[Event]:
    """The report's steps, and what was said between the kecamatan and this agency."""
    shared = Q(kind__in=_SHARED) & ~Q(audience="staff")
    rows = dispatch.aspiration.events.filter(shared | Q(dispatch=dispatch) & ~Q(kind=EventKind.LINK))
    return list(rows.select_related("agency").order_by("at", "pk"))


def _text(event: Event, dispatch: Dispatch) -> str:
    return event.text if event.dispatch_id == dispatch.pk else mask(event.text)
