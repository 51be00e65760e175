"""The desk's own WhatsApp: a ready text for each who has a number, sent by a person."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aspirations.services import Refused
from meetings import notifications
from meetings.models import Invitation, Meeting, MeetingEventKind
from meetings.services.history import record
from meetings.services.invitations import secret_of
from meetings.services.letters import draft_letter, fill
from meetings.services.stops import hold


def with_numbers(meeting: Meeting) -> QuerySet[Invitation]:
    """Those who have a number, the ones not written to yet first."""
    rows = meeting.invitations.standing().exclude(contact__phone="").select_related("contact")
    return rows.order_by("whatsapp_at", "position", "pk")


def waiting(meeting: Meeting) -> QuerySet[Invitation]:
    """Those still to be written to."""
    return with_numbers(meeting).filter(whatsapp_at=None).order_by("position", "pk")


def whatsapp_address(invitation: Invitation) -> str:
    """wa.me with number and text, the personal link in it: for a page that nobody keeps.

    Raises Refused where there is no number or the link was revoked.
    """
    phone = invitation.contact.phone.lstrip("+")
    secret = "" if invitation.revoked_at else secret_of(invitation)
    if not phone or not secret:
        raise Refused(_("Kontak ini tidak punya nomor, atau tautannya dicabut. Perbarui tautannya dahulu."))
    link = f"{notifications.address()}#{invitation.door_code}.{secret}"
    return f"https://wa.me/{phone}?text={quote(whatsapp_text(invitation, link))}"


def whatsapp_text(invitation: Invitation, link: str) -> str:
    """The letter's text with what it stands for."""
    meeting = invitation.meeting
    letter = draft_letter(meeting)
    with translation.override(settings.LANGUAGE_CODE):
        moment = notifications.when(meeting)
        return fill(
            letter.whatsapp,
            yth=str(invitation),
            acara=str(meeting),
            hari=moment["day"],
            pukul=moment["hour"],
            tempat=meeting.venue,
            nomor=letter.number or "–",
            tautan=link,
        )


@transaction.atomic
def mark_whatsapp(invitation: Invitation, *, actor: Any) -> None:
    """It was sent from the desk's phone. Raises NotAllowed."""
    meeting = hold(invitation.meeting, actor=actor)
    now = timezone.now()
    rows = Invitation.objects.filter(pk=invitation.pk)
    rows.filter(sent_at=None).update(sent_at=now)
    letter = draft_letter(meeting)
    if rows.update(whatsapp_at=now, sent_version=letter.version if letter.pk else 0):
        record(meeting, MeetingEventKind.INVITED, f"Undangan lewat WhatsApp: {invitation}", actor=actor)
