"""The page Ringkasan, and each of its tables as CSV."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations.admin.figures import written
from aspirations.admin.summary.charts import age_bars, course_chart, promise_bars, rating_bars, share_bars
from aspirations.admin.summary.downloads import download
from aspirations.admin.summary.scope import Scope, places, scope_of
from aspirations.admin.summary.tables import summed, tables, total
from aspirations.forms.summary import SummaryForm
from aspirations.statistics import Period, ages, course

_REMEMBERED = "ringkasan"
_PARAMETERS = ("periode", "dari", "sampai", "wilayah")


def summary_page(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """What was chosen stays chosen until the next choice, wherever one comes from."""
    if not model_admin.has_view_permission(request):
        raise Http404
    choices = places(request.user)
    query = _chosen(request)
    form = SummaryForm(query, places=choices)
    form.is_valid()
    scope = scope_of(request.user, choices, form.place)
    if "csv" in request.GET:
        return download(scope, form.period, request.GET["csv"])
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Ringkasan %(place)s") % {"place": scope.name},
        "opts": model_admin.opts,
        "form": form,
        "scope": scope,
        "query": query.urlencode(),
        "report_url": _report_url(scope, form),
        **_content(scope, form.period),
    }
    return TemplateResponse(request, "admin/aspirations/summary.html", context)


def _chosen(request: HttpRequest) -> QueryDict:
    """The choice of the address, else the last one of this session."""
    given = urlencode({name: request.GET[name] for name in _PARAMETERS if request.GET.get(name)})
    if given:
        request.session[_REMEMBERED] = given
    return QueryDict(given or request.session.get(_REMEMBERED, ""))


def _content(scope: Scope, period: Period) -> dict[str, Any]:
    found = summed(scope, period)
    everything = total(scope, found)
    today = timezone.localdate()
    points = course(scope.rows, period)
    return {
        "period": written(period),
        "before": written(period.previous),
        "total": everything,
        "overdue": scope.rows.overdue().count(),
        "overdue_url": _overdue_url(scope),
        "course": course_chart(points, scope),
        "ages": age_bars(ages(scope.rows, scope.calendar, today), scope),
        "promises": promise_bars(everything),
        "ratings": rating_bars(found.now.total, period, scope),
        "tables": [(one, share_bars(one)) for one in tables(scope, found)],
    }


def _overdue_url(scope: Scope) -> str:
    query = urlencode({"antrean": "lewat", **scope.filters})
    return f"{reverse('admin:aspirations_aspiration_changelist')}?{query}"


def _report_url(scope: Scope, form: SummaryForm) -> str:
    """The paper of the chosen days; "" where no office could sign it."""
    if scope.region is None:
        return ""
    days = {"dari": form.period.first.isoformat(), "sampai": form.period.last.isoformat()}
    return f"{reverse('admin:aspirations_summary_report')}?{urlencode(days | {'wilayah': form.place})}"
