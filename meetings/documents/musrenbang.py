"""The papers of a musrenbang: the list of usulan, and the berita acara with its ranking."""

from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from government.paper import letterhead, render
from meetings.models import Attendance, Meeting, Presence, Proposal
from meetings.services.proposals import delegates_of, rules_of
from meetings.workflow import ProposalStatus

_PRIORITIES = (ProposalStatus.RANKED, ProposalStatus.FORWARDED, ProposalStatus.BUDGETED)


def list_paper(meeting: Meeting) -> bytes:
    """Daftar usulan as PDF, drafts left out; without names of people."""
    rows = meeting.proposals.exclude(status=ProposalStatus.DRAFT).named().in_rank()
    data = {
        **_head(meeting, _("Daftar usulan")),
        "empty": _("Belum ada usulan."),
        "heads": [
            *(_("No."), _("Usulan dan alasan"), _("Jenis"), _("Tempat"), _("Volume"), _("Perkiraan biaya")),
            *(_("OPD"), _("Pengusul"), _("Keadaan")),
        ],
        "rows": [_row(one) for one in rows],
    }
    return render("usulan.typ", data)


def _row(one: Proposal) -> list[str]:
    state = str(one.get_status_display())
    if one.budget_year:
        state += f": {one.budget_reference}, {one.budget_year}, {_rupiah(one.budget_amount)}"
    elif one.returned_reason:
        state += f": {one.returned_reason}"
    return [
        str(one.number),
        f"{one.title}\n{one.reason}",
        str(one.get_kind_display()),
        _place(one),
        _volume(one),
        _rupiah(one.cost),
        _agency(one),
        one.proposer_office,
        state,
    ]


def minutes(meeting: Meeting) -> bytes:
    """Berita acara: who came, what was agreed in which order and by which rules, and who signs."""
    proposals = list(meeting.proposals.exclude(status=ProposalStatus.DRAFT).named().in_rank())
    ranked = [one for one in proposals if one.status in _PRIORITIES]
    placed = [one for one in ranked if one.wanted_rank]
    refused = [one for one in proposals if one.status in {ProposalStatus.RETURNED, ProposalStatus.DECLINED}]
    start = meeting.starts_at.astimezone(meeting.zone)
    data = {
        **_head(meeting, _("Berita acara")),
        "opening": _(
            "Pada hari ini, %(day)s, mulai pukul %(hour)s, bertempat di %(place)s, telah diselenggarakan"
            " %(meeting)s dengan hasil sebagai berikut."
        )
        % {
            "day": date_format(start, "l, j F Y"),
            "hour": f"{date_format(start, 'H.i')} {start:%Z}",
            "place": meeting.venue,
            "meeting": meeting,
        },
        "attendance": {"title": _("Kehadiran"), "rows": _attendance(meeting)},
        "ranking": {
            "title": _("Usulan prioritas yang disepakati"),
            "heads": [
                *(_("Peringkat"), _("Usulan"), _("Jenis"), _("Tempat"), _("Volume"), _("Perkiraan biaya")),
                *(_("OPD"), _("Nilai")),
            ],
            "rows": [_ranked(one) for one in ranked],
            "empty": _("Daftar usulan belum dikunci."),
        },
        "rules": {"title": _("Cara menetapkan peringkat"), "lines": _rules(meeting)},
        "placed": {
            "title": _("Urutan yang ditetapkan musyawarah"),
            "lines": [
                _("Peringkat %(rank)d, %(title)s: %(reason)s")
                % {"rank": one.rank, "title": one.title, "reason": one.wanted_reason}
                for one in placed
            ],
        },
        "refused": {
            "title": _("Dikembalikan atau tidak diterima"),
            "lines": [f"{one.title} ({one.get_status_display()}): {one.returned_reason}" for one in refused],
        },
        "closing": _("Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan seperlunya."),
        "place": f"{meeting.host_district.name}, {date_format(start, 'j F Y')}",
        "signers": [_("Pimpinan sidang"), _("Wakil utusan desa"), _("Wakil perempuan"), _("Notulis")],
    }
    return render("musrenbang.typ", data)


def _head(meeting: Meeting, title: str) -> dict[str, Any]:
    start = meeting.starts_at.astimezone(meeting.zone)
    return {
        "letterhead": letterhead(meeting.host_district),
        "title": title,
        "meeting": str(meeting),
        "when": date_format(start, "l, j F Y"),
        "venue": meeting.venue,
    }


def _attendance(meeting: Meeting) -> list[list[str]]:
    """Counts by how people came; three queries."""
    came = Attendance.objects.filter(meeting=meeting)
    people = ngettext("%d orang", "%d orang", 1)
    return [
        [_("Diundang"), people % meeting.invitations.count()],
        [_("Hadir"), people % came.filter(presence=Presence.PRESENT).count()],
        [_("Diwakili"), people % came.filter(presence=Presence.REPRESENTED).count()],
        [_("Utusan yang berhak memilih"), people % delegates_of(meeting).count()],
    ]


def _ranked(one: Proposal) -> list[str]:
    return [
        str(one.rank),
        one.title,
        str(one.get_kind_display()),
        _place(one),
        _volume(one),
        _rupiah(one.cost),
        _agency(one),
        number_format(one.score, 2) if one.score is not None else "",
    ]


def _rules(meeting: Meeting) -> list[str]:
    """The formula in words, for who was not there."""
    rules, criteria = rules_of(meeting.series), list(meeting.series.criteria.all())
    share = rules.vote_share if criteria else 100
    lines = []
    if criteria:
        named = ", ".join(f"{one.name} {one.weight}%" for one in criteria)
        lines.append(_("Kriteria (nilai 1 sampai 5) dan bobotnya: %(named)s.") % {"named": named})
    lines += [
        _("Nilai = kriteria × %(criteria)d%% + suara utusan × %(share)d%%.")
        % {"criteria": 100 - share, "share": share},
        _("Tiap utusan mempunyai %(each)d suara, satu untuk satu usulan.") % {"each": rules.votes_each},
        _("Bila nilai sama: %(ties)s.") % {"ties": ", ".join(rules.tie_words)},
    ]
    return lines


def _place(one: Proposal) -> str:
    return ", ".join(part for part in (one.place, one.village.name) if part)


def _volume(one: Proposal) -> str:
    if one.volume is None:
        return ""
    number = number_format(one.volume.normalize(), force_grouping=True)
    return f"{number} {one.unit}".strip()


def _agency(one: Proposal) -> str:
    return (one.agency.short_name or one.agency.name) if one.agency else ""


def _rupiah(amount: Any) -> str:
    return "" if amount is None else f"Rp{number_format(amount, 0, force_grouping=True)}"
