"""Who is at the venue writes himself down, on his own phone and without an account."""

import time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from aspirations.services import Refused, count_guess, is_slowed
from meetings.forms.attendance import AttendForm, VenueCodeForm
from meetings.models import Meeting
from meetings.services import venue

# Time to type a name; the code itself is gone after two minutes.
GRANT_SECONDS = 15 * 60
# How long this device is told that it is on the list.
SEEN_SECONDS = 12 * 60 * 60
_GRANT, _DONE = "venue_grant", "venue_done"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attend(request: HttpRequest) -> HttpResponse:
    """The code on the wall; then who one is; then what was written, of this device alone."""
    if request.method == "POST" and "other" in request.POST:
        request.session.pop(_GRANT, None)
        return redirect("meetings:attend")
    meeting = _granted(request)
    if meeting is None:
        return _ask_code(request)
    if written := _written(request, meeting):
        return render(request, "meetings/attend_done.html", {"meeting": meeting, **written})
    return _ask_who(request, meeting)


def _ask_code(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" or "code" not in request.POST:
        form = VenueCodeForm(initial={"code": request.GET.get("kode", "")[:12]})
        return _code_page(request, form)
    form = VenueCodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form, 422)
    address = request.META.get("REMOTE_ADDR", "")
    if is_slowed(address, venue.VENUE_CODES):
        return _slowed(request, form)
    meeting = venue.stop_of(form.cleaned_data["code"])
    if meeting is None:
        count_guess(address, venue.VENUE_CODES)
        form.add_error("code", _("Kode ini tidak berlaku lagi. Ketik kode yang sekarang tampil di layar."))
        return _code_page(request, form, 422)
    # The line's uid comes with it: a double press writes one line.
    request.session[_GRANT] = [meeting.pk, int(time.time()) + GRANT_SECONDS, str(uuid4())]
    return redirect("meetings:attend")


def _code_page(request: HttpRequest, form: VenueCodeForm, status: int = 200) -> HttpResponse:
    return render(request, "meetings/attend.html", {"form": form}, status=status)


def _ask_who(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method != "POST" or "kind" not in request.POST:
        return _who_page(request, meeting, AttendForm())
    form = AttendForm(request.POST)
    if not form.is_valid():
        return _who_page(request, meeting, form, 422)
    address = request.META.get("REMOTE_ADDR", "")
    if is_slowed(address, venue.VENUE_TAILS) or is_slowed(address, venue.VENUE_LINES):
        return _slowed(request, form, meeting)
    uid = request.session[_GRANT][2]
    try:
        venue.check_in(meeting, _entry(form, UUID(uid)))
    except Refused as refused:
        if form.cleaned_data["tail"]:
            count_guess(address, venue.VENUE_TAILS)
        form.add_error(None, str(refused))
        return _who_page(request, meeting, form, 422)
    count_guess(address, venue.VENUE_LINES)
    request.session[_DONE] = {str(meeting.pk): [uid, int(time.time()) + SEEN_SECONDS]}
    messages.success(request, _("Terima kasih, Bapak/Ibu."))
    return redirect("meetings:attend")


def _entry(form: AttendForm, uid: UUID) -> venue.Entry:
    data = form.cleaned_data
    is_own = data["kind"] == AttendForm.As.INVITED
    return venue.Entry(
        uid,
        tail=data["tail"],
        is_deputy=data["kind"] == AttendForm.As.DEPUTY,
        # The invitation says who is invited.
        name="" if is_own else data["name"],
        title="" if is_own else data["title"],
    )


def _who_page(request: HttpRequest, meeting: Meeting, form: AttendForm, status: int = 200) -> HttpResponse:
    return render(request, "meetings/attend_who.html", {"form": form, "meeting": meeting}, status=status)


def _slowed(request: HttpRequest, form: forms.Form, meeting: Meeting | None = None) -> HttpResponse:
    form.add_error(
        None, _("Terlalu banyak percobaan yang salah. Coba lagi dalam 15 menit, atau datang ke meja.")
    )
    template = "meetings/attend_who.html" if meeting else "meetings/attend.html"
    response = render(request, template, {"form": form, "meeting": meeting}, status=429)
    response["Retry-After"] = "900"
    return response


def _granted(request: HttpRequest) -> Meeting | None:
    """The stop whose code this browser has shown, while it takes lines or was written to."""
    pk, until, __ = request.session.get(_GRANT, [0, 0, ""])
    done, seen_until = request.session.get(_DONE, {}).get(str(pk), ["", 0])
    if until <= time.time() and not (done and seen_until > time.time()):
        return None
    if done:
        return Meeting.objects.named().filter(pk=pk).first()
    return venue.open_stops().filter(pk=pk).first()


def _written(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """What became of this device's line; {} where it wrote none, or it was taken back at the desk."""
    uid, until = request.session.get(_DONE, {}).get(str(meeting.pk), ["", 0])
    if not uid or until <= time.time():
        return {}
    line = venue.own_line(meeting, uid)
    if line is None and not venue.was_written(meeting, uid):
        return {}
    return {"line": line}
