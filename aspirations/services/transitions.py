"""One verb owns the state change."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations import notifications, sla, workflow
from aspirations.models import PENDING, Approval, ApprovalState, Aspiration, Audience, EventKind
from aspirations.permissions import may_answer, may_be_given, may_review
from aspirations.services import dispatches, jobs
from aspirations.services.actors import Actor
from aspirations.services.dispatches import Sending
from aspirations.services.errors import (
    Conflict,
    NeedsApproval,
    Refused,
    TransitionIncomplete,
    TransitionRefused,
)
from aspirations.services.history import record
from aspirations.services.photos import add_photos
from aspirations.services.promises import choose, clock_columns
from aspirations.services.publication import NEVER_PUBLIC, hidden_columns, public_answer_columns
from aspirations.sla import Clock, Promise
from aspirations.workflow import OPEN, PRIVATE_STEPS, PUBLIC_NOTES, Publication, Status, Who
from government.calendars import calendar_for
from government.models import Agency
from government.workdays import Calendar, local_date

# A day farther off is a slip of the finger, and its working days no number that the row holds.
_YEARS_AHEAD = 20


@transaction.atomic
def change_status(
    report: Aspiration,
    to: str,
    *,
    actor: Actor,
    note: str = "",
    agency: Agency | None = None,
    planned_for: str = "",
    merged_into: Aspiration | None = None,
    due_on: date | None = None,
    weight: str | None = None,
    sending: Sending | None = None,
    authority: str = "",
    note_is_public: bool = False,
    evidence: Mapping[str, Sequence[File]] | None = None,
    approved_by: Any = None,
    at: datetime | None = None,
) -> Aspiration:
    """Takes the report one step on and returns it as it now stands.

    Raises TransitionRefused, TransitionIncomplete, or Conflict when `report` is no longer what the database
    holds. The note is what the reporter reads, and everybody where the step is an answer or `note_is_public`;
    `due_on` is a day sooner than promised, or that of a plan; `weight` is the case's, given at verification;
    `sending` is what goes to the agency beside the report; `authority` is the level that a report beyond ours
    belongs to. An answer for which a second pair of eyes is needed and missing (`approved_by`) raises
    NeedsApproval: see `services.take_step`.
    """
    at = at or timezone.now()
    note = note.strip()
    given = {
        "note": note,
        "agency": agency,
        "planned_for": planned_for.strip(),
        "merged_into": merged_into,
        "authority": authority,
    }
    check_step(report, to, actor, given)
    if needs_approval(report, to, actor) and not may_review(approved_by, report):
        raise NeedsApproval(_("Tanggapan ini perlu disetujui camat lebih dahulu."))
    chosen = choose(report.category, report.kind, weight) if weight and weight != report.weight else None
    promise = chosen.promise_of(report) if chosen else report.promise
    clock = clock_after(report, to, at, due_on, promise)
    columns: dict[str, Any] = {
        "status": to,
        "status_since": at,
        **clock_columns(clock),
        "has_unread_reply": not actor.is_staff and to in OPEN,
        **(chosen.columns(report) if chosen else {}),
        **_details(report, to, given, at, actor),
    }
    changed = Aspiration.objects.filter(
        pk=report.pk, status=report.status, status_since=report.status_since
    ).update(**columns)
    if not changed:
        raise Conflict(_("Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."))
    # What was proposed for where it stood is nobody's step any more.
    Approval.objects.filter(aspiration=report.pk, state__in=PENDING).update(state=ApprovalState.LAPSED)
    event = record(
        report,
        EventKind.STATUS,
        actor=actor,
        at=at,
        audience=audience_of(report.status, to, actor),
        text=note,
        is_text_public=note_is_public or tells_everybody(to, actor),
        from_status=report.status,
        to_status=to,
        agency=agency if to == Status.DISPATCHED else None,
        authority=columns.get("authority", ""),
    )
    report.refresh_from_db()
    if to == Status.DISPATCHED and agency is not None:
        dispatches.send(report, agency, sending or Sending(), actor=actor, at=at, due_on=due_on)
    else:
        dispatches.follow(report, to, actor=actor, note=note, at=at)
    for stage, files in (evidence or {}).items():
        add_photos(report, files, actor=actor, stage=stage, at=at)
    notifications.status_changed(report, event)
    if event.audience == Audience.PUBLIC and report.merged_reports.exists():
        jobs.tell_joined(event.pk)
    return report


def needs_approval(report: Aspiration, to: str, actor: Actor) -> bool:
    """Whether this actor's step waits for a second pair of eyes: an answer that everybody reads."""
    return actor.is_staff and to in PUBLIC_NOTES and not may_answer(actor.user, report)


def clock_after(
    report: Aspiration, to: str, at: datetime, due_on: date | None, promise: Promise | None = None
) -> Clock:
    """The promise clock once the step is made. Raises Refused for a day that cannot be."""
    calendar = calendar_for(report.village)
    clock = sla.advance(report.clock, report.status, to, promise or report.promise, at, calendar)
    return clock if due_on is None else _dated(clock, due_on, to, at, calendar)


def within_promise(report: Aspiration, to: str, day: date) -> date | None:
    """The day, or None where the report's promise would end sooner."""
    clock = clock_after(report, to, timezone.now(), None)
    bound = clock.resolve_due_at or clock.due_at
    return day if bound is None or day <= local_date(bound, calendar_for(report.village)) else None


def check_step(report: Aspiration, to: str, actor: Actor, given: dict[str, Any]) -> None:
    """Raises TransitionRefused or TransitionIncomplete."""
    if to not in Status.values:
        raise TransitionRefused(_("Status itu tidak dikenal."))
    rule = workflow.allowed(report.status, actor.who, resume=report.resume_status).get(Status(to))
    if rule is None:
        raise TransitionRefused(
            _("Laporan berstatus “%(now)s” tidak dapat diubah menjadi “%(to)s”.")
            % {"now": report.get_status_display(), "to": Status(to).label}
        )
    if given["agency"] is not None and not may_be_given(given["agency"], report):
        raise TransitionRefused(_("Laporan ini tentang instansi itu, atau tidak boleh dibacanya."))
    missing = frozenset(need for need in rule.needs if not given[need])
    if missing:
        raise TransitionIncomplete(_("Lengkapi dulu isian yang diminta."), missing)


def _dated(clock: Clock, due_on: date, to: str, at: datetime, calendar: Calendar) -> Clock:
    if to == Status.PLANNED and due_on.year > at.year + _YEARS_AHEAD:
        raise Refused(_("Periksa tahunnya."))
    try:
        return sla.dated(clock, due_on, at, calendar, plan=to == Status.PLANNED)
    except sla.TooEarly:
        raise Refused(_("Batas waktu sudah lewat.")) from None
    except sla.TooLate:
        raise Refused(
            _("Batas waktu melewati janji layanan. Pilih tanggal lebih awal, atau “Direncanakan”.")
        ) from None


def _details(
    report: Aspiration, to: str, given: dict[str, Any], at: datetime, actor: Actor
) -> dict[str, Any]:
    """The columns that belong to the new status and to no other."""
    columns: dict[str, Any] = {
        "resume_status": report.status if to == Status.NEEDS_INFO else "",
        "planned_for": given["planned_for"] if to == Status.PLANNED else report.planned_for,
        "merged_into": given["merged_into"] if to == Status.MERGED else None,
        "resolved_at": at if to == Status.RESOLVED else None,
    }
    if to == Status.DISPATCHED and given["agency"]:
        # Without one a reply goes back to the agency that asked.
        columns |= {"agency": given["agency"], "authority": given["agency"].level}
    elif to == Status.VERIFIED and report.status == Status.DISPATCHED:
        columns |= {"agency": None, "authority": ""}
    elif to == Status.NOT_COMPETENT:
        columns["authority"] = given["authority"] or report.authority
    if to == Status.ANSWERED:
        columns |= public_answer_columns(report, given["note"])
    if to == Status.REOPENED and not actor.is_staff and report.status == Status.ANSWERED:
        columns["disputed_at"] = at
    if to in NEVER_PUBLIC and report.publication == Publication.PUBLISHED:
        columns |= hidden_columns()
    return columns


def tells_everybody(to: str, actor: Actor) -> bool:
    """Whether the note of a step is for everybody by itself."""
    # What comes by a link is read by a clerk before everybody reads it.
    speaks_for_office = actor.is_staff and actor.dispatch is None
    return actor.who == Who.SYSTEM or (speaks_for_office and to in PUBLIC_NOTES)


def audience_of(current: str, to: str, actor: Actor) -> Audience:
    """Who reads of a step; of the reporter's own everybody reads the end and that the answer was disputed."""
    if actor.is_staff:
        is_public = to not in PRIVATE_STEPS
    else:
        is_public = to == Status.RESOLVED or current == Status.ANSWERED
    return Audience.PUBLIC if is_public else Audience.REPORTER
