"""Why a due date is what it is, in one line for staff and in plain words for the reporter."""

from datetime import timedelta

import pytest

from aspirations import services
from aspirations.models import Aspiration
from aspirations.templatetags.portal_clock import due_explained, promise_told
from government.models import Holiday
from tests.world import MONDAY, advance, clerk_actor, coming_monday, make_report

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def explained(report: Aspiration) -> str:
    return due_explained(report).removeprefix("LEWAT JANJI. ")


def test_promise_days_class_and_what_comes_after_stand_in_one_line():
    report = advance(make_report(), "verified", at=MONDAY)
    assert due_explained(report) == (
        "LEWAT JANJI. Tanggapan pertama paling lambat 15 Jun 2026: 5 hari kerja sejak 8 Jun 2026;"
        " kelas “Tidak berkadar pengawasan” dari kategorinya. Penyelesaian paling lambat 26 Jun 2026."
    )


def test_rule_is_named_where_one_chose_the_class():
    report = services.change_status(make_report(), "verified", actor=clerk_actor(), weight="heavy", at=MONDAY)
    assert "kelas “Berkadar pengawasan” menurut aturan “Perkara berat" in explained(report)


def test_holidays_that_were_leapt_over_are_counted_and_named():
    monday = coming_monday()
    Holiday.objects.create(date=monday.date() + DAY, name="Libur")
    Holiday.objects.create(date=monday.date() + 5 * DAY, name="Libur pada Sabtu")
    assert "; 1 hari libur dilewati (" in explained(make_report(at=monday))


def test_pause_and_what_is_left_after_it_are_told():
    report = advance(make_report(), "verified", "needs_info", at=MONDAY)
    assert due_explained(report) == (
        "Janji berhenti sementara sejak 8 Jun 2026;"
        " sisa tanggapan pertama 5 hari kerja, penyelesaian 14 hari kerja."
    )
    report = advance(report, "verified", at=MONDAY + 3 * DAY)
    assert "; berhenti 3 hari kerja selama menunggu pelapor" in explained(report)
    report = advance(report, "needs_info", at=MONDAY + 4 * DAY)
    report = advance(report, "verified", at=MONDAY + 4 * DAY)
    assert "sisa 4 dari 5 hari kerja sejak 12 Jun 2026" in explained(report)


def test_reporter_reads_every_date_in_plain_words():
    report = advance(make_report(), "verified", at=MONDAY)
    assert promise_told(report) == (
        "Tanggapan pertama paling lambat Senin, 15 Juni 2026 (5 hari kerja);"
        " penyelesaian paling lambat Jumat, 26 Juni 2026 (14 hari kerja)."
        " Hari libur dan waktu menunggu jawaban Anda tidak dihitung."
    )
    asked = advance(report, "needs_info", at=MONDAY)
    assert promise_told(asked) == "Waktu kami berhenti sampai Anda menjawab."


@pytest.mark.parametrize("to", ["rejected", "withdrawn"])
def test_report_at_its_end_is_promised_nothing(to):
    report = advance(make_report(), to)
    assert (due_explained(report), promise_told(report)) == ("Tidak ada janji yang berjalan.", "")


def test_report_from_before_classes_were_kept_names_none():
    Aspiration.objects.filter(pk=make_report().pk).update(sla_class=None)
    assert "kelas" not in due_explained(Aspiration.objects.for_list().get())
