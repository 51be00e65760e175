"""The ranking with every part of each score, the lock, and the way up."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from meetings.admin.proposals.showing import ask, back, find, only_convenors, render
from meetings.admin.tabs import is_key
from meetings.forms.proposals import ForwardForm, PlaceForm
from meetings.models import Meeting
from meetings.scoring import Tie
from meetings.services import proposals as services
from meetings.workflow import ProposalStatus


def ranking(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What would be locked now below what is locked; the same queries for any number of usulan."""
    targets = services.targets(meeting, request.user)
    forward = ForwardForm(request.POST or None, targets=targets)
    if request.method == "POST":
        only_convenors(request, meeting)
        _act(request, meeting, forward)
        return back(meeting, "ranking")
    locked = list(meeting.proposals.filter(rank__isnull=False).named().order_by("rank"))
    rules = services.rules_of(meeting.series)
    preview = services.preview(meeting)
    context = {
        "locked": [(one, one.rank, one.score, worded(one.parts)) for one in locked],
        "preview": [(one.proposal, one.rank, one.total, worded(one.parts)) for one in preview],
        "has_forwardable": any(one.status == ProposalStatus.RANKED for one in locked),
        "may_unlock": bool(locked)
        and not any(one.status in {ProposalStatus.FORWARDED, ProposalStatus.BUDGETED} for one in locked),
        "rules": rules,
        "criteria": list(meeting.series.criteria.all()),
        "forward": forward,
    }
    return render(model_admin, request, meeting, "ranking", context)


def worded(parts: dict[str, Any] | None) -> dict[str, Any]:
    """The parts of a locked score with the words of what decided a tie, and numbers as numbers."""
    if not parts:
        return {}
    criteria = [
        one | {"mean": Decimal(one["mean"]), "points": Decimal(one["points"])} for one in parts["criteria"]
    ]
    numbers = {name: Decimal(parts[name]) for name in ("criteria_points", "votes_points")}
    tie = Tie(parts["tie"]).label if parts["tie"] else ""
    return parts | numbers | {"criteria": criteria, "tie": tie}


def _act(request: HttpRequest, meeting: Meeting, forward: ForwardForm) -> bool:
    act, user = request.POST.get("act", ""), request.user
    if act == "lock":
        return ask(request, lambda: services.rank_list(meeting, actor=user), _("Daftar usulan dikunci."))
    if act == "unlock":
        reason = request.POST.get("reason", "").replace("\0", "")[:300]
        return ask(
            request, lambda: services.unlock(meeting, reason, actor=user), _("Daftar usulan dibuka kembali.")
        )
    if act == "place":
        return _place(request, meeting)
    if act == "forward":
        chosen = [int(key) for key in request.POST.getlist("usulan") if is_key(key)]
        return forward.is_valid() and ask(
            request,
            lambda: services.forward(meeting, chosen, actor=user, **forward.cleaned_data),
            _("Usulan diteruskan."),
        )
    raise Http404


def _place(request: HttpRequest, meeting: Meeting) -> bool:
    key = request.POST.get("usulan", "")
    proposal = find(meeting, int(key) if is_key(key) else 0)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return ask(request, lambda: services.place(proposal, 0, "", actor=request.user))
    asked = form.cleaned_data
    return ask(
        request,
        lambda: services.place(proposal, asked["rank"], asked["reason"], actor=request.user),
        _("Urutan ditetapkan."),
    )
