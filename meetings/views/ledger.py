"""Janji Rakor: every promise with its owner, age, target and progress, for everybody."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from aspirations.exports import csv_chunks, download
from aspirations.models import Aspiration
from meetings import exports
from meetings.filters import LedgerFilter
from meetings.models import AgendaItem, FollowUp, FollowUpEvent, Meeting, Picture, Standing

PAGE_SIZE = 20
_CHUNK = 500
# Open data may be kept by a proxy for as long as a page is.
_FRESH_SECONDS = 300


def _for_frames(view: Any) -> Any:
    """May stand in a frame of any site, and be kept for a while."""
    kept = cache_control(public=True, max_age=_FRESH_SECONDS)(view)
    return require_safe(xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(kept)))


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """The list, overdue first; filters survive paging and go with the downloads."""
    found, rows = _filtered(request)
    page = Paginator(rows.for_ledger(), PAGE_SIZE).get_page(request.GET.get("hal", "")[:10])
    chosen = _chosen(request, found)
    counted = _filtered(request, without="keadaan")[1].standings()
    others = {key: value for key, value in chosen.items() if key != "keadaan"}
    return render(
        request,
        "meetings/ledger.html",
        {
            "filter": found,
            "page": page,
            "chosen": chosen,
            "query": urlencode(chosen),
            "standings": [
                (one, counted[one.value], urlencode(others | {"keadaan": one.value})) for one in Standing
            ],
            "total": sum(counted.values()),
            "standing": chosen.get("keadaan", ""),
        },
        status=200 if found.is_valid() else 422,
    )


def _filtered(request: HttpRequest, without: str = "") -> tuple[LedgerFilter, Any]:
    """The filter and its rows, the most urgent first; none for a filter that says nothing sensible."""
    asked = request.GET.copy()
    asked.pop(without, None)
    found = LedgerFilter(asked, queryset=FollowUp.objects.public(), request=request)
    rows = found.qs if found.is_valid() else FollowUp.objects.none()
    return found, rows.by_urgency()


def _chosen(request: HttpRequest, found: LedgerFilter) -> dict[str, str]:
    return {
        key: value
        for key, value in request.GET.dict().items()
        if isinstance(value, str) and key in found.filters and value and "\0" not in value
    }


@require_safe
def ledger_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered ledger as CSV, streamed."""
    rows = _filtered(request)[1].for_ledger()
    lines = (exports.line(one) for one in rows.iterator(chunk_size=_CHUNK))
    return download(_in_indonesian(csv_chunks(exports.header(), lines)), "janji-rakor.csv")


def _in_indonesian(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A stream is read after the request: its words must not depend on what the thread does next."""
    while True:
        with override("id"):
            some = next(chunks, None)
        if some is None:
            return
        yield some


@require_safe
@cache_control(public=True, max_age=_FRESH_SECONDS)
def ledger_json(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered ledger as JSON, streamed: {"promises": […]}."""
    rows = _filtered(request)[1].for_ledger()
    response = StreamingHttpResponse(_in_indonesian(_json(rows)), content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _json(rows: QuerySet[FollowUp]) -> Iterator[bytes]:
    yield b'{"promises": ['
    for index, one in enumerate(rows.iterator(chunk_size=_CHUNK)):
        yield (b",\n" if index else b"\n") + json.dumps(exports.as_data(one), ensure_ascii=False).encode()
    yield b"\n]}\n"


@require_safe
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise, from the meeting to what became of it."""
    return render(request, "meetings/follow_up.html", _shown(pk))


@require_safe
@cache_control(public=True, max_age=_FRESH_SECONDS)
def follow_up_json(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One promise as data."""
    with override("id"):
        response = JsonResponse(exports.as_data(_one(pk)))
    response["Access-Control-Allow-Origin"] = "*"
    return response


@_for_frames
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise for a frame on another site: no script, no cookie, no form."""
    return render(request, "meetings/card.html", {"one": _one(pk)})


@_for_frames
def ledger_card(request: HttpRequest) -> HttpResponse:
    """The counts of the filtered ledger for a frame on another site."""
    found, rows = _filtered(request, without="keadaan")
    counted = rows.standings()
    chosen = _chosen(request, found)
    context = {
        "standings": [(one, counted[one.value]) for one in Standing],
        "total": sum(counted.values()),
        "query": urlencode(chosen),
        "meeting": found.form.cleaned_data.get("pertemuan") if found.is_valid() else None,
    }
    return render(request, "meetings/ledger_card.html", context)


def _one(pk: int) -> FollowUp:
    return get_object_or_404(FollowUp.objects.public().for_ledger(), pk=pk)


def _shown(pk: int) -> dict[str, Any]:
    one = _one(pk)
    reports = Aspiration.objects.public().for_cards().filter(decision_rows__decision=one.decision_id)
    return {
        "one": one,
        "decision": one.decision,
        "meeting": one.decision.meeting,
        "events": FollowUpEvent.objects.public().filter(follow_up=one),
        "milestones": one.milestones.all(),
        "letters": one.letters.filter(is_public=True),
        "pictures": Picture.objects.public().filter(follow_up=one),
        "reports": reports.distinct(),
        "carried": AgendaItem.objects.filter(
            carried__follow_up=one, meeting__in=Meeting.objects.public().order_by()
        ).select_related("meeting__series", "meeting__host_district"),
    }
