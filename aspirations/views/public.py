"""One published report, its supporters, and the points of the map."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from aspirations import services
from aspirations.models import Aspiration
from aspirations.showing import public_page
from aspirations.workflow import Status

DEVICE_COOKIE = "device"
_DEVICE_SECONDS = 2 * 365 * 24 * 3600
MOST_POINTS = 500


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """What everybody may read of a report; a merged one leads to the report it joined."""
    report = Aspiration.objects.public().for_list().filter(number=number).first()
    if report is None:
        return _merged_target(number)
    photos = list(report.photos.filter(is_public=True))
    return render(request, "aspirations/detail.html", public_page(report, photos))


def _merged_target(number: str) -> HttpResponse:
    """Only where it was public itself: otherwise its number would tell what a hidden report is about."""
    merged = Aspiration.objects.filter(number=number, published_at__isnull=False, merged_into__isnull=False)
    target = Aspiration.objects.public().filter(pk__in=merged.values("merged_into")).first()
    if target is None:
        raise Http404
    return redirect(target)


@require_POST
def support(request: HttpRequest, number: str) -> HttpResponse:
    """Dukung: once per device, without an account."""
    report = get_object_or_404(Aspiration.objects.public(), number=number)
    device = request.get_signed_cookie(DEVICE_COOKIE, default="", salt=DEVICE_COOKIE) or secrets.token_hex(16)
    try:
        fresh = services.support(report, device, address=request.META.get("REMOTE_ADDR", ""))
    except services.Refused as refused:
        messages.error(request, str(refused))
        return redirect(report)
    if fresh:
        messages.success(request, _("Terima kasih, dukungan Anda tercatat."))
    else:
        messages.info(request, _("Dukungan dari peranti ini sudah tercatat sebelumnya."))
    response = redirect(report)
    response.set_signed_cookie(
        DEVICE_COOKIE,
        device,
        salt=DEVICE_COOKIE,
        max_age=_DEVICE_SECONDS,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


@require_safe
@cache_control(public=True, max_age=600)
def points(request: HttpRequest) -> JsonResponse:
    """Public reports that are not delicate, for the map of the form."""
    rows = (
        Aspiration.objects.public()
        .filter(point_is_public=True, category__is_sensitive=False)
        .exclude(status=Status.NOT_COMPETENT)
        .order_by("-published_at")
        .values_list("public_title", "latitude", "longitude")[:MOST_POINTS]
    )
    return JsonResponse(
        {
            "points": [
                # Three decimals, about 100 m: enough to find one's way, not to find a house.
                {"name": title, "lat": round(float(latitude), 3), "lng": round(float(longitude), 3)}
                for title, latitude, longitude in rows
                if latitude is not None and longitude is not None
            ]
        }
    )
