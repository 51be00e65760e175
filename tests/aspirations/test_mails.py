"""Who is told what by mail about a report; never what opens it."""

import pytest
from django.utils import translation

from aspirations import services
from aspirations.models import Aspiration
from aspirations.workflow import Status
from notifications.models import Message
from tests.world import MONDAY, advance, clerk_actor, make_receipt, make_report

pytestmark = pytest.mark.django_db
ADDRESS = "suparno@example.com"


def subjects() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("subject", flat=True))


def test_reporter_is_told_that_the_report_arrived():
    make_report(reporter_email=ADDRESS)
    message = Message.objects.get()
    assert (message.recipient, message.subject) == (ADDRESS, "Laporan AS-2026-00001 kami terima")
    assert "kami terima pada 8 Juni 2026 dengan nomor AS-2026-00001" in message.body
    assert "dalam 3 hari kerja" in message.body
    assert "http://testserver/lacak/" in message.body


def test_nobody_is_told_without_an_address():
    advance(make_report(), Status.VERIFIED)
    assert subjects() == []


def test_each_step_of_the_office_is_told_and_none_of_the_reporter_s_own():
    report = advance(make_report(reporter_email=ADDRESS), Status.VERIFIED, Status.DISPATCHED, Status.ANSWERED)
    services.dispute(report, "Papan masih hilang")
    assert subjects() == [
        "Laporan AS-2026-00001 kami terima",
        "Laporan AS-2026-00001: Diverifikasi",
        "Laporan AS-2026-00001: Diteruskan ke Dinas PUPR",
        "Laporan AS-2026-00001: Ditanggapi",
    ]


def test_answer_says_until_when_the_reporter_may_dispute():
    report = make_report(reporter_email=ADDRESS)
    advance(report, Status.VERIFIED, Status.ANSWERED, at=MONDAY)
    body = Message.objects.latest("pk").body
    assert "Keterangan" in body
    assert "Mohon beri tahu kami paling lambat Senin, 22 Juni 2026" in body


def test_report_that_closed_by_itself_is_told():
    advance(make_report(reporter_email=ADDRESS), Status.VERIFIED, Status.ANSWERED, at=MONDAY)
    services.close_answered()
    assert subjects()[-1] == "Laporan AS-2026-00001: Selesai"


def test_internal_notes_hiding_and_correction_are_not_told():
    report = make_report(reporter_email=ADDRESS)
    services.add_note(report, "Orangnya sering lapor", actor=clerk_actor())
    services.publish(report, title="Judul", text="Isi", actor=clerk_actor())
    services.hide(report, actor=clerk_actor(), reason="Keliru")
    assert subjects() == ["Laporan AS-2026-00001 kami terima"]


@pytest.mark.parametrize("identity", ["named", "anonymous", "confidential"])
def test_mail_carries_neither_secret_nor_name_nor_what_was_reported(identity):
    receipt, token = make_receipt(
        identity=identity,
        title="Pungutan di kantor desa",
        text="Kepala dusun meminta uang untuk surat pengantar.",
        reporter_name="Suparno",
        reporter_phone="+6281234567890",
        reporter_email=ADDRESS,
    )
    advance(Aspiration.objects.get(number=receipt.number), Status.VERIFIED, Status.ANSWERED)
    for message in Message.objects.all():
        told = f"{message.subject}\n{message.body}"
        for secret in (
            receipt.secret,
            receipt.spaced_secret,
            token,
            "Suparno",
            "81234567890",
            "ungutan",
            "dusun",
        ):
            assert secret not in told


def test_mail_is_in_the_language_of_the_village_whatever_the_clerk_reads():
    report = make_report(reporter_email=ADDRESS)
    with translation.override("en"):
        advance(report, Status.VERIFIED)
    assert subjects()[-1] == "Laporan AS-2026-00001: Diverifikasi"
    assert Message.objects.latest("pk").body.startswith("Bapak/Ibu, status laporan")


def test_text_is_sent_as_it_was_written():
    report = advance(make_report(reporter_email=ADDRESS), Status.VERIFIED)
    note = 'Jembatan < 3 meter & "selesai" Jum\'at'
    services.change_status(report, Status.ANSWERED, note=note, actor=clerk_actor())
    assert note in Message.objects.latest("pk").body
