"""Reports move with what a stop decided: by the verbs of reports alone, each by itself.

A report that its table does not let move stays where it is; its reporter is told all the same, and the desk
reads why it stays. Nobody is told by a text that waits for a second pair of eyes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.models import Aspiration, Audience, EventKind
from aspirations.permissions import may_answer, part_of
from aspirations.services import Actor, Refused, take_step, tell_news
from aspirations.services.history import record
from aspirations.workflow import Status, Who, allowed
from meetings.models import Decision, DecisionAspiration, DecisionKind, FollowUp
from meetings.services import words

_STEPS = {
    DecisionKind.DONE: Status.ANSWERED,
    # Not `not_competent`: that ends a report and cannot be disputed, and a refusal says nothing of authority.
    DecisionKind.REFUSED: Status.ANSWERED,
}


@dataclass(frozen=True)
class Step:
    """Where a report is to go and what is said with it; `to` is None where it only is told."""

    to: Status | None
    note: str
    planned_for: str = ""
    due_on: date | None = None
    is_public: bool = True


@dataclass(frozen=True)
class Outcome:
    """What became of one report; `why` is why it stays, "" where it moved or was only told."""

    report: Aspiration
    is_told: bool
    why: str = ""


def step_of(decision: Decision, follow_ups: list[FollowUp]) -> Step:
    """What an adopted decision asks of the reports it is about."""
    with words.in_one_language():
        to = _STEPS.get(DecisionKind(decision.kind), Status.PLANNED)
        note = words.decided(decision, follow_ups)
        is_public = words.for_everybody(decision)
        if to != Status.PLANNED:
            return Step(to, note, is_public=is_public)
        last = max((one.target_on for one in follow_ups), default=None)
        # Written down long after: a plan has no day that is over.
        due_on = last if last and last >= timezone.localdate() else None
        return Step(to, note, words.planned_for(decision, follow_ups), due_on, is_public)


def obstacle(report: Aspiration, step: Step, user: Any) -> str:
    """Why the report would stay, as far as is known before; "" where it moves."""
    who = part_of(user, report)
    if who is None:
        return _("Anda tidak berwenang mengubah laporan ini.")
    if step.to is not None and step.to not in allowed(report.status, who, resume=report.resume_status):
        return _stays(report, step.to)
    return "" if may_answer(user, report) else _("Menunggu persetujuan camat; pelapor belum diberi tahu.")


def _stays(report: Aspiration, to: Status) -> str:
    said = _("Tetap “%(now)s”: dari keadaan itu laporan tidak dapat menjadi “%(to)s”.") % {
        "now": report.get_status_display(),
        "to": to.label,
    }
    return f"{said} {_('Verifikasi dulu laporannya.')}" if report.status == Status.SUBMITTED else said


def reports_of(decisions: Iterable[int], only: Iterable[int] | None = None) -> list[Aspiration]:
    """The reports that decisions are about, held in one order; of a merged one the report it joined.

    Its reporter hears of it there. One that was withdrawn is nobody's matter any more. `only` names some.
    """
    chosen = DecisionAspiration.objects.filter(decision__in=decisions)
    if only is not None:
        chosen = chosen.filter(aspiration__in=list(only))
    rows = chosen.values_list("aspiration_id", "aspiration__merged_into_id")
    keys = {target or own for own, target in rows}
    held = Aspiration.objects.select_for_update(of=["self"]).for_list().filter(pk__in=keys)
    return list(held.exclude(status=Status.WITHDRAWN).order_by("pk"))


def carry(
    report: Aspiration,
    step: Step,
    *,
    kind: EventKind,
    reference: str,
    user: Any,
    signed_by: str = "",
) -> Outcome:
    """Takes the report along, or tells its reporter alone. Its row must be held.

    `user` is None where the owner of a promise acts by a link and `signed_by` says who. `reference` stands in
    the history of a report whose step has told the rest.
    """
    actor = _actor(user, report, signed_by)
    if actor is None:
        # Whoever acts sees no trace of this report: what everybody may read of the decision is told.
        return _tell(report, step, kind, Actor.system(), "")
    if step.to is None:
        return _tell(report, step, kind, actor, "")
    if step.to not in allowed(report.status, actor.who, resume=report.resume_status):
        return _tell(report, step, kind, actor, _stays(report, step.to))
    # An answer or a plan is for everybody by itself.
    extra: dict[str, Any] = {"note_is_public": step.is_public} if step.to == Status.IN_PROGRESS else {}
    try:
        with transaction.atomic():
            proposed = take_step(
                report,
                step.to,
                actor=actor,
                note=step.note,
                planned_for=step.planned_for,
                due_on=step.due_on,
                **extra,
            )
    except Refused as refused:
        return _tell(report, step, kind, actor, str(refused))
    if proposed is not None:
        _for_staff(report, kind, reference, actor)
        return Outcome(report, is_told=False, why=_("Menunggu persetujuan camat; pelapor belum diberi tahu."))
    tell_news(report, kind, reference, actor=actor, is_public=step.is_public, is_mailed=False)
    return Outcome(report, is_told=True)


def _actor(user: Any, report: Aspiration, signed_by: str) -> Actor | None:
    if user is None:
        return Actor(Who.HANDLER, signed_by=signed_by)
    if not Aspiration.objects.visible_to(user).filter(pk=report.pk).exists():
        return None
    who = part_of(user, report)
    return Actor(who, user) if who else None


def _tell(report: Aspiration, step: Step, kind: EventKind, actor: Actor, why: str) -> Outcome:
    if not may_answer(actor.user, report):
        _for_staff(report, kind, step.note, actor)
        told = _("Pelapor belum diberi tahu: tanggapan tentang hal ini perlu disetujui camat.")
        return Outcome(report, is_told=False, why=f"{why} {told}".strip())
    tell_news(report, kind, step.note, actor=actor, is_public=step.is_public)
    return Outcome(report, is_told=True, why=why)


def _for_staff(report: Aspiration, kind: EventKind, text: str, actor: Actor) -> None:
    record(report, kind, actor=actor, at=timezone.now(), audience=Audience.STAFF, text=text)


def note_outcomes(decisions: Iterable[int], outcomes: Iterable[Outcome]) -> None:
    """Writes why reports stay beside the decisions about them; "" where they moved."""
    rows = DecisionAspiration.objects.filter(decision__in=decisions)
    for one in outcomes:
        about = rows.filter(aspiration=one.report) | rows.filter(aspiration__merged_into=one.report)
        rows.filter(pk__in=about.values("pk")).update(stays_because=one.why[:300])
