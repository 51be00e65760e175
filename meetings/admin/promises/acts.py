"""What can be done with a promise on its page: who is offered it, its form, what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aspirations.models import Stage
from meetings.forms.promises import (
    DateWishForm,
    DeskProgressForm,
    EvidenceForm,
    LetterForm,
    MilestoneForm,
    NoteForm,
    NotOursWishForm,
    TargetForm,
    WordsForm,
)
from meetings.models import FollowUp, FollowUpEventKind
from meetings.permissions import may_check, owns
from meetings.services import evidence, progress
from meetings.services.progress import By
from meetings.workflow import FOLLOW_UP, DecisionStatus, FollowUpStatus, can

_S = FollowUpStatus


@dataclass(frozen=True)
class Act:
    """One verb. `form(promise, *data, **options)` makes its form, with a prefix of the verb's name."""

    heading: Any
    button: Any
    may: Callable[[Any, FollowUp], bool]
    form: Callable[..., forms.Form]
    perform: Callable[[FollowUp, dict[str, Any], By], Any]
    button_class: str = "button default"


def _steps(user: Any, one: FollowUp, to: str) -> bool:
    """By the table, and by who it is; nothing of a draft."""
    if one.decision.status == DecisionStatus.DRAFT or not can(FOLLOW_UP, one.status, to):
        return False
    if may_check(user, one):
        return True
    return owns(user, one) and to in progress.OWNERS_STEPS and _works(one)


def _works(one: FollowUp) -> bool:
    return one.decision.status != DecisionStatus.DRAFT and one.status in {_S.PROMISED, _S.WORKING}


def _reports(user: Any, one: FollowUp) -> bool:
    return _works(one) and (owns(user, one) or may_check(user, one))


def _wishes(user: Any, one: FollowUp) -> bool:
    return _works(one) and owns(user, one)


def _checks(user: Any, one: FollowUp) -> bool:
    return may_check(user, one)


def _goes_back(one: FollowUp) -> bool:
    return one.status in {_S.REPORTED, _S.KEPT, _S.DROPPED}


def _words(name: str, label: Any, required: bool) -> Callable[..., forms.Form]:
    def make(one: FollowUp, *data: Any, **options: Any) -> forms.Form:
        return WordsForm(*data, label=label, required=required, prefix=name, **options)

    return make


def _plain(name: str, form: Callable[..., forms.Form]) -> Callable[..., forms.Form]:
    def make(one: FollowUp, *data: Any, **options: Any) -> forms.Form:
        return form(*data, prefix=name, **options)

    return make


def _of_promise(name: str, form: Callable[..., forms.Form]) -> Callable[..., forms.Form]:
    def make(one: FollowUp, *data: Any, **options: Any) -> forms.Form:
        return form(*data, follow_up=one, prefix=name, **options)

    return make


def _kept(one: FollowUp, *data: Any, **options: Any) -> forms.Form:
    """With the owner's last words, for the desk to put right before everybody reads them."""
    said = one.events.filter(kind=FollowUpEventKind.STATUS, to_status=_S.REPORTED).order_by("-at", "-pk")
    first = said.values_list("text", flat=True).first() if one.status == _S.REPORTED else ""
    label = _("Apa hasilnya? (dibaca umum dan pelapor)")
    initial = {"text": first or ""}
    return WordsForm(*data, label=label, required=False, prefix="kept", initial=initial, **options)


def _progress(one: FollowUp, *data: Any, **options: Any) -> forms.Form:
    options |= {"prefix": "progress", "initial": {"progress": one.progress}}
    return DeskProgressForm(*data, **options)


def _change(to: str) -> Callable[[FollowUp, dict[str, Any], By], Any]:
    return lambda one, data, by: progress.change_follow_up(one, to, text=data["text"], by=by)


STEPS: dict[str, Act] = {
    "start": Act(
        _("Mulai dikerjakan"),
        _("Nyatakan mulai"),
        lambda user, one: one.status == _S.PROMISED and _steps(user, one, _S.WORKING),
        _words("start", _("Keterangan (boleh dikosongkan)"), False),
        _change(_S.WORKING),
    ),
    "progress": Act(
        _("Catat kemajuan"),
        _("Simpan kemajuan"),
        _reports,
        _progress,
        lambda one, data, by: progress.report_progress(one, data["progress"], data["text"], by=by),
    ),
    "reported": Act(
        _("Laporkan selesai"),
        _("Laporkan selesai"),
        lambda user, one: _steps(user, one, _S.REPORTED),
        _words("reported", _("Apa hasilnya?"), True),
        _change(_S.REPORTED),
    ),
    "kept": Act(
        _("Nyatakan ditepati"),
        _("Ditepati"),
        lambda user, one: _steps(user, one, _S.KEPT),
        _kept,
        _change(_S.KEPT),
    ),
    "back": Act(
        _("Kembalikan kepada penanggung jawab"),
        _("Kembalikan"),
        lambda user, one: one.status == _S.REPORTED and _checks(user, one),
        _words("back", _("Apa yang belum cukup? (dibaca penanggung jawab)"), True),
        _change(_S.WORKING),
    ),
    "reopen": Act(
        _("Buka kembali"),
        _("Buka kembali"),
        lambda user, one: one.status in {_S.KEPT, _S.DROPPED} and _steps(user, one, _S.WORKING),
        _words("reopen", _("Mengapa dibuka kembali? (dibaca umum)"), True),
        _change(_S.WORKING),
    ),
    "dropped": Act(
        _("Tidak dilanjutkan"),
        _("Nyatakan tidak dilanjutkan"),
        lambda user, one: _steps(user, one, _S.DROPPED),
        _words("dropped", _("Alasan (dibaca umum dan pelapor)"), True),
        _change(_S.DROPPED),
        "button",
    ),
    "date": Act(
        _("Usulkan tanggal baru"),
        _("Kirim usul"),
        _wishes,
        _plain("date", DateWishForm),
        lambda one, data, by: evidence.ask_date(one, data["target_on"], data["text"], by=by),
    ),
    "not_ours": Act(
        _("Bukan kewenangan kami"),
        _("Kirim kepada kecamatan"),
        _wishes,
        _of_promise("not_ours", NotOursWishForm),
        lambda one, data, by: evidence.disown(one, data["agency"], data["text"], by=by),
    ),
    "target": Act(
        _("Ubah target"),
        _("Ubah target"),
        lambda user, one: one.is_open and _checks(user, one),
        _plain("target", TargetForm),
        lambda one, data, by: evidence.move_target(one, data["target_on"], data["text"], by=by),
    ),
    "note": Act(
        _("Tulis catatan atau kabar"),
        _("Simpan"),
        _checks,
        _plain("note", NoteForm),
        lambda one, data, by: evidence.add_note(one, data["text"], data["reader"], by=by),
    ),
}

EVIDENCE: dict[str, Act] = {
    "milestone": Act(
        _("Tambah tahapan"),
        _("Tambah"),
        _checks,
        _plain("milestone", MilestoneForm),
        lambda one, data, by: evidence.add_milestone(one, data["text"], data["due_on"], by=by),
    ),
    "photos": Act(
        _("Tambah foto"),
        _("Unggah"),
        lambda user, one: _checks(user, one) or _reports(user, one),
        _plain("photos", EvidenceForm),
        lambda one, data, by: evidence.add_evidence(
            one, {str(stage): data[stage] for stage in (Stage.BEFORE, Stage.AFTER)}, by=by
        ),
    ),
    "letter": Act(
        _("Tambah surat"),
        _("Simpan surat"),
        lambda user, one: _checks(user, one) or _reports(user, one),
        _plain("letter", LetterForm),
        lambda one, data, by: evidence.add_letter(
            one, data["number"], data["dated_on"], data["subject"], by=by
        ),
    ),
}
ACTS = {**STEPS, **EVIDENCE}
