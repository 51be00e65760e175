"""Who is taken for the sender of a request."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.middleware import ClientAddressMiddleware


def address(**headers: str) -> str:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    ClientAddressMiddleware(view)(RequestFactory().get("/", headers=headers))
    return seen[0]


def test_without_a_proxy_the_header_proves_nothing(settings: Any):
    settings.BEHIND_PROXY = False
    assert address(x_forwarded_for="203.0.113.9") == "127.0.0.1"


@pytest.mark.parametrize(
    ("header", "sender"),
    [("203.0.113.9", "203.0.113.9"), ("198.51.100.1, 203.0.113.9", "203.0.113.9"), ("", "127.0.0.1")],
)
def test_behind_a_proxy_its_own_entry_counts(settings: Any, header: str, sender: str):
    settings.BEHIND_PROXY = True
    assert address(x_forwarded_for=header) == sender
