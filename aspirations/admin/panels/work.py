"""Who holds the report, and the small works on it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import services
from aspirations.admin.panels.base import Desk, Panel
from aspirations.forms.pairs import PairForm
from aspirations.forms.triage import AssignForm, CorrectForm, EvidenceForm, NoteForm
from aspirations.models import Aspiration, Stage
from aspirations.permissions import may_triage
from aspirations.services import Actor
from aspirations.services.versions import holder_version, place_version


def _is_hers(desk: Desk) -> bool:
    return bool(desk.report.assigned_to_id == desk.user.pk)


def _works(desk: Desk) -> bool:
    return desk.who is not None and desk.report.is_open


def _may_triage(desk: Desk) -> bool:
    return may_triage(desk.user, desk.report)


def _triages(desk: Desk) -> bool:
    return desk.report.is_open and _may_triage(desk)


def _note(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.add_note(report, data["text"], actor=actor)
    return _("Catatan disimpan.")


def _evidence(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.add_photos(report, data["photos"], stage=data["stage"], actor=actor)
    return _("Foto ditambahkan.")


def _has_after(report: Aspiration) -> bool:
    return any(photo.stage == Stage.AFTER for photo in report.photos.all())


def _pair(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    if data.get("loosen"):
        services.loosen_pairs(report, data["loosen"], actor=actor)
    if data["before"]:
        services.pair_photos(report, data["before"], data["after"], caption=data["caption"], actor=actor)
    return _("Pasangan foto disimpan.")


def _correct(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.correct(report, actor=actor, **data)
    return _("Data laporan diperbaiki.")


def _assign(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.assign(report, data["assignee"], unit=data["unit"], actor=actor)
    return _("Penugasan %(number)s diubah.") % {"number": report.number}


def _take(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.assign(report, actor.user, actor=actor)
    return _("%(number)s kini Anda pegang.") % {"number": report.number}


def _release(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.release(report, actor=actor)
    return _("%(number)s tidak lagi Anda pegang.") % {"number": report.number}


def _read(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.mark_read(report)
    return _("Balasan ditandai sudah dibaca.")


# Panels without fields: a button does it.
BUTTONS = [
    Panel(
        "take",
        lambda desk: _("Saya yang pegang"),
        lambda desk: _works(desk) and not _is_hers(desk),
        _take,
        key="t",
        version=holder_version,
    ),
    Panel(
        "release",
        lambda desk: _("Lepaskan"),
        lambda desk: _works(desk) and _is_hers(desk),
        _release,
        key="t",
        version=holder_version,
    ),
    Panel(
        "read",
        lambda desk: _("Tandai balasan sudah dibaca"),
        lambda desk: desk.report.has_unread_reply and _may_triage(desk),
        _read,
        key="r",
        may=_may_triage,
    ),
]

PANELS = [
    Panel(
        "note",
        lambda desk: _("Catatan internal"),
        lambda desk: desk.who is not None,
        _note,
        lambda desk, *data: NoteForm(*data, report=desk.report),
        button=gettext_lazy("Simpan catatan"),
        key="n",
        at_once=True,
        keeps=True,
    ),
    Panel(
        "assign",
        lambda desk: _("Tugaskan"),
        _triages,
        _assign,
        lambda desk, *data: AssignForm(*data, report=desk.report),
        version=holder_version,
        may=_may_triage,
    ),
    Panel(
        "evidence",
        lambda desk: _("Foto bukti"),
        _works,
        _evidence,
        lambda desk, *data: EvidenceForm(*data),
        button=gettext_lazy("Tambahkan foto"),
    ),
    Panel(
        "pair",
        lambda desk: _("Pasangkan foto sebelum dan sesudah"),
        lambda desk: desk.who is not None and _has_after(desk.report),
        _pair,
        lambda desk, *data: PairForm(*data, report=desk.report),
        button=gettext_lazy("Simpan pasangan"),
    ),
    Panel(
        "correct",
        lambda desk: _("Perbaiki kategori atau desa"),
        _triages,
        _correct,
        lambda desk, *data: CorrectForm(*data, report=desk.report),
        button=gettext_lazy("Simpan perbaikan"),
        version=place_version,
        may=_may_triage,
    ),
]
