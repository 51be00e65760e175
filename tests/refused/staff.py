"""What staff write about reports: proposals, drafts, mentions, pairs of photos."""

from typing import Any

from aspirations.models import Approval, Draft, Event, Mention, Photo, PhotoPair, Presence
from tests.refused.makers import Refused, twice
from tests.world import MONDAY, make_report, make_user


def approval(**columns: Any) -> Approval:
    fields = {"to_status": "answered", "proposer_who": "triage", "status_since": MONDAY, "note": "x"}
    return Approval.objects.create(**({"aspiration": make_report()} | fields | columns))


def pair_with_itself() -> None:
    report = make_report()
    photo = Photo.objects.create(original="x", aspiration=report)
    PhotoPair.objects.create(aspiration=report, before=photo, after=photo)


REFUSED: Refused = {
    "approval_one_at_a_time": [lambda: approval(aspiration=approval().aspiration)],
    "approval_is_of_an_answer": [lambda: approval(to_status="verified")],
    "approval_state_known": [lambda: approval(state="flying")],
    "approval_decision_is_signed": [lambda: approval(state="approved"), lambda: approval(state="returned")],
    "draft_once_per_panel": [
        lambda: twice(
            Draft, aspiration=make_report(), user=make_user(), verb="note", status="x", status_since=MONDAY
        )
    ],
    "presence_once_per_person": [lambda: twice(Presence, aspiration=make_report(), user=make_user())],
    "mention_once_per_note": [
        lambda: twice(Mention, event=Event.objects.filter(aspiration=make_report())[0], user=make_user())
    ],
    "photo_pair_is_of_two": [pair_with_itself],
    "photo_waits_or_is_shown": [
        lambda: Photo.objects.create(original="x", aspiration=make_report(), approval=approval())
    ],
}
