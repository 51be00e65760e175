"""What an agency does by its link: every step names the agency, and who signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations import receipts
from aspirations.models import Aspiration, Audience, Dispatch, DispatchState, EventKind
from aspirations.services.actors import Actor
from aspirations.services.approvals import take_step
from aspirations.services.errors import Conflict, NotAllowed, Refused
from aspirations.services.history import record
from aspirations.services.photos import add_photos
from aspirations.services.transitions import change_status
from aspirations.workflow import Status, Who, allowed
from government.models import Agency

Evidence = Mapping[str, Sequence[File]]


@dataclass(frozen=True)
class Signed:
    """Who presses the button, on which form, and what the page showed (`Dispatch.version`)."""

    name: str
    position: str
    form: str
    seen: str


class Repeated(Refused):
    """This very form was sent before: a double press; all is done already."""


def offered(dispatch: Dispatch, report: Aspiration) -> list[str]:
    """What can be done by the link now, in the order of the page."""
    if not dispatch.is_open:
        return []
    road = allowed(report.status, Who.HANDLER, resume=report.resume_status)
    waits = report.status == Status.DISPATCHED
    works = waits or report.status in {Status.IN_PROGRESS, Status.PLANNED}
    is_new = dispatch.state in {DispatchState.SENT, DispatchState.OPENED, DispatchState.ASKED}
    verbs = {
        "accept": waits and is_new,
        "progress": works,
        "finish": works,
        "plan": Status.PLANNED in road,
        "ask": True,
        "refuse": Status.VERIFIED in road,
    }
    return [verb for verb, is_offered in verbs.items() if is_offered]


@transaction.atomic
def accept(dispatch: Dispatch, text: str, *, signed: Signed) -> None:
    """The agency takes it up; the reporter reads that, the words are for staff."""
    report, held, actor = _begin(dispatch, "accept", signed)
    now = timezone.now()
    _set(held, DispatchState.ACCEPTED, now)
    record(report, EventKind.ACCEPTED, actor=actor, at=now, audience=Audience.REPORTER, agency=held.agency)
    if text.strip():
        _staff_note(report, EventKind.NOTE, text, actor)


@transaction.atomic
def ask(dispatch: Dispatch, text: str, *, signed: Signed) -> None:
    """A question to the kecamatan, never to the reporter."""
    report, held, actor = _begin(dispatch, "ask", signed)
    _set(held, DispatchState.ASKED, timezone.now())
    _staff_note(report, EventKind.ASKED, text, actor)
    _raise_flag(report)


@transaction.atomic
def refuse(dispatch: Dispatch, reason: str, suggested: Agency | None, *, signed: Signed) -> None:
    """Not theirs: back to the clerk with the reason, and whose it may be; the reporter reads only that."""
    report, held, actor = _begin(dispatch, "refuse", signed)
    # Histories are kept in one language.
    report = change_status(report, Status.VERIFIED, actor=actor, note="Diperiksa lagi oleh kecamatan.")
    Dispatch.objects.filter(pk=held.pk).update(statement=reason.strip(), suggested_agency=suggested)
    where = f"\n\nUsul: {suggested.name}" if suggested else ""
    _staff_note(report, EventKind.RETURNED, f"{reason.strip()}{where}", actor)
    _raise_flag(report)


@transaction.atomic
def plan(dispatch: Dispatch, planned_for: str, text: str, due_on: date | None, *, signed: Signed) -> None:
    """A year and a source of funds; the reporter reads the explanation, everybody the year and the source."""
    report, __, actor = _begin(dispatch, "plan", signed)
    take_step(report, Status.PLANNED, actor=actor, note=text, planned_for=planned_for, due_on=due_on)
    _raise_flag(report)


@transaction.atomic
def progress(dispatch: Dispatch, text: str, evidence: Evidence, *, signed: Signed) -> None:
    """What was done so far, for the reporter to read."""
    report, held, actor = _begin(dispatch, "progress", signed)
    now = timezone.now()
    if report.status == Status.IN_PROGRESS:
        _set(held, DispatchState.WORKING, now)
        record(report, EventKind.PROGRESS, actor=actor, at=now, audience=Audience.REPORTER, text=text.strip())
    else:
        report = change_status(report, Status.IN_PROGRESS, actor=actor, note=text, at=now)
    _add_evidence(report, evidence, actor)


@transaction.atomic
def finish(dispatch: Dispatch, text: str, evidence: Evidence, *, signed: Signed) -> None:
    """The agency says that it is done: its words wait for the clerk, who answers the reporter with them."""
    report, held, actor = _begin(dispatch, "finish", signed)
    now = timezone.now()
    if report.status != Status.IN_PROGRESS:
        report = change_status(report, Status.IN_PROGRESS, actor=actor, at=now)
    _set(held, DispatchState.DONE, now, statement=text.strip())
    _staff_note(report, EventKind.FINISHED, text, actor)
    _add_evidence(report, evidence, actor)
    _raise_flag(report)


def _begin(dispatch: Dispatch, verb: str, signed: Signed) -> tuple[Aspiration, Dispatch, Actor]:
    """Report and dispatch, held until the transaction ends. Raises Repeated, NotAllowed or Conflict."""
    # The report first, as every step of the desk does.
    report = (
        Aspiration.objects.for_list()
        .select_related("village__parent")
        .select_for_update(of=("self",))
        .get(pk=dispatch.aspiration_id)
    )
    held = Dispatch.objects.select_related("agency").select_for_update(of=("self",)).get(pk=dispatch.pk)
    held.aspiration = report
    form = receipts.digest(signed.form)
    if held.last_form == form:
        raise Repeated
    if not held.is_link_alive or held.secret_hash != dispatch.secret_hash:
        raise NotAllowed(_("Tautan ini tidak berlaku lagi."))
    if held.version(report) != signed.seen or verb not in offered(held, report):
        raise Conflict(
            _("Disposisi ini sudah berubah sejak halaman dibuka. Periksa lagi, lalu kirim sekali lagi.")
        )
    Dispatch.objects.filter(pk=held.pk).update(last_form=form)
    return report, held, Actor.by_link(held, signed.name, signed.position)


def _set(held: Dispatch, state: str, at: Any, **columns: Any) -> None:
    Dispatch.objects.filter(pk=held.pk).update(state=state, state_since=at, **columns)


def _staff_note(report: Aspiration, kind: EventKind, text: str, actor: Actor) -> None:
    now = timezone.now()
    record(report, kind, actor=actor, at=now, audience=Audience.STAFF, text=text.strip())


def _add_evidence(report: Aspiration, evidence: Evidence, actor: Actor) -> None:
    for stage, files in evidence.items():
        add_photos(report, files, actor=actor, stage=stage)


def _raise_flag(report: Aspiration) -> None:
    """The clerk has something to read."""
    Aspiration.objects.filter(pk=report.pk).update(has_unread_reply=True)
