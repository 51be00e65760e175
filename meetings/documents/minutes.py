"""Notulen and berita acara as PDF: official form, attendance, what was said, decisions, RTL, photos."""

import base64
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations.media.files import path_of
from government.paper import letterhead, qr_svg, render
from meetings.models import Minutes, MinutesKind, Picture
from meetings.services.minutes import fingerprint

_PHOTO_WIDTH = 960


def paper(minutes: Minutes, content: dict[str, Any]) -> bytes:
    """The PDF of some content, in Indonesian; a draft says on every page that it is one."""
    with override(settings.LANGUAGE_CODE):
        title = f"{MinutesKind(minutes.kind).label} {content['meeting']['name']}"
        data = content | {
            "letterhead": letterhead(minutes.meeting.host_district),
            "title": title,
            "is_draft": minutes.is_open,
            "photos": [_photo(one) for one in content["photos"] if _lies_there(one)],
            "seal": _seal(minutes),
            "words": _words(),
        }
        footer = _("KONSEP, belum disahkan") if minutes.is_open else _footer(minutes, content)
        return render("notulen.typ", data, footer=footer)


def _footer(minutes: Minutes, content: dict[str, Any]) -> str:
    return _("Versi %(version)d · sidik isi %(hash)s") % {
        "version": minutes.version,
        "hash": fingerprint(content)[:16],
    }


def verification_address(minutes: Minutes) -> str:
    """The public page that says whether a paper is what was signed."""
    return f"{settings.SITE_URL}{reverse('meetings:minutes', args=[minutes.uid])}"


def _seal(minutes: Minutes) -> dict[str, str] | None:
    if minutes.is_open or minutes.signed_at is None:
        return None
    address = verification_address(minutes)
    signed = timezone.localtime(minutes.signed_at, minutes.meeting.zone)
    return {
        "qr": qr_svg(address),
        "address": address,
        "signer": minutes.signer,
        "when": date_format(signed, "DATETIME_FORMAT"),
        "hash": minutes.content_hash,
    }


def _file_of(one: dict[str, Any]) -> str:
    return path_of(Picture.folder, UUID(one["uuid"]), f"{_PHOTO_WIDTH}.jpg")


def _lies_there(one: dict[str, Any]) -> bool:
    return default_storage.exists(_file_of(one))


def _photo(one: dict[str, Any]) -> list[str]:
    """A photo within an SVG, the only way for bytes to travel in data; and its caption."""
    with default_storage.open(_file_of(one)) as file:
        encoded = base64.b64encode(file.read()).decode()
    width, height = Picture.objects.values_list("width", "height").get(uuid=UUID(one["uuid"]))
    high = round(_PHOTO_WIDTH * (height or 3) / (width or 4))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{_PHOTO_WIDTH}" height="{high}"><image width="{_PHOTO_WIDTH}" height="{high}" '
        f'xlink:href="data:image/jpeg;base64,{encoded}"/></svg>'
    )
    return [svg, one["caption"] or _("Foto rapat")]


def _words() -> dict[str, Any]:
    return {
        "draft": _("KONSEP"),
        "topic": _("Acara"),
        "theme": _("Tema"),
        "day": _("Hari, tanggal"),
        "time": _("Waktu"),
        "place": _("Tempat"),
        "attendance": _("Kehadiran"),
        "invited": _("Diundang"),
        "guests": _("Hadir tanpa undangan"),
        "attendance_heads": [_("No."), _("Jabatan"), _("Nama"), _("Kehadiran")],
        "decisions": _("Keputusan"),
        "no_decisions": _("Tidak ada keputusan yang ditetapkan."),
        "reason": _("Alasan"),
        "deferred": _("Ditunda ke"),
        "rtl": _("Rencana tindak lanjut"),
        "rtl_heads": [
            _("No."),
            _("Permasalahan"),
            _("Tindak lanjut"),
            _("Tempat"),
            _("Penanggung jawab"),
            _("Pihak terkait"),
            _("Target"),
            _("Sumber dana"),
        ],
        "photos": _("Foto"),
        "amended": _("Perubahan dari versi sebelumnya"),
        "sealed": _("Disahkan secara elektronik oleh"),
        "verify": _("Periksa keasliannya di"),
        "qr": _("Kode QR menuju halaman pemeriksaan"),
    }
