"""Photos of stops and promises."""

from typing import Any

from meetings.models import Picture
from tests.meetings.makers import make_decision, make_follow_up
from tests.refused.makers import Refused
from tests.refused.meetings import meeting


def picture(**columns: Any) -> Picture:
    data: dict[str, Any] = {"signed_by": "PMI"} | columns
    if "meeting" not in data:
        data["meeting"] = meeting()
    return Picture.objects.create(**data)


def of_two() -> None:
    one = meeting()
    picture(meeting=one, follow_up=make_follow_up(make_decision(one)))


REFUSED: Refused = {
    "picture_has_one_owner": [lambda: picture(meeting=None), of_two],
    "picture_sent_by_somebody": [lambda: picture(signed_by="")],
    "picture_stage_known": [lambda: picture(stage="other1")],
    "picture_state_known": [lambda: picture(state="other")],
    "picture_ready_has_size": [lambda: picture(state="ready", width=9)],
    "picture_shown_is_readable": [lambda: picture(state="failed", is_public=True)],
}
