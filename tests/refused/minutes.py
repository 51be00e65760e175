"""Notulen, berita acara and their papers."""

from typing import Any

from meetings.models import Minutes, MinutesPaper
from tests.refused.makers import Refused, twice
from tests.refused.meetings import meeting
from tests.world import MONDAY

SIGNED = {"status": "signed", "signed_at": MONDAY, "signer": "x", "content": {}, "content_hash": "x"}


def minutes(**columns: Any) -> Minutes:
    return Minutes.objects.create(meeting=meeting(), **columns)


def paper(**columns: Any) -> dict[str, Any]:
    return {"minutes": minutes(**SIGNED), "is_public": True, "file": b"x"} | columns


REFUSED: Refused = {
    "minutes_version_once": [lambda: twice(Minutes, meeting=meeting(), **SIGNED)],
    "minutes_one_open": [lambda: Minutes.objects.create(meeting=minutes().meeting, version=2, reason="x")],
    "minutes_kind_known": [lambda: minutes(kind="other")],
    "minutes_status_known": [lambda: minutes(status="other")],
    "minutes_signed_is_whole": [
        lambda: minutes(**SIGNED | {"signed_at": None}),
        lambda: minutes(**SIGNED | {"signer": ""}),
        lambda: minutes(**SIGNED | {"content": None}),
        lambda: minutes(**SIGNED | {"content_hash": ""}),
    ],
    "minutes_amended_for_a_reason": [lambda: minutes(version=2)],
    "minutes_paper_once": [lambda: twice(MinutesPaper, **paper(file_hash="x"))],
    "minutes_paper_has_hash": [lambda: MinutesPaper.objects.create(**paper(file_hash=""))],
}
