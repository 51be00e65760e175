"""What the database refuses, a room for each concern; `test_constraints` tries them."""

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
<<<<<<< HEAD
=======
>>>>>>> 0a6cc6b (Usulan: rows, formula, and the writers from desa to budget)
from tests.refused import (, decisions, desk, government, meetings, promises, proposals, reports, staff
from tests.refused.makers import Refused, twice

REFUSED: Refused = {
    **desk.REFUSED,
    **government.REFUSED,
    **decisions.REFUSED,
    **evaluations.REFUSED,
    **meetings.REFUSED,
    **promises.REFUSED,
<<<<<<< HEAD
    **pictures.REFUSED,
=======
    **proposals.REFUSED,
>>>>>>> 0a6cc6b (Usulan: rows, formula, and the writers from desa to budget)
    **reports.REFUSED,
    **staff.REFUSED,
}

__all__ = ["REFUSED", "twice"]
