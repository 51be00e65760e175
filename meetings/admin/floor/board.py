"""What the secretary's screen shows, in a number of queries that does not grow with the agenda."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import time_format

from aspirations.models import Aspiration
from aspirations.services.assignment import person
from meetings.models import (
    AgendaAspiration,
    AgendaFollowUp,
    AgendaItem,
    Decision,
    ItemNote,
    ItemState,
    Meeting,
    NoteVersion,
    Projector,
)
from meetings.outline import outline, walk

# A note committed a little later than its moment is still news.
OVERLAP = timedelta(seconds=10)


@dataclass
class Line:
    """One item of the running agenda and what hangs on it."""

    item: AgendaItem
    number: str
    depth: int
    # By the host's clock; None where nothing says when.
    planned: time | None
    reports: list[AgendaAspiration] = field(default_factory=list)
    carried: list[AgendaFollowUp] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    notes: list[ItemNote] = field(default_factory=list)
    # Keys of the empty forms below it: filled in, each becomes one row.
    note_uid: UUID = field(default_factory=uuid4)
    note_edit: UUID = field(default_factory=uuid4)
    decision_uid: UUID = field(default_factory=uuid4)

    @property
    def took(self) -> int | None:
        """Minutes from its beginning to its end, or until now."""
        if not self.item.started_at:
            return None
        return int(((self.item.ended_at or timezone.now()) - self.item.started_at).total_seconds() // 60)

    @property
    def over(self) -> int:
        """Minutes beyond what was planned for it."""
        took = self.took
        return max(0, took - self.item.minutes) if took is not None and self.item.minutes else 0

    @property
    def is_running(self) -> bool:
        return self.item.state == ItemState.RUNNING


@dataclass
class Board:
    """A stop's agenda for one user."""

    meeting: Meeting
    lines: list[Line]
    # Decisions and notes under no item.
    loose: Line
    projector: Projector
    token: str

    @property
    def all_lines(self) -> list[Line]:
        """With the one of what stands under no item at the end."""
        return [*self.lines, self.loose]


def board(meeting: Meeting, user: Any) -> Board:
    """Everything but the notes; six queries."""
    lines = lines_of(meeting, AgendaItem.objects.seen_by(user))
    by_item: dict[int | None, Line] = {line.item.pk: line for line in lines}
    loose = Line(AgendaItem(meeting=meeting, position=0), "", 0, None)
    by_item[None] = loose
    rows = AgendaAspiration.objects.visible_to(user).filter(meeting=meeting)
    for row in rows.select_related("aspiration__category", "aspiration__village").order_by("pk"):
        if row.item_id in by_item:
            by_item[row.item_id].reports.append(row)
    for carried in AgendaFollowUp.objects.filter(meeting=meeting).select_related(
        "follow_up__agency", "follow_up__unit"
    ):
        if carried.item_id in by_item:
            by_item[carried.item_id].carried.append(carried)
    for decision in Decision.objects.visible_to(user).filter(meeting=meeting):
        if decision.item_id in by_item:
            by_item[decision.item_id].decisions.append(decision)
    screen = Projector.objects.filter(meeting=meeting).first() or Projector(meeting=meeting)
    return Board(meeting, lines, loose, screen, _token(meeting, lines, loose, screen))


def lines_of(meeting: Meeting, seen: QuerySet[AgendaItem]) -> list[Line]:
    """The agenda as it is printed, without what is not in `seen`; two queries."""
    keys = set(seen.filter(meeting=meeting).order_by().values_list("pk", flat=True))
    start = meeting.starts_at.astimezone(meeting.zone).time()
    nodes = outline(list(meeting.agenda_items.all()), start, seen=keys)
    return [Line(node.item, node.number, node.depth - 1, node.starts) for node in walk(nodes)]


def _token(meeting: Meeting, lines: list[Line], loose: Line, screen: Projector) -> str:
    """Changes with anything that is shown of the agenda."""
    shown: list[Any] = [
        (meeting.status, meeting.opened_at, meeting.closed_at, meeting.current_item_id),
        (screen.mode, screen.item_id),
    ]
    for line in [*lines, loose]:
        item = line.item
        shown.append(
            (item.pk, line.number, line.planned, item.title, item.minutes, item.responsible, item.state)
        )
        shown.append((item.started_at, item.ended_at))
        shown += [(row.pk, row.on_screen, *_report(row.aspiration)) for row in line.reports]
        shown += [(one.pk, one.follow_up.status, one.follow_up.text) for one in line.carried]
        shown += [
            (one.pk, one.number, one.text, one.kind, one.status, one.is_public) for one in line.decisions
        ]
    return hashlib.md5(repr(shown).encode(), usedforsecurity=False).hexdigest()


def _report(report: Aspiration) -> tuple[Any, ...]:
    return report.number, report.title, report.public_title, report.publication, report.status


def notes_of(meeting: Meeting, user: Any, since: str = "") -> list[ItemNote]:
    """The notes that the user may read, with their open other versions; changed since then, deleted ones too.

    Two queries. Without `since` all of them.
    """
    others = NoteVersion.objects.filter(kind=NoteVersion.Kind.OTHER, settled_at=None).select_related("user")
    rows = ItemNote.objects.seen_by(user).filter(meeting=meeting).select_related("edited_by")
    moment = _moment(since)
    if moment:
        rows = rows.filter(changed_at__gt=moment - OVERLAP)
    return list(
        rows.order_by("position", "pk").prefetch_related(Prefetch("versions", others, to_attr="others"))
    )


def _moment(value: str) -> datetime | None:
    try:
        moment = parse_datetime(value[:40])
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def notes_token(meeting: Meeting, user: Any) -> str:
    """Changes with every note that the user may read; one query."""
    rows = ItemNote.objects.seen_by(user).filter(meeting=meeting)
    found = rows.aggregate(count=Count("pk"), last=Max("changed_at"))
    return f"{found['count']}-{found['last'].timestamp() if found['last'] else 0}"


def with_notes(found: Board, notes: Iterable[ItemNote]) -> list[ItemNote]:
    """Puts standing notes under their items; returns the deleted ones."""
    by_item: dict[int | None, Line] = {line.item.pk: line for line in found.lines}
    deleted = []
    for note in notes:
        if note.deleted_at:
            deleted.append(note)
        else:
            by_item.get(note.item_id, found.loose).notes.append(note)
    return deleted


def as_data(note: ItemNote, meeting: Meeting) -> dict[str, Any]:
    """A note as the script reads it."""
    return {
        "uid": str(note.uid),
        "item": note.item_id or 0,
        "position": note.position,
        "version": note.version,
        "edit": str(note.edit or ""),
        "name": note.speaker_name,
        "title": note.speaker_title,
        "text": note.text,
        "who": person(note.edited_by) if note.edited_by else "",
        "at": clock(note.edited_at, meeting),
        "deleted": note.deleted_at is not None,
        "others": [other_data(other, meeting) for other in note.others],  # type: ignore[attr-defined]
    }


def other_data(other: NoteVersion, meeting: Meeting) -> dict[str, Any]:
    """An other version as the script reads it."""
    return {
        "pk": other.pk,
        "edit": str(other.edit),
        "name": other.speaker_name,
        "title": other.speaker_title,
        "text": other.text,
        "who": person(other.user) if other.user else "",
        "at": clock(other.at, meeting),
    }


def clock(at: datetime, meeting: Meeting) -> str:
    """The host's time, "10.42"."""
    return time_format(at.astimezone(meeting.zone), "H.i")


def speakers(meeting: Meeting) -> list[tuple[str, str]]:
    """Names and offices of those invited and of those who came, as suggestions; two queries."""
    invited = meeting.invitations.filter(withdrawn_at=None).values_list(
        "name", "title", "deputy_name", "deputy_title"
    )
    found: dict[tuple[str, str], None] = {}
    for name, title, deputy, deputy_title in invited:
        found[name, title] = None
        if deputy:
            found[deputy, deputy_title or title] = None
    came = meeting.attendances.filter(~Q(name="")).values_list("name", "title", "invitation__title")
    for name, title, office in came:
        found[name, title or office or ""] = None
    return sorted(found)
