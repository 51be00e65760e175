"""A person's own filters, as tabs of the queue."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations import services
from aspirations.admin.filters import FILTERS
from aspirations.services import Refused


def filters_of(query: QueryDict) -> str:
    """The filters and the words of a list's address, and nothing else of it; in one order."""
    known = sorted([*(one.parameter_name for one in FILTERS), "q"])
    kept = QueryDict(mutable=True)
    for name in known:
        value = query.get(name, "").replace("\0", "")
        if value:
            kept[name] = value
    return kept.urlencode()


def save_view(request: HttpRequest) -> HttpResponse:
    """Keeps the filters that the form carries under the name that was typed."""
    query = filters_of(QueryDict(request.POST.get("query", "")[:1000]))
    user: Any = request.user
    if request.method == "POST":
        try:
            saved = services.save_view(user, request.POST.get("name", "").replace("\0", ""), query)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saringan “%(name)s” disimpan.") % {"name": saved.name})
    return redirect(f"{reverse('admin:aspirations_aspiration_changelist')}?{query}")


def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forgets one of the own filters."""
    if request.method == "POST":
        if not services.drop_view(request.user, pk):
            raise Http404
        messages.success(request, _("Saringan dihapus."))
    return redirect("admin:aspirations_aspiration_changelist")
