"""The receipt on paper, for those who have no phone: 80 mm rolls, or eight on a sheet of A4."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from aspirations.receipts import Receipt
from government.paper import letterhead, qr_svg, render


class Layout(StrEnum):
    """What the printer holds."""

    ROLL = "80mm"
    SHEET = "a4"


def slips(receipts: Mapping[str, Receipt], layout: Layout) -> bytes:
    """A PDF with a slip for each receipt, by number; without the reporter's name: slips are lost.

    Two queries, and one for the office of each kecamatan.
    """
    reports = Aspiration.objects.filter(number__in=receipts).select_related("village__parent", "category")
    offices: dict[str, str] = {}
    rows = []
    for report in reports.order_by("number"):
        district = report.village.parent or report.village
        office = offices.get(district.code) or letterhead(district)["office"]
        offices[district.code] = office
        rows.append(_row(report, receipts[report.number], office))
    data = {"title": _("Tanda terima laporan"), "slips": rows, "words": _words()}
    return render(f"slips-{layout.value}.typ", data)


def _row(report: Aspiration, receipt: Receipt, office: str) -> dict[str, Any]:
    track = f"{settings.SITE_URL}{reverse('aspirations:track')}"
    due = report.due_at
    return {
        "office": office,
        "number": report.number,
        "secret": receipt.spaced_secret,
        "about": f"{report.category.name}, {report.village.name}",
        "at": date_format(timezone.localtime(report.submitted_at), "DATE_FORMAT"),
        "due": date_format(timezone.localtime(due), "DATE_FORMAT") if due else "",
        "track": track,
        "qr": qr_svg(f"{track}#{receipt.fragment}"),
    }


def _words() -> dict[str, str]:
    return {
        "number": _("Nomor laporan"),
        "secret": _("Kode rahasia"),
        "due": _("Diperiksa paling lambat"),
        "track": _("Lacak di"),
        "keep": _("Simpan kertas ini. Siapa pun yang memegang kodenya dapat membuka laporan ini."),
        "qr": _("Kode QR untuk membuka laporan ini"),
    }
