"""An empty agenda is filled: from a template, or with the items of an earlier stop."""

from datetime import time
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from aspirations.services import Refused
from meetings.models import AgendaItem, AgendaTemplate, Meeting, MeetingEventKind
from meetings.outline import clock, grow, minutes_of, walk
from meetings.services.agenda.placing import ItemData, append, hold_agenda
from meetings.services.history import record

_MOST_EARLIER = 30


def templates_for(meeting: Meeting) -> Any:
    """Those that suit this kind of meeting, its own first."""
    rows = AgendaTemplate.objects.filter(is_active=True)
    return rows.filter(kind__in=["", meeting.series.kind]).order_by("-kind", "name")


def earlier_agendas(meeting: Meeting, user: Any) -> list[Meeting]:
    """Stops whose agenda may be copied, the nearest first, those of the same tour before others."""
    items = AgendaItem.objects.filter(meeting=OuterRef("pk"))
    rows = Meeting.objects.visible_to(user) | Meeting.objects.public()
    rows = rows.filter(Exists(items), starts_at__lt=meeting.starts_at).exclude(pk=meeting.pk)
    found = list(rows.named().order_by("-starts_at", "-pk")[:_MOST_EARLIER])
    return sorted(found, key=lambda one: one.series_id != meeting.series_id)


def _hold_empty(meeting: Meeting, actor: Any) -> Meeting:
    held = hold_agenda(meeting, actor=actor)
    if AgendaItem.objects.seen_by(actor).filter(meeting=held).exists():
        raise Refused(_("Susunan acara ini sudah terisi. Hapus dulu isinya, atau tambah satu per satu."))
    return held


@transaction.atomic
def apply_template(meeting: Meeting, template: AgendaTemplate, *, actor: Any) -> int:
    """Returns how many items it made. Raises NotAllowed, and Refused where there are items already."""
    held = _hold_empty(meeting, actor)
    path: list[AgendaItem] = []
    for line in template.lines:
        above = path[line.depth - 2] if line.depth > 1 else None
        data = ItemData(line.title, minutes=line.minutes, responsible=line.responsible)
        path = [*path[: line.depth - 1], append(held, data, above)]
    record(held, MeetingEventKind.AGENDA, f"Diisi dari pola “{template.name}”.", actor=actor)
    return len(template.lines)


@transaction.atomic
def copy_agenda(meeting: Meeting, source: Meeting, *, actor: Any) -> int:
    """The items of an earlier stop, but those that stood for a report or a promise; times move along.

    Returns how many it made. Raises NotAllowed, and Refused for an agenda that is not empty, or nothing to
    copy.
    """
    held = _hold_empty(meeting, actor)
    if source not in earlier_agendas(held, actor):
        raise Refused(_("Susunan acara itu tidak dapat disalin."))
    begin, before = (minutes_of(one.starts_at.astimezone(one.zone)) for one in (held, source))
    plain = source.agenda_items.filter(rows__isnull=True, carried__isnull=True)
    made: dict[Any, AgendaItem] = {}
    for node in walk(grow(plain)):
        item = node.item
        data = ItemData(item.title, _shifted(item.starts, begin - before), item.minutes, item.responsible)
        made[item.pk] = append(held, data, made.get(item.parent_id))
    if not made:
        raise Refused(_("Tidak ada yang dapat disalin dari sana."))
    record(held, MeetingEventKind.AGENDA, f"Disalin dari {source}.", actor=actor)
    return len(made)


def _shifted(moment: time | None, minutes: int) -> time | None:
    return clock(minutes_of(moment) + minutes) if moment else None
