"""Sending a report to an agency, and what becomes of that sending when the report moves."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations import notifications, receipts
from aspirations.models import (
    Aspiration,
    Audience,
    Dispatch,
    DispatchState,
    EventKind,
    Urgency,
)
from aspirations.permissions import may_be_given
from aspirations.services.access import record_identity_by_link
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, Refused
from aspirations.services.history import record
from aspirations.services.numbers import next_dispatch_number
from aspirations.workflow import Status, Who
from government.models import Agency
from notifications import sealing


@dataclass(frozen=True)
class Sending:
    """What the clerk adds to a dispatch."""

    instruction: str = ""
    urgency: str = Urgency.ORDINARY
    shows_reporter: bool = False


def send(
    report: Aspiration, agency: Agency, sending: Sending, *, actor: Actor, at: datetime, due_on: date | None
) -> Dispatch:
    """One more dispatch; the former is replaced. Must run in the transaction of the step."""
    _close(report, DispatchState.SUPERSEDED, at)
    day = due_on or _day(report)
    token = receipts.new_token()
    dispatch = Dispatch.objects.create(
        aspiration=report,
        number=next_dispatch_number(report.village, at, concerns=report.concerns),
        agency=agency,
        instruction=sending.instruction.strip(),
        due_on=day,
        urgency=sending.urgency,
        shows_reporter=sending.shows_reporter and report.identity == "named",
        sent_by=actor.user,
        sent_at=at,
        state_since=at,
        expires_at=_expiry(report, day, at, settings.DISPATCH_LINK_DAYS),
        **_secret_columns(token),
    )
    notifications.dispatched(dispatch)
    return dispatch


_AT_AN_AGENCY = frozenset({Status.DISPATCHED, Status.IN_PROGRESS, Status.PLANNED, Status.NEEDS_INFO})


def lacks_dispatch(report: Aspiration) -> bool:
    """Whether it went to an agency before each sending had a row of its own."""
    is_out = report.agency_id is not None and report.status in _AT_AN_AGENCY
    return is_out and not report.dispatches.all()


@transaction.atomic
def issue(report: Aspiration, sending: Sending, *, actor: Actor) -> Dispatch:
    """A dispatch, with its link, for a report that is at its agency without one.

    Raises Conflict where the report has moved on, Refused where it has one or the agency may not read it.
    """
    held = Aspiration.objects.select_for_update(of=("self",)).select_related("agency").get(pk=report.pk)
    if held.status_since != report.status_since:
        raise Conflict(_("Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."))
    if held.agency is None or not lacks_dispatch(held):
        raise Refused(_("Laporan ini sudah punya disposisi, atau tidak sedang berada di instansi."))
    if not may_be_given(held.agency, held):
        raise Refused(_("Laporan ini tentang instansi itu, atau tidak boleh dibacanya."))
    now = timezone.now()
    dispatch = send(report, held.agency, sending, actor=actor, at=now, due_on=None)
    _note(dispatch, f"Disposisi {dispatch.number} dibuat.", actor, now)
    return dispatch


def _day(report: Aspiration) -> date | None:
    return timezone.localtime(report.due_at, report.village.zone).date() if report.due_at else None


def _expiry(report: Aspiration, day: date | None, at: datetime, days: int) -> datetime:
    """Never before the day on which the work is due is over."""
    expires = at + timedelta(days=days)
    return max(expires, datetime.combine(day, time(23, 59, 59), report.village.zone)) if day else expires


def _secret_columns(token: str) -> dict[str, Any]:
    secret = sealing.derive(receipts.dispatch_seed(token))
    return {"token": token, "secret_hash": receipts.digest(secret), "revoked_at": None}


# What a step of the report means for the dispatch that is open; a step that is not here ends it.
_FOLLOWS: dict[str, DispatchState | None] = {
    Status.DISPATCHED: None,
    Status.NEEDS_INFO: None,
    Status.IN_PROGRESS: DispatchState.WORKING,
    Status.PLANNED: DispatchState.PLANNED,
    Status.ANSWERED: DispatchState.DONE,
    Status.VERIFIED: DispatchState.REFUSED,
}


def state_after(to: str, who: str) -> DispatchState | None:
    """What a step of the report makes of the dispatch that is open; None where it stays as it is."""
    if to == Status.VERIFIED and who != Who.HANDLER:
        # The office took it back.
        return DispatchState.SUPERSEDED
    return _FOLLOWS.get(to, DispatchState.SUPERSEDED)


def follow(report: Aspiration, to: str, *, actor: Actor, note: str, at: datetime) -> None:
    """Takes the open dispatch, where there is one, along with a step of its report."""
    state = state_after(to, actor.who)
    if state is None:
        return
    said = {"statement": note} if state in {DispatchState.DONE, DispatchState.REFUSED} else {}
    _close(report, state, at, **said)


def _close(report: Aspiration, state: str, at: datetime, **columns: Any) -> None:
    """Also where it only goes on: an open dispatch changes in this one way."""
    Dispatch.objects.open().filter(aspiration=report).update(state=state, state_since=at, **columns)


def mark_opened(dispatch: Dispatch, *, at: datetime | None = None) -> None:
    """Somebody of the agency looks at it; the first time is kept."""
    at = at or timezone.now()
    Dispatch.objects.filter(pk=dispatch.pk, state=DispatchState.SENT).update(
        state=DispatchState.OPENED, state_since=at, opened_at=at
    )
    Dispatch.objects.filter(pk=dispatch.pk, opened_at__isnull=True).update(opened_at=at)


@transaction.atomic
def opened_by_link(dispatch: Dispatch) -> None:
    """The link was opened; where it shows the reporter, staff read each time that it did."""
    mark_opened(dispatch)
    if dispatch.shows_reporter and dispatch.shows_report:
        text = f"Nama dan kontak pelapor diperlihatkan lewat tautan {dispatch.number}."
        _note(dispatch, text, Actor(Who.HANDLER), timezone.now())
        record_identity_by_link(dispatch)


@transaction.atomic
def revoke_link(dispatch: Dispatch, *, actor: Actor) -> None:
    """The link opens nothing any more, for those who are in, too. Raises Refused where it does so already."""
    now = timezone.now()
    revoked = Dispatch.objects.filter(pk=dispatch.pk, revoked_at__isnull=True).update(revoked_at=now)
    if not revoked:
        raise Refused(_("Tautan ini sudah dicabut."))
    _note(dispatch, f"Tautan {dispatch.number} dicabut.", actor, now)


@transaction.atomic
def renew_link(dispatch: Dispatch, days: int, *, actor: Actor) -> Dispatch:
    """A new secret in place of the old one, from today on. Raises Refused where the dispatch is over."""
    held = Dispatch.objects.select_for_update().select_related("agency").get(pk=dispatch.pk)
    report = dispatch.aspiration
    if not held.is_open:
        raise Refused(_("Disposisi ini sudah berakhir."))
    now = timezone.now()
    columns = _secret_columns(receipts.new_token())
    columns["expires_at"] = _expiry(report, held.due_on, now, days)
    Dispatch.objects.filter(pk=held.pk).update(**columns)
    held.refresh_from_db()
    held.aspiration = report
    _note(held, f"Tautan {held.number} diperbarui.", actor, now)
    notifications.dispatched(held)
    return held


def _note(dispatch: Dispatch, text: str, actor: Actor, at: datetime) -> None:
    report = dispatch.aspiration
    fields: Any = {"agency": dispatch.agency, "dispatch": dispatch}
    record(report, EventKind.LINK, actor=actor, at=at, audience=Audience.STAFF, text=text, **fields)


@transaction.atomic
def tell_agency(dispatch: Dispatch, text: str, *, actor: Actor) -> None:
    """Answers a question of the agency; only its link and staff show it. Raises Refused."""
    if not text.strip():
        raise Refused(_("Jawaban masih kosong."))
    now = timezone.now()
    changed = Dispatch.objects.open().filter(pk=dispatch.pk)
    works = {Status.IN_PROGRESS: DispatchState.WORKING, Status.PLANNED: DispatchState.PLANNED}
    state = works.get(Status(dispatch.aspiration.status), DispatchState.OPENED)
    changed.filter(state=DispatchState.ASKED).update(state=state, state_since=now)
    if not changed.exists():
        raise Refused(_("Disposisi ini sudah berakhir."))
    record(
        dispatch.aspiration,
        EventKind.TOLD_AGENCY,
        actor=actor,
        at=now,
        audience=Audience.STAFF,
        text=text.strip(),
        agency=dispatch.agency,
        dispatch=dispatch,
    )
    notifications.agency_told(dispatch, text.strip(), now)


def secret_of(dispatch: Dispatch) -> str:
    """The secret of its link, to be shown again; "" where SECRET_KEY was changed since: renew it then."""
    secret = sealing.derive(receipts.dispatch_seed(dispatch.token))
    return secret if receipts.digest(secret) == dispatch.secret_hash else ""
