"""What stands around a promise: history, steps, letters, wishes of its owner, links and reminders."""

from datetime import timedelta
from typing import Any

from meetings.models import (
    FollowUpEvent,
    FollowUpNotice,
    FollowUpNoticed,
    FollowUpStep,
    Letter,
    Milestone,
    OwnerAsk,
    OwnerLink,
)
from tests.refused.decisions import follow_up
from tests.refused.makers import Refused, twice
from tests.world import MONDAY, agency, make_user

TODAY = MONDAY.date()


def event(**columns: Any) -> FollowUpEvent:
    return FollowUpEvent.objects.create(follow_up=follow_up(), **({"kind": "note"} | columns))


def forms_twice() -> None:
    one = event(form="x")
    FollowUpEvent.objects.create(follow_up=one.follow_up, kind="note", form="x")


def letter(**columns: Any) -> Letter:
    of = columns.pop("follow_up", None) or follow_up()
    return Letter.objects.create(follow_up=of, **({"number": "1", "dated_on": TODAY} | columns))


def ask(**columns: Any) -> OwnerAsk:
    of = columns.pop("follow_up", None) or follow_up()
    fields: dict[str, Any] = {"kind": "date", "target_on": TODAY, "text": "x"}
    return OwnerAsk.objects.create(follow_up=of, **(fields | columns))


def link(**columns: Any) -> OwnerLink:
    fields = {
        "agency": agency(),
        "district_id": "16.07.14",
        "expires_at": MONDAY + timedelta(days=9),
        "issued_at": MONDAY,
    }
    return OwnerLink.objects.create(**(fields | columns))


def step(**columns: Any) -> FollowUpStep:
    return FollowUpStep.objects.create(**({"slug": "x", "days": 90, "to": "camat"} | columns))


def notice() -> FollowUpNotice:
    return FollowUpNotice.objects.create(
        follow_up=follow_up(), step=step(), target_on=TODAY, days=90, to="camat"
    )


def noticed_twice() -> None:
    twice(FollowUpNoticed, notice=notice(), user=make_user())


def noticed_twice_by_step() -> None:
    one = notice()
    one.pk = None
    one.save()


def letters_twice() -> None:
    one = letter()
    letter(follow_up=one.follow_up)


def asks_twice() -> None:
    one = ask()
    ask(follow_up=one.follow_up)


REFUSED: Refused = {
    "follow_up_event_kind_known": [lambda: event(kind="other")],
    "follow_up_event_reader_known": [lambda: event(reader="other")],
    "follow_up_event_progress_in_range": [lambda: event(progress=101)],
    "follow_up_event_step_is_one": [
        lambda: event(kind="status"),
        lambda: event(kind="status", from_status="kept", to_status="kept"),
    ],
    "follow_up_form_once": [forms_twice],
    "milestone_position_once": [lambda: twice(Milestone, follow_up=follow_up(), position=1, text="x")],
    "milestone_is_said": [lambda: Milestone.objects.create(follow_up=follow_up(), position=1)],
    "follow_up_letter_once": [letters_twice],
    "follow_up_letter_has_number": [lambda: letter(number="")],
    "owner_asks_one_at_a_time": [asks_twice],
    "owner_ask_kind_known": [lambda: ask(kind="other")],
    "owner_ask_has_reason": [lambda: ask(text="")],
    "owner_ask_has_date": [lambda: ask(target_on=None)],
    "owner_ask_answer_is_whole": [lambda: ask(answered_at=MONDAY), lambda: ask(is_granted=True)],
    "owner_link_once": [lambda: [link(), link()]],
    "owner_link_ends_later": [lambda: link(expires_at=MONDAY)],
    "follow_up_step_once": [lambda: [step(), step(slug="y")]],
    "follow_up_step_to_known": [lambda: step(to="other")],
    "follow_up_step_days_in_range": [lambda: step(days=366), lambda: step(days=-91)],
    "follow_up_notice_once": [noticed_twice_by_step],
    "noticed_once": [noticed_twice],
    "noticed_is_one": [
        lambda: FollowUpNoticed.objects.create(notice=notice()),
        lambda: FollowUpNoticed.objects.create(notice=notice(), user=make_user(), link=link()),
    ],
}
