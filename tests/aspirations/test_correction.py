"""A report is put where it belongs; its number and its promise stay."""

from typing import Any

import pytest

from aspirations import services
from aspirations.models import Aspiration, Audience, EventKind
from aspirations.services import Refused
from aspirations.workflow import Status
from government.models import Region
from tests.world import (
    ELSEWHERE,
    UPANG,
    advance,
    category,
    clerk_actor,
    make_published,
    make_report,
    make_user,
)
from tests.world import region as place

pytestmark = pytest.mark.django_db


def correct(report: Aspiration, **fields) -> Aspiration:
    stands: dict[str, Any] = {"category": report.category, "village": report.village, "kind": report.kind}
    return services.correct(report, actor=clerk_actor(), **(stands | fields))


def test_correction_is_written_into_the_history_for_staff():
    clerk = make_user()
    report = make_report()
    services.correct(
        report, category=category("jalan"), village=place(UPANG), kind="aspiration", actor=clerk_actor(clerk)
    )
    event = report.events.get(kind=EventKind.CORRECTED)
    assert (event.audience, event.user) == (Audience.STAFF, clerk)
    assert event.text == (
        f"Kategori: Jembatan → Jalan; Desa: Sri Mulyo → {place(UPANG).name}; Jenis: Pengaduan → Aspirasi"
    )


def test_number_promise_and_due_date_stay():
    report = make_report()
    kept = (report.number, report.due_at, report.promise)
    corrected = correct(report, category=category("dokumen"), village=place(UPANG))
    assert (corrected.category.slug, corrected.village_id) == ("dokumen", UPANG)
    assert (corrected.number, corrected.due_at, corrected.promise) == kept
    verified = advance(corrected, Status.VERIFIED)
    assert verified.resolve_days == 14


def test_nothing_changed_is_refused_and_not_recorded():
    report = make_report()
    with pytest.raises(Refused, match="Tidak ada yang berubah"):
        correct(report)
    assert report.events.count() == 1


def test_desa_of_another_kecamatan_is_refused():
    with pytest.raises(Refused, match="kecamatan lain"):
        correct(make_report(), village=place(ELSEWHERE))


def test_report_is_found_under_its_new_desa_by_staff_and_public():
    Region.objects.filter(code=UPANG).update(name="Kelapa Gading")
    report = correct(make_published(), village=place(UPANG))
    for found in (Aspiration.objects.matching, Aspiration.objects.matching_for_staff):
        assert list(found("kelapa gading")) == [report]
        assert list(found("sri mulyo")) == []


def test_correction_does_not_make_a_private_report_searchable():
    correct(make_report(), village=place(UPANG))
    assert list(Aspiration.objects.matching("jembatan")) == []


def test_note_is_for_staff_and_must_say_something():
    report = make_report()
    services.add_note(report, " Sudah ditelepon ", actor=clerk_actor())
    event = report.events.get(kind=EventKind.NOTE)
    assert (event.text, event.audience, event.public_text) == ("Sudah ditelepon", Audience.STAFF, "")
    with pytest.raises(Refused):
        services.add_note(report, "  ", actor=clerk_actor())


def test_read_reply_is_no_longer_owed():
    report = services.reply(advance(make_report(), Status.NEEDS_INFO), "Di depan masjid")
    services.mark_read(report)
    report.refresh_from_db()
    assert report.has_unread_reply is False
