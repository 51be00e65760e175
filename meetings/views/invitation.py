"""Somebody invited answers by a link and without an account, and sees nobody else."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from aspirations import receipts
from aspirations.services import Refused, count_guess, is_slowed
from aspirations.services.guesses import Limit
from meetings import calendars
from meetings.documents.invitations import letters
from meetings.forms.reply import OpenInvitationForm, ReplyForm
from meetings.models import AgendaItem, Invitation, Meeting, Reply
from meetings.services import record_reply, reply_obstacle, spaced_door_code
from meetings.views import invitation_grants as grants

# Compared against where no such invitation stands, so that all answers take the same road.
_NO_HASH = receipts.digest("")
# A whole office can share one address.
ALL = Limit("invitations", 100)
ONE = Limit("invitation", 10)  # about one code


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_open(request: HttpRequest) -> HttpResponse:
    """Takes code and secret, which the link carries behind its #; whatever is wrong, the answer is one."""
    if request.method != "POST":
        return _ask(request, OpenInvitationForm(), status=200)
    form = OpenInvitationForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    code, secret = form.cleaned_data["number"], form.cleaned_data["secret"]
    address = request.META.get("REMOTE_ADDR", "")
    if is_slowed(address, ONE, about=code) or is_slowed(address, ALL):
        form.add_error(None, _("Terlalu banyak percobaan yang salah. Coba lagi dalam 15 menit."))
        response = _ask(request, form, status=429)
        response["Retry-After"] = "900"
        return response
    found = grants.openable().filter(door_code=code).first()
    matches = receipts.matches(secret, (found.secret_hash if found else "") or _NO_HASH)
    if found is None or not matches or not grants.is_link_alive(found):
        count_guess(address, ONE, about=code)
        count_guess(address, ALL)
        return _gone(request)
    grants.grant(request, found)
    return redirect("meetings:invitation", found.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What, when and where; the answer, which may change until the stop starts."""
    found = grants.held(request, pk)
    if found is None:
        return _gone(request)
    if request.method != "POST":
        return _page(request, found, ReplyForm(initial=_answered(found)))
    form = ReplyForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            record_reply(
                found,
                data["reply"],
                deputy_name=data["deputy_name"],
                deputy_title=data["deputy_title"],
                note=data["note"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            found.refresh_from_db(fields=["withdrawn_at"])
        else:
            messages.success(request, _("Terima kasih. Jawaban Bapak/Ibu sudah kami catat."))
            return redirect("meetings:invitation", pk)
    return _page(request, found, form, status=422)


@never_cache
@require_http_methods(["GET", "HEAD"])
def invitation_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Their own letter; its QR names them at the door and opens nothing."""
    found = grants.held(request, pk)
    letter = getattr(found.meeting, "letter", None) if found and not found.withdrawn_at else None
    if found is None or letter is None:
        return _gone(request)
    response = HttpResponse(letters(letter, [found]), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="undangan.pdf"'
    return _private(response)


@never_cache
@require_http_methods(["GET", "HEAD"])
def invitation_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The stop for the calendar of their telephone; of an internal one too, which has no public page."""
    found = grants.held(request, pk)
    if found is None or found.withdrawn_at:
        return _gone(request)
    response = HttpResponse(calendars.single(found.meeting), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="undangan.ics"'
    return _private(response)


@require_POST
def invitation_leave(request: HttpRequest) -> HttpResponse:
    """Closes what links opened, on devices that others use too."""
    grants.drop_all(request)
    messages.success(request, _("Undangan sudah ditutup di peranti ini."))
    return redirect("meetings:invitation_open")


def _answered(found: Invitation) -> dict[str, Any]:
    if found.reply == Reply.NONE:
        return {}
    return {
        "reply": found.reply,
        "deputy_name": found.deputy_name,
        "deputy_title": found.deputy_title,
        "note": found.reply_note,
    }


def _page(request: HttpRequest, found: Invitation, form: forms.Form, *, status: int = 200) -> HttpResponse:
    meeting = found.meeting
    obstacle = "" if found.withdrawn_at else reply_obstacle(found, by_link=True)
    context = {
        "invitation": found,
        "meeting": meeting,
        "letter": getattr(meeting, "letter", None),
        "agenda": () if found.withdrawn_at or meeting.is_cancelled else _agenda(meeting),
        "form": None if found.withdrawn_at or obstacle else form,
        "obstacle": obstacle,
        "code": spaced_door_code(found.door_code),
    }
    return _private(render(request, "meetings/invitation/page.html", context, status=status))


def _agenda(meeting: Meeting) -> list[AgendaItem]:
    """Its parts, without those that stand for what the public does not read."""
    return list(AgendaItem.objects.public().filter(meeting=meeting, parent=None).order_by("position"))


def _ask(request: HttpRequest, form: forms.Form, *, status: int, gone: bool = False) -> HttpResponse:
    context = {"form": form, "gone": gone}
    return _private(render(request, "meetings/invitation/open.html", context, status=status))


def _gone(request: HttpRequest) -> HttpResponse:
    """Wrong, unknown, expired, revoked: nobody learns which."""
    initial = {"number": request.POST.get("number", "")[:40]}
    return _ask(request, OpenInvitationForm(initial=initial), status=404, gone=True)


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
