"""What the course of a report tells its reporter, and what everybody."""

import pytest

from aspirations import services
from tests.world import REPORTER, advance, make_report

pytestmark = pytest.mark.django_db


def test_answer_of_the_reporter_is_headed_as_such():
    report = advance(make_report(), "verified", "dispatched", "needs_info")
    services.reply(report, "Tiang ketiga dari darat.")
    assert [event.label for event in report.events.for_reporter()][-2:] == [
        "Menunggu Kelengkapan",
        "Balasan pelapor",
    ]
    assert "Balasan pelapor" not in [event.label for event in report.events.for_public()]


def test_going_back_by_the_office_and_withdrawing_are_no_answers():
    asked = advance(make_report(), "verified", "needs_info")
    assert advance(asked, "verified").events.last().label == "Diverifikasi"
    asked = advance(make_report(), "needs_info")
    withdrawn = services.change_status(asked, "withdrawn", actor=REPORTER)
    assert withdrawn.events.last().label == "Dicabut"
