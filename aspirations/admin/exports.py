"""Reports leave as a table: those of a list as it is filtered, or chosen ones; each time is recorded."""

import tempfile
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import exports, services
from aspirations.admin.course import PARAMETER, list_address, listed
from aspirations.admin.filters import FILTERS
from aspirations.models import Aspiration
from aspirations.origins import origin_of
from government.permissions import Capability, agencies, territories

ACTION = "export_reports"
XLSX, CSV = "xlsx", "csv"


class ExportForm(forms.Form):
    """As what, and whether with names."""

    prefix = "export"
    fields: dict[str, Any]

    kind = forms.ChoiceField(
        label=gettext_lazy("Bentuk"),
        choices=[
            (XLSX, gettext_lazy("XLSX, untuk Excel dan LibreOffice")),
            (CSV, gettext_lazy("CSV, untuk sistem lain; sebanyak apa pun")),
        ],
        initial=XLSX,
        widget=forms.RadioSelect,
    )
    reporters = forms.BooleanField(
        label=gettext_lazy("Sertakan nama dan kontak pelapor"),
        help_text=gettext_lazy("Hanya terisi pada laporan yang pelapornya boleh Anda lihat."),
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))
        if not (territories(user, Capability.SEE_REPORTER) or agencies(user, Capability.HANDLE)):
            del self.fields["reporters"]


@admin.action(description=gettext_lazy("Ekspor ke XLSX atau CSV"))
def export_reports(model_admin: Any, request: HttpRequest, queryset: Any) -> Any:
    """The chosen ones."""
    chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
    hidden = [("action", ACTION), ("select_across", request.POST.get("select_across", "0"))]
    hidden += [(ACTION_CHECKBOX_NAME, pk) for pk in chosen]
    return _page(model_admin, request, queryset, hidden, request.get_full_path(), request.GET.dict())


def export_view(model_admin: Any, request: HttpRequest) -> Any:
    """The list that the address names by its filters."""
    filters = QueryDict(request.GET.get(PARAMETER, "").replace("\0", "")).dict()
    return _page(model_admin, request, listed(model_admin, request), [], list_address(request), filters)


def _page(
    model_admin: Any, request: HttpRequest, rows: Any, hidden: Any, back: str, filters: dict[str, Any]
) -> HttpResponse | StreamingHttpResponse:
    """Asks what is wanted; with `export` in the POST the file itself."""
    sent = request.method == "POST" and "export" in request.POST
    form = ExportForm(*([request.POST] if sent else []), user=request.user)
    count = rows.order_by().count()
    if sent and form.is_valid():
        if form.cleaned_data["kind"] == CSV or count <= exports.MOST_IN_WORKBOOK:
            return _file(request, rows, count, form.cleaned_data, filters)
        most = exports.MOST_IN_WORKBOOK
        form.add_error("kind", _("XLSX paling banyak %(most)d baris. Pilih CSV.") % {"most": most})
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Ekspor laporan"),
        "opts": Aspiration._meta,
        "form": form,
        "count": count,
        "hidden": hidden,
        "list_url": back,
    }
    return TemplateResponse(request, "admin/aspirations/export.html", context, status=422 if sent else 200)


def _file(
    request: HttpRequest, rows: Any, count: int, wish: dict[str, Any], filters: dict[str, Any]
) -> StreamingHttpResponse:
    user, kind, reporters = request.user, wish["kind"], wish.get("reporters", False)
    what = _("Laporan dengan pelapor, %(kind)s") if reporters else _("Laporan, %(kind)s")
    known = {one.parameter_name for one in FILTERS} | {"q"}
    kept = {name: value for name, value in filters.items() if name in known and value}
    services.record_export(user, what % {"kind": kind.upper()}, count, kept, origin=origin_of(request))
    header = exports.header(reporters=reporters)
    cells = exports.rows(rows, user, reporters=reporters)
    name = f"laporan-{timezone.localdate().isoformat()}.{kind}"
    if kind == CSV:
        return exports.download(exports.csv_chunks(header, cells), name)
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- read while it is sent, gone when it is closed
    exports.write_workbook(target, header, cells, sheet=_("Laporan"))
    target.seek(0)
    return exports.download(exports.pieces(target), name)
