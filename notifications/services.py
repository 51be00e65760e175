"""Messages are written in the transaction of the event and delivered by the worker."""

from dataclasses import asdict, dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from notifications.models import Channel, Message, State
from notifications.sealing import unseal

MOST_ATTEMPTS = 8


class DeliveryFailed(Exception):
    """This try failed; the worker tries again later."""


@dataclass(frozen=True)
class Attachment:
    """A text file that goes with a message, such as a calendar."""

    name: str
    content_type: str
    content: str


def enqueue(
    *,
    recipient: str,
    subject: str,
    body: str,
    key: str,
    language: str = "id",
    seed: str = "",
    attachment: Attachment | None = None,
) -> bool:
    """Queues an e-mail, and says whether it did.

    A second one with the same key is dropped, and any where there is no mail server.

    A body with `sealing.PLACE` gets the secret of `seed` there at the moment it is sent.
    """
    if not settings.MAIL_ENABLED:
        return False
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "channel": Channel.EMAIL,
            "recipient": recipient,
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "seed": seed,
            "attachment": asdict(attachment) if attachment else None,
            "language": language,
        },
    )
    if created:
        app.configure_task("notifications.deliver").defer(message_id=message.pk)
    return created


def deliver(message_id: int) -> None:
    """Sends a queued message, once.

    The row is held while it is sent, so two workers cannot both send it. Raises DeliveryFailed for another
    try; after MOST_ATTEMPTS the message counts as failed and stays on the list.
    """
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(pk=message_id, state=State.QUEUED)
            .first()
        )
        if message is None:
            return
        attempts = message.attempts + 1
        error = _send(message)
        if not error:
            columns = {"state": State.SENT, "sent_at": timezone.now(), "error": ""}
        else:
            columns = {"error": error}
            if attempts >= MOST_ATTEMPTS:
                columns["state"] = State.FAILED
        Message.objects.filter(pk=message.pk).update(attempts=attempts, **columns)
    if error and attempts < MOST_ATTEMPTS:
        raise DeliveryFailed(error)


def _send(message: Message) -> str:
    """What went wrong, by its type only: a mail server's answer may quote the address."""
    try:
        body = unseal(message.body, message.seed)
        mail = EmailMessage(message.subject, body, to=[message.recipient])
        if message.attachment:
            file = Attachment(**message.attachment)
            mail.attach(file.name, file.content, file.content_type)
        mail.send()
    except (OSError, SMTPException, ValueError) as failure:
        # ValueError: an address that passed the form and yet cannot stand in a header.
        return type(failure).__name__
    return ""
