"""What the rules would do with the reports that came in, beside what became of them; nothing is written."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.models import Aspiration
from aspirations.search import Lexemes
from aspirations.services.assignment import holder
from aspirations.services.routing import Book, Routed, goes_by_rules, routed
from government.models import Region

# The latest reports are read, by one query; so many that differ are named.
MOST, SHOWN = 1000, 50


@dataclass
class Tally:
    """Reports that one rule, or none, would send; how many went there, elsewhere, or nowhere yet."""

    label: str
    count: int = 0
    same: int = 0
    nowhere: int = 0
    elsewhere: Counter[str] = field(default_factory=Counter)

    @property
    def others(self) -> str:
        """Where the others went, the commonest first."""
        return ", ".join(f"{where} ({count})" for where, count in self.elsewhere.most_common(5))


class Past(NamedTuple):
    """All tallies, those without a rule last; and reports that went elsewhere."""

    total: int
    is_cut: bool
    tallies: list[Tally]
    differing: list[tuple[Aspiration, str, str, str]]


def past(book: Book, user: Any, office: Region, days: int) -> Past:
    """Compares at most MOST of the latest reports that the user sees in this office."""
    reports = list(_reports(user, office, days))
    tallies = {rule.key: Tally(rule.name) for rule in book.rules if rule.is_active}
    none, apart = Tally(_("Tidak ada aturan yang cocok")), Tally(_("Rahasia atau menyangkut petugas"))
    differing = []
    for report in reports[:MOST]:
        found = routed(book, report, report.submitted_at, report.lexemes or {})
        rule = found.decided_by
        tally = apart if not goes_by_rules(report) else tallies[rule.key] if rule else none
        tally.count += 1
        went = _went(report)
        if not went:
            tally.nowhere += 1
        elif rule is None:
            tally.elsewhere[went] += 1
        elif _is_same(found, report):
            tally.same += 1
        else:
            tally.elsewhere[went] += 1
            differing.append((report, rule.name, leads_to(found), went))
    rows = [*tallies.values(), none, *([apart] if apart.count else [])]
    return Past(min(len(reports), MOST), len(reports) > MOST, rows, differing[:SHOWN])


def leads_to(found: Routed) -> str:
    """Where a report would go, in words; the agency is only proposed."""
    parts = [holder(found.unit, found.person)] if found.is_assigned else []
    if found.agency:
        name = found.agency.short_name or found.agency.name
        parts.append(_("usul: %(agency)s") % {"agency": name})
    return ", ".join(parts)


def _reports(user: Any, office: Region, days: int) -> Any:
    since = timezone.now() - timedelta(days=days)
    villages = Region.objects.villages().within(office.pk)
    rows = Aspiration.objects.visible_to(user).filter(village__in=villages, submitted_at__gte=since)
    # The latest are found by index and nothing else; only those are joined and read.
    latest = list(rows.order_by("-submitted_at", "-pk").values_list("pk", flat=True)[: MOST + 1])
    joined = ("category", "village", "unit", "assigned_to", "agency")
    shown = Aspiration.objects.filter(pk__in=latest).select_related(*joined).only(
        "number", "title", "kind", "channel", "identity", "concerns", "submitted_at",
        "category__name", "category__parent", "village__name", "village__time_zone",
        "unit__short_name", "unit__region", "agency__name", "agency__short_name",
        "assigned_to__first_name", "assigned_to__last_name", "assigned_to__username",
    )  # fmt: skip
    return shown.annotate(lexemes=Lexemes(F("staff_search"))).order_by("-submitted_at", "-pk")


def _went(report: Aspiration) -> str:
    parts = [holder(report.unit, report.assigned_to)] if report.unit or report.assigned_to else []
    return ", ".join(parts + ([report.agency.short_name or report.agency.name] if report.agency else []))


def _is_same(found: Routed, report: Aspiration) -> bool:
    """Whether what the rules say came true, as far as it was decided: an agency may still be to come."""
    wanted = (
        (found.unit, report.unit_id),
        (found.person, report.assigned_to_id),
        (found.agency, report.agency_id),
    )
    decided = [row.pk == key for row, key in wanted if row is not None and key is not None]
    return bool(decided) and all(decided)
