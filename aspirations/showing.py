"""What the public's page of a report shows; the desk's preview shows the same."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from aspirations import sections
from aspirations.models import Aspiration, Photo, PhotoPair, PhotoState, Stage
from aspirations.workflow import Status


def public_page(report: Aspiration, photos: Sequence[Photo]) -> dict[str, Any]:
    """The context of the page, with these photos."""
    stages = {stage: [photo for photo in photos if photo.stage == stage] for stage in Stage}
    pairs = _pairs(report, photos) if stages[Stage.AFTER] else []
    paired = {key for pair in pairs for key in (pair.before_id, pair.after_id)}
    before, after = (
        [photo for photo in stages[stage] if photo.pk not in paired] for stage in (Stage.BEFORE, Stage.AFTER)
    )
    return {
        "report": report,
        "whatsapp_url": "https://wa.me/?"
        + urlencode({"text": f"{report.public_title} {settings.SITE_URL}{report.get_absolute_url()}"}),
        "events": report.events.for_public().select_related("agency"),
        # One that was disputed, or taken back, is history.
        "answer_stands": report.status in {Status.ANSWERED, Status.RESOLVED},
        "photos": stages[Stage.REPORT],
        # The villager's own photo is the state before, where staff took none.
        "before": before or (stages[Stage.REPORT] if after and not pairs else []),
        "after": after,
        "pairs": pairs,
        "sections": sections.of(report),
    }


def _pairs(report: Aspiration, photos: Sequence[Photo]) -> list[PhotoPair]:
    """Those of which both halves are shown."""
    shown = {photo.pk for photo in photos if photo.state == PhotoState.READY}
    rows = PhotoPair.objects.filter(aspiration=report).select_related("before", "after")
    return [pair for pair in rows if {pair.before_id, pair.after_id} <= shown]
