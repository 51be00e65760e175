"""A reporter's name and contact: folded away, shown to who asks, and each asking is written down."""

import time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from aspirations import services
from aspirations.admin.course import with_filters
from aspirations.models import Aspiration
from aspirations.origins import origin_of
from aspirations.permissions import may_see_reporter

_KEY = "identities"
# A clerk who phones goes on with the same report for a while.
SECONDS = 15 * 60


def has_identity(report: Aspiration) -> bool:
    """Whether there is anything to show."""
    return bool(report.reporter_name or report.reporter_phone or report.reporter_email)


def is_shown(request: HttpRequest, report: Aspiration) -> bool:
    """Whether this session asked for it within the quarter of an hour, and still may."""
    until = request.session.get(_KEY, {}).get(str(report.pk), 0)
    return until > time.time() and may_see_reporter(request.user, report)


def show_identity(request: HttpRequest, report: Aspiration) -> HttpResponse:
    """Writes down that it is looked at, then shows it on the report's page; POST only."""
    if not may_see_reporter(request.user, report) or not has_identity(report):
        raise Http404
    address = with_filters(request, reverse("admin:aspirations_aspiration_change", args=[report.pk]))
    if request.method == "POST":
        reason = request.POST.get("reason", "").replace("\0", "")
        services.record_identity_view(report, user=request.user, origin=origin_of(request), reason=reason)
        _remember(request, report)
    return redirect(f"{address}#identitas")


def _remember(request: HttpRequest, report: Aspiration) -> None:
    now = time.time()
    shown = {key: until for key, until in request.session.get(_KEY, {}).items() if until > now}
    request.session[_KEY] = shown | {str(report.pk): now + SECONDS}
