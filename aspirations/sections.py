"""What apps above show on the pages of a report for its reader and its reporter; a leaf, plain data."""

from collections.abc import Callable
from typing import Any, NamedTuple


class PublicSection(NamedTuple):
    """A template, and what it finds under `section`."""

    template: str
    context: Any


# Called with the report and whether its reporter reads (by receipt); None where there is nothing to show.
Make = Callable[[Any, bool], PublicSection | None]
REGISTERED: list[Make] = []


def register(make: Make) -> None:
    """Called once by an app above, when it is ready."""
    REGISTERED.append(make)


def of(report: Any, *, to_reporter: bool = False) -> list[PublicSection]:
    """Every section of a report's page; what is not for everybody is the maker's to leave out."""
    return [one for one in (make(report, to_reporter) for make in REGISTERED) if one]
