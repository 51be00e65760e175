"""A rule in words: what it asks, where it leads."""

from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from aspirations.models import Channel, Kind, RoutingRule, Weekday
from aspirations.routing import Ask, phrases_of
from aspirations.services.assignment import person


def conditions(rule: RoutingRule) -> dict[Ask, str]:
    """Each condition that the rule has, in words; its categories and villages are at hand."""
    found = {
        Ask.CATEGORY: _listed(_("kategori"), [one.name for one in rule.categories.all()]),
        Ask.VILLAGE: _listed(_("desa"), [one.name for one in rule.villages.all()]),
        Ask.WORDS: _listed(_("kata"), [f"“{phrase}”" for phrase in phrases_of(rule.words)]),
        Ask.KIND: _listed(_("jenis"), [str(Kind(rule.kind).label)] if rule.kind else []),
        Ask.CHANNEL: _listed(_("kanal"), [str(Channel(rule.channel).label)] if rule.channel else []),
        Ask.WEEKDAY: _listed(_("hari"), [str(Weekday(day).label) for day in sorted(rule.weekdays)]),
        Ask.HOUR: _window(_("jam"), rule.from_hour, rule.to_hour, time_format),
        Ask.DATE: _window(_("tanggal"), rule.from_date, rule.to_date, _short_day),
    }
    return {ask: words for ask, words in found.items() if words}


def why_not(rule: RoutingRule, asks: list[Ask]) -> list[str]:
    """The conditions that were not met, in words."""
    known = conditions(rule) | {
        Ask.ACTIVE: _("aturan dimatikan"),
        Ask.TERRITORY: _("wilayah %(region)s") % {"region": rule.territory},
    }
    return [known.get(ask, str(ask)) for ask in asks]


def destination(rule: RoutingRule) -> str:
    """Where it leads; what no longer serves is said."""
    parts = []
    if rule.unit:
        closed = "" if rule.unit.is_active else _(" (tidak aktif)")
        parts.append(f"{rule.unit}{closed}")
    if rule.person:
        parts.append(person(rule.person))
    if rule.agency:
        parts.append(_("usul: %(agency)s") % {"agency": rule.agency.short_name or rule.agency.name})
    return ", ".join(parts)


def _listed(what: str, values: list[str]) -> str:
    return f"{what} {_(' atau ').join(values)}" if values else ""


def _window(what: str, start: Any, end: Any, written: Any) -> str:
    if start and end:
        return f"{what} {written(start)}–{written(end)}"
    if start:
        return _("sejak %(start)s") % {"start": written(start)}
    return _("sampai %(end)s") % {"end": written(end)} if end else ""


def _short_day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
