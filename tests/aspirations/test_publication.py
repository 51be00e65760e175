"""What the public reads: the cleaned text of chosen reports, and nothing else."""

import pytest
from django.db import IntegrityError, connection, transaction

from aspirations import services
from aspirations.models import Aspiration, Audience, EventKind, PhotoState
from aspirations.services import Conflict, PublicationRefused
from aspirations.workflow import Publication, Status
from tests.world import (
    MONDAY,
    REPORTER,
    advance,
    clerk_actor,
    make_published,
    make_report,
    make_user,
    picture,
    publish,
)

pytestmark = pytest.mark.django_db
CLERK = clerk_actor()


def is_public(report: Aspiration) -> bool:
    return Aspiration.objects.public().filter(pk=report.pk).exists()


def test_report_is_private_until_it_is_published():
    report = make_report()
    assert not is_public(report)
    assert is_public(publish(report))


def test_what_slipped_through_is_masked_once_more():
    report = publish(make_report(), title="Hubungi 081234567890", text="NIK 1607140505900003, a@b.co.id")
    assert (report.public_title, report.public_text) == ("Hubungi ▮▮▮▮", "NIK ▮▮▮▮, ▮▮▮▮")


def test_original_stays_as_it_was_written():
    report = publish(make_report(text="Hubungi 081234567890 segera"), text="Bersih")
    assert (report.text, report.public_text) == ("Hubungi 081234567890 segera", "Bersih")


def test_publication_is_known_to_the_reporter_and_names_the_clerk_to_staff_only():
    clerk = make_user()
    report = services.publish(make_report(), title="Judul", text="Isi", actor=clerk_actor(clerk))
    event = report.events.get(kind=EventKind.PUBLISHED)
    assert (event.user, event.audience, event.public_text) == (clerk, Audience.REPORTER, "")


def test_confidential_report_is_refused():
    report = make_report(identity="confidential")
    with pytest.raises(PublicationRefused, match="rahasia"):
        publish(report)
    assert not is_public(report)


@pytest.mark.parametrize(
    ("columns", "where"),
    [
        ("publication = 'published', public_text = 'x', published_at = now()", "identity = 'confidential'"),
        ("identity = 'confidential'", "publication = 'published'"),
    ],
)
def test_not_even_a_raw_update_makes_a_confidential_report_public(columns, where):
    make_report(identity="confidential")
    make_published()
    refusal = pytest.raises(IntegrityError, match="aspiration_confidential_never_public")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE aspirations_aspiration SET {columns} WHERE {where}")
    assert [report.identity for report in Aspiration.objects.public()] == ["named"]


@pytest.mark.parametrize(("title", "text"), [("", "Isi"), ("Judul", ""), ("  ", "Isi"), ("Judul", " \n ")])
def test_empty_title_or_text_is_refused(title, text):
    with pytest.raises(PublicationRefused, match="harus diisi"):
        publish(make_report(), title=title, text=text)


ENDS = {
    Status.MERGED: lambda report: services.merge(report, make_report(), actor=CLERK),
    Status.WITHDRAWN: lambda report: services.withdraw(report),
    Status.REJECTED: lambda report: advance(report, Status.REJECTED),
}


@pytest.mark.parametrize("end", list(ENDS), ids=lambda status: status.value)
def test_merged_withdrawn_and_rejected_reports_leave_the_public_pages(end):
    report = ENDS[end](make_published())
    assert (report.status, report.publication, report.public_search) == (end, Publication.HIDDEN, None)
    with pytest.raises(PublicationRefused, match="tidak ditayangkan"):
        publish(report)


@pytest.mark.parametrize("end", [Status.NOT_COMPETENT, Status.RESOLVED], ids=lambda status: status.value)
def test_other_ends_stay_public(end):
    report = publish(advance(make_report(), Status.VERIFIED))
    steps = [end] if end == Status.NOT_COMPETENT else [Status.ANSWERED, end]
    assert is_public(advance(report, *steps))


def test_hidden_report_leaves_list_and_search_and_keeps_what_was_prepared():
    report = services.hide(make_published(), actor=CLERK, reason="Menyebut nama tetangga")
    assert not is_public(report)
    assert list(Aspiration.objects.matching("jembatan")) == []
    assert report.public_title == "Jembatan rusak"
    event = report.events.get(kind=EventKind.HIDDEN)
    assert (event.audience, event.text) == (Audience.STAFF, "Menyebut nama tetangga")


def test_what_is_not_public_cannot_be_hidden():
    report = services.hide(make_published(), actor=CLERK)
    for hidden in (report, make_report()):
        with pytest.raises(PublicationRefused, match="tidak sedang ditayangkan"):
            services.hide(hidden, actor=CLERK)


def test_publishing_again_replaces_the_text_and_keeps_the_date():
    report = services.publish(make_report(), title="Judul", text="Pertama", actor=CLERK, at=MONDAY)
    hidden = services.hide(report, actor=CLERK)
    again = publish(hidden, title="Judul", text="Kedua")
    assert (again.published_at, again.public_text) == (MONDAY, "Kedua")
    assert list(Aspiration.objects.matching("pertama")) == []
    assert list(Aspiration.objects.matching("kedua")) == [again]


def test_clerk_with_an_old_page_is_told_of_the_conflict():
    report = make_report()
    services.withdraw(Aspiration.objects.get(pk=report.pk))
    with pytest.raises(Conflict):
        publish(report)
    assert not is_public(report)


def test_only_chosen_photos_are_shown_and_the_first_is_the_thumbnail():
    report = make_report()
    first, second, third = services.add_photos(report, [picture() for _ in range(3)], actor=REPORTER)
    report = publish(report, photos=[str(second.uuid), str(third.uuid)])
    shown = report.photos.filter(is_public=True)
    assert ([photo.pk for photo in shown], report.public_thumbnail) == ([second.pk, third.pk], second.uuid)
    report = publish(report, photos=[str(first.uuid)])
    assert ([photo.pk for photo in shown.all()], report.public_thumbnail) == ([first.pk], first.uuid)
    assert publish(report).public_thumbnail is None


def test_photo_of_another_report_or_one_that_failed_is_not_shown():
    report = make_report()
    (strange,) = services.add_photos(make_report(), [picture()], actor=REPORTER)
    (failed,) = services.add_photos(report, [picture()], actor=REPORTER)
    report.photos.update(state=PhotoState.FAILED)
    report = publish(report, photos=[str(strange.uuid), str(failed.uuid)])
    strange.refresh_from_db()
    assert (strange.is_public, report.public_thumbnail) == (False, None)
    assert not report.photos.filter(is_public=True).exists()


def test_answer_is_public_with_personal_data_masked():
    report = publish(advance(make_report(), Status.VERIFIED))
    note = "Silakan ke Pak Budi, 081234567890"
    report = services.change_status(report, Status.ANSWERED, actor=CLERK, note=note)
    event = report.events.for_public().last()
    assert report.public_answer == "Silakan ke Pak Budi, ▮▮▮▮"
    assert (event.text, event.public_text) == (note, "Silakan ke Pak Budi, ▮▮▮▮")


@pytest.mark.parametrize("step", ["needs_info", "rejected"])
def test_what_concerns_the_reporter_alone_is_not_in_the_public_timeline(step):
    report = advance(make_report(), step)
    assert [event.to_status for event in report.events.for_public()] == ["submitted"]
    assert report.events.for_reporter().last().to_status == step


def test_public_learns_that_a_report_was_disputed_and_not_in_which_words():
    report = services.dispute(advance(make_report(), "verified", "answered"), "Papan masih hilang")
    event = report.events.for_public().last()
    assert (event.to_status, event.text, event.public_text) == ("reopened", "Papan masih hilang", "")
