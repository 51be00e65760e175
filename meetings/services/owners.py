"""What an agency does on its page: everything is signed, nothing is believed until the desk has looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.files import File
from django.db import transaction

from meetings.models import FollowUp, Milestone, OwnerLink
from meetings.services import evidence, progress
from meetings.services.progress import By
from meetings.workflow import FollowUpStatus


@dataclass(frozen=True)
class Proof:
    """What comes with a report: photos by stage, and a letter."""

    photos: Mapping[str, Sequence[File]] = field(default_factory=dict)
    letter_number: str = ""
    letter_on: date | None = None


def signature(link: OwnerLink, name: str, position: str) -> str:
    """As histories show it."""
    return f"{link.agency}: {name.strip()}, {position.strip()}"


def offered(follow_up: FollowUp) -> list[str]:
    """What can be said now, in the order of the page."""
    waits = {one.kind for one in progress.waiting_asks(follow_up)}
    works = follow_up.status in {FollowUpStatus.PROMISED, FollowUpStatus.WORKING}
    verbs = {
        "start": follow_up.status == FollowUpStatus.PROMISED,
        "progress": works,
        "done": works,
        "date": works and "date" not in waits,
        "not_ours": works and "not_ours" not in waits,
    }
    return [verb for verb, is_offered in verbs.items() if is_offered]


@transaction.atomic
def start(follow_up: FollowUp, text: str, *, by: By) -> None:
    """Taken up; everybody sees that, the words are for the desk."""
    progress.change_follow_up(follow_up, FollowUpStatus.WORKING, text=text, by=by)


@transaction.atomic
def tell_progress(follow_up: FollowUp, percent: int, text: str, proof: Proof, *, by: By) -> None:
    """How far it is, with what shows it."""
    held = progress.report_progress(follow_up, percent, text, by=by)
    _keep(held, proof, by)


@transaction.atomic
def tell_done(follow_up: FollowUp, text: str, proof: Proof, *, by: By) -> None:
    """It is done, as the owner says; the desk looks."""
    held = progress.change_follow_up(follow_up, FollowUpStatus.REPORTED, text=text, progress=100, by=by)
    _keep(held, proof, by)


def tick(milestone: Milestone, *, is_done: bool, by: By) -> None:
    """A step of the way is done, or is not after all."""
    evidence.tick_milestone(milestone, is_done=is_done, by=by)


def _keep(held: FollowUp, proof: Proof, by: By) -> None:
    if proof.letter_number and proof.letter_on:
        evidence.keep_letter(held, proof.letter_number, proof.letter_on, "", by=by)
    for stage, files in proof.photos.items():
        evidence.keep_pictures(held, files, stage, by=by)
