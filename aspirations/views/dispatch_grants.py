"""Which links of agencies this browser has shown; kept in the session, for a working day."""

import time

from django.http import HttpRequest

from aspirations.models import Aspiration, Dispatch

GRANT_SECONDS = 8 * 60 * 60
_KEY = "dispatches"


def grant(request: HttpRequest, dispatch: Dispatch) -> None:
    """The right number and code were given. A renewed link has another hash, so it ends this too."""
    request.session.cycle_key()
    until = int(time.time()) + GRANT_SECONDS
    request.session[_KEY] = _held(request) | {dispatch.number: [until, dispatch.secret_hash]}


def held(request: HttpRequest, number: str) -> Dispatch | None:
    """The dispatch, where this browser may open it now: asked of the database each time."""
    __, secret_hash = _held(request).get(number, (0, ""))
    if not secret_hash:
        return None
    rows = Dispatch.objects.linked().filter(number=number, secret_hash=secret_hash)
    found = (
        rows.select_related("agency", "aspiration__category", "aspiration__village__parent")
        .defer("aspiration__public_search", "aspiration__staff_search")
        .first()
    )
    return found if found is not None and found.is_link_alive else None


def reads(request: HttpRequest, report: Aspiration) -> bool:
    """Whether a link that this browser holds shows the report."""
    grants = _held(request)
    if not grants:
        return False
    rows = (
        Dispatch.objects.linked()
        .filter(aspiration=report, number__in=grants)
        .select_related("aspiration", "agency")
    )
    return any(
        row.secret_hash == grants[row.number][1] and row.is_link_alive and row.shows_report
        for row in rows.select_related("aspiration", "agency")
    )


def drop_all(request: HttpRequest) -> None:
    """Forgets them."""
    request.session.pop(_KEY, None)


def _held(request: HttpRequest) -> dict[str, list]:
    now = time.time()
    return {number: one for number, one in request.session.get(_KEY, {}).items() if one[0] > now}
