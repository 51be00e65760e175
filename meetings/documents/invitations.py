"""Surat undangan as PDF: one page for each addressee, with the code for the door; no telephone number."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from government.paper import letterhead, qr_bits, render
from meetings.models import Invitation, InvitationLetter
from meetings.notifications import address, when
from meetings.services import spaced_door_code
from meetings.services.invitations import secret_of

TEMPLATE = "undangan.typ"


def letters(
    letter: InvitationLetter, invitations: Iterable[Invitation], *, with_links: bool = False
) -> bytes:
    """A PDF of a few letters; see `contents`."""
    return render(TEMPLATE, contents(letter, [addressee(one, with_links) for one in invitations]))


def sample(letter: InvitationLetter) -> bytes:
    """How it will look, addressed to nobody."""
    nobody = {
        "title": _("Kepala Desa …"),
        "name": "",
        "at": _("tempat"),
        "qr": qr_bits(address()),
        "code": spaced_door_code("CONT0H00"),
        "hint": _("Contoh: setiap undangan mendapat kodenya sendiri."),
    }
    return render(TEMPLATE, contents(letter, [nobody]))


def contents(letter: InvitationLetter, addressees: list[dict[str, Any]]) -> dict[str, Any]:
    """What the letters say; two queries, whatever their number."""
    return {
        "letterhead": letterhead(letter.meeting.host_district),
        "letter": _letter(letter),
        "addressees": addressees,
        "words": {
            "dear": _("Yth."),
            "at": _("di –"),
            "nip": _("NIP"),
            "copies": _("Tembusan:"),
            "code": _("Kode hadir"),
            "qr": _("Kode QR undangan, untuk daftar hadir"),
        },
    }


def addressee(invitation: Invitation, with_links: bool = False) -> dict[str, Any]:
    """What is one's own on a letter. `with_links`: its QR opens the page of answers at once."""
    secret = secret_of(invitation) if with_links else ""
    opens = f"{address()}#{invitation.door_code}"
    where = invitation.contact.address.strip().removeprefix("di ").strip()
    return {
        "title": invitation.title,
        "name": invitation.name,
        "at": where or _("tempat"),
        "qr": qr_bits(f"{opens}.{secret}" if secret else opens),
        "code": spaced_door_code(invitation.door_code),
        "hint": _("Pindai untuk menjawab undangan, dan tunjukkan saat datang.")
        if secret
        else _("Tunjukkan saat datang. Jawab undangan lewat tautan pada pesan kami, atau hubungi kecamatan."),
    }


def _letter(letter: InvitationLetter) -> dict[str, Any]:
    meeting = letter.meeting
    moment = when(meeting)
    return {
        "place": letter.place,
        "date": date_format(letter.dated_on, "j F Y"),
        "subject": letter.subject,
        "head": [
            [_("Nomor"), letter.number or "…"],
            [_("Sifat"), letter.urgency],
            [_("Lampiran"), letter.attachment or "–"],
            [_("Hal"), letter.subject],
        ],
        "opening": letter.opening,
        "event": [
            [_("Hari, tanggal"), moment["day"]],
            [_("Waktu"), _("pukul %(hour)s sampai selesai") % {"hour": moment["hour"]}],
            [_("Tempat"), meeting.venue],
            [_("Acara"), str(meeting) + (f": {meeting.theme}" if meeting.theme else "")],
        ],
        "content": letter.content,
        "closing": letter.closing,
        "signer": {
            "title": letter.signer_title,
            "name": letter.signer_name,
            "rank": letter.signer_rank,
            "nip": letter.signer_nip,
        },
        "copies": [line.strip() for line in letter.copies.splitlines() if line.strip()],
    }
