"""The roof's own pages."""

from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aspirations.models import Aspiration
from aspirations.workflow import OPEN, Publication, Status
from government.models import Region
from meetings.models import FollowUp, Meeting, Standing

# Sums read every report; a minute-old sum is as good.
FRESH_SECONDS = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, figures, what was solved lately, and the next rakor."""
    solved = Aspiration.objects.public().filter(status=Status.RESOLVED).for_cards()
    meeting = (
        Meeting.objects.public().upcoming().select_related("series", "host_district", "host_village").first()
    )
    return render(
        request,
        "portal/home.html",
        {
            "place": cache.get_or_set("home:place", _place, FRESH_SECONDS),
            "figures": cache.get_or_set("home:figures", _figures, FRESH_SECONDS),
            "latest": solved.order_by("-resolved_at", "-pk")[:5],
            "meeting": meeting,
            "promises": _standing(cache.get_or_set("home:promises", _promises, FRESH_SECONDS)),
        },
    )


def _standing(counts: Any) -> list[tuple[Standing, int]]:
    """In the words of the page's language; nothing before the first promise."""
    return [(one, counts[one.value]) for one in Standing] if any(counts.values()) else []


def _promises() -> dict[str, int]:
    """How the promises of all public meetings stand."""
    return FollowUp.objects.public().standings()


def _place() -> str:
    """The kecamatan, or the kabupaten where several are served."""
    districts = list(Region.objects.active().districts().select_related("parent")[:2])
    if len(districts) == 1:
        return f"Kecamatan {districts[0].name}"
    return str(districts[0].parent) if districts else ""


def _figures() -> dict[str, int]:
    """Sums over all reports, published or not: sums show nobody.

    But staff could compare them with their own: what they must see no trace of counts when it is published.
    """
    known = Aspiration.objects.filter(Q(concerns="") | Q(publication=Publication.PUBLISHED))
    return known.exclude(status__in=[Status.MERGED, Status.WITHDRAWN]).aggregate(
        received=Count("pk"),
        resolved=Count("pk", filter=Q(status=Status.RESOLVED)),
        open=Count("pk", filter=Q(status__in=OPEN)),
        overdue=Count("pk", filter=Q(due_at__lt=timezone.now())),
    )


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, what rights one has."""
    return render(request, "portal/privacy.html")


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For the operator's monitor: the process answers and so does its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def not_found(request: HttpRequest, link: str) -> HttpResponse:
    """Closes an address that a library opens."""
    raise Http404
