"""Scores of programmes, and expected questions."""

from typing import Any

from government.models import Programme
from meetings.models import Evaluation, ExpectedQuestion
from tests.refused.makers import Refused
from tests.refused.meetings import meeting


def evaluation(score: int = 3, year: int = 2026) -> Any:
    programme = Programme.objects.order_by("pk")[0]
    return Evaluation.objects.create(programme=programme, district_id="16.07.14", year=year, score=score)


REFUSED: Refused = {
    "evaluation_score_in_range": [lambda: evaluation(score=0), lambda: evaluation(score=6)],
    "evaluation_year_in_range": [lambda: evaluation(year=1999), lambda: evaluation(year=2101)],
    "expected_question_is_said": [lambda: ExpectedQuestion.objects.create(meeting=meeting(), question="")],
}
