"""Why a promise falls due when it does, in words."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations.models import Aspiration
from government.calendars import calendar_for
from government.models import PromiseName
from government.workdays import local_date

register = template.Library()


@register.simple_tag
def due_explained(report: Aspiration) -> str:
    """For staff, in one line: promise and date, days, class and rule, holidays, pauses, what comes after."""
    if report.closes_at:
        return _("Menunggu pelapor sampai %(date)s (%(days)d hari kerja sejak tanggapan).") % {
            "date": _day(report.closes_at, report),
            "days": report.reporter_days,
        }
    if report.days_left is not None:
        return _("Janji berhenti sementara sejak %(since)s; sisa %(left)s.") % {
            "since": _day(report.clock_from or report.status_since, report),
            "left": ", ".join(f"{_label(name)} {_left(report, name)}" for name in report.clock.pending),
        }
    if report.due_at is None:
        return _("Tidak ada janji yang berjalan.")
    name = next(one for one in report.clock.pending if report.clock.due(one) == report.due_at)
    text = "; ".join([_first(report, name), *_source(report), *_holidays(report), *_pauses(report)]) + "."
    text += "".join(f" {_later(report, one)}." for one in report.clock.pending if one != name)
    return _("LEWAT JANJI. %(text)s") % {"text": text} if report.is_overdue else text


@register.simple_tag
def promise_told(report: Aspiration) -> str:
    """For the reporter, in plain words; "" where no promise runs."""
    clock = report.clock
    dated = [(name, due) for name in clock.pending if (due := clock.due(name))]
    if report.days_left is not None:
        return _("Waktu kami berhenti sampai Anda menjawab.")
    if not dated or report.due_at is None:
        return ""
    told = [
        _("%(what)s paling lambat %(date)s (%(days)s)")
        % {
            "what": _label(name),
            "date": _day(due, report, "DATE_FORMAT"),
            "days": _days(_promised(report, name)),
        }
        for name, due in dated
    ]
    text = "; ".join(told)
    return _("%(promises)s. Hari libur dan waktu menunggu jawaban Anda tidak dihitung.") % {
        "promises": text[:1].upper() + text[1:]
    }


def _first(report: Aspiration, name: str) -> str:
    left, days = report.clock.left(name), _promised(report, name)
    since = _day(report.clock_from or report.submitted_at, report)
    # A pause, a day that staff named or another weight left fewer, or more, than the class has.
    rest = days if left is None or left < 0 else left
    return _("%(what)s paling lambat %(date)s: %(days)s sejak %(since)s") % {
        "what": _label(name).capitalize(),
        "date": _day(report.due_at, report),
        "days": _days(days)
        if rest == days
        else _("sisa %(rest)d dari %(days)s") % {"rest": rest, "days": _days(days)},
        "since": since,
    }


def _source(report: Aspiration) -> list[str]:
    """The class, and the rule that chose it; nothing of a report from before these were kept."""
    if report.sla_class is None:
        return []
    if report.sla_rule is None:
        return [_("kelas “%(class)s” dari kategorinya") % {"class": report.sla_class}]
    return [
        _("kelas “%(class)s” menurut aturan “%(rule)s”")
        % {"class": report.sla_class, "rule": report.sla_rule}
    ]


def _holidays(report: Aspiration) -> list[str]:
    if report.clock_from is None or report.due_at is None:
        return []
    calendar = calendar_for(report.village)
    first, last = (local_date(moment, calendar) for moment in (report.clock_from, report.due_at))
    skipped = [
        day for day in calendar.holidays if first < day <= last and day.weekday() not in calendar.weekend
    ]
    if not skipped:
        return []
    days = ", ".join(date_format(day, "j M") for day in sorted(skipped)[:5])
    shown = days + (" …" if len(skipped) > 5 else "")
    text = ngettext(
        "%(count)d hari libur dilewati (%(days)s)",
        "%(count)d hari libur dilewati (%(days)s)",
        len(skipped),
    )
    return [text % {"count": len(skipped), "days": shown}]


def _pauses(report: Aspiration) -> list[str]:
    if not report.paused_days:
        return []
    return [_("berhenti %(days)s selama menunggu pelapor") % {"days": _days(report.paused_days)}]


def _later(report: Aspiration, name: str) -> str:
    due = report.clock.due(name)
    return _("%(what)s paling lambat %(date)s") % {
        "what": _label(name).capitalize(),
        "date": _day(due, report),
    }


def _label(name: str) -> str:
    return str(PromiseName(name).label).lower()


def _promised(report: Aspiration, name: str) -> int:
    return int(getattr(report.promise, f"{name}_days"))


def _left(report: Aspiration, name: str) -> str:
    left = report.clock.left(name) or 0
    return _("sudah lewat") if left < 0 else _days(left)


def _days(days: int) -> str:
    return ngettext("%(days)d hari kerja", "%(days)d hari kerja", days) % {"days": days}


def _day(moment: datetime | None, report: Aspiration, form: str = "SHORT_DATE_FORMAT") -> str:
    """By the clock of the place: a due date is the end of its day there."""
    if moment is None:
        return "–"
    local = timezone.localtime(moment, report.village.zone)
    return date_format(local, form)
