"""A second pair of eyes: an answer is proposed, then approved, sent back or taken back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations.models import PENDING, Approval, ApprovalState, Aspiration, Audience, EventKind
from aspirations.permissions import may_review
from aspirations.services.actors import Actor
from aspirations.services.errors import Conflict, NotAllowed, Refused
from aspirations.services.history import record
from aspirations.services.photos import hold_photos, release_photos
from aspirations.services.transitions import change_status, check_step, clock_after, needs_approval
from aspirations.workflow import Who

Evidence = Mapping[str, Sequence[File]]


def take_step(
    report: Aspiration,
    to: str,
    *,
    actor: Actor,
    note: str = "",
    planned_for: str = "",
    due_on: date | None = None,
    authority: str = "",
    evidence: Evidence | None = None,
    **others: Any,
) -> Approval | None:
    """Makes the step by `change_status` (None), or proposes it where the category wants it approved.

    Raises what `change_status` raises. Answers have no `others`.
    """
    given: dict[str, Any] = {
        "note": note,
        "planned_for": planned_for,
        "due_on": due_on,
        "authority": authority,
        "evidence": evidence,
    }
    if needs_approval(report, to, actor):
        return propose(report, to, actor=actor, **given)
    change_status(report, to, actor=actor, **given, **others)
    return None


@transaction.atomic
def propose(
    report: Aspiration,
    to: str,
    *,
    actor: Actor,
    note: str,
    planned_for: str = "",
    due_on: date | None = None,
    authority: str = "",
    evidence: Evidence | None = None,
    at: datetime | None = None,
) -> Approval:
    """Writes the answer down for whoever reviews; the report stays where it is and its clock runs on.

    One that was sent back is proposed anew, with its photos. Raises Refused where one waits already.
    """
    at = at or timezone.now()
    note, planned_for = note.strip(), planned_for.strip()
    given = {"note": note, "planned_for": planned_for, "authority": authority}
    check_step(report, to, actor, given | {"agency": None, "merged_into": None})
    clock_after(report, to, at, due_on)
    _hold(report)
    columns: dict[str, Any] = {
        "to_status": to,
        **given,
        "due_on": due_on,
        "proposer": actor.user,
        "proposer_who": actor.who,
        "dispatch": actor.dispatch,
        "signed_by": actor.signed_by,
        "proposed_at": at,
        "status_since": report.status_since,
        "state": ApprovalState.WAITING,
        "decided_by": None,
        "decided_at": None,
    }
    approval = Approval.objects.filter(aspiration=report, state__in=PENDING).first()
    if approval is None:
        approval = Approval.objects.create(aspiration=report, **columns)
    elif approval.is_waiting:
        raise Refused(_("Sudah ada tanggapan yang menunggu persetujuan untuk laporan ini."))
    else:
        Approval.objects.filter(pk=approval.pk).update(**columns)
        approval.refresh_from_db()
    for stage, files in (evidence or {}).items():
        hold_photos(approval, files, stage=stage)
    record(report, EventKind.PROPOSED, actor=actor, at=at, audience=Audience.STAFF, text=note)
    return approval


@transaction.atomic
def approve(approval: Approval, *, user: Any, note: str = "") -> Aspiration:
    """Makes the step in the proposer's name, who approved it beside; `note` is the text as edited.

    Raises NotAllowed, Conflict where somebody was faster or the report moved on, and what a step raises.
    """
    report, approval = _decide(approval, user)
    at = timezone.now()
    note = note.strip() or approval.note
    _settle(approval, ApprovalState.APPROVED, user, at)
    proposer = Actor(Who(approval.proposer_who), approval.proposer, approval.dispatch, approval.signed_by)
    # Before the step, as it was decided; the timeline reads in this order.
    record(
        report,
        EventKind.APPROVED,
        actor=Actor.staff(user, report),
        at=at,
        audience=Audience.STAFF,
        text=_edited_mark() if note != approval.note else "",
    )
    report = change_status(
        report,
        approval.to_status,
        actor=proposer,
        note=note,
        planned_for=approval.planned_for,
        due_on=approval.due_on,
        authority=approval.authority,
        approved_by=user,
        at=at,
    )
    release_photos(approval, report, actor=proposer, at=at)
    return report


@transaction.atomic
def send_back(approval: Approval, *, user: Any, remark: str) -> Approval:
    """Gives it back to who proposed it, with what should change. Raises Refused without a remark."""
    if not remark.strip():
        raise Refused(_("Tulis apa yang perlu diperbaiki."))
    report, approval = _decide(approval, user)
    at = timezone.now()
    _settle(approval, ApprovalState.RETURNED, user, at, remark.strip())
    actor = Actor.staff(user, report)
    record(report, EventKind.SENT_BACK, actor=actor, at=at, audience=Audience.STAFF, text=remark.strip())
    approval.refresh_from_db()
    return approval


def retract(approval: Approval, *, user: Any) -> None:
    """Its author takes it back, or puts a lapsed one away. Raises Refused."""
    own = Approval.objects.filter(pk=approval.pk, proposer=user)
    changed = own.filter(state__in=[*PENDING, ApprovalState.LAPSED]).update(state=ApprovalState.RETRACTED)
    if not changed:
        raise Refused(_("Usul ini tidak dapat ditarik lagi."))


def _hold(report: Aspiration) -> None:
    """Others wait until we are done. Raises Conflict when the report is no longer what it was."""
    now = Aspiration.objects.select_for_update().only("status_since").get(pk=report.pk)
    if now.status_since != report.status_since:
        raise Conflict(_("Laporan ini baru saja diubah orang lain. Muat ulang halaman, lalu coba lagi."))


def _decide(approval: Approval, user: Any) -> tuple[Aspiration, Approval]:
    report = Aspiration.objects.for_list().get(pk=approval.aspiration_id)
    if not may_review(user, report):
        raise NotAllowed(_("Anda tidak berwenang menyetujui tanggapan."))
    _hold(report)
    waiting = Approval.objects.waiting().filter(pk=approval.pk, status_since=report.status_since)
    found = waiting.select_related("proposer", "dispatch__agency").first()
    if found is None:
        raise Conflict(_("Usul ini sudah diputuskan orang lain atau tidak berlaku lagi."))
    return report, found


def _settle(approval: Approval, state: ApprovalState, user: Any, at: datetime, remark: str = "") -> None:
    """Only while it waits: its author takes it back without holding the report. Raises Conflict."""
    changed = Approval.objects.filter(pk=approval.pk, state=ApprovalState.WAITING).update(
        state=state, decided_by=user, decided_at=at, remark=remark
    )
    if not changed:
        raise Conflict(_("Usul ini sudah diputuskan orang lain atau tidak berlaku lagi."))


def _edited_mark() -> str:
    # The history is kept in one language, whichever the camat works in.
    with override(settings.LANGUAGE_CODE):
        return _("Teksnya diubah sebelum disetujui.")
