"""The writers of evaluations and of expected questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aspirations.services import NotAllowed, Refused
from government.models import Programme, Region
from government.permissions import Capability, in_territory, territories
from meetings.models import Evaluation, ExpectedQuestion, Meeting
from meetings.services.stops import hold

MOST_QUESTIONS = 30


@dataclass(frozen=True)
class Verdict:
    """What is said of one programme: a score from 1 to 5, a note, and where it can be seen."""

    programme: Programme
    score: int
    note: str = ""
    evidence: str = ""


def current_evaluations(district: Region, years: Iterable[int]) -> dict[tuple[int, int], Evaluation]:
    """The latest of each programme and year, by their keys; one query."""
    rows = Evaluation.objects.filter(district=district, year__in=list(years)).current()
    return {(row.programme_id, row.year): row for row in rows}


@transaction.atomic
def evaluate(district: Region, year: int, verdicts: Iterable[Verdict], *, actor: Any) -> list[Evaluation]:
    """Appends a row for each verdict that says something else than the current one.

    Raises NotAllowed outside the user's territory.
    """
    if not in_territory(district.pk, territories(actor, Capability.CONVENE)):
        raise NotAllowed(_("Anda tidak berwenang menilai kecamatan ini."))
    # Two who save at once: the second compares with what the first wrote.
    Region.objects.select_for_update().get(pk=district.pk)
    held = current_evaluations(district, [year])
    fresh = [
        Evaluation(
            programme=one.programme,
            district=district,
            year=year,
            score=one.score,
            note=one.note.strip(),
            evidence=one.evidence.strip(),
            user=actor,
        )
        for one in verdicts
        if not _says(held.get((one.programme.pk, year)), one)
    ]
    return Evaluation.objects.bulk_create(fresh)


def _says(row: Evaluation | None, verdict: Verdict) -> bool:
    if row is None:
        return False
    said = (row.score, row.note, row.evidence)
    return said == (verdict.score, verdict.note.strip(), verdict.evidence.strip())


@transaction.atomic
def expect_question(meeting: Meeting, question: str, answer: str, *, actor: Any) -> ExpectedQuestion:
    """One question more. Raises NotAllowed, or Refused where there are enough."""
    held = hold(meeting, actor=actor)
    if held.expected_questions.count() >= MOST_QUESTIONS:
        raise Refused(_("Sudah ada %(most)d pertanyaan.") % {"most": MOST_QUESTIONS})
    return ExpectedQuestion.objects.create(
        meeting=held, question=question.strip(), answer=answer.strip(), user=actor
    )


@transaction.atomic
def drop_question(meeting: Meeting, pk: int, *, actor: Any) -> str:
    """Takes a question away and returns it. Raises NotAllowed, or Refused where it is gone."""
    held = hold(meeting, actor=actor)
    row = held.expected_questions.filter(pk=pk).first()
    if row is None:
        raise Refused(_("Pertanyaan itu sudah tidak ada."))
    row.delete()
    return row.question
