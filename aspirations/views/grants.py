"""Which receipts this browser has shown; kept in the session, for a short while."""

import time

from django.http import HttpRequest

GRANT_SECONDS = 60 * 60
_KEY = "receipts"


def grant(request: HttpRequest, number: str) -> None:
    """The right number and secret were given."""
    request.session.cycle_key()
    request.session[_KEY] = _held(request) | {number: int(time.time()) + GRANT_SECONDS}


def is_granted(request: HttpRequest, number: str) -> bool:
    """Whether this browser may open the report now."""
    return number in _held(request)


def drop_all(request: HttpRequest) -> None:
    """Forgets them, for phones that others use too."""
    request.session.pop(_KEY, None)


def _held(request: HttpRequest) -> dict[str, int]:
    now = time.time()
    return {number: until for number, until in request.session.get(_KEY, {}).items() if until > now}
