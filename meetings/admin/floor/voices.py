"""Somebody in the room speaks up: a report with a receipt, on the agenda at once."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations import receipts
from aspirations.admin import slips
from aspirations.services import NotAllowed, Refused, Submission
from meetings.admin.floor.answers import back, private, wants_json
from meetings.admin.floor.screen import screen
from meetings.forms.voices import VoiceForm
from meetings.models import AgendaItem, Meeting
from meetings.services.voices import record_voice


def new_form(user: Any, meeting: Meeting) -> VoiceForm:
    """An empty one, for the item under discussion."""
    initial = {"token": receipts.new_token(), "item": meeting.current_item_id}
    return VoiceForm(user=user, meeting=meeting, initial=initial)


def receive(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Takes one in; what is wrong comes back with everything that was typed."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = VoiceForm(request.POST, user=request.user, meeting=meeting)
    if not form.is_valid():
        return _again(model_admin, request, meeting, form)
    item: AgendaItem | None = form.cleaned_data["item"]
    token = form.cleaned_data["token"]
    try:
        made = record_voice(
            meeting,
            Submission(**form.columns()),
            token=token,
            actor=request.user,
            item=item.pk if item else None,
        )
    except (Refused, NotAllowed) as refusal:
        form.add_error(None, str(refusal))
        return _again(model_admin, request, meeting, form)
    slips.hold(request, [(made.number, token)])
    message = _("%(number)s dicatat dan masuk agenda.") % {"number": made.number}
    if wants_json(request):
        return private(JsonResponse(_receipt(made, message)))
    messages.success(request, message)
    return back(meeting, "tanda-terima")


def _receipt(made: receipts.Receipt, message: str) -> dict[str, str]:
    slip = f"{reverse('admin:aspirations_slips')}?nomor={made.number}"
    return {
        "number": made.number,
        "secret": made.spaced_secret,
        "roll": slip,
        "a4": f"{slip}&kertas=a4",
        "message": message,
        # Of the next report.
        "token": receipts.new_token(),
    }


def _again(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, form: VoiceForm
) -> HttpResponse:
    if wants_json(request):
        return private(JsonResponse({"errors": form.errors.get_json_data()}, status=422))
    return screen(model_admin, request, meeting, form, status=422)
