"""Choosing whom to invite: groups of offices, lists, or a search."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations.services import Refused
from meetings.admin.invitations.overview import FOLDER, NAME
from meetings.admin.tabs import show
from meetings.forms.invitations import PickForm
from meetings.models import Meeting
from meetings.services import invite


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The search is a GET, so that what was ticked for groups is chosen after it."""
    words = (request.POST if request.method == "POST" else request.GET).get("q", "")[:80]
    data = (request.POST,) if request.method == "POST" else ()
    form = PickForm(*data, meeting=meeting, user=request.user, words=words)
    if data and form.is_valid():
        try:
            made = invite(meeting, form.chosen(), actor=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            text = ngettext("%(count)d undangan ditambah.", "%(count)d undangan ditambah.", len(made))
            nobody = _("Mereka sudah diundang.")
            messages.success(request, text % {"count": len(made)} if made else nobody)
            return redirect("admin:meetings_meeting_invitations", meeting.pk)
    status = 422 if data else 200
    return show(
        model_admin, request, meeting, NAME, {"form": form}, template=f"{FOLDER}/add.html", status=status
    )
