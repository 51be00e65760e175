"""Bahan rakor: what the leaders of a stop should know of the kecamatan, for the screen and on paper.

It goes from hand to hand: nothing in it that not everybody may read, but for the figures, which are sums over
what the kecamatan's own office sees.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aspirations.conflicts import hidden_from, level_of
from aspirations.models import Aspiration
from aspirations.statistics import PROMISES, Period, Sums, sums
from government.models import Category, Programme, ProgrammeSet, Region
from meetings.models import Evaluation, ExpectedQuestion, FollowUp, Meeting, Standing
from meetings.services.evaluations import current_evaluations
from meetings.workflow import StopStatus

YEARS_COMPARED = 3
MOST_PER_VILLAGE = 3
MOST_CATEGORIES = 10
MOST_PROMISES = 200
MOST_QUESTIONS_OF_A_KIND = 5
# Scores that ask for an explanation.
WEAK = 2
_YEAR = timedelta(days=365)
_MEASURES = (
    "masuk",
    "selesai",
    "terbuka",
    *(f"{promise.slug}-{part}" for promise in PROMISES for part in ("janji", "ditepati")),
)


class Bar(NamedTuple):
    """A bar of a chart: its length, and what it says."""

    label: str
    value: float
    text: str
    url: str = ""


class Row(NamedTuple):
    """One programme: its scores of the years compared, and the last note and evidence."""

    programme: Programme
    scores: list[Evaluation | None]
    last: Evaluation | None

    @property
    def trend(self) -> int:
        """How the last score differs from the one before it; 0 where there are not two."""
        given = [one.score for one in self.scores if one]
        return given[-1] - given[-2] if len(given) > 1 else 0


@dataclass(frozen=True)
class Briefing:
    """Everything that the screen and the paper show."""

    meeting: Meeting
    period: Period
    # The last stop, where the period begins with it.
    previous: Meeting | None
    figures: list[tuple[str, str]]
    services: list[Bar]
    promises: list[FollowUp]
    standings: dict[str, int]
    villages: list[tuple[Region, list[Aspiration]]]
    categories: list[Bar]
    years: list[int]
    programmes: list[tuple[ProgrammeSet, list[Row]]]
    questions: list[ExpectedQuestion]
    derived: list[str]


def gather(meeting: Meeting) -> Briefing:
    """The book of one stop; a number of queries that depends on nothing that it holds."""
    district = meeting.host_district
    previous = _previous(meeting)
    period = _period(meeting, previous)
    villages = list(Region.objects.active().villages().filter(code__startswith=f"{district.pk}."))
    found = sums(_rows(district), period, ["category"], _MEASURES)
    promises = _promises(meeting)
    top = _most_supported(district)
    years = list(range(_year(meeting) - YEARS_COMPARED + 1, _year(meeting) + 1))
    programmes = _programmes(district, years)
    return Briefing(
        meeting=meeting,
        period=period,
        previous=previous if previous and period.first == _day(previous) else None,
        figures=_figures(villages, found),
        services=_services(found),
        promises=list(promises.for_ledger().by_urgency()[:MOST_PROMISES]),
        standings=promises.standings(),
        villages=[(village, top[village.pk]) for village in villages if village.pk in top],
        categories=_categories(found),
        years=years,
        programmes=programmes,
        questions=list(meeting.expected_questions.all()),
        derived=_derived(promises, top, district, programmes),
    )


def _rows(district: Region) -> Any:
    """What the office of the kecamatan itself may count."""
    rows = Aspiration.objects.filter(village__code__startswith=f"{district.pk}.")
    return rows.exclude(concerns__in=hidden_from(level_of(district.pk)))


def _open_public(district: Region) -> Any:
    return Aspiration.objects.public().open().filter(village__code__startswith=f"{district.pk}.")


def _previous(meeting: Meeting) -> Meeting | None:
    """The last stop of this kind here."""
    before = Meeting.objects.filter(
        host_district=meeting.host_district_id,
        series__kind=meeting.series.kind,
        starts_at__lt=meeting.starts_at,
        status=StopStatus.HELD,
    )
    return before.named().order_by("-starts_at").first()


def _day(meeting: Meeting) -> date:
    return timezone.localdate(meeting.starts_at, meeting.zone)


def _year(meeting: Meeting) -> int:
    return _day(meeting).year


def _period(meeting: Meeting, previous: Meeting | None) -> Period:
    """A year before the stop, or since the last one where that was later; to today at most."""
    last = min(_day(meeting), timezone.localdate())
    first = last - _YEAR
    if previous is not None:
        first = max(first, _day(previous))
    return Period(min(first, last), last)


def _promises(meeting: Meeting) -> Any:
    """What earlier public stops here promised."""
    return FollowUp.objects.public().filter(
        decision__meeting__host_district=meeting.host_district_id,
        decision__meeting__starts_at__lt=meeting.starts_at,
    )


def _figures(villages: Sequence[Region], found: Sums) -> list[tuple[str, str]]:
    people = [village.population for village in villages if village.population is not None]
    known = [(_("Penduduk"), f"{sum(people):,}".replace(",", "."))] if len(people) == len(villages) else []
    taken = found.taken
    speed = (
        [(_("Lama penyelesaian (tengah)"), _("%(days)s hari") % {"days": round(taken.median)})]
        if taken
        else []
    )
    return [
        (_("Desa"), str(len(villages))),
        *known,
        (_("Laporan masuk"), str(found.total["masuk"])),
        (_("Selesai"), str(found.total["selesai"])),
        (_("Masih terbuka"), str(found.total["terbuka"])),
        *speed,
    ]


def _services(found: Sums) -> list[Bar]:
    bars = []
    for promise in PROMISES:
        kept, whole = found.total[f"{promise.slug}-ditepati"], found.total[f"{promise.slug}-janji"]
        if whole:
            text = _("%(share)d%% · %(kept)d dari %(all)d") % {
                "share": round(100 * kept / whole),
                "kept": kept,
                "all": whole,
            }
            bars.append(Bar(str(promise.label), kept / whole, text))
    return bars


def _most_supported(district: Region) -> dict[str, list[Aspiration]]:
    """Open published reports with the most supporters, a few for each desa; one query."""
    rank = Window(
        RowNumber(), partition_by=F("village_id"), order_by=[F("support_count").desc(), F("pk").asc()]
    )
    ranked = _open_public(district).for_cards().annotate(rank=rank).filter(rank__lte=MOST_PER_VILLAGE)
    found: dict[str, list[Aspiration]] = defaultdict(list)
    for report in ranked.order_by("village_id", "rank"):
        found[report.village_id].append(report)
    return dict(found)


def _categories(found: Sums) -> list[Bar]:
    counted = {key: counts["masuk"] for key, counts in found.by["category"].items() if counts["masuk"]}
    busiest = sorted(counted, key=lambda key: (-counted[key], key))[:MOST_CATEGORIES]
    names = Category.objects.in_bulk(busiest)
    return [
        Bar(
            names[key].name,
            counted[key],
            _("%(count)d laporan, %(done)d selesai")
            % {"count": counted[key], "done": found.by["category"][key]["selesai"]},
        )
        for key in busiest
    ]


def _programmes(district: Region, years: Sequence[int]) -> list[tuple[ProgrammeSet, list[Row]]]:
    """The sets that hold in the last of the years, with what was said of each programme."""
    held = current_evaluations(district, years)
    valid = ProgrammeSet.objects.valid_in(years[-1]).prefetch_related("programmes")
    return [(one, [_row(programme, years, held) for programme in one.programmes.all()]) for one in valid]


def _row(programme: Programme, years: Sequence[int], held: dict[tuple[int, int], Evaluation]) -> Row:
    scores = [held.get((programme.pk, year)) for year in years]
    return Row(programme, scores, next((one for one in reversed(scores) if one), None))


def _derived(promises: Any, top: dict[str, list[Aspiration]], district: Region, programmes: Any) -> list[str]:
    """What people are likely to ask, from what is late, disputed, supported or not going well."""
    late = promises.standing(Standing.OVERDUE).for_ledger().by_urgency()
    disputed = _open_public(district).filter(disputed_at__isnull=False).for_cards()
    supported = sorted(
        (report for reports in top.values() for report in reports if report.support_count),
        key=lambda report: (-report.support_count, report.pk),
    )
    weak = [row for __, rows in programmes for row in rows if row.last and row.last.score <= WEAK]
    most = MOST_QUESTIONS_OF_A_KIND
    return [
        *(_late_question(one) for one in late[:most]),
        *(_disputed_question(one) for one in disputed.order_by("-support_count", "pk")[:most]),
        *(_supported_question(one) for one in supported[:most]),
        *(_("Mengapa %(name)s belum berjalan baik?") % {"name": row.programme.name} for row in weak[:most]),
    ]


def _late_question(one: FollowUp) -> str:
    return _("Kapan “%(text)s” ditepati? Target %(day)s, kemajuan %(progress)d%%, oleh %(owner)s.") % {
        "text": one.text,
        "day": date_format(one.target_on, "j F Y"),
        "owner": one.owner,
        "progress": one.progress,
    }


def _disputed_question(report: Aspiration) -> str:
    return _("Mengapa “%(title)s” di %(village)s belum selesai? Pelapor menyanggah jawaban yang lalu.") % {
        "title": report.public_title,
        "village": report.village.name,
    }


def _supported_question(report: Aspiration) -> str:
    return _("Apa rencana untuk “%(title)s” di %(village)s? %(count)d warga mendukung.") % {
        "title": report.public_title,
        "village": report.village.name,
        "count": report.support_count,
    }
