"""The list: who is invited, what they answered, what is left to do."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from meetings.admin.tabs import show
from meetings.forms.invitations import FilterForm
from meetings.models import Meeting
from meetings.services.turnout import turnout

NAME = "invitations"
PER_PAGE = 100
FOLDER = "admin/meetings/invitations"


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Rows in the order of protocol; the same queries however many there are."""
    if request.method == "POST":
        return redirect(request.path)
    form = FilterForm(request.GET or None if request.GET else {})
    rows = form.chosen(meeting.invitations.all()).select_related("contact").order_by("position", "pk")
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "filter": form,
        "shown": shown,
        "turnout": turnout(meeting),
        "letter": getattr(meeting, "letter", None),
        "runs": meeting.letter_runs.select_related("user")[:5],
        "mail_is_ready": settings.MAIL_ENABLED,
        "is_open": not (meeting.is_over or meeting.is_cancelled),
        "has_filters": any(request.GET.get(name) for name in form.fields),
    }
    return show(model_admin, request, meeting, NAME, context, template=f"{FOLDER}/list.html")
