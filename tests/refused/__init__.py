"""What the database refuses, a room for each concern; `test_constraints` tries them."""

from tests.refused import (
    decisions,
    desk,
    evaluations,
    government,
    meetings,
    pictures,
    promises,
    reports,
    staff,
)
from tests.refused.makers import Refused, twice

REFUSED: Refused = {
    **desk.REFUSED,
    **government.REFUSED,
    **decisions.REFUSED,
    **evaluations.REFUSED,
    **meetings.REFUSED,
    **promises.REFUSED,
    **pictures.REFUSED,
    **reports.REFUSED,
    **staff.REFUSED,
}

__all__ = ["REFUSED", "twice"]
