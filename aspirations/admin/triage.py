"""One report, read from top to bottom, with the steps that are allowed now."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations import services
from aspirations.admin.course import PARAMETER, following, list_address, neighbours, with_filters
from aspirations.forms.triage import (
    AssignForm,
    CorrectForm,
    EvidenceForm,
    HideForm,
    NoteForm,
    PublishForm,
    StepForm,
)
from aspirations.masking import find_personal_data
from aspirations.models import Aspiration, ResponseTemplate, Stage
from aspirations.permissions import may_hide, may_publish, may_see_reporter, may_triage, part_of
from aspirations.responses import fill
from aspirations.services import Actor, Refused
from aspirations.services.publication import NEVER_PUBLIC
from aspirations.workflow import Status, Who, allowed


def triage_page(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    report: Aspiration,
    *,
    failed: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `failed` holds forms that came back with errors, with what was typed."""
    panels = _panels(request, report)
    if "merged" in panels:
        wanted = request.GET.get("gabung", "")[:20]
        panels["merged"].fields["merged_into"].initial = wanted
        panels["merged"].opened = bool(wanted)  # type: ignore[attr-defined]
    panels |= {verb: form for verb, form in (failed or {}).items() if verb in panels}
    steps = {verb: form for verb, form in panels.items() if verb in Status.values}
    user = request.user
    photos = list(report.photos.all())
    around = neighbours(model_admin, request, report)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": report.number,
        "opts": Aspiration._meta,
        "report": report,
        "steps": [(Status(verb), form) for verb, form in steps.items()],
        "responses": _responses(report),
        "panels": {verb: form for verb, form in panels.items() if verb not in steps},
        "photos": photos,
        "unseen_photos": sum(one.by_staff and not one.is_public for one in photos) if report.is_public else 0,
        "events": report.events.select_related("user", "agency"),
        "duplicates": Aspiration.objects.visible_to(user).like_report(report).for_list()[:5],
        "merged_into": _merged_into(user, report),
        "may_see_reporter": may_see_reporter(user, report),
        "findings": len(find_personal_data(f"{report.title}\n{report.text}")),
        "step_names": list(steps),
        "around": around,
        "list_url": list_address(request),
        "list_filters": request.GET.get(PARAMETER, ""),
    }
    return TemplateResponse(request, "admin/aspirations/triage.html", context, status=status)


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


def _panels(request: HttpRequest, report: Aspiration) -> dict[str, forms.Form]:
    return {verb: _form(verb, report, request.user) for verb in _verbs(request.user, report)}


def _verbs(user: Any, report: Aspiration) -> list[str]:
    """Every verb this user may use on this report now; what is not here answers 404."""
    who = part_of(user, report)
    verbs = [to.value for to in allowed(report.status, who, resume=report.resume_status)] if who else []
    if who:
        verbs.append("note")
    if who and report.is_open:
        verbs += ["evidence", "take" if report.assigned_to_id != user.pk else "release"]
    if may_triage(user, report):
        verbs += ["assign", "correct"] if report.is_open else []
        verbs += ["read"] if report.has_unread_reply else []
    if report.is_public and may_hide(user, report):
        verbs.append("hide")
    if may_publish(user, report) and not report.is_confidential and report.status not in NEVER_PUBLIC:
        verbs.append("publish")
    return verbs


def _form(verb: str, report: Aspiration, user: Any, *data: Any) -> forms.Form:
    if verb in Status.values:
        who = part_of(user, report) or Who.SYSTEM
        rule = allowed(report.status, who, resume=report.resume_status)[Status(verb)]
        return StepForm(*data, report=report, to=Status(verb), rule=rule, user=user)
    match verb:
        case "assign":
            return AssignForm(*data, report=report)
        case "publish":
            return PublishForm(*data, report=report)
        case "correct":
            return CorrectForm(*data, report=report)
        case "hide":
            return HideForm(*data)
        case "note":
            return NoteForm(*data)
        case "evidence":
            return EvidenceForm(*data)
    return forms.Form(*data)


def act(model_admin: admin.ModelAdmin, request: HttpRequest, report: Aspiration, verb: str) -> HttpResponse:
    """Performs one verb and returns to the report."""
    if verb not in _verbs(request.user, report):
        if verb in Status.values and part_of(request.user, report):
            # The page was old: somebody else has taken the report further.
            messages.error(request, _("Langkah itu tidak tersedia lagi; laporan sudah diubah orang lain."))
            return redirect(_address(request, report))
        raise Http404
    form = _form(verb, report, request.user, request.POST, request.FILES)
    # Where the list goes on is asked before the step moves the report to another place in it.
    onward = following(model_admin, request, report) if "_next" in request.POST else ""
    if form.is_valid():
        try:
            message = _perform(verb, report, form.cleaned_data, Actor.staff(request.user, report))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, message)
            # A browser would keep the panel's fragment, and hide what was done and which report this is.
            return redirect(f"{onward or _address(request, report)}#content-start")
    return triage_page(model_admin, request, report, failed={verb: form}, status=422)


def _address(request: HttpRequest, report: Aspiration) -> str:
    return with_filters(request, reverse("admin:aspirations_aspiration_change", args=[report.pk]))


def _perform(verb: str, report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    if verb in Status.values:
        return _step(Status(verb), report, data, actor)
    return _OTHERS[verb](report, data, actor)


def _step(to: Status, report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    if report.status == Status.MERGED:
        services.separate(report, actor=actor, note=data["note"])
    elif to == Status.MERGED:
        services.merge(report, data["merged_into"], actor=actor, note=data["note"])
    else:
        services.change_status(
            report,
            to,
            actor=actor,
            note=data["note"],
            agency=data.get("agency"),
            planned_for=data.get("planned_for", ""),
            due_on=data.get("due_on"),
            note_is_public=data.get("note_is_public", False),
            evidence={stage: data.get(stage) or [] for stage in (Stage.BEFORE, Stage.AFTER)},
        )
    return _("%(number)s kini “%(status)s”.") % {"number": report.number, "status": to.label}


def _publish(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.publish(
        report,
        title=data["public_title"],
        text=data["public_text"],
        place=data["public_place"],
        show_point=data.get("show_point", False),
        photos=data["photos"],
        actor=actor,
    )
    return _("%(number)s ditayangkan.") % {"number": report.number}


def _hide(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.hide(report, reason=data["reason"], actor=actor)
    return _("%(number)s tidak lagi ditayangkan.") % {"number": report.number}


def _note(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.add_note(report, data["text"], actor=actor)
    return _("Catatan disimpan.")


def _evidence(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.add_photos(report, data["photos"], stage=data["stage"], actor=actor)
    return _("Foto ditambahkan.")


def _correct(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.correct(report, actor=actor, **data)
    return _("Data laporan diperbaiki.")


def _assign(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.assign(report, data["assignee"], actor=actor)
    return _("Penugasan %(number)s diubah.") % {"number": report.number}


def _take(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.assign(report, actor.user, actor=actor)
    return _("%(number)s kini Anda pegang.") % {"number": report.number}


def _release(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.assign(report, None, actor=actor)
    return _("%(number)s tidak lagi Anda pegang.") % {"number": report.number}


def _read(report: Aspiration, data: dict[str, Any], actor: Actor) -> str:
    services.mark_read(report)
    return _("Balasan ditandai sudah dibaca.")


_OTHERS: dict[str, Callable[[Aspiration, dict[str, Any], Actor], str]] = {
    "assign": _assign,
    "take": _take,
    "release": _release,
    "publish": _publish,
    "hide": _hide,
    "note": _note,
    "evidence": _evidence,
    "correct": _correct,
    "read": _read,
}
