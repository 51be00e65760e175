"""Musrenbang for everybody: the stops, the ranking with all parts of each score, and each usulan's trail."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from aspirations.exports import csv_chunks, download
from meetings.exports.proposals import as_data, for_public, public_header, public_line
from meetings.forms.proposals import ProposalFilterForm
from meetings.models import Meeting, Picture, Proposal, Series
from meetings.scoring import Tie
from meetings.services import proposals as services
from meetings.workflow import ProposalStatus

PAGE_SIZE = 100
_FRESH_SECONDS = 300
_BUDGETED = Q(proposals__status=ProposalStatus.BUDGETED)


def _stops() -> Any:
    return Meeting.objects.public().filter(series__kind=Series.Kind.MUSRENBANG).named()


@require_safe
def musrenbang_list(request: HttpRequest) -> HttpResponse:
    """The stops, the latest first, each with how many usulan it has and how many are in a budget."""
    known = Proposal.objects.public().values("pk")
    seen = Q(proposals__in=known)
    counted = _stops().annotate(
        usulan=Count("proposals", filter=seen), budgeted=Count("proposals", filter=seen & _BUDGETED)
    )
    rows = counted.order_by("-starts_at", "-pk")
    page = Paginator(rows, 20).get_page(request.GET.get("hal", "")[:10])
    return render(request, "meetings/musrenbang_list.html", {"page": page})


def _filtered(request: HttpRequest, pk: int) -> tuple[Meeting, ProposalFilterForm]:
    meeting = get_object_or_404(_stops(), pk=pk)
    return meeting, ProposalFilterForm(request.GET, Proposal.objects.public().filter(meeting=meeting))


@require_safe
def musrenbang(request: HttpRequest, pk: int) -> HttpResponse:
    """One stop's usulan in their rank; filters survive paging and go with the downloads."""
    meeting, form = _filtered(request, pk)
    page = Paginator(for_public(form.found()), PAGE_SIZE).get_page(request.GET.get("hal", "")[:10])
    chosen = form.chosen()
    context = {
        "meeting": meeting,
        "form": form,
        "page": page,
        "rows": [(one, worded(one.parts)) for one in page.object_list],
        "chosen": chosen,
        "query": urlencode(chosen),
        "rules": services.rules_of(meeting.series),
        "criteria": list(meeting.series.criteria.all()),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "meetings/musrenbang.html", context, status=status)


@require_safe
def musrenbang_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The filtered usulan of a stop as CSV."""
    with override("id"):
        lines = [public_line(one) for one in for_public(_filtered(request, pk)[1].found())]
        chunks = list(csv_chunks(public_header(), lines))
    return download(chunks, f"musrenbang-{pk}.csv")


@require_safe
@cache_control(public=True, max_age=_FRESH_SECONDS)
def musrenbang_json(request: HttpRequest, pk: int) -> JsonResponse:
    """The filtered usulan of a stop: {"meeting": …, "proposals": […]}."""
    meeting, form = _filtered(request, pk)
    with override("id"):
        proposals = [as_data(one) for one in for_public(form.found())]
        named = {"id": meeting.pk, "name": str(meeting), "date": meeting.starts_at.date().isoformat()}
    return _open({"meeting": named, "proposals": proposals})


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One usulan at its permanent address, with its trail from desa to budget."""
    one = _one(pk)
    public = Proposal.objects.public()
    context = {
        "one": one,
        "proposal": one,
        "meeting": one.meeting,
        "parts": worded(one.parts),
        "trail": services.trail(one, public),
        "ready": one.ready.select_related("item"),
        "sources": [row.aspiration for row in one.rows.public().select_related("aspiration__village")],
        "pictures": Picture.objects.public().filter(proposal=one),
    }
    return render(request, "meetings/proposal.html", context)


@require_safe
@cache_control(public=True, max_age=_FRESH_SECONDS)
def proposal_json(request: HttpRequest, pk: int) -> JsonResponse:
    """One usulan as data."""
    with override("id"):
        return _open(as_data(_one(pk)))


def _one(pk: int) -> Proposal:
    rows = for_public(Proposal.objects.public()).select_related(
        *("village", "agency", "programme", "meeting__series", "meeting__host_district"),
        "meeting__host_village",
    )
    found: Proposal = get_object_or_404(rows, pk=pk)
    return found


def _open(data: Any) -> JsonResponse:
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def worded(parts: dict[str, Any] | None) -> dict[str, Any]:
    """The parts of a locked score with the words of what decided a tie."""
    if not parts:
        return {}
    return parts | {"tie": Tie(parts["tie"]).label if parts["tie"] else ""}
