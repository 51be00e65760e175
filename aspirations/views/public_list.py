"""The list that everybody reads."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aspirations.filters import PublicFilter
from aspirations.models import Aspiration
from aspirations.pagination import paginate


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Published reports, newest first; the filter survives paging."""
    found = PublicFilter(request.GET, queryset=Aspiration.objects.public().for_cards(), request=request)
    valid = found.is_valid()
    queryset = found.qs if valid else Aspiration.objects.none()
    page = paginate(queryset, request.GET.get("hal", "")[:200])
    chosen = {
        key: value
        for key, value in request.GET.items()
        if key in found.filters and value and "\0" not in value
    }
    return render(
        request,
        "aspirations/list.html",
        {
            "filter": found,
            "page": page,
            "chosen": chosen,
            # While no select is touched, all of them look the same to everybody.
            "narrowed": any(request.GET.get(name) for name in found.filters if name != "q"),
            "query": urlencode(chosen),
        },
        status=200 if valid else 422,
    )
