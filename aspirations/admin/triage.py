"""One report, read from top to bottom, with the steps that are allowed now."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations import duplicates, services
from aspirations.admin.course import PARAMETER, following, list_address, neighbours, with_filters
from aspirations.admin.dispatches import note_opened, section
from aspirations.admin.drafts import PRESSED, Drafts, drafts_of, keep_what_is_left, put_back, receive
from aspirations.admin.identity import has_identity, is_shown
from aspirations.admin.mentions import mentions_of
from aspirations.admin.panels import SECTIONS, STEPS, Desk, Panel, offered, was_offered
from aspirations.admin.preview import PRESSED as PREVIEW
from aspirations.admin.preview import preview_page, shown_differences
from aspirations.admin.timeline import PARAMETER as HISTORY
from aspirations.admin.timeline import timeline
from aspirations.masking import find_personal_data
from aspirations.models import Approval, Aspiration, Dispatch, Draft, ResponseTemplate
from aspirations.origins import origin_of
from aspirations.permissions import may_hide, may_see_reporter, part_of
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
    seen: str
    keeps: bool
    draft: Draft | None


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
    note_opened(desk)
    user = request.user
    prefetch_related_objects([report], "photos")
    drafts = drafts_of(report, user)
    groups = {
        group: [_shown(panel, desk, request, failed or {}, drafts) for panel in panels]
        for group, panels in offered(desk).items()
    }
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
        "mentions": mentions_of(user, report),
        "differences": shown_differences(report, (failed or {}).get("publish")),
        "may_redact": may_hide(user, report),
        "approval": desk.approval if desk.who else None,
        "present": services.enter(user, report) if desk.who else [],
        "others_drafts": drafts.others if desk.who else [],
        "left_drafts": _left(drafts, groups),
        "unseen_photos": sum(one.by_staff and not one.is_public for one in photos) if report.is_public else 0,
        "timeline": timeline(user, report, request.GET.get(HISTORY, "")),
        **section(desk),
        "sections": [one for one in (make(user, report) for make in SECTIONS) if one],
        "duplicates": duplicates.candidates(report, user, photos=photos),
        "merged_into": _merged_into(user, report),
        "may_see_reporter": may_see_reporter(user, report),
        "has_identity": has_identity(report),
        "identity_shown": is_shown(request, report),
        "findings": len(find_personal_data(f"{report.title}\n{report.text}")),
        "step_names": [panel.verb for panel in groups[STEPS]],
        "around": around,
        "list_url": list_address(request),
        "list_filters": request.GET.get(PARAMETER, ""),
    }
    return TemplateResponse(request, "admin/aspirations/triage.html", context, status=status)


def _desk(request: HttpRequest, report: Aspiration) -> Desk:
    approval = Approval.objects.on_desk(report).select_related("proposer", "decided_by").first()
    sent = Dispatch.objects.select_related("agency", "sent_by", "suggested_agency")
    prefetch_related_objects([report], Prefetch("dispatches", sent), "references__system")
    return Desk(request.user, report, part_of(request.user, report), approval)


def _left(drafts: Drafts, groups: dict[str, list[Shown]]) -> list[Draft]:
    """Own drafts for which the page has no panel any more."""
    shown = {panel.verb for panels in groups.values() for panel in panels}
    return [draft for verb, draft in drafts.own.items() if verb not in shown]


def _shown(
    panel: Panel, desk: Desk, request: HttpRequest, failed: dict[str, forms.Form], drafts: Drafts
) -> Shown:
    form = failed.get(panel.verb)
    draft = drafts.own.get(panel.verb)
    wanted = request.GET.get("gabung", "")[:20] if panel.verb == Status.MERGED else ""
    is_open = request.GET.get(OPENED) == panel.verb or bool(wanted or draft) or form is not None
    if form is None and (panel.at_once or is_open):
        form = panel.form(desk)
        if draft:
            put_back(form, draft)
        if is_open:
            _use_template(form, panel.verb, request, desk.report)
        if wanted:
            form.fields["merged_into"].initial = wanted
    heading = panel.heading(desk)
    return Shown(
        panel.verb,
        heading,
        panel.button or heading,
        panel.key,
        panel.leads_on(desk),
        is_open,
        form,
        panel.version(desk.report) if panel.version else "",
        panel.keeps,
        draft,
    )


def _use_template(form: forms.Form, verb: str, request: HttpRequest, report: Aspiration) -> None:
    """Without JavaScript a link puts a template into the note, below what stood there."""
    key = request.GET.get("templat", "")
    if "note" not in form.fields or not (key.isascii() and key.isdigit() and len(key) < 10):
        return
    chosen = ResponseTemplate.objects.fitting(report).filter(pk=key, step=verb).first()
    if chosen is not None:
        before = str(form.get_initial_for_field(form.fields["note"], "note") or "").strip()
        form.initial["note"] = "\n\n".join(part for part in (before, fill(chosen.text, report)) if part)


def _responses(report: Aspiration) -> dict[str, list[tuple[int, str, str]]]:
    """Texts that fit, filled, by step."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for template in ResponseTemplate.objects.fitting(report):
        found.setdefault(template.step, []).append((template.pk, template.name, fill(template.text, report)))
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
        return _gone(request, desk, verb)
    form = panel.form(desk, request.POST, request.FILES)
    if panel.version and request.POST.get("seen") not in {None, "", panel.version(report)}:
        form.add_error(
            None, _("Bagian ini baru diubah orang lain. Tulisan Anda masih ada; periksa, lalu ulangi.")
        )
    if verb == "publish" and PREVIEW in request.POST and form.is_valid():
        return preview_page(request, report, form.cleaned_data)
    # Where the list goes on is asked before the step moves the report to another place in it.
    onward = following(model_admin, request, report) if "_next" in request.POST else ""
    if form.is_valid():
        try:
            actor = Actor.staff(request.user, report, origin_of(request))
            message = panel.perform(report, form.cleaned_data, actor)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            services.drop_draft(request.user, report, verb)
            messages.success(request, message)
            if part_of(request.user, report) is None:
                # Handed up, away from this desk.
                return redirect(onward or list_address(request))
            # A browser would keep the panel's fragment, and hide what was done and which report this is.
            return redirect(f"{onward or _address(request, report)}#content-start")
    return triage_page(model_admin, request, report, failed={verb: form}, status=422)


def _gone(request: HttpRequest, desk: Desk, verb: str) -> HttpResponse:
    """The page was old: somebody else has taken the report further. What was typed becomes a draft."""
    if not was_offered(desk, verb):
        raise Http404
    messages.error(request, _("Langkah itu tidak tersedia lagi; laporan sudah diubah orang lain."))
    if keep_what_is_left(request, desk.report, verb):
        messages.info(request, _("Tulisan Anda disimpan sebagai konsep di bawah."))
    return redirect(_address(request, desk.report))


def draft(model_admin: admin.ModelAdmin, request: HttpRequest, report: Aspiration, verb: str) -> HttpResponse:
    """Keeps, shares or puts aside what was typed into a panel; one that is gone can only be put aside."""
    desk = _desk(request, report)
    keeping = {panel.verb for panels in offered(desk).values() for panel in panels if panel.keeps}
    if verb not in keeping and request.POST.get(PRESSED) != "drop":
        raise Http404
    return receive(request, report, verb, redirect(f"{_address(request, report)}#{verb}"))


def _address(request: HttpRequest, report: Aspiration) -> str:
    return with_filters(request, reverse("admin:aspirations_aspiration_change", args=[report.pk]))
