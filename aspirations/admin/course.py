"""The course through a queue: what comes before and after a report in the list it was opened from."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from aspirations.admin.filters import FILTERS, QueueFilter
from aspirations.models import Aspiration

# The admin's own name for the filters of the list behind a page.
PARAMETER = "_changelist_filters"
URGENCY = (F("due_at").asc(nulls_last=True), F("submitted_at").asc(), F("pk").asc())
_LEAST_URGENT = (F("due_at").desc(nulls_first=True), F("submitted_at").desc(), F("pk").desc())


class Neighbours(NamedTuple):
    """Addresses; "" where the list ends."""

    previous: str
    following: str


def neighbours(model_admin: admin.ModelAdmin, request: HttpRequest, report: Aspiration) -> Neighbours:
    """Two queries by index, however long the list is. `report` is as it stood when it was opened."""
    rows = listed(model_admin, request)
    before = rows.filter(_before(report)).order_by(*_LEAST_URGENT)
    after = rows.filter(_after(report)).order_by(*URGENCY)
    return Neighbours(_address(request, before), _address(request, after))


def following(model_admin: admin.ModelAdmin, request: HttpRequest, report: Aspiration) -> str:
    """The address of the next report alone."""
    after = listed(model_admin, request).filter(_after(report)).order_by(*URGENCY)
    return _address(request, after)


def with_filters(request: HttpRequest, address: str) -> str:
    """The address with the list's filters handed on."""
    filters = request.GET.get(PARAMETER, "")
    return f"{address}?{urlencode({PARAMETER: filters})}" if filters else address


def list_address(request: HttpRequest) -> str:
    """Back to the list, as it was filtered."""
    address = reverse("admin:aspirations_aspiration_changelist")
    filters = request.GET.get(PARAMETER, "")
    return f"{address}?{filters}" if filters else address


def listed(model_admin: admin.ModelAdmin, request: HttpRequest) -> QuerySet:
    """The reports of that list, by the admin's own filters; a filter that was not set costs nothing."""
    given = QueryDict(request.GET.get(PARAMETER, "").replace("\0", ""))
    params: Any = {name: given.getlist(name) for name in given}
    rows: Any = Aspiration.objects.visible_to(request.user)
    for one in FILTERS:
        if one is QueueFilter or one.parameter_name in params:
            rows = one(request, params, Aspiration, model_admin).queryset(request, rows)
    return model_admin.get_search_results(request, rows, given.get("q", ""))[0]


def _after(report: Aspiration) -> Q:
    later = Q(submitted_at__gt=report.submitted_at) | Q(submitted_at=report.submitted_at, pk__gt=report.pk)
    if report.due_at is None:
        return Q(due_at__isnull=True) & later
    return Q(due_at__gt=report.due_at) | Q(due_at__isnull=True) | Q(due_at=report.due_at) & later


def _before(report: Aspiration) -> Q:
    sooner = Q(submitted_at__lt=report.submitted_at) | Q(submitted_at=report.submitted_at, pk__lt=report.pk)
    if report.due_at is None:
        return Q(due_at__isnull=False) | Q(due_at__isnull=True) & sooner
    return Q(due_at__lt=report.due_at) | Q(due_at=report.due_at) & sooner


def _address(request: HttpRequest, rows: QuerySet) -> str:
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        return ""
    return with_filters(request, reverse("admin:aspirations_aspiration_change", args=[found]))
