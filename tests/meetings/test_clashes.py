"""What speaks against a stop: refused or warned; pure functions."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.clashes import Clash, Days, Hosted, Slot, digest, overlap, refusals, warnings

WIB = ZoneInfo("Asia/Jakarta")
NINE = datetime(2026, 7, 16, 9, tzinfo=WIB)
HOUR = timedelta(hours=1)
WEEK = Days(WIB, {date(2026, 7, 17): "Libur panen"})
MOMENTS = st.integers(0, 40).map(lambda n: NINE + n * HOUR)


def slot(**fields: Any) -> Slot:
    data: dict[str, Any] = {
        "series": 1,
        "number": 1,
        "district": "16.07.14",
        "village": "16.07.14.2002",
        "place": "Balai desa",
        "starts": NINE,
        "ends": NINE + 4 * HOUR,
    }
    return Slot(**data | fields)


def codes(found: list[Clash]) -> list[str]:
    return [clash.code for clash in found]


OTHER = slot(key=9, number=2, name="Rakor Ke-2", leaders=frozenset({7}))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["place"]),
        ({"place": " BALAI  Desa"}, ["place"]),
        ({"place": "Masjid"}, []),
        ({"village": "16.07.14.2013"}, []),
        ({"starts": NINE + 4 * HOUR, "ends": NINE + 5 * HOUR}, []),
        ({"place": "Masjid", "leaders": frozenset({7, 8})}, ["leader"]),
        ({"number": 2, "place": "Masjid"}, ["number"]),
        ({"number": 2, "place": "Masjid", "series": 2}, []),
        ({"ends": NINE, "place": "Masjid"}, ["order"]),
        ({"key": 9, "number": 2}, []),
    ],
)
def test_what_is_refused(fields: dict[str, Any], expected: list[str]):
    found = refusals(slot(**fields), [OTHER], {7: "Bupati"})
    assert (codes(found), all(clash.is_refused for clash in found)) == (expected, True)


def test_who_may_not_know_of_the_other_stop_reads_no_name_of_it():
    hidden = slot(key=9, number=2, leaders=frozenset({7}), place="Masjid")
    (found,) = refusals(slot(leaders=frozenset({7})), [hidden], {7: "Bupati"})
    assert found.text == "Bupati memimpin pertemuan lain pada waktu itu: pertemuan lain."


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"starts": NINE + 24 * HOUR, "ends": NINE + 25 * HOUR}, ["holiday"]),
        ({"starts": NINE + 48 * HOUR, "ends": NINE + 49 * HOUR}, ["weekend"]),
        ({"ends": NINE + 48 * HOUR}, ["holiday", "weekend"]),
        ({"starts": NINE - 24 * HOUR, "ends": NINE - 23 * HOUR}, ["past"]),
        ({"village": "16.07.14.2013"}, ["host"]),
        ({"village": "16.07.14.2009"}, []),
        ({"capacity": 100, "invited": 101}, ["capacity"]),
        ({"capacity": 100, "invited": 100}, []),
    ],
)
def test_what_is_only_warned(fields: dict[str, Any], expected: list[str]):
    rested = ["2013", "2005", "2006", "2009"]
    hosted = [Hosted(f"16.07.14.{one}", date(2026, 5, 7), one) for one in rested]
    found = warnings(slot(**fields), WEEK, hosted, now=NINE - HOUR)
    assert (codes(found), any(clash.is_refused for clash in found)) == (expected, False)


def test_confirmation_is_of_these_warnings_and_no_others():
    first, second = Clash("weekend", "Sabtu"), Clash("holiday", "Libur")
    assert digest([first, second]) == digest([second, first]) != digest([first])
    assert digest([Clash("place", "Penuh", is_refused=True)]) == ""


@given(MOMENTS, MOMENTS, MOMENTS, MOMENTS)
def test_overlap_is_symmetric_and_never_of_two_that_follow(a: Any, b: Any, c: Any, d: Any):
    one, other = slot(starts=min(a, b), ends=max(a, b)), slot(starts=min(c, d), ends=max(c, d))
    assert overlap(one, other) == overlap(other, one)
    if one.ends <= other.starts:
        assert not overlap(one, other)
