"""What happens to every request on its way in and to every answer on its way out."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render


class CompressTextMiddleware(GZipMiddleware):
    """Pages travel compressed, whatever stands before us; photos are compressed already.

    Django pads each answer by a random length, against BREACH (CVE-2013-3587).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/", "application/json")):
            return response
        return super().process_response(request, response)


class HeadMiddleware:
    """Answers HEAD by headers alone; the web server would complain of a body at each monitor's visit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            length = response.headers.get("Content-Length", str(len(response.content)))
            response.content = b""
            response.headers["Content-Length"] = length
        return response


class ClientAddressMiddleware:
    """Behind our own proxy the sender is who the proxy says it is; otherwise a header proves nothing.

    The proxy appends to X-Forwarded-For, so only its last entry is not the sender's invention.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
        if forwarded:
            request.META["REMOTE_ADDR"] = forwarded.rpartition(",")[2].strip()
        return self.get_response(request)


class BodyLimitMiddleware:
    """A body larger than the largest honest form is refused before a byte of it is read, let alone stored.

    A body without Content-Length is empty to Django.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _claimed(request) <= largest_body():
            return self.get_response(request)
        context = {"most": settings.PHOTO_MAX_COUNT, "limit": settings.PHOTO_MAX_BYTES // (1024 * 1024)}
        return render(request, "413.html", context, status=413)


def largest_body() -> int:
    """Bytes of a form with all its photos."""
    return int(settings.PHOTO_MAX_COUNT * settings.PHOTO_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _claimed(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # Django reads it so too
