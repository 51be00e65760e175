"""What stands beside a promise: steps, letters, notes, its date, and what its owner asks."""

from datetime import timedelta

import pytest

from aspirations.services import Conflict, NotAllowed, Refused
from meetings.models import FollowUpEvent
from meetings.services import evidence
from meetings.services.progress import By
from tests.meetings.promises import clerk, entries, make_promise, owner
from tests.world import agency, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def steps(promise) -> list[str]:
    return [one.text for one in promise.milestones.all()]


def test_steps_stand_in_the_order_that_the_desk_gives_them():
    promise, by = make_promise(), clerk()
    first, second, third = (evidence.add_milestone(promise, text, None, by=by) for text in "abc")
    evidence.move_milestone(third, -1, by=by)
    assert steps(promise) == ["a", "c", "b"]
    evidence.move_milestone(first, -1, by=by)
    assert steps(promise) == ["a", "c", "b"]
    evidence.drop_milestone(first, by=by)
    assert steps(promise) == ["c", "b"]
    assert second.position == 2


def test_step_is_ticked_by_the_owner_too_and_a_done_one_stays():
    promise = make_promise()
    one = evidence.add_milestone(promise, "Survei", None, by=clerk())
    assert evidence.tick_milestone(one, is_done=True, by=owner()).done_on is not None
    with pytest.raises(Conflict):
        evidence.tick_milestone(one, is_done=True, by=clerk())
    with pytest.raises(Conflict):
        evidence.drop_milestone(one, by=clerk())
    assert evidence.tick_milestone(one, is_done=False, by=clerk()).done_on is None


def test_letter_is_for_the_desk_until_it_is_shown():
    promise = make_promise()
    letter = evidence.add_letter(promise, "600/12/PUPR", promise.target_on, "Jawaban", by=owner())
    assert letter.is_public is False
    evidence.show_letter(letter, is_public=True, by=clerk())
    letter.refresh_from_db()
    assert letter.is_public is True
    with pytest.raises(Refused):
        evidence.add_letter(promise, "600/12/PUPR", promise.target_on, "", by=clerk())


def test_notes_reach_those_they_are_for():
    promise, by = make_promise(), clerk()
    for reader in ("desk", "owner", "public"):
        evidence.add_note(promise, f"Untuk {reader}", reader, by=by)
    assert entries(promise) == [
        ("note", "Untuk desk", "desk"), ("note", "Untuk owner", "owner"), ("news", "Untuk public", "public"),
    ]  # fmt: skip
    events = FollowUpEvent.objects.filter(follow_up=promise)
    assert [event.text for event in events.for_owner()] == ["Untuk owner", "Untuk public"]
    assert [event.public_text for event in events.public()] == ["Untuk public"]
    with pytest.raises(Refused):
        evidence.add_note(promise, " ", "desk", by=by)


def test_target_moves_with_a_reason_that_everybody_reads():
    promise = make_promise()
    to = promise.target_on + 30 * DAY
    with pytest.raises(Refused):
        evidence.move_target(promise, to, " ", by=clerk())
    assert evidence.move_target(promise, to, "Air pasang", by=clerk()).target_on == to
    event = promise.events.get()
    assert (event.target_from, event.target_to, event.public_text) == (to - 30 * DAY, to, "Air pasang")


def test_date_that_the_owner_proposes_waits_for_the_desk():
    promise = make_promise()
    ask = evidence.ask_date(promise, promise.target_on + DAY, "Air pasang", by=owner())
    promise.refresh_from_db()
    assert promise.target_on == ask.target_on - DAY
    with pytest.raises(Conflict):
        evidence.ask_date(promise, promise.target_on + 2 * DAY, "Air pasang", by=owner())
    evidence.answer_ask(ask, is_granted=True, answer="", by=clerk())
    promise.refresh_from_db()
    assert promise.target_on == ask.target_on


def test_refused_wish_has_a_reason_and_changes_nothing():
    promise = make_promise()
    ask = evidence.ask_date(promise, promise.target_on + DAY, "Air pasang", by=owner())
    with pytest.raises(Refused):
        evidence.answer_ask(ask, is_granted=False, answer="", by=clerk())
    evidence.answer_ask(ask, is_granted=False, answer="Bahan sudah ada", by=clerk())
    promise.refresh_from_db()
    assert promise.target_on == ask.target_on - DAY
    with pytest.raises(Conflict):
        evidence.answer_ask(ask, is_granted=True, answer="", by=clerk())


def test_promise_of_somebody_else_goes_there_once_the_desk_agrees():
    promise = make_promise()
    ask = evidence.disown(promise, agency("bpbd"), "Tanggul milik BPBD", by=owner())
    promise.refresh_from_db()
    assert promise.agency == agency()
    evidence.answer_ask(ask, is_granted=True, answer="", by=clerk())
    promise.refresh_from_db()
    assert promise.agency == agency("bpbd")


def test_owner_moves_neither_steps_nor_dates_by_an_account():
    promise = make_promise()
    officer = By(make_user("agency_officer", "dinas-pupr"))
    ask = evidence.ask_date(promise, promise.target_on + DAY, "Air pasang", by=officer)
    for act in (
        lambda: evidence.move_target(promise, promise.target_on + DAY, "x", by=officer),
        lambda: evidence.add_milestone(promise, "x", None, by=officer),
        lambda: evidence.add_note(promise, "x", "public", by=officer),
        lambda: evidence.answer_ask(ask, is_granted=True, answer="", by=officer),
    ):
        with pytest.raises(NotAllowed):
            act()
