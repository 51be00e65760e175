"""What the steps of a course leave in a report's columns and history."""

from dataclasses import dataclass
from datetime import datetime

from aspirations.models import Audience, EventKind
from aspirations.services import Actor
from aspirations.services.promises import clock_columns
from aspirations.services.support import person_key
from aspirations.services.transitions import audience_of, tells_everybody
from aspirations.workflow import NOTE, OPEN, Status, Who, rule_for
from government.workdays import Calendar
from portal.demo.generator import dispatches
from portal.demo.generator.courses import Course, Step
from portal.demo.generator.drafts import Draft, mask_note
from portal.demo.generator.texts import sentences


@dataclass
class Target:
    """A report that others are joined to, and whose supporters' reporters it has: its own at first."""

    pk: int
    reporters: set[str]


_RETURNED = "Dikembalikan: bukan tugas instansi kami."


def record_course(draft: Draft, course: Course, calendar: Calendar) -> None:
    """The submission and every step, with the sendings that they brought."""
    draft.add_event(
        EventKind.SUBMITTED,
        draft.columns["submitted_at"],
        Audience.PUBLIC,
        Who.REPORTER,
        to_status=Status.SUBMITTED.value,
    )
    for step in course.steps:
        _record(draft, step, calendar)
    dispatches.wait(draft, course)
    last = Actor(course.steps[-1].who) if course.steps else Actor(Who.TRIAGE)
    draft.columns |= {
        "status": course.status.value,
        "status_since": course.since,
        "resume_status": course.resume,
        **clock_columns(course.clock),
        "has_unread_reply": not last.is_staff and course.status in OPEN,
    }


def record_merge(draft: Draft, target: Target, at: datetime) -> None:
    """The report joins `target`, which notes it and has one supporter more: its reporter, once."""
    draft.columns["merged_into_id"] = target.pk
    key = supporter_key(draft)
    if key not in target.reporters:
        target.reporters.add(key)
        row = {"aspiration_id": target.pk, "device_hash": key, "came_from_id": draft.pk, "created_at": at}
        draft.supports.append(row)
    draft.add_event(
        EventKind.MERGED_HERE,
        at,
        Audience.STAFF,
        Who.TRIAGE,
        aspiration_id=target.pk,
        text=draft.columns["number"],
    )


def supporter_key(draft: Draft) -> str:
    """The reporter of this report among the supporters of another."""
    return person_key(draft.columns["reporter_phone"], "", draft.columns["number"])


def _record(draft: Draft, step: Step, calendar: Calendar) -> None:
    columns, note = draft.columns, _note(draft, step)
    agency = _new_agency(draft, step)
    draft.add_event(
        EventKind.STATUS,
        step.at,
        audience_of(step.current, step.to, Actor(step.who)),
        step.who,
        from_status=step.current.value,
        to_status=step.to.value,
        agency_id=agency,
        authority=draft.subject.level if agency is not None else _kept_level(draft, step),
        text=note,
        public_text=mask_note(note) if tells_everybody(step.to, Actor(step.who)) else "",
    )
    if agency is not None:
        columns |= {"agency_id": agency, "authority": draft.subject.level}
        dispatches.send(draft, step, calendar)
    else:
        dispatches.follow(draft, step, note)
    if step.to == Status.VERIFIED and step.current == Status.DISPATCHED:
        columns |= {"agency_id": None, "authority": ""}
    if step.to == Status.PLANNED:
        columns["planned_for"] = f"APBD {step.at.year + 1}"
    if step.to == Status.ANSWERED:
        columns["public_answer"] = mask_note(note)
    if step.to == Status.REOPENED:
        columns["disputed_at"] = step.at
    columns["resolved_at"] = step.at if step.to == Status.RESOLVED else None


def _kept_level(draft: Draft, step: Step) -> str:
    """The end says once more whose it was."""
    return str(draft.columns.get("authority", "")) if step.to == Status.NOT_COMPETENT else ""


def _new_agency(draft: Draft, step: Step) -> int | None:
    """A reply goes back to the agency that asked."""
    if step.to != Status.DISPATCHED or step.current == Status.NEEDS_INFO:
        return None
    return draft.subject.agency_id


def _note(draft: Draft, step: Step) -> str:
    is_reply = step.current == Status.NEEDS_INFO and step.who == Who.REPORTER
    kind = "reply" if is_reply else step.to.value
    note = draft.dice.choice(sentences()[kind]).format_map(draft.place)
    rule = rule_for(step.current, step.to)
    return note or (_RETURNED if rule is not None and NOTE in rule.needs else "")
