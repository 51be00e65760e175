"""What reporters read of decisions and promises, in words that a villager understands.

Histories are kept in Indonesian: called within `in_one_language`. Of a decision that is not for everybody
only the outcome is told: what it says and who answers for it stays with those who were there.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from meetings.models import Decision, DecisionKind, FollowUp, Funding, Meeting
from meetings.workflow import FollowUpStatus

_PLAN_LENGTH = 120


def in_one_language() -> AbstractContextManager[Any]:
    """The language in which histories are kept."""
    return override(settings.LANGUAGE_CODE)


def for_everybody(decision: Decision) -> bool:
    """Whether everybody may read the decision once it is adopted."""
    return decision.is_public and decision.meeting.is_public


def stop_words(meeting: Meeting) -> str:
    """Rapat koordinasi Ke-10 Kecamatan Air Salek, Kamis, 20 Juli 2023."""
    return f"{meeting}, {_day(meeting, 'l, j F Y')}"


def decision_reference(decision: Decision) -> str:
    """Which decision of which stop, without its words."""
    return _("Keputusan nomor %(number)d, %(stop)s.") % {
        "number": decision.number,
        "stop": stop_words(decision.meeting),
    }


def decided(decision: Decision, follow_ups: Sequence[FollowUp]) -> str:
    """The decision with its promises, or its outcome alone."""
    if not for_everybody(decision):
        return _outcome(decision, follow_ups)
    lines = [
        _("Dibahas dalam %(stop)s.") % {"stop": stop_words(decision.meeting)},
        _("Keputusan nomor %(number)d: %(text)s") % {"number": decision.number, "text": decision.text},
    ]
    if decision.reason:
        lines.append(_("Alasannya: %(reason)s") % {"reason": decision.reason})
    if decision.deferred_to:
        lines.append(_("Dibahas lagi dalam %(stop)s.") % {"stop": stop_words(decision.deferred_to)})
    if follow_ups:
        lines += [_("Yang dijanjikan:"), *(promise_line(one) for one in follow_ups)]
    return "\n".join(lines)


def _outcome(decision: Decision, follow_ups: Sequence[FollowUp]) -> str:
    if decision.kind == DecisionKind.DONE:
        return _("Dibahas dalam rapat dan dinyatakan sudah diselesaikan.")
    if decision.kind == DecisionKind.REFUSED:
        return _(
            "Dibahas dalam rapat; belum dapat dipenuhi. Penjelasannya dapat diminta di kantor kecamatan."
        )
    if decision.kind == DecisionKind.DEFERRED:
        return _("Dibahas dalam rapat; pembahasannya dilanjutkan dalam rapat berikutnya.")
    if not follow_ups:
        return _("Dibahas dalam rapat; akan ditindaklanjuti.")
    last = max(one.target_on for one in follow_ups)
    return _("Dibahas dalam rapat; akan ditindaklanjuti, paling lambat %(day)s.") % {"day": long_day(last)}


def promise_line(follow_up: FollowUp) -> str:
    """– Memperbaiki jembatan: Dinas PUPR, paling lambat Kamis, 20 Juli 2023."""
    return _("– %(text)s: %(owner)s, paling lambat %(day)s.") % {
        "text": follow_up.text.rstrip(" ."),
        "owner": follow_up.owner,
        "day": long_day(follow_up.target_on),
    }


def planned_for(decision: Decision, follow_ups: Sequence[FollowUp]) -> str:
    """For which year, by which decision and with whose money."""
    meeting = decision.meeting
    if decision.deferred_to:
        year = decision.deferred_to.starts_at.astimezone(decision.deferred_to.zone).year
    else:
        year = max((one.target_on.year for one in follow_ups), default=_local_year(meeting))
    parts = [str(year), _("Keputusan rapat")]
    if for_everybody(decision):
        parts[1] = _("Keputusan %(kind)s Ke-%(number)d, %(day)s") % {
            "kind": meeting.series.get_kind_display(),
            "number": meeting.number,
            "day": _day(meeting, "j F Y"),
        }
        known = {one.funding for one in follow_ups} - {Funding.NONE, Funding.UNKNOWN}
        parts += [str(source.label) for source in Funding if source in known]
    return ", ".join(parts)[:_PLAN_LENGTH]


def revoked(decision: Decision) -> str:
    """That it does not hold any more, and why."""
    if not for_everybody(decision):
        return _(
            "Keputusan rapat tentang laporan ini dicabut. Penjelasannya dapat diminta di kantor kecamatan."
        )
    return _("Keputusan nomor %(number)d dari %(stop)s dicabut. Alasannya: %(reason)s") % {
        "number": decision.number,
        "stop": stop_words(decision.meeting),
        "reason": decision.revoke_reason,
    }


def left_out(decision: Decision, reason: str) -> str:
    """That it is not about this report after all."""
    if not for_everybody(decision):
        return _("Hasil rapat yang disampaikan sebelumnya ternyata bukan tentang laporan ini.")
    return _("Keputusan nomor %(number)d dari %(stop)s ternyata bukan tentang laporan ini: %(reason)s") % {
        "number": decision.number,
        "stop": stop_words(decision.meeting),
        "reason": reason,
    }


def became(follow_up: FollowUp, before: str, text: str) -> str:
    """What became of a promise; `text` is what was said with it. "" where reporters need not know."""
    to = follow_up.status
    # That it is done, by its owner's word, is looked at first; and may come to nothing.
    if not starts(to, before) and to not in {FollowUpStatus.KEPT, FollowUpStatus.DROPPED}:
        return ""
    if not for_everybody(follow_up.decision):
        return _outcome_of(to, before)
    line = promise_line(follow_up) if starts(to, before) else _owned(follow_up)
    said = [_heading(to, before), line]
    if to == FollowUpStatus.DROPPED:
        said.append(_("Alasannya: %(reason)s") % {"reason": follow_up.drop_reason})
    elif text.strip():
        said.append(text.strip())
    return "\n".join(said)


def starts(to: str, before: str) -> bool:
    """Whether work begins, or begins again."""
    if to == FollowUpStatus.REPORTED:
        return before == FollowUpStatus.PROMISED
    return to == FollowUpStatus.WORKING and before != FollowUpStatus.REPORTED


def follow_up_reference(follow_up: FollowUp) -> str:
    """Which promise of which stop."""
    return _("Janji nomor %(number)d.%(part)d, %(stop)s.") % {
        "number": follow_up.decision.number,
        "part": follow_up.number,
        "stop": stop_words(follow_up.decision.meeting),
    }


def _heading(to: str, before: str) -> str:
    if to == FollowUpStatus.KEPT:
        return _("Janji rapat sudah ditepati:")
    if to == FollowUpStatus.DROPPED:
        return _("Janji rapat tidak dilanjutkan:")
    if before in {FollowUpStatus.KEPT, FollowUpStatus.DROPPED}:
        return _("Janji rapat dikerjakan lagi:")
    return _("Janji rapat mulai dikerjakan:")


def _outcome_of(to: str, before: str) -> str:
    if to == FollowUpStatus.KEPT:
        return _("Tindak lanjut hasil rapat tentang laporan ini sudah selesai dikerjakan.")
    if to == FollowUpStatus.DROPPED:
        return _(
            "Tindak lanjut hasil rapat tentang laporan ini tidak dilanjutkan. Penjelasannya dapat diminta di"
            " kantor kecamatan."
        )
    if before in {FollowUpStatus.KEPT, FollowUpStatus.DROPPED}:
        return _("Tindak lanjut hasil rapat tentang laporan ini dikerjakan lagi.")
    return _("Tindak lanjut hasil rapat tentang laporan ini mulai dikerjakan.")


def all_done(follow_ups: Sequence[FollowUp], text: str) -> str:
    """The answer once nothing that was promised is open; `text` is the evidence of the last one."""
    shown = [one for one in follow_ups if for_everybody(one.decision)]
    kept = [one for one in shown if one.status == FollowUpStatus.KEPT]
    dropped = [one for one in shown if one.status == FollowUpStatus.DROPPED]
    if not kept:
        return _outcome_of(FollowUpStatus.KEPT, FollowUpStatus.WORKING)
    said = [_("Yang dijanjikan dalam rapat tentang laporan ini sudah ditepati:"), *map(_owned, kept)]
    for one in dropped:
        said += [
            _("Tidak dilanjutkan:"),
            _owned(one),
            _("Alasannya: %(reason)s") % {"reason": one.drop_reason},
        ]
    return "\n".join([*said, *([text.strip()] if text.strip() else [])])


def promised_too(follow_up: FollowUp) -> str:
    """A promise added once the decision stood."""
    if not for_everybody(follow_up.decision):
        return _("Hasil rapat tentang laporan ini mendapat tindak lanjut baru.")
    stop = stop_words(follow_up.decision.meeting)
    head = _("Janji baru menyusul keputusan nomor %(number)d dari %(stop)s:")
    said = head % {"number": follow_up.decision.number, "stop": stop}
    return f"{said}\n{promise_line(follow_up)}"


def moved(follow_up: FollowUp, change: str, reason: str) -> str:
    """A promise got another day or another owner; `change` says which in words."""
    if not for_everybody(follow_up.decision):
        return _("Tindak lanjut hasil rapat tentang laporan ini disesuaikan.")
    head = _("Janji rapat berubah: %(text)s") % {"text": follow_up.text}
    return f"{head}\n{change}\n" + _("Alasannya: %(reason)s") % {"reason": reason}


def target_moved(before: date, after: date) -> str:
    """Target digeser dari … ke …"""
    return _("Target digeser dari %(before)s ke %(after)s.") % {
        "before": long_day(before),
        "after": long_day(after),
    }


def owner_changed(before: str, after: str) -> str:
    """Penanggung jawab diganti dari … ke …"""
    return _("Penanggung jawab diganti dari %(before)s ke %(after)s.") % {"before": before, "after": after}


def _owned(follow_up: FollowUp) -> str:
    return f"– {follow_up.text.rstrip(' .')} ({follow_up.owner})."


def long_day(day: date) -> str:
    """Kamis, 20 Juli 2023."""
    return date_format(day, "l, j F Y")


def _day(meeting: Meeting, how: str) -> str:
    return date_format(meeting.starts_at.astimezone(meeting.zone), how)


def _local_year(meeting: Meeting) -> int:
    return meeting.starts_at.astimezone(meeting.zone).year
