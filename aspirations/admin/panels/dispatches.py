"""What the kecamatan does with a dispatch after it was sent, and the report's numbers elsewhere."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import services
from aspirations.admin.panels.base import Desk, Panel
from aspirations.forms.dispatch import IssueForm, ReferenceForm, RenewForm, TellAgencyForm, sending_of
from aspirations.models import Aspiration, Dispatch, DispatchState
from aspirations.services import Actor, Refused
from aspirations.services.versions import references_version
from aspirations.workflow import Status, Who


def latest(report: Aspiration) -> Dispatch | None:
    """The last sending, whatever became of it; read once where the page has fetched them."""
    found = list(report.dispatches.all())
    return found[0] if found else None


def proposed(desk: Desk, to: Status) -> dict[str, Any]:
    """What an agency said becomes what the clerk's form proposes."""
    dispatch = latest(desk.report) if desk.who == Who.TRIAGE else None
    if dispatch is None:
        return {}
    if to == Status.ANSWERED and dispatch.state == DispatchState.DONE:
        return {"note": dispatch.statement}
    if to == Status.DISPATCHED and dispatch.state == DispatchState.REFUSED and dispatch.suggested_agency_id:
        return {"agency": dispatch.suggested_agency_id}
    return {}


def _lacks_link(desk: Desk) -> bool:
    return desk.who == Who.TRIAGE and services.lacks_dispatch(desk.report)


def _issue(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    dispatch = services.issue(report, services.Sending(**sending_of(data)), actor=actor)
    return _("Disposisi %(number)s dan tautannya dibuat.") % {"number": dispatch.number}


def _is_out(desk: Desk) -> bool:
    dispatch = latest(desk.report) if desk.who == Who.TRIAGE else None
    return dispatch is not None and dispatch.is_open


def _has_link(desk: Desk) -> bool:
    dispatch = latest(desk.report) if desk.who == Who.TRIAGE else None
    return dispatch is not None and dispatch.is_link_alive


def _current(report: Aspiration) -> Dispatch:
    dispatch = latest(report)
    if dispatch is None:
        raise Refused(_("Laporan ini belum pernah diteruskan."))
    return dispatch


def _tell(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.tell_agency(_current(report), data["text"], actor=actor)
    return _("Jawaban disimpan; instansi membacanya lewat tautan.")


def _renew(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.renew_link(_current(report), data["days"], actor=actor)
    return _("Tautan diperbarui. Tautan lama tidak berlaku lagi; kirimkan yang baru.")


def _revoke(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.revoke_link(_current(report), actor=actor)
    return _("Tautan dicabut. Siapa pun yang memegangnya tidak dapat lagi membuka laporan ini.")


def _reference(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.set_reference(report, data["system"], data["number"], actor=actor)
    return _("Nomor rujukan disimpan.")


PANELS = [
    Panel(
        "issue",
        lambda desk: _("Buat tautan untuk instansi"),
        _lacks_link,
        _issue,
        lambda desk, *data: IssueForm(*data, report=desk.report),
        button=gettext_lazy("Buat tautan"),
        at_once=True,
        may=lambda desk: desk.who == Who.TRIAGE,
    ),
    Panel(
        "tell",
        lambda desk: _("Jawab pertanyaan instansi"),
        _is_out,
        _tell,
        lambda desk, *data: TellAgencyForm(*data),
        button=gettext_lazy("Kirim kepada instansi"),
        keeps=True,
    ),
    Panel(
        "renew",
        lambda desk: _("Perbarui tautan"),
        _is_out,
        _renew,
        lambda desk, *data: RenewForm(*data),
        button=gettext_lazy("Buat tautan baru"),
    ),
    Panel(
        "revoke",
        lambda desk: _("Cabut tautan"),
        _has_link,
        _revoke,
        button=gettext_lazy("Cabut tautan ini"),
    ),
]

REFERENCES = [
    Panel(
        "reference",
        lambda desk: _("Nomor rujukan sistem lain"),
        lambda desk: desk.who == Who.TRIAGE,
        _reference,
        lambda desk, *data: ReferenceForm(*data),
        button=gettext_lazy("Simpan nomor rujukan"),
        version=references_version,
    ),
]
