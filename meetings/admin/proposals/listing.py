"""The list of a stop's usulan."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse

from meetings.admin.proposals.showing import ask, back, only_convenors, render
from meetings.forms.proposals import ProposalFilterForm
from meetings.models import Meeting
from meetings.services import proposals as services

PAGE_SIZE = 100


def page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Sorted and filtered; the same number of queries for any number of usulan."""
    if request.method == "POST":
        only_convenors(request, meeting)
        ask(request, lambda: services.fill_rules(meeting.series, actor=request.user))
        return back(meeting)
    rows: Any = meeting.proposals.named()
    form = ProposalFilterForm(request.GET, rows)
    found = form.found().annotate(ready_count=Count("ready"))
    shown = Paginator(found, PAGE_SIZE).get_page(request.GET.get("hal", "")[:10])
    chosen = form.chosen()
    context = {
        "form": form,
        "page": shown,
        "chosen": chosen,
        "query": urlencode(chosen),
        "cost": form.found().order_by().aggregate(sum=Sum("cost"))["sum"],
        "checklist": meeting.series.readiness_items.count(),
        "has_rules": meeting.series.criteria.exists(),
        "reports": services.open_reports(meeting, request.user).count(),
    }
    return render(model_admin, request, meeting, "", context, status=200 if form.is_valid() else 422)
