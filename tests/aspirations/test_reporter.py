"""What the holder of a receipt may do, and how often."""

from datetime import timedelta

import pytest

from aspirations import services
from aspirations.models import Audience, EventKind
from aspirations.services import Refused, TransitionIncomplete, TransitionRefused
from aspirations.workflow import Status, Who
from tests.world import MONDAY, advance, make_published, make_report, picture

pytestmark = pytest.mark.django_db
ANSWERED = (Status.VERIFIED, Status.ANSWERED)


def test_reply_lets_the_report_go_on_and_waits_to_be_read():
    report = services.reply(advance(make_report(), Status.NEEDS_INFO), "  Di depan masjid ")
    event = report.events.last()
    assert (report.status, report.has_unread_reply, report.resume_status) == ("submitted", True, "")
    assert (event.who, event.text, event.audience) == (Who.REPORTER, "Di depan masjid", Audience.REPORTER)


def test_reply_goes_back_to_where_it_was_asked_from():
    report = advance(make_report(), Status.VERIFIED, Status.IN_PROGRESS, Status.NEEDS_INFO)
    assert services.reply(report, "Di depan masjid").status == Status.IN_PROGRESS


def test_clock_stands_while_the_reporter_is_asked():
    asked = advance(make_report(), Status.NEEDS_INFO, at=MONDAY + timedelta(days=1))
    assert (asked.due_at, asked.days_left) == (None, 2)
    report = services.reply(asked, "Di depan masjid")
    assert (report.due_at is not None, report.days_left) == (True, None)


def test_reply_may_be_photos_alone():
    report = services.reply(advance(make_report(), Status.NEEDS_INFO), "", photos=[picture(), picture()])
    assert (report.status, report.photos.count()) == (Status.SUBMITTED, 2)
    assert report.events.filter(kind=EventKind.PHOTOS).count() == 1


def test_empty_reply_and_reply_that_nobody_asked_for_are_refused():
    with pytest.raises(TransitionIncomplete):
        services.reply(advance(make_report(), Status.NEEDS_INFO), "  ")
    with pytest.raises(TransitionRefused):
        services.reply(make_report(), "Di depan masjid")


def test_confirmed_report_is_resolved_and_nothing_is_owed():
    report = services.confirm(advance(make_report(), *ANSWERED))
    assert (report.status, report.closes_at, report.due_at) == (Status.RESOLVED, None, None)
    assert (report.resolved_at is not None, report.has_unread_reply) == (True, False)


def test_what_was_not_answered_cannot_be_confirmed():
    with pytest.raises(TransitionRefused):
        services.confirm(make_report())


def test_dispute_opens_the_report_again_with_a_new_promise():
    report = services.dispute(advance(make_report(), *ANSWERED), "Papan masih hilang")
    assert (report.status, report.has_unread_reply, report.closes_at) == (Status.REOPENED, True, None)
    assert report.due_at is not None
    assert report.disputed_at == report.status_since


def test_dispute_needs_a_reason():
    with pytest.raises(TransitionIncomplete):
        services.dispute(advance(make_report(), *ANSWERED), "  ")


def test_second_dispute_is_refused():
    report = services.dispute(advance(make_report(), *ANSWERED), "Papan masih hilang")
    report = advance(report, Status.ANSWERED)
    with pytest.raises(TransitionRefused, match="satu kali"):
        services.dispute(report, "Masih juga")
    assert services.confirm(report).status == Status.RESOLVED


def test_office_that_opens_again_does_not_use_up_the_dispute():
    report = advance(make_report(), *ANSWERED, Status.RESOLVED, Status.REOPENED, Status.ANSWERED)
    assert report.disputed_at is None
    assert services.dispute(report, "Papan masih hilang").status == Status.REOPENED


def test_rating_is_given_once_and_only_after_the_end():
    report = advance(make_report(), *ANSWERED)
    with pytest.raises(Refused, match="setelah laporan selesai"):
        services.rate(report, 4)
    report = services.rate(services.confirm(report), 3, "  Cepat ")
    assert (report.rating, report.rating_comment) == (3, "Cepat")
    with pytest.raises(Refused, match="satu kali"):
        services.rate(report, 1)
    report.refresh_from_db()
    assert report.rating == 3


@pytest.mark.parametrize("rating", [0, 5, -1])
def test_rating_has_four_steps(rating):
    with pytest.raises(Refused, match="1 sampai 4"):
        services.rate(advance(make_report(), *ANSWERED, Status.RESOLVED), rating)


def test_rating_is_not_read_by_the_public():
    report = services.rate(advance(make_report(), *ANSWERED, Status.RESOLVED), 4, "Terima kasih Pak Budi")
    assert not report.events.for_public().filter(kind=EventKind.RATED).exists()


@pytest.mark.parametrize("reason", ["", "Sudah beres sendiri"])
def test_withdrawn_report_leaves_the_public_pages(reason):
    report = services.withdraw(make_published(), reason)
    assert (report.status, report.is_public, report.due_at) == (Status.WITHDRAWN, False, None)
    assert report.events.filter(to_status=Status.WITHDRAWN).get().audience == Audience.REPORTER


def test_report_that_ended_cannot_be_withdrawn():
    with pytest.raises(TransitionRefused):
        services.withdraw(advance(make_report(), Status.REJECTED))


def test_support_counts_a_device_once():
    report = make_published()
    devices = ("a", "a", "b")
    counted = [services.support(report, device, address="203.0.113.7") for device in devices]
    assert counted == [True, False, True]
    report.refresh_from_db()
    assert (report.support_count, report.supports.count()) == (2, 2)
