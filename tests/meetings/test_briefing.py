"""Bahan rakor: figures, promises, what people raise, programmes, and what they may ask."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aspirations.models import Aspiration
from aspirations.services import NotAllowed
from government.models import Programme, Region, Role
from meetings.documents.briefing import gather
from meetings.documents.briefing_paper import paper
from meetings.models import Evaluation, Meeting
from meetings.services.evaluations import Verdict, current_evaluations, evaluate
from tests.meetings.makers import make_decision, make_follow_up, make_meeting
from tests.world import UPANG, advance, make_published, make_report, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def stop() -> Meeting:
    return Meeting.objects.named().get(pk=make_meeting(11, DAY).pk)


@pytest.fixture
def clerk() -> Any:
    return make_user()


@pytest.fixture
def desk(client: Client, clerk: Any) -> Client:
    client.force_login(clerk)
    return client


def sehat() -> Programme:
    return Programme.objects.get(name="Banyuasin Sehat", programme_set__slug="prioritas-2025")


def supported(title: str, count: int, **fields: Any) -> Aspiration:
    report = make_published(title=title, at=timezone.now() - 9 * DAY, **fields)
    Aspiration.objects.filter(pk=report.pk).update(support_count=count)
    return report


def address(stop: Meeting, more: str = "") -> str:
    return f"/admin/meetings/meeting/{stop.pk}/briefing/{more}"


def test_promises_are_those_of_earlier_stops_here(stop: Meeting):
    earlier = make_decision(make_meeting(10, -30 * DAY, status="held"))
    make_follow_up(earlier, text="Ambulans", target_on=timezone.localdate() - DAY)
    make_follow_up(make_decision(make_meeting(9, -9 * DAY, host_district_id="16.07.13")), text="Lain")
    make_follow_up(make_decision(stop), text="Nanti")
    book = gather(stop)
    assert [one.text for one in book.promises] == ["Ambulans"]
    assert book.standings == {"overdue": 1, "moving": 0, "kept": 0, "dropped": 0}
    assert (book.previous, book.period.first) == (earlier.meeting, timezone.localdate() - 30 * DAY)
    assert book.derived[0].startswith("Kapan “Ambulans” ditepati?")


def test_most_supported_of_each_desa_come_first_and_three_at_most(stop: Meeting):
    for number in range(4):
        supported(f"Jembatan {number}", number)
    supported("Dermaga", 7, village=UPANG)
    shown = {village.name: [one.public_title for one in rows] for village, rows in gather(stop).villages}
    assert shown == {"Sri Mulyo": ["Jembatan 3", "Jembatan 2", "Jembatan 1"], "Upang": ["Dermaga"]}


def test_nothing_that_not_everybody_may_read(stop: Meeting):
    make_report(title="Rahasia", identity="confidential")
    make_report(title="Belum tayang")
    advance(make_published(title="Sudah selesai"), "verified", "answered", "resolved")
    book = gather(stop)
    assert (book.villages, book.derived) == ([], [])


def test_reports_about_the_office_do_not_count_in_its_own_book(stop: Meeting):
    make_report(at=timezone.now() - DAY)
    make_report(at=timezone.now() - DAY, concerns="district")
    assert ("Laporan masuk", "1") in gather(stop).figures


def test_population_is_told_where_all_of_it_is_known(stop: Meeting):
    Region.objects.filter(code__startswith="16.07.14.").update(population=1000)
    assert ("Penduduk", "14.000") in gather(stop).figures
    Region.objects.filter(code=UPANG).update(population=None)
    assert "Penduduk" not in dict(gather(stop).figures)


def test_scores_are_compared_over_years_and_the_latest_word_counts(stop: Meeting, clerk: Any):
    year, district = timezone.localdate(stop.starts_at).year, stop.host_district
    evaluate(district, year - 1, [Verdict(sehat(), 4)], actor=clerk)
    evaluate(district, year, [Verdict(sehat(), 3)], actor=clerk)
    evaluate(district, year, [Verdict(sehat(), 2, "Bidan kurang", "SK 12")], actor=clerk)
    rows = [row for __, rows in gather(stop).programmes for row in rows if row.programme == sehat()]
    assert [one and one.score for one in rows[0].scores] == [None, 4, 2]
    assert (rows[0].trend, rows[0].last and rows[0].last.note) == (-2, "Bidan kurang")
    assert Evaluation.objects.count() == 3
    assert gather(stop).derived == ["Mengapa Banyuasin Sehat belum berjalan baik?"]


def test_saying_the_same_again_writes_nothing(stop: Meeting, clerk: Any):
    for _ in range(2):
        evaluate(stop.host_district, 2026, [Verdict(sehat(), 4, "Baik")], actor=clerk)
    assert Evaluation.objects.count() == 1


@pytest.mark.parametrize(("role", "scope"), [(Role.CLERK, "16.07.13"), (Role.AUDITOR, "16.07.14")])
def test_who_may_not_convene_scores_nothing(stop: Meeting, role: str, scope: str):
    with pytest.raises(NotAllowed):
        evaluate(stop.host_district, 2026, [Verdict(sehat(), 4)], actor=make_user(role, scope))
    client = Client()
    client.force_login(make_user(role, scope))
    assert client.get(address(stop, "evaluasi/2026/")).status_code == 404
    assert client.post(address(stop), {"question": "x"}).status_code == 404


def test_page_takes_scores_and_keeps_what_was_typed_on_errors(desk: Client, stop: Meeting):
    page, name = address(stop, "evaluasi/2026/"), f"score-{sehat().pk}"
    note = f"note-{sehat().pk}"
    answer = desk.post(page, {note: "Tanpa nilai"})
    assert (answer.status_code, "Pilih nilainya." in answer.content.decode()) == (422, True)
    assert "Tanpa nilai" in answer.content.decode()
    desk.post(page, {name: "5", note: "Baik sekali"})
    row = current_evaluations(stop.host_district, [2026])[sehat().pk, 2026]
    assert (row.score, row.note) == (5, "Baik sekali")


@pytest.mark.parametrize("year", [2017, 2030])
def test_there_are_no_scores_of_other_times(desk: Client, stop: Meeting, year: int):
    assert desk.get(address(stop, f"evaluasi/{year}/")).status_code == 404


def test_questions_are_added_and_taken_away(desk: Client, stop: Meeting):
    assert desk.post(address(stop), {"question": ""}).status_code == 422
    desk.post(address(stop), {"question": "Kapan air bersih?", "answer": "Tahun depan"})
    one = stop.expected_questions.get()
    assert (one.question, one.answer) == ("Kapan air bersih?", "Tahun depan")
    desk.post(address(stop), {"drop": str(one.pk)})
    assert not stop.expected_questions.exists()


def test_question_of_another_stop_stays(desk: Client, stop: Meeting):
    other = make_meeting(12, 9 * DAY)
    desk.post(address(other), {"question": "Kapan?"})
    desk.post(address(stop), {"drop": str(other.expected_questions.get().pk)})
    assert other.expected_questions.count() == 1


def test_paper_is_a_pdf_of_it_all(desk: Client, stop: Meeting, clerk: Any):
    make_follow_up(make_decision(make_meeting(10, -30 * DAY)), text="Ambulans")
    supported("Jembatan", 3)
    evaluate(stop.host_district, stop.starts_at.year, [Verdict(sehat(), 4)], actor=clerk)
    assert paper(gather(stop)).startswith(b"%PDF")
    answer = desk.get(address(stop, "bahan.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]


def test_costs_the_same_however_much_there_is(desk: Client, stop: Meeting):
    decision = make_decision(make_meeting(10, -30 * DAY))
    make_follow_up(decision, target_on=timezone.localdate() - DAY)
    supported("Jembatan 0", 1)
    desk.get(address(stop))
    counts = []
    for more in (0, 12):
        for number in range(more):
            make_follow_up(decision, target_on=timezone.localdate() - DAY)
            supported(f"Jembatan {number}", number, village=UPANG)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address(stop)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
