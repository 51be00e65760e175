"""Makers of a musrenbang and its usulan, for tests."""

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from meetings.models import Attendance, Criterion, Level, Meeting, Proposal, ProposalRules, Series
from meetings.services import proposals as services
from meetings.workflow import ProposalStatus
from tests.meetings.makers import make_meeting
from tests.world import SRI_MULYO, agency, make_user, region

_numbers = itertools.count(1)


def make_series(level: str = Level.DISTRICT, **fields: Any) -> Series:
    """A series of musrenbang of that level with the criteria and checklist that are shipped."""
    name = f"Musrenbang {level}"
    series, made = Series.objects.get_or_create(
        name=name, year=2027, region_id="16.07", kind=Series.Kind.MUSRENBANG
    )
    if made:
        ProposalRules.objects.create(series=series, level=level, **fields)
        services.fill_rules(series, actor=make_user("", ""))
    return series


def make_musrenbang(level: str = Level.DISTRICT, number: int = 0, **fields: Any) -> Meeting:
    """An announced musrenbang of Air Salek, or at its desa Sri Mulyo."""
    series = make_series(level)
    meeting = make_meeting(number or next(_numbers), timedelta(days=30), **fields)
    meeting.series = series
    if level == Level.VILLAGE:
        meeting.host_village = region()
    meeting.save()
    return Meeting.objects.named().get(pk=meeting.pk)


def proposal_data(title: str = "Perbaikan jembatan Jalur 8", **fields: Any) -> dict[str, Any]:
    """What the form hands to the service."""
    return {
        "title": title,
        "kind": "physical",
        "village": region(SRI_MULYO),
        "reason": "Papan lapuk; anak sekolah lewat di situ.",
        "proposer_name": "Suparno",
        "proposer_office": "BPD Sri Mulyo",
    } | fields


def make_proposal(meeting: Meeting, title: str = "", *, actor: Any = None, **given: Any) -> Proposal:
    """Submitted through the service, by a clerk of the kecamatan unless said otherwise."""
    how = {name: given.pop(name) for name in ("reports", "ready", "draft") if name in given}
    data = proposal_data(title or f"Usulan {next(_numbers)}", **given)
    return services.submit(meeting, data, actor=actor or make_user(), **how)


def make_many(meeting: Meeting, count: int) -> None:
    """So many more submitted ones, in one statement, as an import leaves them."""
    first, now = services.next_number(meeting), timezone.now()
    data = proposal_data()
    Proposal.objects.bulk_create(
        Proposal(
            meeting=meeting,
            number=number,
            level=Level.DISTRICT,
            status=ProposalStatus.SUBMITTED,
            submitted_at=now,
            cost=number * 1_000_000,
            agency=agency(),
            **data | {"title": f"Usulan {number}"},
        )
        for number in range(first, first + count)
    )


def make_ranked(meeting: Meeting, *, actor: Any, **given: Any) -> Proposal:
    """An usulan of a locked list."""
    proposal = make_proposal(meeting, actor=actor, **given)
    services.rank_list(meeting, actor=actor)
    proposal.refresh_from_db()
    return proposal


def bring_to(meeting: Meeting, status: str, *, actor: Any, **given: Any) -> Proposal:
    """An usulan in that state, by the services."""
    proposal = make_proposal(meeting, actor=actor, draft=status == ProposalStatus.DRAFT, **given)
    if status in {ProposalStatus.RANKED, ProposalStatus.FORWARDED, ProposalStatus.BUDGETED}:
        services.rank_list(meeting, actor=actor)
    if status == ProposalStatus.FORWARDED:
        services.forward(meeting, [proposal.pk], to=None, actor=actor)
    elif status == ProposalStatus.RETURNED:
        services.send_back(proposal, "Belum jelas lahannya", actor=actor)
    elif status == ProposalStatus.BUDGETED:
        services.budget(proposal, reference="SIPD 12", year=2028, amount=250_000_000, actor=actor)
    elif status == ProposalStatus.DECLINED:
        services.decline(proposal, "Sudah didanai APBDes", actor=actor)
    proposal.refresh_from_db()
    return proposal


def make_delegate(meeting: Meeting, name: str = "") -> Attendance:
    """Somebody on the attendance list."""
    name = name or f"Utusan {next(_numbers)}"
    return Attendance.objects.create(meeting=meeting, name=name, title="Tokoh", method="walk_in")


def criteria_of(meeting: Meeting) -> list[Criterion]:
    return list(Criterion.objects.filter(series=meeting.series_id))
