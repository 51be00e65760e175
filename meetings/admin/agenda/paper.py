"""Susunan acara on paper."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from meetings.documents.agenda import agenda_paper, file_name
from meetings.models import Meeting
from meetings.services.agenda import public_agenda, staff_agenda
from meetings.services.agenda.reading import flat


def pdf(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """With all that this user sees, or with `?untuk=umum` with what everybody may read; `?ttd=` signs it."""
    for_all = request.GET.get("untuk") == "umum"
    nodes = public_agenda(meeting) if for_all else staff_agenda(meeting, request.user)
    signed = "ttd" in request.GET
    response = HttpResponse(agenda_paper(meeting, nodes, signed=signed), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(meeting)}"'
    response["Cache-Control"] = "private, no-store"
    return response


def print_view(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """A page without the desk around it, which the browser prints."""
    context = {
        "meeting": meeting,
        "lines": flat(staff_agenda(meeting, request.user)),
        "title": _("Susunan acara"),
    }
    return render(request, "admin/meetings/agenda_print.html", context)
