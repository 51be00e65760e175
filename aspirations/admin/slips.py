"""Receipts of what this desk has just written down: shown and printed for a while, then gone."""

import time
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from aspirations import receipts
from aspirations.documents import Layout, slips
from aspirations.receipts import Receipt

MINUTES = 30
MOST = 100
_KEY = "entered"


def hold(request: HttpRequest, made: Iterable[tuple[str, str]]) -> None:
    """Keeps numbers with the tokens of their forms in the session; without SECRET_KEY those tell nothing."""
    until = int(time.time()) + MINUTES * 60
    held = _held(request) | {number: [token, until] for number, token in made}
    request.session[_KEY] = dict(list(held.items())[-MOST:])


def held_receipts(request: HttpRequest) -> dict[str, Receipt]:
    """The receipts that may still be shown, the newest first."""
    held = _held(request)
    return {
        number: Receipt(number, receipts.secret_for(token)) for number, (token, _) in reversed(held.items())
    }


def drop(request: HttpRequest) -> None:
    """Puts them away, for desks where others sit down."""
    request.session.pop(_KEY, None)


def slips_view(request: HttpRequest) -> HttpResponse:
    """The slips as PDF: all that are held, or the one that `nomor` names."""
    held = held_receipts(request)
    wanted = request.GET.get("nomor", "")
    chosen = {wanted: held[wanted]} if wanted in held else {} if wanted else held
    layout = request.GET.get("kertas", Layout.ROLL)
    if not chosen or layout not in list(Layout):
        raise Http404
    response = HttpResponse(slips(chosen, Layout(layout)), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="tanda-terima.pdf"'
    add_never_cache_headers(response)
    return response


def _held(request: HttpRequest) -> dict[str, Any]:
    now = time.time()
    return {number: kept for number, kept in request.session.get(_KEY, {}).items() if kept[1] > now}
