"""What an agency can say of a promise by its link: form, service, and the words around it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aspirations.models import Stage
from meetings.forms.promises import DateForm, DoneForm, NotOursForm, ProgressForm, SignedForm, StartForm
from meetings.models import FollowUp
from meetings.services import evidence, owners
from meetings.services.owners import Proof
from meetings.services.progress import By


@dataclass(frozen=True)
class Act:
    """One verb of the page."""

    form: type[SignedForm]
    perform: Callable[[FollowUp, dict[str, Any], By], Any]
    icon: str
    heading: Any
    button: Any
    thanks: Any
    button_class: str = "btn-primary"


def _proof(data: dict[str, Any]) -> Proof:
    photos = {str(stage): data.get(stage) or [] for stage in (Stage.BEFORE, Stage.AFTER)}
    return Proof(photos, data.get("letter_number", ""), data.get("letter_on"))


ACTS: dict[str, Act] = {
    "start": Act(
        StartForm,
        lambda one, data, by: owners.start(one, data["text"], by=by),
        "check-circle",
        _("Mulai dikerjakan"),
        _("Nyatakan mulai"),
        _("Terima kasih. Warga melihat bahwa janji ini mulai dikerjakan."),
    ),
    "progress": Act(
        ProgressForm,
        lambda one, data, by: owners.tell_progress(one, data["progress"], data["text"], _proof(data), by=by),
        "gear",
        _("Laporkan kemajuan"),
        _("Kirim kemajuan"),
        _("Kemajuan sudah tercatat."),
    ),
    "done": Act(
        DoneForm,
        lambda one, data, by: owners.tell_done(one, data["text"], _proof(data), by=by),
        "chat-left-text",
        _("Nyatakan selesai"),
        _("Kirim hasil"),
        _("Terima kasih. Kecamatan memeriksa laporan Anda, lalu menyatakan janji ini ditepati."),
    ),
    "date": Act(
        DateForm,
        lambda one, data, by: evidence.ask_date(one, data["target_on"], data["text"], by=by),
        "calendar-check",
        _("Usulkan tanggal baru"),
        _("Kirim usul"),
        _("Usul tanggal sudah sampai di kecamatan; target berubah setelah disetujui."),
    ),
    "not_ours": Act(
        NotOursForm,
        lambda one, data, by: evidence.disown(one, data["agency"], data["text"], by=by),
        "signpost-split",
        _("Bukan kewenangan kami"),
        _("Kirim kepada kecamatan"),
        _("Keterangan Anda sudah sampai di kecamatan."),
        "btn-outline-danger",
    ),
}
