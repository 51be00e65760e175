"""The desk of one stop: a page for each part of the work, side by side as tabs.

A room of this package registers its part; the addresses below a stop and the bar of tabs come from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from meetings.models import Meeting
from meetings.permissions import may_see

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Tab:
    """One part.

    `page(model_admin, request, meeting)` answers GET and POST at `…/meeting/<pk>/<name>/`, as
    `admin:meetings_meeting_<name>`. `paths` are further addresses below it: (route, name, view), where the
    view gets the same three and what the route names, as `admin:meetings_meeting_<name>_<route name>`. Whom
    `may` refuses gets a 404.
    """

    name: str
    label: Any
    position: int
    page: View
    may: Callable[[Any, Meeting], bool] = may_see
    paths: tuple[tuple[str, str, View], ...] = ()


TABS: list[Tab] = []


def is_key(sent: str) -> bool:
    """Whether what was sent can be the key of a row: thousands of figures are none, nor can they be read."""
    return sent.isascii() and sent.isdigit() and len(sent) < 10


def register(tab: Tab) -> None:
    """Called once by each room, when the admin is loaded."""
    TABS.append(tab)
    TABS.sort(key=lambda one: one.position)


def addresses(model_admin: admin.ModelAdmin) -> list[URLPattern]:
    """Every tab's addresses below a stop."""
    found = []
    for tab in TABS:
        views = [("", "", tab.page), *tab.paths]
        for route, name, view in views:
            wrapped = model_admin.admin_site.admin_view(partial(_open, model_admin, tab, view))
            full = "_".join(part for part in ("meetings_meeting", tab.name, name) if part)
            found.append(path(f"<int:pk>/{tab.name}/{route}", wrapped, name=full))
    return found


def _open(
    model_admin: admin.ModelAdmin, tab: Tab, view: View, request: HttpRequest, pk: int, **given: Any
) -> HttpResponseBase:
    meeting = model_admin.get_queryset(request).named().filter(pk=pk).first()  # type: ignore[attr-defined]
    if meeting is None or not tab.may(request.user, meeting):
        raise Http404
    return view(model_admin, request, meeting, **given)


def bar(user: Any, meeting: Meeting, current: str) -> list[dict[str, Any]]:
    """The tabs that the user may open."""
    return [
        {
            "label": tab.label,
            "url": reverse(f"admin:meetings_meeting_{tab.name}", args=[meeting.pk]),
            "is_current": tab.name == current,
        }
        for tab in TABS
        if tab.may(user, meeting)
    ]


def show(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    meeting: Meeting,
    name: str,
    context: Mapping[str, Any],
    *,
    template: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page below the bar: `admin/meetings/<name>.html`, which extends `admin/meetings/desk.html`."""
    whole = {
        **model_admin.admin_site.each_context(request),
        "title": str(meeting),
        "opts": Meeting._meta,
        "meeting": meeting,
        "tabs": bar(request.user, meeting, name),
        **context,
    }
    template = template or f"admin/meetings/{name}.html"
    return TemplateResponse(request, template, whole, status=status)
