"""Lembar disposisi: the sheet that a kecamatan sends with a report, its link as a QR code."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aspirations import services
from aspirations.conflicts import DISTRICT, lowest_reader
from aspirations.masking import mask
from aspirations.models import Aspiration, Dispatch, Urgency
from aspirations.receipts import Receipt
from government.models import Membership, Region, Role
from government.paper import letterhead, qr_svg, render

# A sheet is one page: the whole text is behind the link.
_MOST_TEXT = 1100


def sheets(dispatches: Sequence[Dispatch]) -> bytes:
    """A PDF with a page for each."""
    return render("disposisi.typ", contents(dispatches))


def contents(dispatches: Sequence[Dispatch]) -> dict[str, Any]:
    """What the sheets say: no reporter's name, and of what is confidential not even its title.

    A few queries for each office, whatever the number of sheets.
    """
    offices: dict[str, dict[str, Any]] = {}
    rows = []
    for dispatch in dispatches:
        region = _sender(dispatch.aspiration)
        if region.code not in offices:
            offices[region.code] = _office(region)
        rows.append(_row(dispatch) | offices[region.code])
    return {"title": _("Lembar disposisi"), "sheets": rows, "words": _words()}


def link_address(dispatch: Dispatch, secret: str) -> str:
    """The link with its secret in the fragment."""
    return f"{settings.SITE_URL}{reverse('aspirations:dispatch_open')}#{dispatch.number}.{secret}"


def _sender(report: Aspiration) -> Region:
    """The kecamatan, or the kabupaten where the report is about the kecamatan itself."""
    district = report.village.parent or report.village
    above = district.parent if lowest_reader(report.concerns) < DISTRICT else None
    return above or district


def _office(region: Region) -> dict[str, Any]:
    is_district = region.level == DISTRICT
    leaders = Membership.objects.filter(
        role=Role.CAMAT if is_district else Role.COORDINATOR, region=region, is_active=True
    )
    leader = leaders.select_related("user").order_by("pk").first()
    return {
        "letterhead": letterhead(region),
        "place": region.name,
        "signer": _("Camat %(name)s") % {"name": region.name} if is_district else _("Koordinator kabupaten"),
        "signer_name": leader.user.get_full_name() if leader else "",
    }


def _row(dispatch: Dispatch) -> dict[str, Any]:
    report = dispatch.aspiration
    secret = services.secret_of(dispatch) if dispatch.is_link_alive else ""
    village = report.village.name
    return {
        "number": dispatch.number,
        "sent": _day(dispatch.sent_at, report),
        "urgency": dispatch.urgency,
        "report": report.number,
        "reported": _day(report.submitted_at, report),
        "subject": _("Laporan rahasia") if report.is_confidential else mask(report.title),
        "about": f"{report.category.name}, {_('Desa')} {village}",
        "agency": dispatch.agency.name,
        "instruction": dispatch.instruction or _("Mohon ditindaklanjuti sesuai kewenangan."),
        "due": date_format(dispatch.due_on, "l, j F Y") if dispatch.due_on else "",
        "text": _text(report),
        "references": ", ".join(str(one) for one in report.references.all()),
        "qr": qr_svg(link_address(dispatch, secret)) if secret else "",
        "code": Receipt("", secret).spaced_secret if secret else "",
        "address": f"{settings.SITE_URL}{reverse('aspirations:dispatch_open')}",
        "expires": _day(dispatch.expires_at, report),
    }


def _day(moment: Any, report: Aspiration) -> str:
    return date_format(timezone.localtime(moment, report.village.zone), "j F Y")


def _text(report: Aspiration) -> str:
    if report.is_confidential:
        return _("Isi laporan rahasia tidak dicetak.")
    text = report.public_text or mask(report.text)
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT].rsplit(maxsplit=1)[0]} …"


def _words() -> dict[str, Any]:
    """The form's own words, in the language of the page."""
    return {
        "title": _("Lembar disposisi"),
        "number": _("Nomor"),
        "date": _("Tanggal"),
        "urgency": _("Sifat"),
        "urgencies": {value: str(label) for value, label in Urgency.choices},
        "origin": _("Asal"),
        "from": _("Laporan warga (identitas pelapor tidak dicantumkan)"),
        "report": _("Nomor laporan"),
        "reported": _("Tanggal laporan"),
        "subject": _("Perihal"),
        "references": _("Rujukan"),
        "to": _("Diteruskan kepada Yth."),
        "instruction": _("Isi disposisi"),
        "due": _("Batas waktu"),
        "summary": _("Ringkasan laporan"),
        "link": _("Pindai untuk membaca laporan dan menjawab"),
        "typed": _("atau buka"),
        "code": _("Kode"),
        "expires": _("Tautan berlaku sampai"),
        "no_link": _("Tidak dibuka lewat tautan; hubungi kecamatan."),
        "secret": _("Siapa pun yang memegang kode ini dapat menjawab atas nama instansi."),
    }
