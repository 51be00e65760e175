"""The sendings to agencies that a course brings, as `aspirations.services.dispatches` keeps them."""

from datetime import date, datetime, time, timedelta

from django.conf import settings

from aspirations import receipts
from aspirations.models import CLOSED_STATES, DispatchState
from aspirations.services.dispatches import state_after
from aspirations.workflow import Status
from government.workdays import Calendar
from notifications.sealing import derive
from portal.demo.generator.courses import Course, Step
from portal.demo.generator.drafts import Draft, Row

_OPENED_AFTER = timedelta(days=1)
_END_OF_DAY = time(23, 59, 59)


def send(draft: Draft, step: Step, calendar: Calendar) -> None:
    """One more, its number left to the writing."""
    due = step.due_at.astimezone(calendar.zone).date() if step.due_at else None
    token = receipts.digest(f"{draft.columns['token_hash']}:dispatch:{len(draft.dispatches)}")
    draft.dispatches.append(
        {
            "aspiration_id": draft.pk,
            "agency_id": draft.columns["agency_id"],
            "due_on": due,
            "sent_by_id": draft.reference.clerk,
            "sent_at": step.at,
            "token": token,
            "secret_hash": receipts.digest(derive(receipts.dispatch_seed(token))),
            "expires_at": _expiry(step.at, due, calendar),
            "state": DispatchState.SENT.value,
            "state_since": step.at,
        }
    )


def follow(draft: Draft, step: Step, note: str) -> None:
    """Takes the open one along with a step of its report."""
    row = _open(draft)
    state = state_after(step.to, step.who)
    if row is None or state is None:
        return
    _look(row, step.at)
    row |= {"state": state.value, "state_since": step.at}
    if state in {DispatchState.DONE, DispatchState.REFUSED}:
        row["statement"] = note


def wait(draft: Draft, course: Course) -> None:
    """At the end: one on which the agency is silent has been looked at by now."""
    row = _open(draft)
    if row is not None and course.status == Status.DISPATCHED:
        _look(row, draft.until)


def _open(draft: Draft) -> Row | None:
    last = draft.dispatches[-1] if draft.dispatches else None
    return last if last is not None and last["state"] not in CLOSED_STATES else None


def _look(row: Row, by: datetime) -> None:
    """The agency opened it a day after it was sent, where that was before."""
    at = row["sent_at"] + _OPENED_AFTER
    if "opened_at" not in row and at < by:
        row |= {"opened_at": at, "state": DispatchState.OPENED.value, "state_since": at}


def _expiry(at: datetime, due: date | None, calendar: Calendar) -> datetime:
    expires = at + timedelta(days=settings.DISPATCH_LINK_DAYS)
    return max(expires, datetime.combine(due, _END_OF_DAY, calendar.zone)) if due else expires
