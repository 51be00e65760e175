"""What people type or a table holds."""

from datetime import date, time

import pytest

from aspirations.reading import read_day, read_moment, read_phone

JULY = date(2023, 7, 20)


@pytest.mark.parametrize(
    "typed",
    [
        "20 Juli 2023",
        "Kamis, 20 Jul 2023",
        "20-07-2023",
        "20/7/2023",
        "20.07.2023",
        "2023-07-20",
        " 20-7-2023 ",
    ],
)
def test_day(typed: str):
    assert read_day(typed) == JULY


@pytest.mark.parametrize(
    "typed", ["", "7/20/2023", "20/07/23", "31-02-2023", "2023", "kemarin", "20 Xyz 2023"]
)
def test_no_day(typed: str):
    assert read_day(typed) is None


def test_seventh_of_august_is_never_the_eighth_of_july():
    assert read_day("7/8/2023") == date(2023, 8, 7)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("20-07-2023", (JULY, None)),
        ("2023-07-20T09:05:00", (JULY, time(9, 5))),
        ("20 Juli 2023, 09.05 WIB", (JULY, time(9, 5))),
        ("20/07/2023 9:05", (JULY, time(9, 5))),
        ("20/07/2023 25:05", None),
        ("09.05", None),
    ],
)
def test_moment(typed: str, read: object):
    assert read_moment(typed) == read


@pytest.mark.parametrize("typed", ["0812-7345-6789", "6281273456789", "+62 812 7345 6789", "81273456789"])
def test_phone(typed: str):
    assert read_phone(typed) == "+6281273456789"


@pytest.mark.parametrize("typed", ["", "tidak ada", "12345", "08xx"])
def test_no_phone(typed: str):
    assert read_phone(typed) == ""
