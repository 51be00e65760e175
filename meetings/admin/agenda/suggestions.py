"""Usulan agenda at the desk: picked with a tick."""

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from aspirations.services import Refused
from meetings.admin.agenda.tree import address, may_change, number
from meetings.admin.tabs import show
from meetings.forms.agenda import parent_choices
from meetings.models import Meeting
from meetings.permissions import may_convene
from meetings.services.agenda import staff_agenda
from meetings.services.agenda.reading import flat
from meetings.services.agenda.suggestions import pick, suggest


def suggestions_page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The groups; a POST makes items of what was ticked, and keeps the ticks where it could not."""
    chosen: list[str] = []
    status = 200
    if request.method == "POST":
        if not may_convene(request.user, meeting):
            raise Http404
        chosen = request.POST.getlist("pick")[:200]
        try:
            count = pick(meeting, chosen, actor=request.user, below=number(request.POST.get("below")))
        except Refused as refused:
            messages.error(request, str(refused))
            status = 422
        else:
            text = ngettext("%(count)d usulan masuk agenda.", "%(count)d usulan masuk agenda.", count)
            messages.success(request, text % {"count": count})
            return redirect(address(meeting))
    context = {
        "groups": suggest(meeting, request.user),
        "chosen": chosen,
        "parents": parent_choices(flat(staff_agenda(meeting, request.user))),
        "below": request.POST.get("below", ""),
        "may_change": may_change(request.user, meeting),
    }
    template = "admin/meetings/agenda_suggestions.html"
    return show(model_admin, request, meeting, "agenda", context, template=template, status=status)
