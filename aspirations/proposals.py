"""What would be published of a report before a clerk touched it; pure but for the report it reads."""

import re
from typing import Any, NamedTuple

from aspirations.masking import mask

# "Jalur 8", "Parit 3": a canal by its number. Anything more may point at a house.
_CANAL = re.compile(r"(jalur|parit|kanal|primer|sekunder|tersier)\s*\d{1,3}", re.IGNORECASE)


class Proposal(NamedTuple):
    """The cleaned parts; a clerk's own earlier version where there is one."""

    title: str
    text: str
    place: str


def propose(report: Any) -> Proposal:
    """Masked title and text, and the canal where it is nothing but one."""
    if report.public_text:
        return Proposal(report.public_title, report.public_text, report.public_place)
    canal = report.canal.strip()
    return Proposal(mask(report.title), mask(report.text), canal if _CANAL.fullmatch(canal) else "")
