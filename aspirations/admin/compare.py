"""Two reports side by side: joined either way, or said not to be the same."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations import duplicates, services
from aspirations.admin.course import PARAMETER, list_address, with_filters
from aspirations.diffs import GONE, NEW, Segment, words
from aspirations.forms.compare import MergerForm
from aspirations.models import Aspiration, Distinct
from aspirations.permissions import may_see_reporter, may_triage, part_of
from aspirations.services import Actor, Refused
from aspirations.services.support import reporter_key
from aspirations.services.versions import status_version
from aspirations.workflow import Status, allowed

INTO_OTHER, INTO_THIS, APART = "into_other", "into_this", "apart"


class Side(NamedTuple):
    """A report with its text, the stretches that the other has not marked."""

    report: Aspiration
    text: list[Segment]
    photos: list[Any]


class Way(NamedTuple):
    """One way to join the two, or why there is none."""

    verb: str
    report: Aspiration
    target: Aspiration
    obstacle: str
    form: forms.Form
    is_open: bool
    key: str


def compare_page(
    model_admin: admin.ModelAdmin, request: HttpRequest, report: Aspiration, other: Aspiration
) -> HttpResponse:
    """Shows both; a POST joins them or tells them apart. 404 for one report twice."""
    if report.pk == other.pk:
        raise Http404
    form = MergerForm(request.POST or None)
    if request.method == "POST":
        if not may_triage(request.user, report) or not may_triage(request.user, other):
            raise Http404
        if request.POST.get("seen") != _version(report, other):
            form.add_error(None, _("Salah satu laporan baru diubah orang lain. Periksa lagi, lalu ulangi."))
        elif form.is_valid():
            try:
                return _perform(request, report, other, form.cleaned_data["note"])
            except Refused as refused:
                form.add_error(None, str(refused))
    return _page(model_admin, request, report, other, form)


def _version(report: Aspiration, other: Aspiration) -> str:
    return f"{status_version(report)} {status_version(other)}"


def _perform(request: HttpRequest, report: Aspiration, other: Aspiration, note: str) -> HttpResponse:
    verb, user = request.POST.get("verb"), request.user
    if verb == APART:
        services.tell_apart(report, other, actor=Actor.staff(user, report))
        messages.success(request, _("Ditandai bukan duplikat; pasangan ini tidak ditawarkan lagi."))
        return redirect(_address(request, report))
    if verb not in {INTO_OTHER, INTO_THIS}:
        raise Http404
    joined, target = (report, other) if verb == INTO_OTHER else (other, report)
    services.merge(joined, target, actor=Actor.staff(user, joined), note=note)
    told = {"number": joined.number, "target": target.number}
    messages.success(request, _("%(number)s digabung ke %(target)s.") % told)
    return redirect(_address(request, target))


def _page(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    report: Aspiration,
    other: Aspiration,
    form: forms.Form,
) -> HttpResponse:
    segments = words(report.text, other.text)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Bandingkan laporan"),
        "opts": Aspiration._meta,
        "report": report,
        "sides": [_side(report, segments, NEW), _side(other, segments, GONE)],
        "alike": duplicates.compared(report, other),
        "same_reporter": _is_same_reporter(request.user, report, other),
        "are_distinct": Distinct.objects.holds(report, other),
        "ways": _ways(request, report, other, form),
        "form": form,
        "seen": _version(report, other),
        "may_decide": may_triage(request.user, report) and may_triage(request.user, other),
        "report_url": _address(request, report),
        "list_url": list_address(request),
        "list_filters": request.GET.get(PARAMETER, ""),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/aspirations/compare.html", context, status=status)


def _side(report: Aspiration, segments: list[Segment], without: str) -> Side:
    text = [segment for segment in segments if segment.kind != without]
    return Side(report, text, list(report.photos.all()))


def _is_same_reporter(user: Any, report: Aspiration, other: Aspiration) -> bool:
    """By number or address, for who may know both reporters; nobody is named."""
    known = may_see_reporter(user, report) and may_see_reporter(user, other)
    return known and reporter_key(report) == reporter_key(other)


def _ways(request: HttpRequest, report: Aspiration, other: Aspiration, form: forms.Form) -> list[Way]:
    wanted = request.POST.get("verb", "")
    ways = []
    for key, (verb, joined, target) in enumerate(
        [(INTO_OTHER, report, other), (INTO_THIS, other, report)], start=1
    ):
        sent = wanted == verb
        shown = form if sent else MergerForm(auto_id=f"id_{verb}_%s")
        obstacle = _obstacle(request.user, joined, target)
        ways.append(Way(verb, joined, target, obstacle, shown, sent, str(key)))
    return ways


def _obstacle(user: Any, joined: Aspiration, target: Aspiration) -> str:
    who = part_of(user, joined)
    if who is None or Status.MERGED not in allowed(joined.status, who, resume=joined.resume_status):
        return _("Berstatus “%(status)s”.") % {"status": joined.get_status_display()}
    return services.merge_obstacle(joined, target)


def _address(request: HttpRequest, report: Aspiration) -> str:
    return with_filters(request, reverse("admin:aspirations_aspiration_change", args=[report.pk]))
