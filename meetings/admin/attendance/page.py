"""The list at the desk: big buttons beside each office, guests, counts, who is missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations.services import Conflict, Refused
from meetings import services
from meetings.admin.tabs import show
from meetings.forms.attendance import GuestForm, LineForm
from meetings.models import Attendance, Meeting, MeetingEventKind, Method, Presence
from meetings.permissions import may_convene
from meetings.services.attendance import Line, Outcome
from meetings.services.roll import Guest, Roll, Row, roll

_HISTORY = 60


@dataclass
class Failed:
    """What could not be done and what was typed, at which row of the page."""

    reason: str
    at: str = ""
    typed: dict[str, str] = field(default_factory=dict)


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """GET shows, filtered by `cari` and `tampil`; POST does one thing and comes back to its row."""
    may_write = may_convene(request.user, meeting)
    failed, guest_form = None, GuestForm()
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        if verb == "guest":
            guest_form = GuestForm(request.POST)
        try:
            done = _act(request, meeting, verb, guest_form)
        except Conflict as conflict:
            messages.warning(request, str(conflict))
            return _back(request)
        except Refused as refused:
            failed = _failed(request, str(refused))
        else:
            if done:
                messages.success(request, done)
            return _back(request)
    whole = roll(meeting)
    context = {
        "roll": whole,
        "shown": _shown(whole, request),
        "may_write": may_write,
        "guest_form": guest_form,
        "failed": failed,
        "uid": uuid4,
        "presences": Presence,
        "query": request.GET.get("cari", ""),
        "only": request.GET.get("tampil", ""),
        "history": _history(meeting),
        "can_close": meeting.is_over and not whole.is_closed,
    }
    return show(model_admin, request, meeting, "attendance", context, status=422 if failed else 200)


def _history(meeting: Meeting) -> list[Any]:
    events = meeting.events.filter(kind=MeetingEventKind.ATTENDANCE).select_related("user")
    return list(events.order_by("-at", "-pk")[:_HISTORY])


def _shown(whole: Roll, request: HttpRequest) -> dict[str, Any]:
    """Groups and guests that the filter leaves."""
    words = request.GET.get("cari", "").casefold().split()
    only = request.GET.get("tampil", "")
    groups = [
        (label, [row for row in rows if _fits(row_text(row), words) and (only != "belum" or not row.line)])
        for label, rows in whole.groups
    ]
    guests = [] if only == "belum" else [one for one in whole.guests if _fits(guest_text(one), words)]
    return {"groups": [(label, rows) for label, rows in groups if rows], "guests": guests}


def row_text(row: Row) -> str:
    """What a search reads."""
    one, line = row.invitation, row.line
    return f"{one.title} {one.name} {one.door_code} {line.name if line else ''}".casefold()


def guest_text(guest: Guest) -> str:
    return f"{guest.line.name} {guest.line.title}".casefold()


def _fits(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def _act(request: HttpRequest, meeting: Meeting, verb: str, guest_form: GuestForm) -> str:
    """What a button asks; the sentence to show. Raises Refused."""
    if verb in Presence.values:
        return _say(request, meeting, verb)
    acts: dict[str, Callable[[], str]] = {
        "guest": lambda: _guest(request, meeting, guest_form),
        "rename": lambda: _rename(request, meeting),
        "take_back": lambda: _take_back(request, meeting),
        "close": lambda: _close(request, meeting),
        "reopen": lambda: _reopen(request, meeting),
    }
    if verb not in acts:
        raise Refused(_("Pilih salah satu tombol."))
    return acts[verb]()


def _say(request: HttpRequest, meeting: Meeting, presence: str) -> str:
    data = request.POST
    row = meeting.attendances.filter(invitation=_key(data.get("invitation")), meeting=meeting).first()
    if data.get("seen") and row is not None:
        return _correct(request, row, presence)
    if data.get("seen"):
        raise Conflict(_("Catatan ini baru saja dihapus orang lain."))
    form = LineForm(
        {
            "uid": data.get("uid"),
            "noted_at": timezone.now().isoformat(),
            "presence": presence,
            "method": Method.DESK,
            "invitation": data.get("invitation"),
            "name": data.get("name", "") if presence == Presence.REPRESENTED else "",
            "title": data.get("title", "") if presence == Presence.REPRESENTED else "",
        }
    )
    if not form.is_valid():
        raise Refused(form.reason)
    (answer,) = services.note_presence(meeting, [Line(**form.cleaned_data)], actor=request.user)
    if answer.outcome == Outcome.REFUSED:
        raise Refused(answer.reason)
    return answer.reason if answer.outcome != Outcome.REPLACED else _("Sudah ada catatan; yang ini berlaku.")


def _correct(request: HttpRequest, row: Attendance, presence: str) -> str:
    data, is_deputy = request.POST, presence == Presence.REPRESENTED
    services.correct_presence(
        row,
        presence,
        actor=request.user,
        seen=data.get("seen", ""),
        name=data.get("name", "")[:120] if is_deputy else "",
        title=data.get("title", "")[:160] if is_deputy else "",
    )
    return ""


def _guest(request: HttpRequest, meeting: Meeting, form: GuestForm) -> str:
    if not form.is_valid():
        raise Refused(_("Tulis nama tamu."))
    line = Line(_uid(request.POST.get("uid")), timezone.now(), method=Method.WALK_IN, **form.cleaned_data)
    (answer,) = services.note_presence(meeting, [line], actor=request.user)
    if answer.outcome == Outcome.REFUSED:
        raise Refused(answer.reason)
    return _("%(name)s dicatat hadir.") % {"name": form.cleaned_data["name"]}


def _rename(request: HttpRequest, meeting: Meeting) -> str:
    form = GuestForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Tulis nama tamu."))
    row, seen = _line(request, meeting), request.POST.get("seen", "")
    services.correct_presence(row, Presence.PRESENT, actor=request.user, seen=seen, **form.cleaned_data)
    return _("Perubahan disimpan.")


def _take_back(request: HttpRequest, meeting: Meeting) -> str:
    services.take_back_presence(
        _line(request, meeting), actor=request.user, seen=request.POST.get("seen", "")
    )
    return _("Catatan dihapus. Riwayatnya tetap ada.")


def _close(request: HttpRequest, meeting: Meeting) -> str:
    absent = services.close_attendance(meeting, actor=request.user)
    return ngettext(
        "Daftar hadir ditutup; %(count)d undangan dicatat tidak hadir.",
        "Daftar hadir ditutup; %(count)d undangan dicatat tidak hadir.",
        absent,
    ) % {"count": absent}


def _reopen(request: HttpRequest, meeting: Meeting) -> str:
    services.reopen_attendance(meeting, actor=request.user)
    return _("Daftar hadir dibuka kembali.")


def _line(request: HttpRequest, meeting: Meeting) -> Attendance:
    row = meeting.attendances.filter(pk=_key(request.POST.get("line"))).first()
    if row is None:
        raise Conflict(_("Catatan ini baru saja dihapus orang lain."))
    return row


def _key(value: str | None) -> int:
    """A row's key from a form; 0, which no row has, for anything else."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 16 else 0


def _uid(value: str | None) -> UUID:
    try:
        return UUID(value or "")
    except ValueError:
        raise Refused(_("Muat ulang halaman ini, lalu ulangi.")) from None


def _failed(request: HttpRequest, reason: str) -> Failed:
    data = request.POST
    typed = {"name": data.get("name", ""), "title": data.get("title", "")}
    return Failed(reason, data.get("at", ""), typed)


def _back(request: HttpRequest) -> HttpResponse:
    anchor = request.POST.get("at", "")
    safe = anchor if anchor.replace("-", "").isalnum() else ""
    return HttpResponseRedirect(f"{request.get_full_path()}{f'#{safe}' if safe else ''}")
