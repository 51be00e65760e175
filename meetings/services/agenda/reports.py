"""The writers of reports on agendas."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations.models import Aspiration, Audience, EventKind
from aspirations.permissions import may_triage
from aspirations.services import Actor, Refused
from aspirations.services.history import record
from government.permissions import Capability, territories, territory_q
from meetings.models import AgendaAspiration, AgendaItem, ItemNote, Meeting
from meetings.services.agenda.placing import ItemData, append
from meetings.workflow import StopStatus

# Nothing hangs on the item but its title.
_EMPTY: dict[str, Any] = {
    "rows__isnull": True,
    "carried__isnull": True,
    "children__isnull": True,
    "notes__isnull": True,
    "decisions__isnull": True,
    "starts__isnull": True,
    "minutes__isnull": True,
    "responsible": "",
}


def open_meetings(user: Any) -> Any:
    """Meetings to come or running whose agenda the user may write, the next one first.

    One that runs takes reports past its planned end too.
    """
    codes = territories(user, Capability.TRIAGE)
    running = Meeting.objects.filter(status=StopStatus.RUNNING)
    meetings = (Meeting.objects.upcoming() | running).filter(territory_q("host_district__code", codes))
    return meetings.order_by("starts_at", "pk").select_related("series", "host_district")


def obstacle(report: Aspiration, user: Any) -> str:
    """Why the report can stand on no agenda; "" where it can."""
    if not may_triage(user, report):
        return _("Anda tidak berwenang mengubah laporan ini.")
    return "" if report.is_open else _("Berstatus “%(status)s”.") % {"status": report.get_status_display()}


def obstacles_at(meeting: Meeting, reports: Iterable[Aspiration]) -> dict[int, str]:
    """Why some of the reports cannot stand on this agenda, by their keys; one query."""
    reports = list(reports)
    there = set(
        AgendaAspiration.objects.filter(meeting=meeting, aspiration__in=reports).values_list(
            "aspiration_id", flat=True
        )
    )
    found = {report.pk: _obstacle_at(meeting, report, report.pk in there) for report in reports}
    return {pk: reason for pk, reason in found.items() if reason}


def _obstacle_at(meeting: Meeting, report: Aspiration, is_there: bool) -> str:
    if is_there:
        return _("Sudah ada pada agenda pertemuan itu.")
    if not report.village_id.startswith(f"{meeting.host_district_id}."):
        return _("Pertemuan itu untuk kecamatan lain.")
    if meeting.visibility == Meeting.Visibility.PUBLIC and (report.is_confidential or report.concerns):
        return _("Laporan rahasia tidak dibahas dalam pertemuan terbuka.")
    return ""


@transaction.atomic
def propose_agenda(
    meeting: Meeting,
    reports: Sequence[Aspiration],
    *,
    actor: Actor,
    item: AgendaItem | None = None,
    below: AgendaItem | None = None,
) -> list[AgendaAspiration]:
    """Puts reports on a meeting's agenda: all under an `item`, or each as an item of its own, at the end or
    `below` another.

    Raises Refused for a meeting that is over, cancelled or not the actor's, and for the first report that
    cannot stand there.
    """
    # Positions are given one at a time.
    held = Meeting.objects.select_for_update(of=["self"]).select_related("series", "host_district")
    meeting = held.get(pk=meeting.pk)
    if not open_meetings(actor.user).filter(pk=meeting.pk).exists():
        raise Refused(_("Pertemuan itu sudah lewat, dibatalkan, atau bukan di wilayah Anda."))
    for report in reports:
        reason = obstacle(report, actor.user) or obstacles_at(meeting, [report]).get(report.pk, "")
        if reason:
            raise Refused(f"{report.number}: {reason}" if len(reports) > 1 else reason)
    if item is not None:
        return [_attach(meeting, report, item, actor) for report in reports]
    items = [append(meeting, ItemData(_title(report)), below) for report in reports]
    return [_attach(meeting, report, item, actor) for report, item in zip(reports, items, strict=True)]


def _attach(meeting: Meeting, report: Aspiration, item: AgendaItem, actor: Actor) -> AgendaAspiration:
    row = AgendaAspiration.objects.create(item=item, meeting=meeting, aspiration=report, user=actor.user)
    _record(EventKind.AGENDA, meeting, report, actor)
    return row


def _title(report: Aspiration) -> str:
    """Nothing that a reporter typed is public by itself."""
    return report.public_title if report.is_public else f"{report.category.name}, {report.village.name}"


@transaction.atomic
def drop_from_agenda(row: AgendaAspiration, *, actor: Actor, with_item: bool = True) -> None:
    """Takes a report from an agenda that is still to come, and the item with it where nothing else is on it.

    An item on which somebody wrote more than its title stays, and every one where `with_item` is False.

    Raises Refused where the meeting is over or not the actor's, notes tell that it was discussed, or somebody
    else was faster.
    """
    if not open_meetings(actor.user).filter(pk=row.meeting_id).exists():
        raise Refused(_("Pertemuan itu sudah lewat, dibatalkan, atau bukan di wilayah Anda."))
    if ItemNote.objects.standing().filter(item=row.item_id).exists():
        raise Refused(_("Laporan ini sudah dibahas: ada catatan pada mata acaranya."))
    deleted, __ = AgendaAspiration.objects.filter(pk=row.pk).delete()
    if not deleted:
        raise Refused(_("Laporan ini tidak lagi pada agenda itu."))
    if with_item:
        AgendaItem.objects.filter(pk=row.item_id, **_EMPTY).delete()
    _record(EventKind.OFF_AGENDA, row.meeting, row.aspiration, actor)


def _record(kind: EventKind, meeting: Meeting, report: Aspiration, actor: Actor) -> None:
    # The history is kept in one language, whichever the clerk works in.
    with override(settings.LANGUAGE_CODE):
        day = date_format(meeting.starts_at.astimezone(meeting.zone), "l, j F Y")
        text = f"{meeting}, {day}"
    audience = _audience(meeting, report)
    record(report, kind, actor=actor, at=timezone.now(), audience=audience, text=text)


def _audience(meeting: Meeting, report: Aspiration) -> Audience:
    if meeting.visibility != Meeting.Visibility.PUBLIC:
        return Audience.STAFF
    return Audience.PUBLIC if report.is_public else Audience.REPORTER
