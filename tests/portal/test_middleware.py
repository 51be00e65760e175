"""Who is taken for the sender of a request, and how much one may send."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from portal.middleware import ClientAddressMiddleware, HeadMiddleware, largest_body


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


class Unread:
    """A body that nobody may read."""

    def read(self, *sizes: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def send(address: str, length: Any) -> Any:
    about: Any = {"CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
    return Client().post(address, **about)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/lapor/", "Paling banyak 5 foto, masing-masing paling besar 15 MB."),
        ("/en/lapor/", "At most 5 photos of at most 15 MB each."),
        ("/lacak/", "Kiriman terlalu besar"),
        ("/admin/login/", "Kiriman terlalu besar"),
    ],
)
def test_body_beyond_the_largest_form_is_refused_unread(address: str, sentence: str):
    response = send(address, largest_body() + 1)
    assert response.status_code == 413
    assert sentence in response.content.decode()


@pytest.mark.django_db
def test_largest_form_is_read():
    with pytest.raises(AssertionError, match="the body was read"):
        send("/lapor/", largest_body())


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["", "many"])
def test_length_that_is_none_is_no_body(length: str):
    assert send("/lapor/", length).status_code == 422


def test_limit_follows_the_settings(settings: Any):
    settings.PHOTO_MAX_BYTES = 1024 * 1024
    assert largest_body() == 7 * 1024 * 1024


def test_head_is_headers_alone() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(b"twelve bytes")

    response: Any = HeadMiddleware(view)(RequestFactory().head("/"))
    assert (response.content, response["Content-Length"]) == (b"", "12")
    whole: Any = HeadMiddleware(view)(RequestFactory().get("/"))
    assert whole.content == b"twelve bytes"
