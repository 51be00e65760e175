"""The queue: opens on what needs a hand today, overdue first."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aspirations.admin.compare import compare_page
from aspirations.admin.course import URGENCY
from aspirations.admin.dispatches import print_sheets, sheet_view
from aspirations.admin.due import due_month
from aspirations.admin.entry import entry_page, list_page
from aspirations.admin.exports import export_reports, export_view
from aspirations.admin.filters import FILTERS
from aspirations.admin.identity import show_identity
from aspirations.admin.load import load_page
from aspirations.admin.many import actions, batch_page, undo_view
from aspirations.admin.mentions import read_view
from aspirations.admin.paging import FirstPages
from aspirations.admin.queues import DUE_SOON
from aspirations.admin.redaction import redaction_page, source_view
from aspirations.admin.saved_views import drop_view, save_view
from aspirations.admin.sharing import handover_page
from aspirations.admin.slips import slips_view
from aspirations.admin.summary import summary_urls
from aspirations.admin.triage import act, draft, triage_page
from aspirations.models import Aspiration, Dispatch, DispatchState, Kind, Photo, PhotoState
from government.calendars import calendar_for
from government.permissions import memberships_of
from government.workdays import working_days_between

_FIRST_PHOTO = (
    Photo.objects.filter(aspiration=OuterRef("pk"), state=PhotoState.READY)
    .order_by("created_at", "pk")
    .values("uuid")[:1]
)
_OUT = Dispatch.objects.open().filter(aspiration=OuterRef("pk"))
_HEAVY = ("text", "public_text", "public_answer", "rating_comment", "public_search", "staff_search")


@admin.register(Aspiration)
class AspirationAdmin(admin.ModelAdmin):
    """Rows of other territories do not exist here; no field is edited, every change is a step."""

    list_display = ["report_cell", "due_cell", "status_cell", "age_cell", "place_cell", "holder_cell"]
    list_display_links = ["report_cell"]
    list_filter = FILTERS
    list_per_page = 50
    list_max_show_all = 200
    paginator = FirstPages
    show_full_result_count = False
    # Counting each choice of each filter would read the whole table.
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["number"]
    search_help_text = _("Nomor laporan atau kata dalam isinya")
    actions = [export_reports, print_sheets]
    ordering = URGENCY
    sortable_by = ()
    change_list_template = "admin/aspirations/queue.html"

    @property
    def media(self) -> forms.Media:
        """Only what the list's checkboxes need; the admin's form scripts are ten times as heavy."""
        return forms.Media(js=["admin/js/actions.js"])

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        visible = (
            Aspiration.objects.visible_to(request.user)
            .for_list()
            .defer(*_HEAVY)
            .select_related("assigned_to", "unit", "flag")
        )
        return visible.with_rung().annotate(
            thumbnail=Subquery(_FIRST_PHOTO),
            dispatch_state=Subquery(_OUT.values("state")[:1]),
            dispatched_at=Subquery(_OUT.values("sent_at")[:1]),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet, bool]:
        term = search_term.replace("\0", "").strip()[:200]
        return (queryset.matching_for_staff(term) if term else queryset), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters: any other lookup could be used to guess a reporter's name letter by letter."""
        return lookup in {one.parameter_name for one in FILTERS}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser or bool(memberships_of(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        steps = path(
            "<path:object_id>/act/<slug:verb>/", wrap(self.act_view), name="aspirations_aspiration_act"
        )
        identity = path(
            "<path:object_id>/identity/", wrap(self.identity_view), name="aspirations_aspiration_identity"
        )
        drafts = path(
            "<path:object_id>/draft/<slug:verb>/", wrap(self.draft_view), name="aspirations_aspiration_draft"
        )
        photo = "<path:object_id>/photo/<uuid:uuid>/"
        compare = path(
            "<path:object_id>/compare/<int:other>/",
            wrap(self.compare_view),
            name="aspirations_aspiration_compare",
        )
        return [
            steps,
            path("<path:object_id>/mentions/", wrap(self.mentions_view), name="aspirations_mentions"),
            path(photo, wrap(self.redaction_view), name="aspirations_photo_redact"),
            path(f"{photo}source.jpg", wrap(self.source_view), name="aspirations_photo_source"),
            identity,
            drafts,
            compare,
            path("batch/<int:pk>/", wrap(self.batch_view), name="aspirations_batch"),
            path("batch/<int:pk>/undo/", wrap(undo_view), name="aspirations_batch_undo"),
            path("dispatches/<int:pk>/sheet.pdf", wrap(sheet_view), name="aspirations_dispatch_sheet"),
            path("due/", wrap(self.due_view), name="aspirations_due"),
            path("beban/", wrap(partial(load_page, self)), name="aspirations_load"),
            path("serahkan/<int:pk>/", wrap(partial(handover_page, self)), name="aspirations_handover"),
            path("entry/", wrap(self.entry_view), name="aspirations_entry"),
            path("entry/list/", wrap(self.entry_list_view), name="aspirations_entry_list"),
            path("entry/slips.pdf", wrap(slips_view), name="aspirations_slips"),
            path("views/save/", wrap(save_view), name="aspirations_view_save"),
            path("views/<int:pk>/drop/", wrap(drop_view), name="aspirations_view_drop"),
            *summary_urls(self, wrap),
            path("export/", wrap(self.export_view), name="aspirations_export"),
            *super().get_urls(),
        ]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One for each verb, those of the apps above included."""
        mine = [self.get_action(action) for action in actions()]
        return super().get_actions(request) | {one[1]: one for one in mine if one}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Antrean laporan")} | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            raise Http404
        return triage_page(self, request, self._report(request, object_id))

    def act_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """One step; POST only, permission and transition are checked again."""
        report = self._report(request, object_id)
        if request.method != "POST":
            return redirect("admin:aspirations_aspiration_change", report.pk)
        return act(self, request, report, verb)

    def identity_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Name and contact; POST only, written down."""
        return show_identity(request, self._report(request, object_id))

    def entry_view(self, request: HttpRequest) -> HttpResponse:
        """A report for somebody else."""
        return entry_page(self, request)

    def entry_list_view(self, request: HttpRequest) -> HttpResponse:
        """A paper list of reports."""
        return list_page(self, request)

    def compare_view(self, request: HttpRequest, object_id: str, other: int) -> HttpResponse:
        """Two reports side by side, to be joined or told apart."""
        return compare_page(
            self, request, self._report(request, object_id), self._report(request, str(other))
        )

    def draft_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """What was typed and is not sent yet; POST only."""
        report = self._report(request, object_id)
        if request.method != "POST":
            return redirect("admin:aspirations_aspiration_change", report.pk)
        return draft(self, request, report, verb)

    def export_view(self, request: HttpRequest) -> Any:
        """The list as a table."""
        if not self.has_view_permission(request):
            raise Http404
        return export_view(self, request)

    def mentions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Where this person was named, read; POST only."""
        return read_view(request, self._report(request, object_id))

    def redaction_view(self, request: HttpRequest, object_id: str, uuid: UUID) -> HttpResponse:
        """Faces and plates on a photo."""
        return redaction_page(self, request, self._report(request, object_id), uuid)

    def source_view(self, request: HttpRequest, object_id: str, uuid: UUID) -> FileResponse:
        """The photo on which they are drawn."""
        return source_view(request, self._report(request, object_id), uuid)

    def due_view(self, request: HttpRequest) -> HttpResponse:
        """What falls due, day by day."""
        return due_month(self, request)

    def batch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far an act on many reports is."""
        return batch_page(self, request, pk)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history stands on the report's own page."""
        report = self._report(request, object_id)
        return redirect(reverse("admin:aspirations_aspiration_change", args=[report.pk]) + "#riwayat")

    def _report(self, request: HttpRequest, object_id: str) -> Aspiration:
        if not self.has_view_permission(request):
            raise Http404
        key = unquote(object_id)
        if not key.isascii() or not key.isdigit() or len(key) > 18:
            raise Http404
        visible = Aspiration.objects.visible_to(request.user)
        report = (
            visible.for_list()
            .select_related("village__parent", "entered_by", "assigned_to", "unit", "flag__user")
            .select_related("sla_class", "sla_rule")
            .filter(pk=key)
        )
        found = report.first()
        if found is None:
            raise Http404
        return found

    def action_checkbox(self, report: Aspiration) -> SafeString:
        """As Django's, without the two templates that it renders for each row."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            report.pk,
            _("Pilih %(number)s") % {"number": report.number},
        )

    @admin.display(description=_("Laporan"))
    def report_cell(self, report: Aspiration) -> SafeString:
        return render_to_string("admin/aspirations/_report_cell.html", {"report": report})

    @admin.display(description=_("Status"))
    def status_cell(self, report: Aspiration) -> SafeString:
        return render_to_string("aspirations/_status.html", {"report": report})

    @admin.display(description=_("Jatuh tempo"))
    def due_cell(self, report: Aspiration) -> str:
        if report.due_at is None:
            return "–"
        day = date_format(timezone.localtime(report.due_at), "SHORT_DATE_FORMAT")
        if report.is_overdue:
            return format_html('<span class="queue-overdue">{} {}</span>', _("Lewat:"), day)
        soon = report.due_at < timezone.now() + DUE_SOON
        return format_html('<span class="queue-{}">{}</span>', "soon" if soon else "later", day)

    @admin.display(description=_("Umur"))
    def age_cell(self, report: Aspiration) -> str:
        days = working_days_between(report.submitted_at, timezone.now(), calendar_for(report.village))
        return ngettext("%(days)d hari kerja", "%(days)d hari kerja", days) % {"days": days}

    @admin.display(description=_("Desa dan kategori"))
    def place_cell(self, report: Aspiration) -> SafeString:
        kind = Kind(report.kind).label
        return format_html("{}<br><small>{} · {}</small>", report.village.name, report.category.name, kind)

    @admin.display(description=_("Ditangani"))
    def holder_cell(self, report: Aspiration) -> SafeString:
        context = {"report": report, "unopened": _unopened_days(report)}
        return render_to_string("admin/aspirations/_holder_cell.html", context)


def _unopened_days(report: Any) -> int:
    """Whole days for which no agency has opened what it was sent; 0 where one has, or it is new."""
    if report.dispatch_state != DispatchState.SENT:
        return 0
    return int((timezone.now() - report.dispatched_at).days)
