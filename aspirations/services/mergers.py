"""Two reports about the same thing become one course; taken back, each goes its own way again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations import notifications
from aspirations.models import Aspiration, Audience, Distinct, Event, EventKind
from aspirations.permissions import may_triage
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, NotAllowed, Refused, TransitionRefused
from aspirations.services.history import record
from aspirations.services.support import join_supports
from aspirations.services.transitions import change_status
from aspirations.workflow import Status


@transaction.atomic
def merge(report: Aspiration, into: Aspiration, *, actor: Actor, note: str = "") -> Aspiration:
    """Joins a report to another about the same thing; its receipt stays alive and shows the other's course.

    Its reporter is told the other's public steps, its supporters support the other. Raises Refused when the
    target is the report itself, is merged already, is the target of nothing open, or is read by fewer people
    than the report: what becomes of it would tell that there is such a one.
    """
    report, target = _held(report, into)
    obstacle = merge_obstacle(report, target)
    if obstacle:
        raise Refused(obstacle)
    if report.merged_reports.exists():
        raise Refused(_("Laporan lain sudah digabung ke laporan ini; gabungkan ke sini saja."))
    if actor.user is not None and not may_triage(actor.user, target):
        raise NotAllowed(_("Anda tidak berwenang mengubah laporan tujuan."))
    at = timezone.now()
    report = change_status(report, Status.MERGED, actor=actor, note=note, merged_into=target, at=at)
    join_supports(target)
    record(
        target,
        EventKind.MERGED_HERE,
        actor=actor,
        at=at,
        audience=Audience.STAFF,
        text=report.number,
    )
    return report


def _held(report: Aspiration, into: Aspiration) -> tuple[Aspiration, Aspiration]:
    """Both, locked in one order: two clerks may join the same two reports crosswise.

    The report keeps what the caller saw of it, so that a step in between is a conflict.
    """
    keys = {report.pk, into.pk}
    rows = Aspiration.objects.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk")
    held = {row.pk: row for row in rows}
    now = held[report.pk]
    if (now.concerns, now.concerned_agency_id) != (report.concerns, report.concerned_agency_id):
        raise Conflict(_("Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."))
    return report, held[into.pk]


def merge_obstacle(report: Aspiration, target: Aspiration) -> str:
    """Why the one cannot be joined to the other, by what the rows say; "" where it can."""
    if target.pk == report.pk:
        return _("Laporan tidak dapat digabung dengan dirinya sendiri.")
    if target.status in {Status.MERGED, Status.WITHDRAWN}:
        return _("Laporan tujuan sudah digabung atau dicabut; pilih laporan lain.")
    if (target.concerns, target.concerned_agency_id) != (report.concerns, report.concerned_agency_id):
        # Its number would stand in the history of a report that others read.
        return _("Laporan tentang petugas tidak digabung dengan laporan lain.")
    if target.is_confidential and not report.is_confidential:
        return _("Laporan tujuan bersifat rahasia; gabungkan laporan rahasia itu ke laporan ini.")
    return ""


@transaction.atomic
def separate(report: Aspiration, *, actor: Actor, note: str) -> Aspiration:
    """Takes a merger back: the report goes its own way again, with a new promise.

    Its supporters leave the other report, but for those who support that one too. It stays hidden until a
    clerk publishes it. Raises TransitionRefused where it is not merged.
    """
    target = report.merged_into
    if target is None:
        raise TransitionRefused(_("Laporan ini tidak digabung."))
    report, target = _held(report, target)
    at = timezone.now()
    number = report.number
    report = change_status(report, Status.REOPENED, actor=actor, note=note, at=at)
    join_supports(target)
    record(target, EventKind.SEPARATED, actor=actor, at=at, audience=Audience.STAFF, text=number)
    return report


def tell_joined(event_id: int) -> None:
    """Tells a step to the reporters of the reports merged into that one; may run twice, each is told once."""
    event = Event.objects.for_joined().select_related("aspiration", "agency").filter(pk=event_id).first()
    if event is None:
        return
    # Who sent both has read it already.
    told = {event.aspiration.reporter_email.lower()}
    for joined in event.aspiration.merged_reports.exclude(reporter_email="").order_by("pk"):
        address = joined.reporter_email.lower()
        if address not in told:
            notifications.course_moved_on(joined, event)
        told.add(address)


@transaction.atomic
def tell_apart(report: Aspiration, other: Aspiration, *, actor: Actor) -> None:
    """Remembers that two reports are not the same, so that nobody is offered the pair again.

    Raises Refused where the two are one report, or are joined.
    """
    if report.pk == other.pk or report.merged_into_id == other.pk or other.merged_into_id == report.pk:
        raise Refused(_("Kedua laporan ini digabung; pisahkan dulu."))
    first, second = sorted([report.pk, other.pk])
    __, created = Distinct.objects.get_or_create(
        first_id=first, second_id=second, defaults={"user": actor.user}
    )
    if not created:
        raise Refused(_("Kedua laporan ini sudah ditandai bukan duplikat."))
