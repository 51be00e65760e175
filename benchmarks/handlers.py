"""Calls Django as a web server does: an environ in, bytes out."""

import gzip
import io
from typing import Any, NamedTuple, cast
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import override_settings

CSRF = "b" * 32
FORM = "application/x-www-form-urlencoded"


class Call(NamedTuple):
    """A request: `data` makes it a POST; `cookies` as name and value."""

    path: str
    data: dict[str, str] | None = None
    cookies: dict[str, str] | None = None


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        """The body as it was before it was compressed."""
        packed = ("Content-Encoding", "gzip") in self.headers
        return (gzip.decompress(self.body) if packed else self.body).decode()


class FloorHandler(WSGIHandler):
    """Django with the floors' addresses and no middleware."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        request.urlconf = "benchmarks.floors"
        return super().get_response(request)


def portal_handler() -> WSGIHandler:
    """The portal as it is served."""
    return WSGIHandler()


def floor_handler() -> WSGIHandler:
    with override_settings(MIDDLEWARE=[]):
        return FloorHandler()


def send(handler: WSGIHandler, call: Call) -> Answer:
    """One request from its first to its last byte."""
    started: Any = []
    response: Any = handler(_environ(call), cast(Any, lambda *said: started.extend(said)))
    body = b"".join(response)
    response.close()
    return Answer(int(started[0].split()[0]), started[1], body)


def _environ(call: Call) -> dict[str, Any]:
    path, __, query = call.path.partition("?")
    cookies = {"csrftoken": CSRF} | (call.cookies or {})
    body = b"" if call.data is None else urlencode(call.data | {"csrfmiddlewaretoken": CSRF}).encode()
    return {
        "REQUEST_METHOD": "GET" if call.data is None else "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SCRIPT_NAME": "",
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
    }
