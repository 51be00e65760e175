"""The first page of a stop: where it stands, what comes next, whether it is ready, what happened."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations.services import Refused
from meetings import services
from meetings.admin.tabs import TABS, Tab, register, show
from meetings.forms.stops import MoveForm
from meetings.models import AgendaItem, Meeting, Presence, Reply
from meetings.permissions import may_convene
from meetings.workflow import STOP, StopStatus, can

# A stop has some dozens; the rest is one link away.
SHOWN_EVENTS = 30


@dataclass(frozen=True)
class Step:
    """A button: the state it leads to, its words, and what will happen."""

    to: StopStatus
    label: Any
    told: Any
    wants_reason: bool = False


_S = StopStatus
_L = gettext_lazy
_STEPS = {
    (_S.DRAFT, _S.ANNOUNCED): (
        _L("Umumkan"),
        _L("Pertemuan terbuka tampil di kalender umum. Pelapor yang laporannya diagendakan diberi tahu."),
    ),
    (_S.ANNOUNCED, _S.RUNNING): (_L("Buka pertemuan"), _L("Jam dibuka dicatat sekarang.")),
    (_S.ANNOUNCED, _S.HELD): (
        _L("Catat sebagai terlaksana"),
        _L("Untuk pertemuan yang sudah lewat dan dicatat sesudahnya."),
    ),
    (_S.ANNOUNCED, _S.DRAFT): (
        _L("Kembalikan ke rancangan"),
        _L("Hilang dari kalender umum. Yang sudah diundang diberi tahu bahwa pertemuan ditunda."),
    ),
    (_S.RUNNING, _S.HELD): (_L("Tutup pertemuan"), _L("Jam ditutup dicatat sekarang.")),
    (_S.RUNNING, _S.ANNOUNCED): (
        _L("Batal buka"),
        _L("Pertemuan terlanjur dibuka; jam dibuka dihapus."),
    ),
    (_S.HELD, _S.RUNNING): (_L("Buka lagi"), _L("Pertemuan terlanjur ditutup; jam ditutup dihapus.")),
    (_S.CANCELLED, _S.ANNOUNCED): (
        _L("Pulihkan dan umumkan"),
        _L("Jadi diadakan pada waktu semula. Yang sudah diundang diberi tahu."),
    ),
    (_S.CANCELLED, _S.DRAFT): (
        _L("Pulihkan sebagai rancangan"),
        _L("Waktu dan tempatnya dapat diubah sebelum diumumkan lagi."),
    ),
}
_CANCEL = (
    _L("Batalkan pertemuan"),
    _L("Alasannya dibaca semua orang. Yang sudah diundang dan pelapor dalam agenda diberi tahu."),
)


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Facts, next steps, readiness, history."""
    return _page(model_admin, request, meeting)


def _page(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    meeting: Meeting,
    *,
    move: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_write = may_convene(request.user, meeting)
    events = meeting.events.select_related("user").order_by("-at", "-pk")
    if "semua" not in request.GET:
        events = events[: SHOWN_EVENTS + 1]
    shown = list(events)
    movable = may_write and meeting.status in {StopStatus.DRAFT, StopStatus.ANNOUNCED}
    if movable and move is None:
        move = MoveForm(meeting=meeting, user=request.user)
    context = {
        "leaders": list(meeting.leaders.all()),
        "steps": steps(meeting) if may_write else [],
        "move": move if movable else None,
        "checks": readiness(meeting, request.user),
        "events": shown if "semua" in request.GET else shown[:SHOWN_EVENTS],
        "has_more": "semua" not in request.GET and len(shown) > SHOWN_EVENTS,
        "may_write": may_write,
    }
    return show(model_admin, request, meeting, "overview", context, status=status)


def steps(meeting: Meeting) -> list[Step]:
    """What may follow, by the table of states; calling off comes last."""
    found = [Step(to, *words) for (before, to), words in _STEPS.items() if before == meeting.status]
    if can(STOP, meeting.status, StopStatus.CANCELLED):
        found.append(Step(StopStatus.CANCELLED, *_CANCEL, wants_reason=True))
    return found


def step(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Takes one step."""
    if request.method != "POST" or not may_convene(request.user, meeting):
        raise Http404
    try:
        to = StopStatus(request.POST.get("to", ""))
    except ValueError as unknown:
        raise Http404 from unknown
    # Longer than the column, a reason is cut, not lost.
    reason = request.POST.get("reason", "").replace("\0", "")[:300]
    try:
        changed = services.change_stop(meeting, to, actor=request.user, reason=reason)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        words = {"meeting": changed, "status": changed.get_status_display()}
        messages.success(request, _("%(meeting)s: %(status)s.") % words)
    return redirect("admin:meetings_meeting_overview", meeting.pk)


def move(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Another time or place; a form with errors or warnings comes back as it was typed."""
    if request.method != "POST" or not may_convene(request.user, meeting):
        raise Http404
    form = MoveForm(request.POST, meeting=meeting, user=request.user)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("reason", "confirmed")}
        try:
            services.move_stop(meeting, **form.moved, **given, actor=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Jadwal baru tersimpan."))
            return redirect("admin:meetings_meeting_overview", meeting.pk)
    return _page(model_admin, request, meeting, move=form, status=422)


@dataclass(frozen=True)
class Check:
    """One line of readiness; `url` is "" where no such room is open to the user."""

    label: Any
    text: str
    is_done: bool
    url: str


def readiness(meeting: Meeting, user: Any) -> list[Check]:
    """Agenda, invitations, replies, quorum; three queries."""
    items = AgendaItem.objects.seen_by(user).filter(meeting=meeting).count()
    invited = meeting.invitations.filter(withdrawn_at__isnull=True).aggregate(
        total=Count("pk"),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        replied=Count("pk", filter=~Q(reply=Reply.NONE)),
    )
    here = Q(presence__in=[Presence.PRESENT, Presence.REPRESENTED], invitation__withdrawn_at__isnull=True)
    came = meeting.attendances.filter(here, invitation__isnull=False).count()
    total, sent, replied = invited["total"], invited["sent"], invited["replied"]
    room = _rooms(meeting, user)
    words = {"sent": sent, "total": total, "replied": replied}
    found = [
        Check(_("Susunan acara"), _("%(count)d mata acara") % {"count": items}, items > 0, room("agenda")),
        Check(
            _("Undangan terkirim"),
            _("%(sent)d dari %(total)d") % words,
            0 < total == sent,
            room("invitations", "invite"),
        ),
        Check(
            _("Jawaban undangan"),
            _("%(replied)d dari %(total)d") % words,
            0 < total == replied,
            room("invitations", "invite"),
        ),
    ]
    if meeting.quorum_percent:
        needed = -(-total * meeting.quorum_percent // 100)
        text = _("%(came)d hadir, perlu %(needed)d dari %(total)d") % {
            "came": came,
            "needed": needed,
            "total": total,
        }
        found.append(Check(_("Kuorum"), text, 0 < needed <= came, room("attendance", "attend")))
    return found


def _rooms(meeting: Meeting, user: Any) -> Any:
    """Finds the address of the first room of these names that the user may open."""
    known = {tab.name: tab for tab in TABS if tab.may(user, meeting)}

    def find(*names: str) -> str:
        name = next((one for one in names if one in known), "")
        return reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk]) if name else ""

    return find


register(
    Tab(
        "overview",
        _L("Ikhtisar"),
        10,
        page,
        paths=(("step/", "step", step), ("move/", "move", move)),
    )
)
