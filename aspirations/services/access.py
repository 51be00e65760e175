"""Writes down who looked at an identity, took data out, signed in or out."""

from collections.abc import Mapping
from typing import Any

from aspirations.models import Access, AccessKind, Aspiration, Dispatch
from aspirations.origins import NOWHERE, Origin, account_key


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
