"""The planner of a tour: whose turn it is, a proposal to edit row by row, drafts, and their announcement."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.services import Refused
from meetings import schedule, services, touring
from meetings.admin.tabs import is_key
from meetings.clashes import Clash
from meetings.forms.confirming import judge
from meetings.forms.tour import MOST_STOPS, StopRows, TourForm, rows_data, swapped, usual
from meetings.models import Announcement, Meeting, Series
from meetings.schedule import Plan
from meetings.touring import Proposal, Territory
from meetings.workflow import StopStatus

NAME = "admin:meetings_series_planner"


def addresses(model_admin: admin.ModelAdmin) -> list[URLPattern]:
    """Below a tour, for who may plan there."""
    views = [
        ("", "planner", planner_page),
        ("announce/", "planner_announce", announce),
        ("progress/", "planner_progress", progress),
        ("next/", "planner_next", following),
    ]
    return [
        path(
            f"<int:object_id>/planner/{route}",
            model_admin.admin_site.admin_view(partial(_open, model_admin, view)),
            name=f"meetings_series_{name}",
        )
        for route, name, view in views
    ]


def _open(model_admin: admin.ModelAdmin, view: Any, request: HttpRequest, object_id: int) -> HttpResponse:
    series = model_admin.get_queryset(request).select_related("region").filter(pk=object_id).first()
    if series is None or not model_admin.has_change_permission(request, series):
        raise Http404
    answer: HttpResponse = view(model_admin, request, series)
    return answer


def planner_page(model_admin: admin.ModelAdmin, request: HttpRequest, series: Series) -> HttpResponse:
    """GET shows whose turn it is; POST proposes, copies, changes places, checks or saves what was typed."""
    territory = touring.territory_of(series)
    if request.method != "POST":
        today = timezone.localdate()
        initial = usual(series, today) | {"source": request.GET.get("dari", "")[:9]}
        tour = TourForm(series=series, user=request.user, initial=initial)
        return _render(model_admin, request, series, territory, tour, None)
    tour = TourForm(request.POST, series=series, user=request.user)
    rows = _rows(request, series, territory, tour)
    if rows is None or not tour.is_valid():
        return _render(model_admin, request, series, territory, tour, rows, status=422)
    plans = _judge(rows, tour, series, request.user)
    if request.POST.get("act") == "save" and plans is not None and tour.is_valid():
        try:
            made = services.plan_tour(plans, actor=request.user, confirmed=tour.cleaned_data["confirmed"])
        except Refused as refused:
            tour.add_error(None, str(refused))
        else:
            messages.success(request, _("%(count)d rancangan tersimpan.") % {"count": len(made)})
            return redirect(NAME, series.pk)
    status = 422 if request.POST.get("act") == "save" else 200
    return _render(model_admin, request, series, territory, tour, rows, status=status)


def _rows(request: HttpRequest, series: Series, territory: Territory, tour: TourForm) -> Any:
    """The rows that the button asks for; None where the form above them does not say how."""
    act = request.POST.get("act", "")
    data: Mapping[str, Any] | None = request.POST.dict()
    if act == "propose":
        data = _shortened(request, touring.propose(territory, tour.wish)) if tour.is_valid() else None
    elif act == "copy":
        data = _copied(request, series, territory, tour)
    elif act.startswith(("up-", "down-")) and is_key(act.split("-")[1]):
        way, row = act.split("-")
        data = swapped(request.POST.dict(), int(row), int(row) + (1 if way == "down" else -1))
    if data is None:
        return None
    return StopRows(data, prefix="stop", form_kwargs={"territory": territory})


def _copied(
    request: HttpRequest, series: Series, territory: Territory, tour: TourForm
) -> dict[str, Any] | None:
    if not tour.is_valid():
        return None
    source = tour.cleaned_data["source"]
    if source is None:
        tour.add_error("source", _("Pilih rangkaian yang disalin."))
        return None
    found = touring.copy(territory, source, series, place=tour.cleaned_data["place"])
    return _shortened(request, found)


def _shortened(request: HttpRequest, proposals: list[Proposal]) -> dict[str, Any]:
    if len(proposals) > MOST_STOPS:
        text = _("Hanya %(most)d pertemuan pertama; simpan dahulu, lalu susun sisanya.")
        messages.warning(request, text % {"most": MOST_STOPS})
    if not proposals:
        messages.warning(request, _("Tidak ada hari yang cocok dengan aturan ini."))
    return rows_data(proposals[:MOST_STOPS])


def _judge(rows: Any, tour: TourForm, series: Series, user: Any) -> list[Plan] | None:
    """Hangs on each row what speaks against it; the plans, or None where something was not understood."""
    if not rows.is_valid():
        tour.add_error(None, _("Periksa baris yang bertanda merah."))
        return None
    chosen = [row for row in rows if row.cleaned_data.get("include")]
    if not chosen:
        tour.add_error(None, _("Belum ada pertemuan yang dipilih."))
        return None
    first = tour.cleaned_data["first_number"]
    plans = [row.plan(series, first + n, tour.cleaned_data) for n, row in enumerate(chosen)]
    found = schedule.find(plans, user=user)
    for row, plan, clashes in zip(chosen, plans, found, strict=True):
        row.clashes, row.number = clashes, plan.number
    _confirm(tour, [clash for clashes in found for clash in clashes])
    return plans


def _confirm(tour: TourForm, every: list[Clash]) -> None:
    """Above the rows one box confirms all their warnings; each stands at its row."""
    if any(clash.is_refused for clash in every):
        tour.add_error(None, _("Ada pertemuan yang bentrok; ubah atau keluarkan dahulu."))
    judge(tour, [clash for clash in every if not clash.is_refused], {})


def _render(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    series: Series,
    territory: Territory,
    tour: TourForm,
    rows: Any,
    *,
    status: int = 200,
) -> HttpResponse:
    years, turns = touring.table(territory, max(series.year, timezone.localdate().year))
    stops = list(series.meetings.named().order_by("starts_at", "pk"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Perencana: %(series)s") % {"series": series},
        "opts": Series._meta,
        "series": series,
        "years": years,
        "turns": turns,
        "tour": tour,
        "rows": rows,
        "is_rule_open": rows is None or bool(set(tour.errors) - {"confirmed", "__all__"}),
        "stops": stops,
        "has_drafts": any(stop.status == StopStatus.DRAFT for stop in stops),
        "order": Announcement.objects.filter(series=series).first(),
    }
    return TemplateResponse(request, "admin/meetings/planner.html", context, status=status)


def announce(model_admin: admin.ModelAdmin, request: HttpRequest, series: Series) -> HttpResponse:
    """Orders the chosen drafts to be announced."""
    if request.method != "POST":
        raise Http404
    chosen = [int(key) for key in request.POST.getlist("stop") if key.isdecimal() and len(key) < 10]
    try:
        services.order_announcement(series, chosen, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(NAME, series.pk)
    return redirect(f"{NAME}_progress", series.pk)


def progress(model_admin: admin.ModelAdmin, request: HttpRequest, series: Series) -> HttpResponse:
    """How far the latest order is; reloads itself until it is over."""
    order: Announcement | None = Announcement.objects.filter(series=series).first()
    if order is None:
        return redirect(NAME, series.pk)
    names = Meeting.objects.named().in_bulk(order.stops)
    refused = [(names[int(pk)], why) for pk, why in order.results.items() if why and int(pk) in names]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Mengumumkan: %(series)s") % {"series": series},
        "opts": Series._meta,
        "series": series,
        "order": order,
        "total": len(order.stops),
        "handled": len(order.results),
        "done": sum(not why for why in order.results.values()),
        "refused": refused,
    }
    return TemplateResponse(request, "admin/meetings/announcing.html", context)


def following(model_admin: admin.ModelAdmin, request: HttpRequest, series: Series) -> HttpResponse:
    """The same tour of the next year, with this one to be copied."""
    if request.method != "POST":
        raise Http404
    try:
        made = services.follow_series(series, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(NAME, series.pk)
    return redirect(f"{reverse(NAME, args=[made.pk])}?dari={series.pk}#usul")
