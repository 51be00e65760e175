"""Writes down who looked at an identity, took data out, signed in or out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from aspirations.models import Access, AccessKind, Aspiration, Dispatch
from aspirations.origins import NOWHERE, Origin, account_key
from aspirations.services.guesses import WINDOW

# The record is kept in one language.
_SLOWED = "Ditolak: terlalu banyak percobaan yang salah."
_PIECE = 5000


def record_identity_view(
    report: Aspiration, *, user: Any, origin: Origin = NOWHERE, reason: str = ""
) -> Access:
    """A member of staff is about to see a reporter's name and contact."""
    return Access.objects.create(
        kind=AccessKind.IDENTITY,
        user=user,
        aspiration=report,
        reason=reason.strip()[:200],
        **origin._asdict(),
    )


def record_identity_by_link(dispatch: Dispatch) -> Access:
    """An agency's link is about to show a reporter's name and contact; the link names nobody."""
    return Access.objects.create(
        kind=AccessKind.IDENTITY,
        agency=dispatch.agency,
        aspiration=dispatch.aspiration,
        reason=dispatch.number,
    )


def record_export(
    user: Any, what: str, count: int, filters: Mapping[str, Any] | None = None, *, origin: Origin = NOWHERE
) -> Access:
    """Rows left the portal: what they were ("Laporan, XLSX"), how many, and by which filters chosen.

    `filters` holds what JSON can; `origin` is `origins.origin_of(request)`.
    """
    return Access.objects.create(
        kind=AccessKind.EXPORT,
        user=user,
        what=what[:80],
        count=count,
        filters=dict(filters) if filters else None,
        **origin._asdict(),
    )


def record_login(user: Any, *, origin: Origin = NOWHERE) -> Access:
    """Somebody signed in."""
    return Access.objects.create(kind=AccessKind.LOGIN, user=user, **origin._asdict())


def record_logout(user: Any, *, origin: Origin = NOWHERE) -> Access:
    """Somebody signed out."""
    return Access.objects.create(kind=AccessKind.LOGOUT, user=user, **origin._asdict())


def record_failed_login(username: str, *, origin: Origin = NOWHERE) -> Access:
    """A wrong name or password; of what was typed only a key is kept."""
    return Access.objects.create(
        kind=AccessKind.FAILED, account_key=account_key(username), **origin._asdict()
    )


def record_slowed_login(username: str, *, origin: Origin = NOWHERE) -> Access | None:
    """The brake refused a try: once for a window, or whoever tries on would fill the record.

    None where it stands there already.
    """
    key, since = account_key(username), timezone.now() - WINDOW
    earlier = Access.objects.filter(kind=AccessKind.FAILED, account_key=key, at__gt=since, place=origin.place)
    if earlier.filter(reason=_SLOWED).exists():
        return None
    return Access.objects.create(kind=AccessKind.FAILED, account_key=key, reason=_SLOWED, **origin._asdict())


def drop_old_accesses(*, at: datetime | None = None) -> int:
    """Removes what is older than ACCESS_DAYS, as erasure does; returns how many."""
    if not settings.ACCESS_DAYS:
        return 0
    limit = (at or timezone.now()) - timedelta(days=settings.ACCESS_DAYS)
    count = 0
    while dropped := _drop_piece(limit):
        count += dropped
    return count


@transaction.atomic
def _drop_piece(limit: datetime) -> int:
    old = list(Access.objects.filter(at__lt=limit).order_by("at", "pk").values_list("pk", flat=True)[:_PIECE])
    if not old:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasure = 'on'")
        deleted, __ = Access.objects.filter(pk__in=old).delete()
        # Of a transaction around this one the rest keeps its history.
        cursor.execute("SET LOCAL portal.erasure = 'off'")
    return deleted
