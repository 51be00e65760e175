"""The page of one promise: facts, steps, evidence, its history, and what can be done now."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from aspirations import receipts
from aspirations.models import Aspiration
from aspirations.services import Refused
from meetings.admin.promises.acts import ACTS, EVIDENCE, STEPS
from meetings.admin.promises.rows import BUTTONS, may_press
from meetings.models import FollowUp, FollowUpEvent
from meetings.permissions import may_check, may_report, may_see
from meetings.services import links
from meetings.services.pictures import pictures_of
from meetings.services.progress import By, Repeated, version, waiting_asks


def promise_page(model_admin: admin.ModelAdmin, request: HttpRequest, one: FollowUp) -> HttpResponse:
    """GET shows it; POST does what `act` names, on the row that `row` names where it is a button's."""
    if request.method != "POST":
        return _show(model_admin, request, one)
    name = request.POST.get("act", "")
    if name in BUTTONS:
        return _press(model_admin, request, one, name)
    if name not in ACTS or not (may_report(request.user, one)):
        raise Http404
    form = ACTS[name].form(one, request.POST, request.FILES)
    if not ACTS[name].may(request.user, one):
        form.add_error(None, _("Langkah ini tidak dapat diambil lagi. Periksa keadaan janji ini."))
    if form.is_valid():
        try:
            ACTS[name].perform(one, form.cleaned_data, _by(request, name))
        except Repeated:
            return _back(one)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Tersimpan."))
            return _back(one)
    if request.FILES:
        messages.warning(request, _("Pilih lagi fotonya: foto tidak ikut tersimpan."))
    one = model_admin.get_queryset(request).get(pk=one.pk)
    return _show(model_admin, request, one, failed=(name, form))


def _press(model_admin: admin.ModelAdmin, request: HttpRequest, one: FollowUp, name: str) -> HttpResponse:
    if not may_press(request.user, one, name):
        raise Http404
    row = request.POST.get("row", "0")
    if not (row.isascii() and row.isdigit() and len(row) < 10):
        raise Http404
    try:
        BUTTONS[name][1](one, row, request.POST, _by(request, f"{name}-{row}"))
    except Repeated:
        pass
    except Refused as refused:
        messages.error(request, str(refused))
        if request.POST.get("answer", "").strip():
            # What was typed is not lost: it stands in its field again.
            one = model_admin.get_queryset(request).get(pk=one.pk)
            return _show(model_admin, request, one, answer=(row, request.POST["answer"][:2000]), status=422)
    else:
        messages.success(request, str(BUTTONS[name][2]))
    return _back(one)


def _by(request: HttpRequest, name: str) -> By:
    token = request.POST.get("form", "")
    typed = request.POST.get(f"{name}-text", "")
    form = f"{name}|{token}|{typed}" if token else ""
    return By(request.user, "", form, request.POST.get("seen", "")[:40] or "-")


def _back(one: FollowUp) -> HttpResponse:
    return redirect("admin:meetings_followup_change", one.pk)


def _show(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    one: FollowUp,
    *,
    failed: tuple[str, forms.Form] | None = None,
    answer: tuple[str, str] = ("", ""),
    status: int = 200,
) -> HttpResponse:
    user: Any = request.user
    is_desk, meeting = may_check(user, one), one.decision.meeting
    may_read_stop = may_see(user, meeting)
    events = FollowUpEvent.objects.filter(follow_up=one).select_related("user").order_by("-at", "-pk")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": one.text,
        "opts": FollowUp._meta,
        "one": one,
        "decision": one.decision,
        "meeting": meeting,
        "stop_url": reverse("admin:meetings_meeting_change", args=[meeting.pk]) if may_read_stop else "",
        "is_desk": is_desk,
        "may_report": may_report(user, one),
        "steps": _offered(STEPS, user, one, failed),
        "evidence": _offered(EVIDENCE, user, one, failed),
        "milestones": list(one.milestones.all()),
        "letters": list(one.letters.all()),
        "pictures": list(pictures_of(one)),
        "asks": waiting_asks(one),
        "answer_row": answer[0],
        "answer_text": answer[1],
        # Who convenes nothing here reads what its owner reads.
        "events": events if may_read_stop else events.for_owner(),
        "reports": _reports(user, one),
        "seen": version(one),
        "form_token": receipts.new_token(),
        **_link(one, is_desk=is_desk),
    }
    code = 422 if failed else status
    response = TemplateResponse(request, "admin/meetings/promise.html", context, status=code)
    add_never_cache_headers(response)
    return response


def _offered(acts: Any, user: Any, one: FollowUp, failed: tuple[str, forms.Form] | None) -> list[Any]:
    found = []
    for name, act in acts.items():
        if failed and failed[0] == name:
            found.append((name, act, failed[1]))
        elif act.may(user, one):
            found.append((name, act, act.form(one)))
    return found


def _reports(user: Any, one: FollowUp) -> list[Aspiration]:
    """Those of the decision that this user sees, or everybody does."""
    attached = {"decision_rows__decision": one.decision_id}
    seen = Aspiration.objects.visible_to(user).filter(**attached).order_by()
    return list(Aspiration.objects.filter(pk__in=seen.values("pk")).order_by("pk"))


def _link(one: FollowUp, *, is_desk: bool) -> dict[str, Any]:
    """The agency's link is for those who hand it on."""
    if not is_desk or one.agency_id is None:
        return {}
    link = links.links_of(one).first()
    shown = links.shown(link, [one]) if link and link.is_alive else None
    return {"link": link, "shown": shown}
