"""Which links of owners this browser has shown; kept in the session, for a working day."""

import time

from django.http import HttpRequest

from meetings.models import FollowUp, OwnerLink, Picture
from meetings.services.links import promises_of

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


def reads(request: HttpRequest, picture: Picture) -> bool:
    """Whether a link that this browser holds, or an account of its agency, shows the photo of a promise."""
    promise = picture.follow_up
    if promise is None or not (picture.is_public or picture.signed_by):
        return False
    if FollowUp.objects.visible_to(request.user).filter(pk=promise.pk).exists():
        return True
    grants = _held(request)
    rows = OwnerLink.objects.alive().filter(pk__in=grants, agency=promise.agency_id)
    return any(
        one.secret_hash == grants[str(one.pk)][1] and promises_of(one).filter(pk=promise.pk).exists()
        for one in rows
    )


def drop_all(request: HttpRequest) -> None:
    """Forgets them."""
    request.session.pop(_KEY, None)


def _held(request: HttpRequest) -> dict[str, list]:
    now = time.time()
    return {number: one for number, one in request.session.get(_KEY, {}).items() if one[0] > now}
