"""Tables of reports: upload, columns, dry run, progress, results, undo; and the history of all imports."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aspirations import exports, services
from aspirations.admin.import_rows import choices_of, has_like, page_of
from aspirations.forms.imports import MappingForm, RunForm, UndoForm, UploadForm
from aspirations.imports.columns import guess
from aspirations.models import Import, ImportRow, ImportState, RowState
from aspirations.origins import origin_of
from aspirations.permissions import import_scopes
from aspirations.services import Refused, imports
from aspirations.services.imports.lookups import villages_of


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    """The history; each import has one page that shows what can be done with it now."""

    list_display = ["name", "state", "row_count", "done_cell", "bad_cell", "region", "user", "created_at"]
    list_select_related = ["region", "user"]
    list_filter = ["state"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    sortable_by = ()
    change_list_template = "admin/aspirations/imports.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Import.objects.visible_to(request.user).with_counts()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(import_scopes(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("masuk"))
    def done_cell(self, row: Any) -> int:
        return int(row.done)

    @admin.display(description=gettext_lazy("perlu diperbaiki"))
    def bad_cell(self, row: Any) -> int:
        return int(row.bad)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        acts = {
            "columns": self.columns_view,
            "run": self.run_view,
            "undo": self.undo_view,
            "resume": self.resume_view,
            "drop": self.drop_view,
            "forget": self.forget_view,
            "results": self.results_view,
        }
        return [
            *(path(f"<int:pk>/{name}/", wrap(view), name=f"import_{name}") for name, view in acts.items()),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Takes the file in."""
        scopes = import_scopes(request.user)
        if not scopes:
            raise Http404
        sent = request.method == "POST"
        form = UploadForm(*([request.POST, request.FILES] if sent else []), scopes=scopes)
        if sent and form.is_valid():
            data = form.cleaned_data
            try:
                row = imports.upload(data["file"], region=data["region"], user=request.user)
            except Refused as refused:
                form.add_error("file", str(refused))
            else:
                return redirect("admin:import_columns", row.pk)
        context = {"title": _("Impor laporan dari berkas"), "form": form}
        return self._page(request, "import_upload", context, failed=sent)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How it stands."""
        if not object_id.isdigit():
            raise Http404
        return self._show(request, self._own(request, int(object_id)))

    def _show(self, request: HttpRequest, row: Import, *, run: Any = None, undo: Any = None) -> HttpResponse:
        if row.state == ImportState.UPLOADED:
            return redirect("admin:import_columns", row.pk)
        counts = dict(row.rows.order_by().values_list("state").annotate(Count("pk")))
        handled = sum(counts.values()) - (counts.get(RowState.READY, 0) if row.state != "checking" else 0)
        if row.state == ImportState.UNDOING:
            handled -= counts.get(RowState.DONE, 0)
        context = {
            "title": _("Impor %(name)s") % {"name": row.name},
            "import": row,
            "counts": counts,
            "ready": counts.get(RowState.READY, 0),
            "handled": handled,
            "choices": choices_of(row, counts, request.GET.get("hasil", "")),
            "page": None if row.is_at_work else page_of(row, request),
            "run_form": run or RunForm(has_same=bool(counts.get(RowState.SAME)), has_like=has_like(row)),
            "undo_form": undo or UndoForm(),
        }
        return self._page(request, "import", context, failed=bool(run or undo))

    def columns_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What each column means; sent, it orders the dry run."""
        row = self._own(request, pk)
        if not row.can_be_mapped:
            return redirect("admin:aspirations_import_change", pk)
        sent = request.method == "POST"
        mapping, fixed, meanings = self._proposed(row, request.user)
        form = MappingForm(
            *([request.POST] if sent else []),
            header=row.header,
            samples=row.samples,
            villages=villages_of(row.region_id or ""),
            mapping=mapping,
            fixed=fixed,
            unknown=row.unknown,
            meanings=meanings,
        )
        if sent and form.is_valid():
            try:
                imports.prepare(row, mapping=form.mapping(), fixed=form.fixed(), meanings=form.meanings())
            except Refused as refused:
                messages.error(request, str(refused))
            return redirect("admin:aspirations_import_change", pk)
        context = {
            "title": _("Cocokkan kolom: %(name)s") % {"name": row.name},
            "import": row,
            "form": form,
            "samples": row.samples,
        }
        return self._page(request, "import_columns", context, failed=sent)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Impor laporan")} | (extra_context or {}))

    def _proposed(self, row: Import, user: Any) -> tuple[Any, Any, Any]:
        """As it was said for this file, else for the last one with the same header, else a guess."""
        if row.mapping:
            return row.mapping, row.fixed, row.meanings
        like = Import.objects.visible_to(user).filter(signature=row.signature).exclude(mapping={}).first()
        return (like.mapping, like.fixed, like.meanings) if like else (guess(row.header), {}, {})

    def run_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Orders the real run."""
        row = self._own(request, pk)
        form = RunForm(request.POST)
        if request.method == "POST" and form.is_valid():
            self._try(request, lambda: imports.confirm(row, **form.cleaned_data))
        return redirect("admin:aspirations_import_change", pk)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Orders that it is taken back; asks once more."""
        row = self._own(request, pk)
        form = UndoForm(request.POST)
        if request.method == "POST" and not form.is_valid():
            return self._show(request, row, undo=form)
        if request.method == "POST":
            self._try(request, lambda: imports.order_undo(row, user=request.user))
        return redirect("admin:aspirations_import_change", pk)

    def resume_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Orders the work again that got lost."""
        row = self._own(request, pk)
        if request.method == "POST" and self._try(request, lambda: imports.resume(row, user=request.user)):
            messages.success(request, _("Pekerjaan dijalankan lagi."))
        return redirect("admin:aspirations_import_change", pk)

    def drop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Gives it up before anything went in."""
        row = self._own(request, pk)
        if request.method == "POST" and self._try(request, lambda: imports.drop(row)):
            messages.success(request, _("Impor ditinggalkan; berkasnya dihapus."))
        return redirect("admin:aspirations_import_changelist")

    def forget_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Deletes the table once the import is over."""
        row = self._own(request, pk)
        if request.method == "POST" and row.finished_at is not None:
            imports.drop_lines(row)
            messages.success(request, _("Isi berkas dihapus; hasilnya tetap ada."))
        return redirect("admin:aspirations_import_change", pk)

    def results_view(self, request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
        """What became of the rows, as CSV; it holds what stood in them, and is noted as an export."""
        row = self._own(request, pk)
        if request.method != "POST":
            return redirect("admin:aspirations_import_change", pk)
        rows = ImportRow.objects.filter(origin=row).exclude(state__in=[RowState.READY, RowState.DONE])
        if request.POST.get("which") == "all":
            rows = ImportRow.objects.filter(origin=row)
        what = _("Hasil impor %(number)d, CSV") % {"number": row.pk}
        services.record_export(request.user, what, rows.count(), origin=origin_of(request))
        lines = imports.results(row, rows, request.user)
        header = [str(title) for title in imports.RESULT_HEADER]
        return exports.download(exports.csv_chunks(header, lines), f"hasil-impor-{row.pk}.csv")

    def _try(self, request: HttpRequest, act: Any) -> bool:
        try:
            act()
        except Refused as refused:
            messages.error(request, str(refused))
            return False
        return True

    def _own(self, request: HttpRequest, pk: int) -> Import:
        row = Import.objects.visible_to(request.user).select_related("region", "user").filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, failed: bool
    ) -> TemplateResponse:
        whole = {**self.admin_site.each_context(request), "opts": Import._meta, **context}
        template = f"admin/aspirations/{name}.html"
        return TemplateResponse(request, template, whole, status=422 if failed else 200)
