"""A report comes in: all or nothing, once per form, numbered without gaps."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from aspirations import notifications, receipts, services
from aspirations.models import Aspiration, Audience, Event, EventKind, Photo
from aspirations.services import Submission
from aspirations.sla import Promise
from aspirations.workflow import Status, Who
from government import calendars
from government.calendars import forget_calendars
from government.models import Holiday, Region, SlaClass
from notifications.models import Message
from tests.threads import at_once
from tests.world import (
    ELSEWHERE,
    MONDAY,
    REPORTER,
    WIB,
    advance,
    category,
    clerk_actor,
    coming_monday,
    make_receipt,
    make_report,
    make_user,
    picture,
    region,
)

MUARA_PADANG = "16.07.13"


def submission(**fields) -> Submission:
    data: dict[str, Any] = {
        "title": "Jembatan rusak",
        "text": "Papan jembatan di Jalur 8 sudah lapuk.",
        "category": category(),
        "village": region(),
        "reporter_name": "Suparno",
    }
    return Submission(**(data | fields))


def end_of(day: int, month: int = 6) -> datetime:
    return datetime(2026, month, day, 23, 59, 59, tzinfo=WIB)


@pytest.mark.django_db
def test_report_receipt_history_and_message_are_written_together():
    receipt, token = make_receipt(reporter_email="suparno@example.com")
    report = Aspiration.objects.get()
    assert (report.number, report.status, report.publication) == (receipt.number, "submitted", "private")
    assert receipts.matches(receipt.secret, report.secret_hash)
    assert services.find_submitted(token) == report
    event = Event.objects.get()
    assert (event.kind, event.who, event.audience) == (EventKind.SUBMITTED, Who.REPORTER, Audience.PUBLIC)
    assert Message.objects.get().key == f"received:{report.pk}"


@pytest.mark.django_db
def test_neither_secret_nor_token_is_stored():
    receipt, token = make_receipt()
    row = Aspiration.objects.filter(number=receipt.number).values().get()
    assert not [value for value in row.values() if str(value) in {receipt.secret, token}]


@pytest.mark.django_db
def test_same_form_sent_again_gives_the_same_receipt():
    first, token = make_receipt()
    again = services.submit(submission(text="Isi lain"), token=token, actor=REPORTER)
    assert again == first
    assert Aspiration.objects.get().text != "Isi lain"


@pytest.mark.django_db
def test_two_forms_give_two_receipts():
    first, second = make_receipt()[0], make_receipt()[0]
    assert (first.number, second.number) == ("AS-2026-00001", "AS-2026-00002")
    assert first.secret != second.secret


@pytest.mark.django_db
def test_what_fails_at_the_end_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr(notifications, "enqueue", lambda **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_receipt(reporter_email="suparno@example.com", photos=[picture()])
    assert (Aspiration.objects.count(), Event.objects.count(), Photo.objects.count()) == (0, 0, 0)
    assert ProcrastinateJob.objects.count() == 0
    monkeypatch.undo()
    assert make_receipt()[0].number == "AS-2026-00001"


@pytest.mark.django_db
def test_numbers_count_for_each_kecamatan_and_year():
    Region.objects.filter(code=MUARA_PADANG).update(receipt_prefix="MP")
    here = [make_report().number for __ in range(2)]
    there = make_report(ELSEWHERE).number
    next_year = make_report(at=MONDAY.replace(year=2027)).number
    assert [*here, there, next_year] == ["AS-2026-00001", "AS-2026-00002", "MP-2026-00001", "AS-2027-00001"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "year"), [("Asia/Jakarta", 2026), ("Asia/Makassar", 2026), ("Asia/Jayapura", 2027)]
)
def test_year_of_the_number_is_that_of_the_local_clock(zone, year):
    # 22:30 in the west, 23:30 in the middle, 00:30 of the next year in the east.
    new_year = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)
    Region.objects.within("16.07.14").update(time_zone=zone)
    assert make_report(at=new_year).number == f"AS-{year}-00001"


@pytest.mark.django_db
def test_place_that_is_not_served_gets_no_number():
    with pytest.raises(ValueError, match="activated"):
        make_report(ELSEWHERE)
    assert Aspiration.objects.count() == 0


@pytest.mark.django_db
def test_promise_stays_when_its_class_changes_later():
    report = make_report()
    SlaClass.objects.update(verify_days=1, answer_days=1, resolve_days=1, reporter_days=1)
    report = advance(report, Status.VERIFIED, at=MONDAY)
    assert report.promise == Promise(3, 5, 14, 10)
    assert (report.answer_due_at, report.resolve_due_at) == (end_of(15), end_of(26))


@pytest.mark.django_db
def test_due_date_leaps_over_holidays_of_the_place_only():
    monday = coming_monday()
    days = [monday.date() + timedelta(days=n) for n in range(1, 5)]
    Holiday.objects.all().delete()
    Holiday.objects.create(date=days[0], name="Libur nasional")
    Holiday.objects.create(date=days[1], name="Hari jadi Banyuasin", region_id="16.07", kind="local")
    Holiday.objects.create(date=days[2], name="Hari jadi OKI", region_id="16.02", kind="local")
    Holiday.objects.create(date=days[3], name="Tidak berlaku", is_active=False)
    forget_calendars()
    assert make_report(at=monday).due_at.astimezone(WIB).date() == monday.date() + timedelta(days=7)


@pytest.mark.django_db
def test_report_of_a_weekend_is_counted_from_monday():
    saturday = MONDAY - timedelta(days=2)
    assert make_report(at=saturday).due_at == end_of(10)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("identity", "name"), [("named", "Suparno"), ("anonymous", ""), ("confidential", "")]
)
def test_name_is_kept_only_where_it_was_given(identity, name):
    report = make_report(identity=identity, reporter_phone="+6281234567890")
    assert (report.reporter_name, report.reporter_phone) == (name, "+6281234567890")


@pytest.mark.django_db
def test_who_wrote_it_down_at_the_desk_is_remembered():
    clerk = make_user()
    made = services.submit(submission(channel="desk"), token=receipts.new_token(), actor=clerk_actor(clerk))
    report = Aspiration.objects.get(number=made.number)
    assert (report.entered_by, report.channel) == (clerk, "desk")


def queries_of(photos: int) -> int:
    form = submission(reporter_email="suparno@example.com")
    token, files = receipts.new_token(), [picture() for __ in range(photos)]
    with CaptureQueriesContext(connection) as captured:
        services.submit(form, token=token, actor=REPORTER, photos=files)
    return len(captured)


@pytest.mark.django_db
def test_queries_do_not_grow_with_photos(monkeypatch):
    monkeypatch.setattr(calendars, "FRESH_SECONDS", 10**9)
    queries_of(0)  # reads the calendar for all that follow
    plain = queries_of(0)
    # Rules of the promise, counter, report, event, message looked up and written, job; two savepoints.
    assert plain == 7 + 4
    # All photos are one INSERT, all their jobs one call.
    assert (queries_of(1), queries_of(5)) == (plain + 2, plain + 2)


@pytest.mark.django_db
def test_photos_kept_from_an_earlier_try_come_with_the_report():
    token = receipts.new_token()
    kept = services.stash_photos(token, [picture(), picture()])
    ids = [photo.uuid.hex for photo in kept]
    made = services.submit(submission(), token=token, actor=REPORTER, photos=[picture()], kept=ids)
    photos = Aspiration.objects.get(number=made.number).photos.all()
    assert len(photos) == 3
    assert {photo.uuid.hex for photo in photos} > set(ids)
    assert {photo.token_hash for photo in photos} == {""}


@pytest.mark.django_db
def test_photos_of_another_form_stay_there():
    (stranger,) = services.stash_photos(receipts.new_token(), [picture()])
    services.submit(submission(), token=receipts.new_token(), actor=REPORTER, kept=[stranger.uuid.hex])
    stranger.refresh_from_db()
    assert stranger.aspiration is None


def test_one_submission_is_one_transaction(committed_world):
    form, token = submission(reporter_email="suparno@example.com"), receipts.new_token()
    with CaptureQueriesContext(connection) as captured:
        services.submit(form, token=token, actor=REPORTER, photos=[picture()])
    statements = [query["sql"] for query in captured]
    assert statements.count("BEGIN") == 1
    assert statements.count("COMMIT") == 1


def test_double_tap_makes_one_report_and_one_receipt(committed_world, settings):
    form, token = submission(), receipts.new_token()
    found = at_once(*[lambda: services.submit(form, token=token, actor=REPORTER, photos=[picture()])] * 4)
    report = Aspiration.objects.get()
    assert {receipt.number for receipt in found} == {report.number}
    assert len(set(found)) == 1
    assert (report.events.count(), report.photos.count()) == (1, 1)
    assert len(list(Path(settings.MEDIA_ROOT).rglob("original"))) == 1


def test_numbers_have_neither_gaps_nor_doubles_under_load(committed_world):
    form = submission()
    found = at_once(
        *[lambda: services.submit(form, token=receipts.new_token(), actor=REPORTER, at=MONDAY).number] * 8
    )
    assert sorted(found) == [f"AS-2026-{n:05d}" for n in range(1, 9)]
