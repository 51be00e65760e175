"""What the reporters behind an usulan are told, once for each step that the desk takes."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from aspirations import notifications
from aspirations.models import Aspiration, Audience, EventKind
from aspirations.services import Actor, NeedsApproval, Refused, replan, take_step
from aspirations.services.history import record
from aspirations.workflow import OPEN, Status, allowed
from meetings.models import Proposal, ProposalEventKind
from meetings.services.proposals.holding import note

_PLAN = 120


def submitted(proposal: Proposal, *, actor: Any, only: Iterable[Aspiration] | None = None) -> None:
    """Their wish is on the table of a musrenbang."""
    with override(settings.LANGUAGE_CODE):
        text = _(
            "Laporan Anda diajukan sebagai usulan nomor %(number)d dalam %(meeting)s, %(day)s:"
            " “%(title)s”. Usulan ini dinilai bersama usulan lain; hasilnya kami kabarkan di sini."
        ) % _words(proposal)
        plan = _("Usulan %(meeting)s") % _words(proposal)
    _tell(proposal, text, actor=actor, to=Status.PLANNED, plan=plan, only=only)


def forwarded(proposal: Proposal, where: str, *, actor: Any) -> None:
    """It goes up."""
    with override(settings.LANGUAGE_CODE):
        text = _(
            "Usulan “%(title)s” yang lahir dari laporan Anda masuk prioritas nomor %(rank)d dan diteruskan"
            " ke %(where)s. Usulan baru didanai bila masuk anggaran."
        ) % {**_words(proposal), "rank": proposal.rank, "where": where}
        plan = _("Usulan diteruskan ke %(where)s") % {"where": where}
    _tell(proposal, text, actor=actor, to=Status.PLANNED, plan=plan)


def budgeted(proposal: Proposal, *, actor: Any) -> None:
    """It has money, and a year."""
    with override(settings.LANGUAGE_CODE):
        text = _(
            "Kabar baik: usulan “%(title)s” yang lahir dari laporan Anda masuk anggaran tahun %(year)d"
            " sebesar Rp%(amount)s (nomor %(reference)s)."
        ) % {
            **_words(proposal),
            "year": proposal.budget_year,
            "amount": number_format(proposal.budget_amount or 0, force_grouping=True),
            "reference": proposal.budget_reference,
        }
        plan = _("Anggaran tahun %(year)d, %(reference)s") % {
            "year": proposal.budget_year,
            "reference": proposal.budget_reference,
        }
    _tell(proposal, text, actor=actor, to=Status.PLANNED, plan=plan)


def returned(proposal: Proposal, *, actor: Any) -> None:
    """It came back, with a reason; it can be put forward again."""
    with override(settings.LANGUAGE_CODE):
        text = _(
            "Usulan “%(title)s” yang lahir dari laporan Anda dikembalikan untuk diperbaiki: %(reason)s"
        ) % {**_words(proposal), "reason": proposal.returned_reason}
    _tell(proposal, text, actor=actor)


def declined(proposal: Proposal, *, actor: Any) -> None:
    """It was not accepted, and this is why; they may dispute it."""
    with override(settings.LANGUAGE_CODE):
        text = _(
            "Mohon maaf, usulan “%(title)s” yang lahir dari laporan Anda tidak diterima dalam"
            " %(meeting)s: %(reason)s"
        ) % {**_words(proposal), "reason": proposal.returned_reason}
    _tell(proposal, text, actor=actor, to=Status.ANSWERED)


def _words(proposal: Proposal) -> dict[str, Any]:
    """What may be said of it: of what is not public neither its stop nor its title."""
    meeting = proposal.meeting
    day = meeting.starts_at.astimezone(meeting.zone)
    is_open = proposal.is_public and meeting.is_public
    return {
        "number": proposal.number,
        "title": proposal.title if is_open else _("usulan pembangunan"),
        "meeting": str(meeting) if is_open else _("musrenbang"),
        "day": date_format(day, "l, j F Y"),
    }


def _tell(
    proposal: Proposal,
    text: str,
    *,
    actor: Any,
    to: Status | None = None,
    plan: str = "",
    only: Iterable[Aspiration] | None = None,
) -> None:
    """Each report takes the step where it may; where it stands there already its reporter reads the text.

    A report that is closed, or that this user may not change, stays as it is; the desk's history says which.
    """
    wanted = {report.pk for report in only} if only is not None else None
    rows = proposal.rows.select_related("aspiration__category", "aspiration__village").order_by("pk")
    told: list[str] = []
    left: list[str] = []
    for row in rows:
        report = row.aspiration
        if wanted is not None and report.pk not in wanted:
            continue
        (told if _tell_one(report, text, actor=actor, to=to, plan=plan) else left).append(report.number)
    if told or left:
        with override(settings.LANGUAGE_CODE):
            words = [", ".join(told)] if told else []
            words += [_("tidak dikabari: %(numbers)s") % {"numbers": ", ".join(left)}] if left else []
        note(proposal, ProposalEventKind.TOLD, "; ".join(words), actor=actor)


def _tell_one(report: Aspiration, text: str, *, actor: Any, to: Status | None, plan: str) -> bool:
    if report.status not in OPEN:
        return False
    try:
        staff = Actor.staff(actor, report)
        if to is not None and to in allowed(report.status, staff.who, resume=report.resume_status):
            take_step(report, to, actor=staff, note=text, planned_for=plan[:_PLAN])
        elif to == Status.PLANNED == report.status:
            replan(report, plan[:_PLAN], actor=staff, note=text)
        else:
            _say(report, text, actor=staff)
    except NeedsApproval:
        _say(report, text, actor=staff)
    except Refused:
        return False
    return True


def _say(report: Aspiration, text: str, *, actor: Actor) -> None:
    """A line in the report's own history, and the mail that goes with it; the report stays where it is."""
    event = record(
        report, EventKind.PROGRESS, actor=actor, at=timezone.now(), audience=Audience.REPORTER, text=text
    )
    notifications.status_changed(report, event)
