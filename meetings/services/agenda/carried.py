"""Promises of earlier stops on a later agenda."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations.services import Conflict, Refused
from meetings.models import AgendaFollowUp, AgendaItem, FollowUp, Meeting, MeetingEventKind
from meetings.services.agenda.placing import ItemData, append, find_item, hold_agenda
from meetings.services.history import record

_TITLE = 200


def carry_obstacles(meeting: Meeting, follow_ups: Iterable[FollowUp]) -> dict[int, str]:
    """Why some of the promises cannot stand on this agenda, by their keys; two queries."""
    rows = list(follow_ups)
    keys = [row.pk for row in rows]
    there = set(
        AgendaFollowUp.objects.filter(meeting=meeting, follow_up__in=keys).values_list("follow_up", flat=True)
    )
    public = set(FollowUp.objects.public().filter(pk__in=keys).values_list("pk", flat=True))
    found = {row.pk: _obstacle(meeting, row, row.pk in there, row.pk in public) for row in rows}
    return {pk: reason for pk, reason in found.items() if reason}


def _obstacle(meeting: Meeting, follow_up: FollowUp, is_there: bool, is_public: bool) -> str:
    source = follow_up.decision.meeting
    if is_there:
        return _("Sudah ada pada agenda pertemuan itu.")
    if source.host_district_id != meeting.host_district_id:
        return _("Pertemuan itu untuk kecamatan lain.")
    if source.pk == meeting.pk or source.starts_at >= meeting.starts_at:
        return _("Janji ini bukan dari pertemuan sebelumnya.")
    if not follow_up.is_open:
        return _("Berstatus “%(status)s”.") % {"status": follow_up.get_status_display()}
    if meeting.visibility == Meeting.Visibility.PUBLIC and not is_public:
        return _("Janji ini tidak terbuka untuk umum, jadi tidak dibahas dalam pertemuan terbuka.")
    return ""


@transaction.atomic
def carry(
    meeting: Meeting, follow_ups: Sequence[FollowUp], *, actor: Any, item: Any = None, below: Any = None
) -> list[AgendaFollowUp]:
    """Puts promises on an agenda: under the item with the key `item`, or each as an item of its own, at the
    end or `below` another.

    Raises NotAllowed, Conflict, and Refused for the first promise that cannot stand there.
    """
    held = hold_agenda(meeting, actor=actor)
    reasons = carry_obstacles(held, follow_ups)
    for follow_up in follow_ups:
        if follow_up.pk in reasons:
            raise Refused(f"“{Truncator(follow_up.text).chars(60)}”: {reasons[follow_up.pk]}")
    under = find_item(held, item, actor) if item else None
    above = find_item(held, below, actor) if below else None
    return [_place(held, follow_up, under, above, actor) for follow_up in follow_ups]


def _place(
    held: Meeting, follow_up: FollowUp, under: AgendaItem | None, above: AgendaItem | None, actor: Any
) -> AgendaFollowUp:
    item = under or append(held, _title(follow_up), above)
    row = AgendaFollowUp.objects.create(item=item, meeting=held, follow_up=follow_up)
    _tell(row, "Dibawa ke", "Janji dibawa dari", actor)
    return row


def _title(follow_up: FollowUp) -> ItemData:
    return ItemData(Truncator(follow_up.text).chars(_TITLE))


@transaction.atomic
def drop_carried(meeting: Meeting, pk: Any, *, actor: Any) -> None:
    """Takes the promise of a row off the agenda; its item stays. Raises NotAllowed, Refused, Conflict."""
    held = hold_agenda(meeting, actor=actor)
    rows = AgendaFollowUp.objects.select_related(
        "follow_up__decision__meeting__series", "follow_up__decision__meeting__host_district"
    )
    row = rows.filter(meeting=held, pk=pk).first()
    if row is None:
        raise Conflict(_("Janji ini tidak lagi pada agenda itu."))
    row.meeting = held
    _tell(row, "Tidak jadi dibawa ke", "Janji dikeluarkan, dari", actor)
    row.delete()


def _tell(row: AgendaFollowUp, there: str, here: str, actor: Any) -> None:
    """In the history of both stops."""
    follow_up, held = row.follow_up, row.meeting
    source = follow_up.decision.meeting
    details = {"follow_up": follow_up.pk}
    # The history is kept in one language, whichever the clerk works in.
    with override(settings.LANGUAGE_CODE):
        name = f"RTL {follow_up.decision.number}.{follow_up.number} “{Truncator(follow_up.text).chars(80)}”"
        day = date_format(held.starts_at.astimezone(held.zone), "j F Y")
        told, said = f"{name}: {there} {held}, {day}", f"{here} {source}: {name}"
    record(source, MeetingEventKind.FOLLOW_UP, told, actor=actor, details=details)
    record(held, MeetingEventKind.AGENDA, said, actor=actor, details=details)
