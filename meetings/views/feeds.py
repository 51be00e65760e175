"""Calendars to subscribe to, and one stop to add."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from government.models import Region
from meetings import calendars
from meetings.models import Meeting
from meetings.views.meeting import public_meeting

# What was longer ago nobody looks up in a calendar.
PAST = timedelta(days=2 * 366)
FRESH_SECONDS = 900


@require_safe
def whole_feed(request: HttpRequest) -> HttpResponse:
    """Every public stop."""
    return _feed(request, Q(), _("Rakor dan musrenbang"))


@require_safe
def territory_feed(request: HttpRequest, code: str) -> HttpResponse:
    """Public stops hosted in a kabupaten, kecamatan or desa."""
    if "\0" in code:
        raise Http404
    region = get_object_or_404(Region, code=code)
    below = Q(host_district=code) | Q(host_district__code__startswith=f"{code}.") | Q(host_village=code)
    served = Region.objects.active().districts().filter(Q(code=region.district_code) | Q(parent=code))
    if not served.exists():
        raise Http404
    return _feed(request, below, _("Rakor dan musrenbang: %(place)s") % {"place": region.name})


def _feed(request: HttpRequest, where: Q, name: str) -> HttpResponse:
    rows = Meeting.objects.filter(where, ends_at__gte=timezone.now() - PAST)
    shown = rows.public().named().order_by("starts_at", "pk")
    # Of those that are hidden again too: that one went is a change as well.
    changed = rows.aggregate(last=Max("changed_at"))["last"]
    return _answer(request, lambda: calendars.feed(shown, name), changed, "rakor.ics")


@require_safe
def single_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One public stop; of one that is no longer public nothing is told."""
    meeting = public_meeting(pk)
    name = f"rakor-{meeting.pk}.ics"
    return _answer(request, lambda: calendars.single(meeting), meeting.changed_at, name)


def _answer(
    request: HttpRequest, make: Callable[[], bytes], changed: datetime | None, name: str
) -> HttpResponse:
    """The file, or 304 for who has this very one."""
    body = make()
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    modified = int(changed.timestamp()) if changed else None
    response: Any = HttpResponse(body, content_type=calendars.CONTENT_TYPE)
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return get_conditional_response(request, etag=etag, last_modified=modified, response=response) or response
