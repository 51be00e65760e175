"""What an usulan takes over from the report it grows from: what everybody may read, and no more."""

from typing import Any

from aspirations.models import Aspiration
from meetings.models import Level, Meeting, Proposal
from meetings.services.proposals.rules import rules_of

_REASON = 600


def territory_of(meeting: Meeting, level: str) -> str:
    """The code within which the usulan of a stop lie: its desa, kecamatan or kabupaten."""
    if level == Level.VILLAGE and meeting.host_village_id:
        return str(meeting.host_village_id)
    return str(meeting.host_district_id if level != Level.REGENCY else meeting.host_district_id[:5])


def open_reports(meeting: Meeting, user: Any) -> Any:
    """Reports of the stop's place that could become usulan there and that this user sees; newest first.

    Those of which nothing may be said in public stay out.
    """
    code = territory_of(meeting, rules_of(meeting.series).level)
    reports = Aspiration.objects.visible_to(user).open().exclude(identity="confidential").filter(concerns="")
    here = reports.filter(village__code__startswith=code)
    taken = Proposal.objects.filter(meeting=meeting).values("aspirations")
    return here.exclude(pk__in=taken.filter(aspirations__isnull=False)).order_by("-submitted_at", "-pk")


def from_report(report: Aspiration) -> dict[str, Any]:
    """The first values of the form; of a report that is not published its desa and agency alone."""
    found: dict[str, Any] = {"village": report.village_id, "agency": report.agency_id}
    if report.is_public:
        found |= {
            "title": report.public_title,
            "reason": report.public_text[:_REASON],
            "landmark": report.public_place,
        }
    return found
