"""One after the other by the desk's own WhatsApp: a ready text, sent, the next."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from aspirations.services import Refused
from meetings.admin.invitations.overview import FOLDER, NAME
from meetings.admin.tabs import show
from meetings.models import Invitation, Meeting
from meetings.services import whatsapp


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The text with its personal link stands in the answer to a POST alone, which nothing keeps."""
    if request.method != "POST":
        return _show(model_admin, request, meeting)
    row = _row(meeting, request.POST.get("invitation", ""))
    act = request.POST.get("act", "")
    try:
        if act in {"sent", "sent_next"}:
            whatsapp.mark_whatsapp(row, actor=request.user)
        if act == "sent":
            return redirect(request.path)
        following = row if act == "prepare" else whatsapp.waiting(meeting).first()
        if following is None:
            return redirect(request.path)
        following.meeting = meeting
        ready = whatsapp.whatsapp_address(following)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(request.path)
    return _show(model_admin, request, meeting, current=following, ready=ready)


def _row(meeting: Meeting, given: str) -> Invitation:
    if not given.isdecimal() or len(given) > 18:
        raise Http404
    row = whatsapp.with_numbers(meeting).filter(pk=given).first()
    if row is None:
        raise Http404
    row.meeting = meeting
    return row


def _show(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    meeting: Meeting,
    *,
    current: Invitation | None = None,
    ready: str = "",
) -> HttpResponse:
    rows = list(whatsapp.with_numbers(meeting))
    context: dict[str, Any] = {
        "rows": rows,
        "left": sum(one.whatsapp_at is None for one in rows),
        "unreachable": meeting.invitations.standing().filter(contact__phone="").count(),
        "next": next((one for one in rows if one.whatsapp_at is None), None),
        "current": current,
        "ready": ready,
        "text": whatsapp.whatsapp_text(current, "…") if current else "",
        "is_open": not (meeting.is_over or meeting.is_cancelled),
    }
    response = show(model_admin, request, meeting, NAME, context, template=f"{FOLDER}/whatsapp.html")
    response["Cache-Control"] = "no-store, private"
    return response
