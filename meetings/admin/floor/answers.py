"""How the secretary's acts are answered: as JSON to the script, to a plain form by going back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from aspirations.services import Conflict, NotAllowed, Refused
from meetings.models import Meeting

# What an act says of itself: to the script, and where on the screen it happened.
Answer = tuple[dict[str, Any], str]
Act = Callable[[HttpRequest, Meeting], Answer]


def wants_json(request: HttpRequest) -> bool:
    """Whether the script asks."""
    return request.headers.get("Accept", "") == "application/json"


def act(verb: Act) -> Callable[..., HttpResponse]:
    """A view of a POST; what the services refuse is said, never lost."""

    @wraps(verb)
    def view(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            data, anchor = verb(request, meeting)
        except (Refused, NotAllowed, Conflict) as refusal:
            return _refused(request, meeting, str(refusal))
        if wants_json(request):
            return private(JsonResponse(data))
        if data.get("message"):
            messages.success(request, data["message"])
        return back(meeting, anchor)

    return view


def _refused(request: HttpRequest, meeting: Meeting, reason: str) -> HttpResponse:
    if wants_json(request):
        return private(JsonResponse({"error": reason}, status=409))
    messages.error(request, reason)
    return back(meeting, "")


def back(meeting: Meeting, anchor: str) -> HttpResponse:
    """To the screen, where the act happened."""
    address = reverse("admin:meetings_meeting_floor", args=[meeting.pk])
    return redirect(f"{address}#{anchor}" if anchor else address)


def private(response: HttpResponse) -> HttpResponse:
    """Nothing of it stays in a cache."""
    add_never_cache_headers(response)
    return response


def number(value: str | None) -> int:
    """A key or a count that a form sent; 0 for anything else."""
    given = value or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def anchor_of(item: int | None) -> str:
    """Where an item stands on the screen."""
    return f"acara-{item or 0}"
