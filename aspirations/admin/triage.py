"""One report, read from top to bottom, with the steps that are allowed now."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations.admin.course import PARAMETER, following, list_address, neighbours, with_filters
from aspirations.admin.panels import STEPS, Desk, Panel, offered
from aspirations.masking import find_personal_data
from aspirations.models import Aspiration, ResponseTemplate
from aspirations.permissions import may_see_reporter, part_of
from aspirations.responses import fill
from aspirations.services import Actor, Refused
from aspirations.workflow import Status

# Which panel a link opened.
OPENED = "panel"


class Shown(NamedTuple):
    """A panel on the page; without a form it is a link that opens it."""

    verb: str
    heading: Any
    button: Any
    key: str
    leads_on: bool
    is_open: bool
    form: forms.Form | None


def triage_page(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    report: Aspiration,
    *,
    failed: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `failed` holds forms that came back with errors, with what was typed."""
    desk = _desk(request, report)
    groups = {
        group: [_shown(panel, desk, request, failed or {}) for panel in panels]
        for group, panels in offered(desk).items()
    }
    user = request.user
    photos = list(report.photos.all())
    around = neighbours(model_admin, request, report)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": report.number,
        "opts": Aspiration._meta,
        "report": report,
        "panels": groups,
        "responses": _responses(report),
        "photos": photos,
        "unseen_photos": sum(one.by_staff and not one.is_public for one in photos) if report.is_public else 0,
        "events": report.events.select_related("user", "agency"),
        "duplicates": Aspiration.objects.visible_to(user).like_report(report).for_list()[:5],
        "merged_into": _merged_into(user, report),
        "may_see_reporter": may_see_reporter(user, report),
        "findings": len(find_personal_data(f"{report.title}\n{report.text}")),
        "step_names": [panel.verb for panel in groups[STEPS]],
        "around": around,
        "list_url": list_address(request),
        "list_filters": request.GET.get(PARAMETER, ""),
    }
    return TemplateResponse(request, "admin/aspirations/triage.html", context, status=status)


def _desk(request: HttpRequest, report: Aspiration) -> Desk:
    return Desk(request.user, report, part_of(request.user, report))


def _shown(panel: Panel, desk: Desk, request: HttpRequest, failed: dict[str, forms.Form]) -> Shown:
    form = failed.get(panel.verb)
    wanted = request.GET.get("gabung", "")[:20] if panel.verb == Status.MERGED else ""
    is_open = request.GET.get(OPENED) == panel.verb or bool(wanted) or form is not None
    if form is None and (panel.at_once or is_open):
        form = panel.form(desk)
        if wanted:
            form.fields["merged_into"].initial = wanted
    heading = panel.heading(desk)
    leads_on = panel.leads_on(desk)
    return Shown(panel.verb, heading, panel.button or heading, panel.key, leads_on, is_open, form)


def _responses(report: Aspiration) -> dict[str, list[tuple[str, str]]]:
    """Texts that fit, filled, by step."""
    found: dict[str, list[tuple[str, str]]] = {}
    for template in ResponseTemplate.objects.fitting(report):
        found.setdefault(template.step, []).append((template.name, fill(template.text, report)))
    return found


def _merged_into(user: Any, report: Aspiration) -> Aspiration | None:
    """The report it joined, where this user sees that one."""
    if report.merged_into_id is None:
        return None
    return Aspiration.objects.visible_to(user).filter(pk=report.merged_into_id).first()


def act(model_admin: admin.ModelAdmin, request: HttpRequest, report: Aspiration, verb: str) -> HttpResponse:
    """Performs one verb and returns to the report."""
    desk = _desk(request, report)
    panels = {panel.verb: panel for group in offered(desk).values() for panel in group}
    panel = panels.get(verb)
    if panel is None:
        if verb in Status.values and desk.who:
            # The page was old: somebody else has taken the report further.
            messages.error(request, _("Langkah itu tidak tersedia lagi; laporan sudah diubah orang lain."))
            return redirect(_address(request, report))
        raise Http404
    form = panel.form(desk, request.POST, request.FILES)
    # Where the list goes on is asked before the step moves the report to another place in it.
    onward = following(model_admin, request, report) if "_next" in request.POST else ""
    if form.is_valid():
        try:
            message = panel.perform(report, form.cleaned_data, Actor.staff(request.user, report))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, message)
            # A browser would keep the panel's fragment, and hide what was done and which report this is.
            return redirect(f"{onward or _address(request, report)}#content-start")
    return triage_page(model_admin, request, report, failed={verb: form}, status=422)


def _address(request: HttpRequest, report: Aspiration) -> str:
    return with_filters(request, reverse("admin:aspirations_aspiration_change", args=[report.pk]))
