"""Reporters behind an usulan are told each step once, in words."""

from typing import Any

import pytest

from aspirations.workflow import Status
from government.models import Role
from meetings.models import Level
from meetings.services import proposals as services
from notifications.models import Message
from tests.meetings.musrenbang import make_musrenbang, make_proposal
from tests.world import advance, make_report, make_user, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def report() -> Any:
    made = advance(make_report(reporter_email="warga@contoh.id"), "verified")
    Message.objects.all().delete()
    return made


def mails() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("body", flat=True))


def test_submitted_makes_it_planned_and_tells_once(clerk: Any, report: Any):
    proposal = make_proposal(make_musrenbang(), "Jembatan Jalur 8", actor=clerk, reports=[report])
    report.refresh_from_db()
    assert report.status == Status.PLANNED
    assert report.planned_for == f"Usulan {proposal.meeting}"
    assert len(mails()) == 1
    assert "usulan nomor 1 dalam Musrenbang" in mails()[0]


def test_draft_tells_nobody(clerk: Any, report: Any):
    make_proposal(make_musrenbang(), actor=clerk, reports=[report], draft=True)
    assert mails() == []


def test_way_to_the_budget_is_told_step_by_step(clerk: Any, report: Any):
    below, above, top = (
        make_musrenbang(),
        make_musrenbang(Level.REGENCY),
        make_user(Role.COORDINATOR, "16.07"),
    )
    proposal = make_proposal(below, "Jembatan Jalur 8", actor=clerk, reports=[report])
    services.rank_list(below, actor=clerk)
    services.forward(below, [proposal.pk], to=above, actor=clerk)
    services.rank_list(above, actor=top)
    services.budget(above.proposals.get(), reference="SIPD 7", year=2028, amount=250_000_000, actor=top)
    report.refresh_from_db()
    assert (report.status, report.planned_for) == (Status.PLANNED, "Anggaran tahun 2028, SIPD 7")
    told = mails()
    assert len(told) == 3
    assert "prioritas nomor 1 dan diteruskan" in told[1]
    assert "tahun 2028 sebesar Rp250.000.000" in told[2]


def test_decline_answers_with_the_reason(clerk: Any, report: Any):
    proposal = make_proposal(make_musrenbang(), actor=clerk, reports=[report])
    services.decline(proposal, "Sudah dibangun provinsi", actor=clerk)
    report.refresh_from_db()
    assert report.status == Status.ANSWERED
    assert "Sudah dibangun provinsi" in mails()[-1]


def test_return_is_told_and_leaves_the_report_where_it_is(clerk: Any, report: Any):
    proposal = make_proposal(make_musrenbang(), actor=clerk, reports=[report])
    services.send_back(proposal, "RAB belum ada", actor=clerk)
    report.refresh_from_db()
    assert report.status == Status.PLANNED
    assert "RAB belum ada" in mails()[-1]
    assert len(mails()) == 2


def test_closed_report_is_left_alone_and_the_desk_reads_which(clerk: Any):
    report = advance(make_report(reporter_email="warga@contoh.id"), "rejected")
    Message.objects.all().delete()
    proposal = make_proposal(make_musrenbang(), actor=clerk, reports=[report])
    report.refresh_from_db()
    assert (report.status, mails()) == (Status.REJECTED, [])
    assert proposal.events.get(kind="told").text == f"tidak dikabari: {report.number}"


def test_of_an_internal_stop_neither_name_nor_title_is_told(clerk: Any, report: Any):
    publish(report)
    meeting = make_musrenbang(visibility="internal")
    make_proposal(meeting, "Rahasia dapur", actor=clerk, reports=[report])
    report.refresh_from_db()
    said = mails()[-1] + report.planned_for + report.events.for_public().last().public_text
    assert "Rahasia dapur" not in said
    assert str(meeting) not in said
