"""Which invitations this browser has opened; kept in the session, for a working day."""

import time

from django.db.models import QuerySet
from django.http import HttpRequest

from meetings.models import Invitation

GRANT_SECONDS = 8 * 60 * 60
_KEY = "invitations"


def grant(request: HttpRequest, invitation: Invitation) -> None:
    """The right code and secret were given. A renewed link has another hash, so it ends this too."""
    request.session.cycle_key()
    until = int(time.time()) + GRANT_SECONDS
    request.session[_KEY] = _held(request) | {str(invitation.pk): [until, invitation.secret_hash]}


def held(request: HttpRequest, pk: int) -> Invitation | None:
    """The invitation, where this browser may open it now: asked of the database each time."""
    __, secret_hash = _held(request).get(str(pk), (0, ""))
    if not secret_hash:
        return None
    found = openable().filter(pk=pk, secret_hash=secret_hash).first()
    return found if found is not None and is_link_alive(found) else None


def openable() -> QuerySet[Invitation]:
    """With what the page asks for."""
    district = "meeting__host_district"
    return Invitation.objects.select_related(
        "contact", "meeting__series", district, "meeting__host_village", "meeting__letter"
    )


def is_link_alive(invitation: Invitation) -> bool:
    """Until the stop is over; one that was taken back still says so."""
    return bool(invitation.secret_hash) and not invitation.revoked_at and not invitation.meeting.is_over


def drop_all(request: HttpRequest) -> None:
    """Forgets them."""
    request.session.pop(_KEY, None)


def _held(request: HttpRequest) -> dict[str, list]:
    now = time.time()
    return {pk: one for pk, one in request.session.get(_KEY, {}).items() if one[0] > now}
