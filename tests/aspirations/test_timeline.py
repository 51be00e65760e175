"""What the course of a report tells its reporter, and what everybody."""

import pytest
from django.test import Client

from aspirations import services
from aspirations.models import Aspiration
from tests.world import REPORTER, advance, make_published, make_report

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


def disputed() -> Aspiration:
    answered = advance(make_published(), "verified", "answered")
    return services.dispute(answered, "Rumah Pak Darmo masih terendam.")


def test_everybody_reads_that_an_answer_was_disputed_and_nothing_of_the_reason(client: Client):
    report = disputed()
    assert [event.label for event in report.events.for_public()][-2:] == ["Ditanggapi", "Dibuka Kembali"]
    assert report.events.latest("pk").public_text == ""
    assert "Darmo" not in client.get(report.get_absolute_url()).content.decode()


def test_answer_to_a_question_on_a_disputed_report_is_for_the_office_only():
    asked = advance(disputed(), "needs_info")
    replied = services.reply(asked, "Di belakang musala.")
    assert [event.label for event in replied.events.for_public()][-1] == "Dibuka Kembali"
    assert replied.events.for_public().count() == disputed().events.for_public().count()


def test_disputed_answer_is_not_headed_as_the_present_one(client: Client):
    report = disputed()
    assert "<h2>Tanggapan sebelumnya</h2>" in client.get(report.get_absolute_url()).content.decode()
    advance(report, "answered")
    assert "<h2>Tanggapan</h2>" in client.get(report.get_absolute_url()).content.decode()
