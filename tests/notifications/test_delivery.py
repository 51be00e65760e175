"""Messages are written with their event and delivered once, by the worker, to a real mail server."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from notifications.models import Message, State
from notifications.services import MOST_ATTEMPTS, Attachment, deliver, enqueue
from tests.smtp import MailServer
from tests.threads import at_once
from tests.worker import work

ADDRESS = "suparno.rahasia@example.com"


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 10
    yield server
    server.close()


def send(key: str = "event:1", **fields: Any) -> Message:
    data: dict[str, Any] = {"recipient": ADDRESS, "subject": "Judul", "body": "Isi", "key": key}
    enqueue(**data | fields)
    return Message.objects.get(key=key)


def jobs_of(message: Message) -> QuerySet:
    """Jobs outlive the flush after a test that commits."""
    return ProcrastinateJob.objects.filter(args__message_id=message.pk)


def work_again() -> None:
    """The worker comes back after the pause."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    work()


@pytest.mark.django_db
def test_without_a_mail_server_nothing_is_written(settings):
    settings.MAIL_ENABLED = False
    enqueue(recipient=ADDRESS, subject="Judul", body="Isi", key="event:1")
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_message_and_its_job_are_written_together():
    message = send()
    job = ProcrastinateJob.objects.get()
    assert (message.state, message.attempts, message.recipient) == (State.QUEUED, 0, ADDRESS)
    assert (job.task_name, job.args) == ("notifications.deliver", {"message_id": message.pk})


@pytest.mark.django_db
def test_message_goes_with_its_transaction():
    with transaction.atomic():
        send()
        transaction.set_rollback(True)
    assert (Message.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_second_message_with_the_same_key_is_dropped():
    send(body="Pertama")
    send(body="Kedua")
    assert Message.objects.get().body == "Pertama"
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db
def test_subject_is_one_line_and_fits():
    message = send(subject="Laporan\r\nBcc: semua@example.com\n" + "x" * 300)
    assert message.subject.startswith("Laporan Bcc: semua@example.com x")
    assert len(message.subject) == 200


def test_same_key_at_once_is_one_message(transactional_db):
    messages = at_once(*[send] * 4)
    assert len({message.pk for message in messages}) == 1
    assert jobs_of(messages[0]).count() == 1


def test_worker_delivers_once(transactional_db, mail_server):
    message = send(subject="Laporan AS-2026-00001 kami terima", body="Bapak/Ibu, é ▮")
    work()
    work()
    message.refresh_from_db()
    (mail,) = mail_server.mails
    assert (mail["To"], mail["Subject"]) == (ADDRESS, "Laporan AS-2026-00001 kami terima")
    assert mail.get_content().strip() == "Bapak/Ibu, é ▮"
    assert (message.state, message.attempts, message.error) == (State.SENT, 1, "")
    assert message.sent_at is not None


def test_file_travels_with_its_message(transactional_db, mail_server):
    message = send(attachment=Attachment("pertemuan.ics", "text/calendar", "BEGIN:VCALENDAR"))
    deliver(message.pk)
    (mail,) = mail_server.mails
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("pertemuan.ics", "text/calendar")
    assert file.get_content().strip() == "BEGIN:VCALENDAR"


def test_job_run_twice_sends_once(transactional_db, mail_server):
    message = send()
    deliver(message.pk)
    deliver(message.pk)
    assert len(mail_server.mails) == 1


def test_two_workers_at_once_send_once(transactional_db, mail_server):
    message = send()
    assert at_once(*[lambda: deliver(message.pk)] * 3) == [None, None, None]
    assert len(mail_server.mails) == 1


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"RCPT": f"550 {ADDRESS} unknown"}, "SMTPRecipientsRefused"),
        ({"DATA": "451 later"}, "SMTPDataError"),
        ({"MAIL": "421 busy"}, "SMTPSenderRefused"),
        ({"EHLO": "221 bye", "HELO": "221 bye"}, "SMTPServerDisconnected"),
    ],
)
def test_refused_message_is_tried_again_and_then_delivered(transactional_db, mail_server, answers, error):
    mail_server.answer_to = answers
    message = send()
    work()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.QUEUED, 1, error)
    mail_server.answer_to = {}
    work()  # not before the pause is over
    assert mail_server.mails == []
    work_again()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.SENT, 2, "")
    assert len(mail_server.mails) == 1


def test_server_that_is_down_is_tried_again(transactional_db, mail_server):
    mail_server.close()
    message = send()
    work()
    message.refresh_from_db()
    assert (message.state, message.error) == (State.QUEUED, "ConnectionRefusedError")


def test_message_is_given_up_after_so_many_tries(transactional_db, mail_server):
    mail_server.answer_to = {"RCPT": "550 unknown"}
    message = send()
    for __ in range(MOST_ATTEMPTS - 1):
        work_again()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, MOST_ATTEMPTS - 1)
    for __ in range(3):
        work_again()
    message.refresh_from_db()
    assert (message.state, message.attempts, mail_server.tries) == (
        State.FAILED,
        MOST_ATTEMPTS,
        MOST_ATTEMPTS,
    )
    assert not jobs_of(message).filter(status="todo").exists()


def test_neither_error_nor_log_names_the_address(transactional_db, mail_server, caplog):
    mail_server.answer_to = {"RCPT": f"550 <{ADDRESS}> has no mailbox"}
    message = send()
    with caplog.at_level(logging.DEBUG):
        work()
    message.refresh_from_db()
    assert message.error == "SMTPRecipientsRefused"
    assert caplog.records
    assert ADDRESS not in caplog.text
    assert ADDRESS not in str(jobs_of(message).values().get())


@pytest.mark.parametrize("recipient", ["pak@" + "ü" * 60 + ".id", "a@b@c", "\r\nBcc: a@b.id"])
def test_address_that_no_header_can_hold_is_a_failure_like_any_other(
    transactional_db, mail_server, caplog, recipient
):
    message = send(recipient=recipient)
    work()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 1)
    assert message.error in {"ValueError", "UnicodeError"}
    assert recipient not in caplog.text
    assert mail_server.mails == []
