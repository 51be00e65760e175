"""The items in their order: added, moved, filled in."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations.services import Refused
from meetings.admin.tabs import show
from meetings.forms.agenda import NewItemForm
from meetings.models import AgendaTemplate, Meeting
from meetings.permissions import may_convene
from meetings.services.agenda import (
    ItemData,
    Step,
    add_item,
    apply_template,
    copy_agenda,
    earlier_agendas,
    place_item,
    staff_agenda,
    step_item,
)
from meetings.services.agenda.filling import templates_for
from meetings.services.agenda.reading import flat, has_clash
from meetings.workflow import StopStatus


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The tree; a POST does one thing with it."""
    nodes = staff_agenda(meeting, request.user)
    form = NewItemForm(nodes=flat(nodes), initial={"parent": request.GET.get("bagian", "")})
    status = 200
    if request.method == "POST":
        if not may_convene(request.user, meeting):
            raise Http404
        form = NewItemForm(request.POST, nodes=flat(nodes))
        if answer := _act(request, meeting, form):
            return answer
        status = 422
    is_empty = not nodes
    context = {
        "nodes": nodes,
        "form": form,
        "has_clash": has_clash(nodes),
        "may_change": may_change(request.user, meeting),
        "templates": list(templates_for(meeting)) if is_empty else [],
        "earlier": earlier_agendas(meeting, request.user) if is_empty else [],
    }
    return show(model_admin, request, meeting, "agenda", context, status=status)


def may_change(user: Any, meeting: Meeting) -> bool:
    """Whether its buttons are shown; the services ask again."""
    return may_convene(user, meeting) and meeting.status not in {StopStatus.HELD, StopStatus.CANCELLED}


def address(meeting: Meeting, item: Any = None) -> str:
    """The page, at an item."""
    found = reverse("admin:meetings_meeting_agenda", args=[meeting.pk])
    return f"{found}#mata-acara-{item}" if item else found


def number(value: Any) -> Any:
    """A key as a form sends it, or None."""
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _act(request: HttpRequest, meeting: Meeting, form: NewItemForm) -> HttpResponse | None:
    """The answer; None where the form has errors, which keeps what was typed."""
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        return act(request, meeting, form)
    except Refused as refused:
        if act is _add:
            form.add_error(None, str(refused))
            return None
        messages.error(request, str(refused))
        return redirect(address(meeting, number(request.POST.get("item"))))


def _add(request: HttpRequest, meeting: Meeting, form: NewItemForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    made = add_item(meeting, ItemData(**form.words), actor=request.user, parent=form.cleaned_data["parent"])
    messages.success(request, _("Mata acara ditambahkan: %(title)s") % {"title": made.title})
    return redirect(address(meeting, made.pk))


def _step(request: HttpRequest, meeting: Meeting, form: NewItemForm) -> HttpResponse:
    item, to = number(request.POST.get("item")), request.POST.get("to", "")
    if item is None or to not in list(Step):
        raise Http404
    step_item(meeting, item, Step(to), actor=request.user)
    return redirect(address(meeting, item))


def _place(request: HttpRequest, meeting: Meeting, form: NewItemForm) -> HttpResponse:
    item, parent, after = (number(request.POST.get(name)) for name in ("item", "parent", "after"))
    if item is None:
        raise Http404
    place_item(meeting, item, parent=parent, after=after, actor=request.user)
    return redirect(address(meeting, item))


def _template(request: HttpRequest, meeting: Meeting, form: NewItemForm) -> HttpResponse:
    template = templates_for(meeting).filter(pk=number(request.POST.get("template"))).first()
    if not isinstance(template, AgendaTemplate):
        raise Refused(_("Pilih pola susunan acara."))
    return _filled(request, meeting, apply_template(meeting, template, actor=request.user))


def _copy(request: HttpRequest, meeting: Meeting, form: NewItemForm) -> HttpResponse:
    source = Meeting.objects.named().filter(pk=number(request.POST.get("source"))).first()
    if source is None:
        raise Refused(_("Pilih pertemuan yang disalin."))
    return _filled(request, meeting, copy_agenda(meeting, source, actor=request.user))


def _filled(request: HttpRequest, meeting: Meeting, count: int) -> HttpResponse:
    text = ngettext("%(count)d mata acara diisikan.", "%(count)d mata acara diisikan.", count)
    messages.success(request, text % {"count": count})
    return redirect(address(meeting))


_ACTS: dict[str, Callable[[HttpRequest, Meeting, NewItemForm], HttpResponse | None]] = {
    "add": _add,
    "step": _step,
    "place": _place,
    "template": _template,
    "copy": _copy,
}
