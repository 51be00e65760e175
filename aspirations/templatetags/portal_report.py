"""Words that the report's pages need."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from aspirations.conflicts import DISTRICT
from government.permissions import has_staff_above

register = template.Library()

_CHOICE_HELP = {
    "complaint": _("Ada yang rusak, terlambat, atau tidak semestinya."),
    "aspiration": _("Usul atau harapan untuk desa Anda."),
    "information": _("Anda ingin tahu sesuatu dari pemerintah."),
    "named": _("Nama dilihat petugas dan instansi yang menangani, tidak oleh umum."),
    "anonymous": _("Nama tidak disimpan. Kontak hanya dilihat petugas kecamatan."),
    "village": _("Dibaca petugas kecamatan dan kabupaten. Desa tidak melihatnya."),
    "district_staff": _("Dibaca petugas kabupaten saja. Desa dan kecamatan tidak melihatnya."),
    "district": _("Dibaca petugas kabupaten saja. Desa dan kecamatan tidak melihatnya."),
    "agency": _("Dibaca petugas desa, kecamatan, dan kabupaten. Instansi itu tidak melihatnya."),
    "confidential": _("Laporan tidak pernah ditayangkan. Hanya petugas berwenang yang membaca."),
}

_ACTION_TEXTS: dict[str, dict[str, Any]] = {
    "reply": {
        "icon": "chat",
        "heading": _("Jawab pertanyaan kami"),
        "button": _("Kirim jawaban"),
        "button_class": "btn-primary",
        "open": True,
    },
    "photos": {
        "icon": "camera",
        "heading": _("Tambah foto"),
        "button": _("Kirim foto"),
        "button_class": "btn-primary",
        "open": False,
    },
    "confirm": {
        "icon": "check-circle",
        "heading": _("Ya, sudah selesai"),
        "button": _("Nyatakan selesai"),
        "button_class": "btn-primary",
        "open": True,
    },
    "dispute": {
        "icon": "x-circle",
        "heading": _("Belum selesai, saya menyanggah"),
        "button": _("Kirim sanggahan"),
        "button_class": "btn-outline-primary",
        "open": False,
    },
    "rate": {
        "icon": "star",
        "heading": _("Nilai pelayanan kami"),
        "button": _("Kirim penilaian"),
        "button_class": "btn-primary",
        "open": True,
    },
    "withdraw": {
        "icon": "trash",
        "heading": _("Cabut laporan"),
        "button": _("Cabut laporan"),
        "button_class": "btn-outline-danger",
        "open": False,
    },
}


_DISPATCH_TEXTS: dict[str, dict[str, Any]] = {
    "accept": {
        "icon": "check-circle",
        "heading": _("Terima disposisi"),
        "button": _("Terima"),
        "button_class": "btn-primary",
    },
    "progress": {
        "icon": "gear",
        "heading": _("Laporkan kemajuan"),
        "button": _("Kirim kemajuan"),
        "button_class": "btn-primary",
    },
    "finish": {
        "icon": "chat-left-text",
        "heading": _("Nyatakan selesai"),
        "button": _("Kirim hasil"),
        "button_class": "btn-primary",
    },
    "plan": {
        "icon": "calendar-check",
        "heading": _("Rencanakan"),
        "button": _("Kirim rencana"),
        "button_class": "btn-primary",
    },
    "ask": {
        "icon": "question-circle",
        "heading": _("Tanya kecamatan"),
        "button": _("Kirim pertanyaan"),
        "button_class": "btn-primary",
    },
    "refuse": {
        "icon": "signpost-split",
        "heading": _("Bukan kewenangan kami"),
        "button": _("Kembalikan ke kecamatan"),
        "button_class": "btn-outline-danger",
    },
}


@register.simple_tag
def dispatch_texts(name: str) -> dict[str, Any]:
    """Icon, heading and button of what an agency may do by its link."""
    return _DISPATCH_TEXTS[name]


@register.simple_tag
def choice_help(value: str) -> Any:
    """What a choice means, in plain words."""
    return _CHOICE_HELP.get(value, "")


@register.simple_tag
def regency_reads() -> bool:
    """Whether anybody of the kabupaten reads reports about a kecamatan."""
    return has_staff_above(DISTRICT)


@register.simple_tag
def action_texts(name: str) -> dict[str, Any]:
    """Icon, heading and button of what a reporter may do."""
    return _ACTION_TEXTS[name]
