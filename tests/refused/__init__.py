"""What the database refuses, a room for each concern; `test_constraints` tries them."""

from tests.refused import (
    decisions,
    desk,
    evaluations,
    government,
    meetings,
    minutes,
    pictures,
    promises,
    proposals,
    reports,
    staff,
)
from tests.refused.makers import Refused, twice

REFUSED: Refused = {
    **decisions.REFUSED,
    **desk.REFUSED,
    **evaluations.REFUSED,
    **government.REFUSED,
    **meetings.REFUSED,
    **minutes.REFUSED,
    **pictures.REFUSED,
    **promises.REFUSED,
    **proposals.REFUSED,
    **reports.REFUSED,
    **staff.REFUSED,
}

__all__ = ["REFUSED", "twice"]
