"""The paper of a period: what a camat signs, prints and takes along."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aspirations.admin.summary.charts import age_bars, promise_bars
from aspirations.admin.summary.figures import Cell, reports
from aspirations.admin.summary.scope import Scope, places, scope_of
from aspirations.admin.summary.tables import Summed, Table, summed, table, total
from aspirations.conflicts import Concern, hidden_from, level_of
from aspirations.forms.summary import CHOSEN, SummaryForm
from aspirations.models import Identity
from aspirations.statistics import Period, ages
from government.models import Level, Region
from government.paper import letterhead, render

# Nobody reads more lines on paper; the queue has them all.
MOST_OVERDUE = 200
# Staff fare in the admin alone: a paper goes from hand to hand.
_DIMENSIONS = ("district", "village", "category", "agency")


def report_page(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The PDF of the chosen days and place; 404 where no office could sign it."""
    if not model_admin.has_view_permission(request):
        raise Http404
    choices = places(request.user)
    form = SummaryForm(request.GET.dict() | {"periode": CHOSEN}, places=choices)
    if not form.is_valid():
        raise Http404
    scope = scope_of(request.user, choices, form.place)
    region = scope.region
    if region is None:
        raise Http404
    # The paper is that office's own: nothing in it that its people must not know of.
    hidden = hidden_from(level_of(_office(region).pk))
    scope = replace(scope, rows=scope.rows.exclude(concerns__in=hidden))
    response = HttpResponse(paper(scope, region, form.period), content_type="application/pdf")
    file = f"laporan-{region.pk}-{form.period.first.isoformat()}-{form.period.last.isoformat()}.pdf"
    response["Content-Disposition"] = f'inline; filename="{file}"'
    return response


def paper(scope: Scope, region: Region, period: Period) -> bytes:
    """The PDF itself."""
    found = summed(scope, period)
    everything = total(scope, found)
    return render(
        "summary.typ",
        {
            "letterhead": letterhead(_office(region)),
            "title": _("Laporan pengaduan dan aspirasi %(place)s") % {"place": scope.name},
            "period": in_words(period),
            "sentences": sentences(scope, found, everything),
            "figures": [[head, _text(cell), cell.before] for head, cell in _headed(everything)],
            "charts": [
                _chart(_("Janji yang ditepati"), promise_bars(everything), 1),
                _chart(
                    _("Umur laporan yang terbuka"),
                    age_bars(ages(scope.rows, scope.calendar, timezone.localdate()), scope),
                ),
            ],
            "tables": [_plain(table(scope, found, name)) for name in scope.dimensions if name in _DIMENSIONS],
            "overdue": overdue(scope),
            "signature": _signature(region),
            "words": _words(),
        },
    )


def _office(region: Region) -> Region:
    """A desa reports on the paper of its kecamatan."""
    if region.level == Level.VILLAGE:
        return Region.objects.get(pk=region.district_code)
    return region


def in_words(period: Period) -> str:
    """A whole month by its name, else from day to day."""
    month = period.first.day == 1 and (period.first.month, period.first.year) == (
        period.last.month,
        period.last.year,
    )
    if month and (period.last.day >= 28 and Period(period.last, period.last).end.day == 1):
        return date_format(period.first, "F Y")
    return _("%(first)s sampai %(last)s") % {"first": _long(period.first), "last": _long(period.last)}


def _long(day: date) -> str:
    return date_format(day, "j F Y")


def sentences(scope: Scope, found: Summed, everything: Table) -> list[str]:
    """What happened, as one would say it."""
    now, before = found.now.total, found.before.total
    cells = everything.rows[0].cells
    told = [
        _("%(count)s masuk; dalam kurun waktu sama sebelumnya %(before)s.")
        % {"count": reports(now["masuk"]), "before": before["masuk"]},
        _("%(count)s berakhir, di antaranya %(resolved)s selesai. Pada akhir periode %(open)s masih terbuka.")
        % {"count": reports(now["berakhir"]), "resolved": now["selesai"], "open": now["terbuka"]},
    ]
    if now["penyelesaian-janji"]:
        told.append(
            _("Dari %(all)s yang dijanjikan selesai, %(kept)s selesai tepat waktu (%(share)s).")
            % {
                "all": reports(now["penyelesaian-janji"]),
                "kept": now["penyelesaian-ditepati"],
                "share": cells[5].text,
            }
        )
    if found.now.taken:
        told.append(
            _("Separuh laporan selesai dalam %(median)s hari, sembilan dari sepuluh dalam %(most)s hari.")
            % dict(zip(("median", "most"), cells[8].text.split(" · "), strict=True))
        )
    if now["dinilai"]:
        told.append(
            _("Pelapor memberi nilai rata-rata %(mean)s dari 4 (%(count)s penilaian).")
            % {"mean": cells[7].text, "count": now["dinilai"]}
        )
    return told


def overdue(scope: Scope) -> dict[str, Any]:
    """Which reports are late: number, subject and desa, and no word of who wrote or what."""
    late = scope.rows.overdue().select_related("category", "village").order_by("due_at", "pk")
    # Not those that a hand through which the paper goes must not read.
    plain = late.exclude(identity=Identity.CONFIDENTIAL).filter(concerns=Concern.NOBODY)
    shown = plain.only("number", "due_at", "category__name", "village__name")[:MOST_OVERDUE]
    rows = [
        [
            one.number,
            one.category.name,
            one.village.name,
            date_format(timezone.localtime(one.due_at), "SHORT_DATE_FORMAT"),
        ]
        for one in shown
    ]
    rest = late.count() - len(rows)
    note = _("%(count)s lagi tidak dirinci di sini; lihat antrean “Lewat janji”.") % {"count": reports(rest)}
    return {
        "title": _("Lewat janji saat ini"),
        "heads": [_("Nomor"), _("Kategori"), _("Desa"), _("Jatuh tempo")],
        "rows": rows,
        "note": note if rest else ("" if rows else _("Tidak ada.")),
    }


def _headed(table: Table) -> list[tuple[str, Cell]]:
    return list(zip(table.heads, table.rows[0].cells, strict=True))


def _text(cell: Cell) -> str:
    counts = "/".join(str(figure.number) for figure in cell.figures)
    return f"{cell.text} ({counts})" if cell.text else counts


def _chart(title: str, bars: list[Any], maximum: float = 0) -> dict[str, Any]:
    most = maximum or max((bar.value for bar in bars), default=0) or 1
    return {"title": title, "bars": [[bar.label, bar.value / most, bar.text] for bar in bars]}


def _plain(one: Table) -> dict[str, Any]:
    return {
        "title": str(one.caption),
        "heads": [str(one.label), *one.heads],
        "rows": [[row.label, *(_text(cell) for cell in row.cells)] for row in one.rows],
    }


def _signature(region: Region) -> dict[str, str]:
    place = _office(region)
    office = _("Camat %(place)s") if place.level == Level.DISTRICT else _("Bupati, %(place)s")
    return {
        "place": _("%(place)s, %(day)s") % {"place": place.name, "day": _long(timezone.localdate())},
        "office": office % {"place": place.name},
    }


def _words() -> dict[str, str]:
    return {
        "period": _("Periode"),
        "figure": _("Angka"),
        "now": _("Periode ini"),
        "before": _("Periode sebelumnya"),
        "summary": _("Ikhtisar"),
        "empty": _("Tidak ada laporan dalam periode ini."),
    }
