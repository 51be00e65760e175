"""A table of usulan comes in: uploaded, tried, taken in, taken back."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.admin.proposals.showing import ask, back, only_convenors, render
from meetings.forms.proposals import ColumnsForm, TableForm
from meetings.models import Meeting, ProposalImport
from meetings.services import proposals as services


def import_page(model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Upload, and the tables that came in before."""
    only_convenors(request, meeting)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, made = form.cleaned_data["file"], []

        def call() -> None:
            made.append(services.take_in(meeting, file.file, file.size, file.name or "", actor=request.user))

        if ask(request, call):
            return back(meeting, "table", made[0].pk)
    tables = meeting.proposal_imports.select_related("user").defer("lines")
    context = {"form": form, "tables": tables}
    return render(model_admin, request, meeting, "import", context, status=422 if form.errors else 200)


def table_page(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, table: int
) -> HttpResponse:
    """Its columns, every row as it would be taken in with its faults, and what was made of it."""
    only_convenors(request, meeting)
    found = meeting.proposal_imports.filter(pk=table).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    columns = ColumnsForm(
        request.POST if request.POST.get("act") == "columns" else None,
        header=found.header,
        mapping=found.mapping,
    )
    if request.method == "POST" and _act(request, found, columns):
        gone = request.POST.get("act") == "drop"
        return back(meeting, "import") if gone else back(meeting, "table", found.pk)
    is_open = found.state == ProposalImport.State.READ
    rows = services.tried(found) if is_open else []
    faulty = [row for row in rows if row.problems]
    context = {
        "table": found,
        "columns": columns,
        "faulty": faulty,
        "good": len(rows) - len(faulty),
        "made": found.proposals.named() if found.state == ProposalImport.State.DONE else [],
    }
    return render(model_admin, request, meeting, "table", context, status=422 if columns.errors else 200)


def _act(request: HttpRequest, table: ProposalImport, columns: ColumnsForm) -> bool:
    act, user = request.POST.get("act", ""), request.user
    if act == "columns":
        return columns.is_valid() and ask(
            request, lambda: services.set_columns(table, columns.mapping(), actor=user)
        )
    if act == "run":
        skips = "skips" in request.POST
        return ask(
            request,
            lambda: services.run_import(table, actor=user, skips_faulty=skips),
            _("Usulan dimasukkan."),
        )
    if act == "undo":
        return ask(request, lambda: _undo(request, table))
    if act == "drop":
        return ask(request, lambda: services.drop_import(table, actor=user))
    raise Http404


def _undo(request: HttpRequest, table: ProposalImport) -> None:
    gone, kept = services.undo_import(table, actor=request.user)
    text = ngettext("%(count)d usulan dihapus.", "%(count)d usulan dihapus.", gone) % {"count": gone}
    if kept:
        text += " " + _("%(count)d tetap ada karena sudah dinilai atau diubah.") % {"count": kept}
    ask(request, lambda: None, text)
