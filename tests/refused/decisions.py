"""Decisions and follow-ups."""

from typing import Any

from meetings.models import DecisionAspiration
from tests.meetings.makers import make_decision, make_follow_up
from tests.refused.makers import Refused, twice
from tests.refused.meetings import meeting
from tests.world import MONDAY, agency, make_report, unit


def decision(**columns: Any) -> Any:
    return make_decision(meeting(), **columns)


def follow_up(**columns: Any) -> Any:
    return make_follow_up(decision(), **columns)


def numbers_twice() -> None:
    one = meeting()
    make_decision(one, number=1)
    make_decision(one, number=1)


def follow_ups_twice() -> None:
    one = decision()
    make_follow_up(one, number=1)
    make_follow_up(one, number=1)


def deferred_to_itself() -> None:
    one = decision()
    type(one).objects.filter(pk=one.pk).update(deferred_to=one.meeting_id)


REFUSED: Refused = {
    "decision_number_once": [numbers_twice],
    "decision_report_once": [
        lambda: twice(DecisionAspiration, decision=decision(), aspiration=make_report())
    ],
    "decision_kind_known": [lambda: decision(kind="other")],
    "decision_status_known": [lambda: decision(status="other")],
    "decision_refusal_has_reason": [lambda: decision(kind="refused"), lambda: decision(kind="deferred")],
    "decision_revoked_for_a_reason": [lambda: decision(status="revoked")],
    "decision_adopted_has_time": [lambda: decision(adopted_at=None)],
    "decision_deferred_elsewhere": [deferred_to_itself],
    "follow_up_number_once": [follow_ups_twice],
    "follow_up_status_known": [lambda: follow_up(status="other")],
    "follow_up_funding_known": [lambda: follow_up(funding="other")],
    "follow_up_has_one_owner": [lambda: follow_up(agency=agency(), unit=unit())],
    "follow_up_progress_in_range": [lambda: follow_up(progress=101)],
    "follow_up_amount_not_negative": [lambda: follow_up(amount=-1)],
    "follow_up_dropped_for_a_reason": [lambda: follow_up(status="dropped", closed_on=MONDAY.date())],
    "follow_up_closed_has_day": [
        lambda: follow_up(status="kept", progress=100),
        lambda: follow_up(closed_on=MONDAY.date()),
    ],
    "follow_up_kept_is_whole": [lambda: follow_up(status="kept", progress=99, closed_on=MONDAY.date())],
}
