"""The history of a report as people read it: filtered by kind, with what changed."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.diffs import Segment, shortened, words
from aspirations.models import Access, AccessKind, Aspiration, Event, EventKind
from aspirations.permissions import may_audit, may_triage
from aspirations.services.assignment import person
from government.models import Agency

PARAMETER = "riwayat"
STATUS, NOTES, PUBLICATION, ASSIGNMENT, AGENCY, DATA, IDENTITY = (
    "status",
    "catatan",
    "tayangan",
    "penugasan",
    "instansi",
    "data",
    "identitas",
)
_GROUPS = {
    EventKind.NOTE: NOTES,
    EventKind.PUBLISHED: PUBLICATION,
    EventKind.HIDDEN: PUBLICATION,
    EventKind.ASSIGNED: ASSIGNMENT,
    EventKind.CORRECTED: DATA,
    EventKind.FLAGGED: NOTES,
    EventKind.UNFLAGGED: NOTES,
    EventKind.PHOTOS: DATA,
    EventKind.CONCERNS: DATA,
    EventKind.REFERENCE: DATA,
    EventKind.ACCEPTED: AGENCY,
    EventKind.ASKED: AGENCY,
    EventKind.TOLD_AGENCY: AGENCY,
    EventKind.RETURNED: AGENCY,
    EventKind.PROGRESS: AGENCY,
    EventKind.FINISHED: AGENCY,
    EventKind.LINK: AGENCY,
}
_LABELS = {
    "": gettext_lazy("Semua"),
    STATUS: gettext_lazy("Status"),
    NOTES: gettext_lazy("Catatan"),
    PUBLICATION: gettext_lazy("Tayangan"),
    ASSIGNMENT: gettext_lazy("Penugasan"),
    AGENCY: gettext_lazy("Instansi"),
    DATA: gettext_lazy("Data dan foto"),
    IDENTITY: gettext_lazy("Identitas dilihat"),
}
_PARTS = {"title": gettext_lazy("Judul"), "text": gettext_lazy("Isi"), "place": gettext_lazy("Tempat")}
MOST_VIEWS = 200
# Their text is another report's number.
_NAMING = {EventKind.MERGED_HERE, EventKind.SEPARATED}


class Change(NamedTuple):
    """What became of one part."""

    label: Any
    segments: list[Segment]


class Entry(NamedTuple):
    """One line of the timeline."""

    at: datetime
    group: str
    style: str
    label: str
    who: str
    audience: str
    text: str
    changes: list[Change]


class Tab(NamedTuple):
    """A choice of the filter."""

    value: str
    label: Any
    entries: int
    is_chosen: bool


class Timeline(NamedTuple):
    """Entries, oldest first, and the choices of the filter that have any."""

    entries: list[Entry]
    tabs: list[Tab]


def timeline(user: Any, report: Aspiration, chosen: str) -> Timeline:
    """What this user may read of the history; two queries, and one more where reports were joined."""
    events = _readable(user, report.events.select_related("user", "agency"))
    found = [*_events(report, events), *_views(user, report)]
    found.sort(key=lambda entry: entry.at)
    counts = {group: sum(entry.group == group for entry in found) for group in _LABELS if group}
    chosen = chosen if counts.get(chosen) else ""
    tabs = [
        Tab(value, label, counts.get(value, len(found)), value == chosen)
        for value, label in _LABELS.items()
        if not value or counts[value]
    ]
    return Timeline([entry for entry in found if chosen in {"", entry.group}], tabs)


def _readable(user: Any, rows: QuerySet[Event]) -> list[Event]:
    """Without those that name a merged report which this user does not see."""
    events = list(rows)
    named = {event.text for event in events if event.kind in _NAMING}
    if not named:
        return events
    visible = Aspiration.objects.visible_to(user).filter(number__in=named)
    hidden = named - set(visible.values_list("number", flat=True))
    return [event for event in events if event.kind not in _NAMING or event.text not in hidden]


def _events(report: Aspiration, events: list[Event]) -> Iterator[Entry]:
    shown = {"title": report.title, "text": report.text, "place": ""}
    for event in events:
        changes = _changes(event, shown)
        if event.kind == EventKind.PUBLISHED and event.details:
            shown = event.details
        yield Entry(
            event.at,
            _GROUPS.get(EventKind(event.kind), STATUS),
            event.to_status or event.kind,
            f"{event.label}, {event.authority_words}" if event.authority else event.label,
            _author(event),
            str(event.get_audience_display()),
            "" if changes and event.kind == EventKind.CORRECTED else event.text,
            changes,
        )


def _author(event: Event) -> str:
    who = str(event.get_who_display())
    named = event.signed_by or (person(event.user) if event.user else "")
    return f"{who}: {named}" if named else who


def _changes(event: Event, shown: dict[str, str]) -> list[Change]:
    """Of a publication against the one before, or the original; of a correction its parts."""
    details = event.details or {}
    if event.kind == EventKind.PUBLISHED:
        pairs = [(label, shown.get(part, ""), details.get(part, "")) for part, label in _PARTS.items()]
        return [
            Change(label, shortened(words(old, new))) for label, old, new in pairs if details and old != new
        ]
    return [
        Change(label, [Segment("gone", old), Segment("same", " → "), Segment("new", new)])
        for label, old, new in details.get("changes", [])
    ]


def _views(user: Any, report: Aspiration) -> Iterator[Entry]:
    """Who looked at the reporter's identity, for who works on the report or watches over it."""
    if not may_triage(user, report) and not may_audit(user, report):
        return
    rows = report.accesses.filter(kind=AccessKind.IDENTITY).select_related("user", "agency").order_by("-at")
    newest = reversed(rows[:MOST_VIEWS])
    # One who looks again and again the same day is one line.
    for __, some in groupby(newest, key=lambda row: (row.user_id, row.agency_id, row.at.date())):
        yield _view(list(some))


def by_link(agency: Agency) -> str:
    """Who opened a link is known by the agency alone."""
    return _("%(agency)s, lewat tautan") % {"agency": agency.short_name or agency.name}


def _view(rows: list[Access]) -> Entry:
    last = rows[-1]
    label = str(AccessKind.IDENTITY.label)
    reasons = dict.fromkeys(row.reason for row in rows if row.reason)
    return Entry(
        last.at,
        IDENTITY,
        "identity",
        label if len(rows) == 1 else _("%(what)s %(times)d kali") % {"what": label, "times": len(rows)},
        by_link(last.agency) if last.agency else person(last.user),
        "",
        "; ".join(reasons),
        [],
    )
