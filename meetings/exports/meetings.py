"""A stop as JSON: what its public page shows."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from meetings.exports.ledger import as_data
from meetings.models import Decision, Meeting


def meeting_data(meeting: Meeting, decisions: Sequence[Decision]) -> dict[str, Any]:
    """Stable names and codes; moments as ISO 8601 with the host's offset."""
    village = meeting.host_village
    return {
        "id": meeting.pk,
        "url": f"{settings.SITE_URL}{reverse('meetings:meeting', args=[meeting.pk])}",
        "name": str(meeting),
        "series": {"name": meeting.series.name, "year": meeting.series.year, "kind": meeting.series.kind},
        "number": meeting.number,
        "status": meeting.status,
        "starts_at": meeting.starts_at.astimezone(meeting.zone).isoformat(),
        "ends_at": meeting.ends_at.astimezone(meeting.zone).isoformat(),
        "place": meeting.place,
        "theme": meeting.theme,
        "district": {"code": meeting.host_district_id, "name": meeting.host_district.name},
        "village": {"code": village.pk, "name": village.name} if village else None,
        "decisions": [_decision(one) for one in decisions],
    }


def _decision(one: Any) -> dict[str, Any]:
    return {
        "number": one.number,
        "text": one.text,
        "kind": one.kind,
        "status": one.status,
        "reason": one.revoke_reason or one.reason,
        "programme": one.programme.name if one.programme else None,
        "reports": [report.number for report in one.shown_reports],
        "promises": [as_data(row) for row in one.follow_ups.all()],
    }
