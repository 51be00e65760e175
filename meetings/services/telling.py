"""What becomes of decisions and promises reaches the reports they are about, and their reporters."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from aspirations.models import Aspiration, EventKind
from aspirations.workflow import Status
from meetings.models import Decision, FollowUp
from meetings.services import words
from meetings.services.moves import Outcome, Step, carry, note_outcomes, reports_of, step_of
from meetings.workflow import OPEN_FOLLOW_UPS, DecisionStatus, FollowUpStatus


def tell_decision(decision: Decision, actor: Any, only: Iterable[int] | None = None) -> list[Outcome]:
    """Takes the reports of a decision along that was just adopted; `only` those with these keys."""
    step = step_of(decision, list(_follow_ups([decision.pk])))
    with words.in_one_language():
        reference = words.decision_reference(decision)
        if not step.is_public:
            reference = step.note
    return _each(decision, step, EventKind.DECIDED, reference, actor, only)


def tell_words(
    decision: Decision, kind: EventKind, text: str, actor: Any, only: Iterable[int] | None = None
) -> list[Outcome]:
    """Tells the reporters of an adopted decision something that moves no report."""
    step = Step(None, text, is_public=words.for_everybody(decision))
    return _each(decision, step, kind, text, actor, only)


def tell_follow_up(follow_up: FollowUp, before: str, actor: Any, text: str = "") -> list[Outcome]:
    """After a promise went from `before` to its present status: its reports follow, their reporters are told.

    To be called once for each change, in its transaction. `actor` is the user, or None where the owner acted
    by a link; `text` is what was said with it (progress, evidence), by somebody whose words the reporter may
    read. Work that begins makes reports `in_progress`; when nothing that was promised about a report is open
    any more it is answered, and its reporter confirms or disputes.
    """
    if follow_up.decision.status != DecisionStatus.ADOPTED:
        return []
    with words.in_one_language():
        # What comes by a link was read by nobody of the office yet.
        note = words.became(follow_up, before, text if actor is not None else "")
        is_public = words.for_everybody(follow_up.decision)
        reference = words.follow_up_reference(follow_up) if is_public else note
    if not note:
        return []

    def next_step(report: Aspiration) -> Step:
        return _next(report, follow_up, before, note, text)

    return _each(follow_up.decision, next_step, EventKind.FOLLOW_UP, reference, actor, None, follow_up)


def tell_moved(follow_up: FollowUp, before: date, reason: str, actor: Any) -> list[Outcome]:
    """After a promise got another day than `before`."""
    with words.in_one_language():
        change = words.target_moved(before, follow_up.target_on)
    return _tell_change(follow_up, change, reason, actor)


def tell_owner(follow_up: FollowUp, before: str, reason: str, actor: Any) -> list[Outcome]:
    """After a promise got another owner than `before`."""
    with words.in_one_language():
        change = words.owner_changed(before, follow_up.owner)
    return _tell_change(follow_up, change, reason, actor)


def _tell_change(follow_up: FollowUp, change: str, reason: str, actor: Any) -> list[Outcome]:
    if follow_up.decision.status != DecisionStatus.ADOPTED:
        return []
    with words.in_one_language():
        told = words.moved(follow_up, change, reason)
    return tell_words(follow_up.decision, EventKind.FOLLOW_UP, told, actor)


def _next(report: Aspiration, follow_up: FollowUp, before: str, note: str, text: str) -> Step:
    is_public = words.for_everybody(follow_up.decision)
    if words.starts(follow_up.status, before):
        to = None if report.status == Status.IN_PROGRESS else Status.IN_PROGRESS
        return Step(to, note, is_public=is_public)
    whole = _promised_about(report)
    is_over = all(one.status not in OPEN_FOLLOW_UPS for one in whole)
    if not is_over or all(one.status == FollowUpStatus.DROPPED for one in whole):
        return Step(None, note, is_public=is_public)
    with words.in_one_language():
        return Step(Status.ANSWERED, words.all_done(whole, text if is_public else ""), is_public=is_public)


def _promised_about(report: Aspiration) -> list[FollowUp]:
    """All follow-ups of adopted decisions about the report and those merged into it."""
    about = Decision.objects.filter(status=DecisionStatus.ADOPTED)
    mine = about.filter(rows__aspiration=report) | about.filter(rows__aspiration__merged_into=report)
    return list(_follow_ups(mine.order_by().values("pk")))


def _follow_ups(decisions: Any) -> Any:
    rows = FollowUp.objects.filter(decision__in=decisions).select_related(
        "agency", "unit", "decision__meeting__series", "decision__meeting__host_district"
    )
    return rows.order_by("decision__meeting", "decision__number", "number")


def _each(
    decision: Decision,
    step: Step | Callable[[Aspiration], Step],
    kind: EventKind,
    reference: str,
    actor: Any,
    only: Iterable[int] | None,
    follow_up: FollowUp | None = None,
) -> list[Outcome]:
    signed_by = follow_up.owner if follow_up is not None and actor is None else ""
    outcomes = []
    for report in reports_of([decision.pk], only):
        its = step(report) if callable(step) else step
        with words.in_one_language():
            outcome = carry(report, its, kind=kind, reference=reference, user=actor, signed_by=signed_by)
        outcomes.append(outcome)
    note_outcomes([decision.pk], outcomes)
    return outcomes
