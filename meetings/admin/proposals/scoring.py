"""The score sheet, one for each scorer, and the votes of delegates."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from meetings.admin.proposals.showing import address, ask, back, only_convenors, render
from meetings.admin.tabs import is_key
from meetings.forms.proposals import DelegateForm
from meetings.models import Attendance, Criterion, Meeting, Proposal, ProposalScore, ProposalVote, Scorer
from meetings.services import proposals as services
from meetings.workflow import ProposalStatus


def _open_ones(meeting: Meeting) -> list[Proposal]:
    rows = meeting.proposals.filter(status=ProposalStatus.SUBMITTED).select_related("village")
    return list(rows.order_by("number"))


def scores(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """A grid of usulan and criteria for one scorer; what was typed stays where something is refused."""
    only_convenors(request, meeting)
    user: Any = request.user
    scorers = list(meeting.scorers.annotate(count=Count("scores")))
    if request.method == "POST" and "name" in request.POST:
        return _name(request, meeting)
    asked = request.GET.get("penilai", "")
    scorer = next((one for one in scorers if str(one.pk) == asked), None)
    if asked and scorer is None:
        raise Http404
    proposals, criteria = _open_ones(meeting), list(Criterion.objects.filter(series=meeting.series_id))
    typed: dict[str, str] = {}
    if request.method == "POST" and scorer is not None:
        typed = {key: str(value).strip() for key, value in request.POST.items() if key.startswith("s-")}
        values = _values(typed, scorer)
        if values is not None and ask(
            request, lambda: services.give_scores(scorer, values, actor=request.user), _("Nilai disimpan.")
        ):
            return HttpResponseRedirect(f"{address(meeting, 'scores')}?penilai={scorer.pk}")
    held = _held(scorer)
    context = {
        "scorers": scorers,
        "scorer": scorer,
        "criteria": criteria,
        "rows": [(one, _shown(one, criteria, held | typed)) for one in proposals],
        "has_errors": bool(typed),
        "me": user.get_full_name() or user.get_username(),
        "weights": sum(one.weight for one in criteria),
    }
    return render(model_admin, request, meeting, "scores", context, status=422 if typed else 200)


def _shown(
    proposal: Proposal, criteria: list[Criterion], values: dict[str, str]
) -> list[tuple[str, str, Criterion]]:
    """The cells of a row: name, value, criterion."""
    named = [(f"s-{proposal.pk}-{one.pk}", one) for one in criteria]
    return [(name, values.get(name, ""), one) for name, one in named]


def _held(scorer: Scorer | None) -> dict[str, str]:
    rows = ProposalScore.objects.filter(scorer=scorer) if scorer else ProposalScore.objects.none()
    found = rows.values_list("proposal_id", "criterion_id", "value")
    return {f"s-{proposal}-{criterion}": str(value) for proposal, criterion, value in found}


def _values(typed: dict[str, str], scorer: Scorer) -> dict[tuple[int, int], int | None] | None:
    """What changed: a value, or None for one that was emptied. None for a name that is no cell."""
    held, changed = _held(scorer), {}
    for key, value in typed.items():
        parts = key.split("-")
        if len(parts) != 3 or not all(part.isdecimal() for part in parts[1:]):
            return None
        if value != held.get(key, ""):
            # What is no number is refused by the service, as every value outside the scale.
            number = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0
            changed[int(parts[1]), int(parts[2])] = number if value else None
    return changed


def _name(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    made: list[Scorer] = []
    name = request.POST.get("name", "")
    if ask(request, lambda: made.append(services.name_scorer(meeting, name, actor=request.user))):
        return HttpResponseRedirect(f"{address(meeting, 'scores')}?penilai={made[0].pk}")
    return back(meeting, "scores")


def votes(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Votes delegate by delegate, or counted without names."""
    only_convenors(request, meeting)
    delegates = services.delegates_of(meeting).select_related("invitation").annotate(used=Count("votes"))
    form = DelegateForm(request.GET or None, delegates=delegates)
    delegate: Attendance | None = form.cleaned_data["utusan"] if form.is_bound and form.is_valid() else None
    if request.method == "POST" and _vote(request, meeting, delegate):
        return back(meeting, "votes")
    proposals = _open_ones(meeting)
    named = dict(
        ProposalVote.objects.filter(proposal__meeting=meeting)
        .order_by()
        .values_list("proposal")
        .annotate(Count("pk"))
    )
    chosen = set(ProposalVote.objects.filter(delegate=delegate).values_list("proposal_id", flat=True))
    rules = services.rules_of(meeting.series)
    context: dict[str, Any] = {
        "form": form,
        "delegate": delegate,
        "rows": [(one, named.get(one.pk, 0), one.pk in chosen) for one in proposals],
        "rules": rules,
        "delegates": list(delegates),
        "most": rules.votes_each * delegates.count(),
        "given": sum(services.votes_of(meeting).values()),
    }
    return render(model_admin, request, meeting, "votes", context)


def _vote(request: HttpRequest, meeting: Meeting, delegate: Attendance | None) -> bool:
    if "tally" in request.POST:
        typed = {key.removeprefix("t-"): str(value).strip() for key, value in request.POST.items()}
        counts = {
            int(key): int(value or 0)
            for key, value in typed.items()
            if is_key(key) and (not value or is_key(value))
        }
        return ask(request, lambda: services.tally(meeting, counts, actor=request.user), _("Suara disimpan."))
    if delegate is None:
        raise Http404
    chosen = [int(key) for key in request.POST.getlist("usulan") if is_key(key)]
    return ask(
        request, lambda: services.set_votes(delegate, chosen, actor=request.user), _("Suara disimpan.")
    )
