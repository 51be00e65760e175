"""Which links of owners this browser has shown; kept in the session, for a working day."""

import time

from django.http import HttpRequest

from meetings.models import OwnerLink

GRANT_SECONDS = 8 * 60 * 60
_KEY = "owner_links"


def grant(request: HttpRequest, link: OwnerLink) -> None:
    """The right number and code were given. A renewed link has another hash, so it ends this too."""
    request.session.cycle_key()
    until = int(time.time()) + GRANT_SECONDS
    request.session[_KEY] = _held(request) | {str(link.pk): [until, link.secret_hash]}


def held(request: HttpRequest, number: int) -> OwnerLink | None:
    """The link, where this browser may use it now: asked of the database each time."""
    __, secret_hash = _held(request).get(str(number), (0, ""))
    if not secret_hash:
        return None
    rows = OwnerLink.objects.alive().filter(pk=number, secret_hash=secret_hash)
    return rows.select_related("agency", "district").first()


def drop_all(request: HttpRequest) -> None:
    """Forgets them."""
    request.session.pop(_KEY, None)


def _held(request: HttpRequest) -> dict[str, list]:
    now = time.time()
    return {number: one for number, one in request.session.get(_KEY, {}).items() if one[0] > now}
