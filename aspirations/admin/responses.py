"""Response templates at the desk."""

from types import SimpleNamespace
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from aspirations import receipts
from aspirations.models import Aspiration, ResponseTemplate
from aspirations.responses import fill
from government.admin.reference import ReferenceAdmin


@admin.register(ResponseTemplate)
class ResponseTemplateAdmin(ReferenceAdmin):
    """Texts that a desk writes again and again."""

    list_display = ["name", "step", "category", "region", "is_active", "position"]
    list_filter = ["step", "is_active"]
    list_select_related = ["category", "region"]
    search_fields = ["name", "text"]
    change_form_template = "admin/aspirations/response_form.html"

    def get_urls(self) -> list[Any]:
        preview = path(
            "<int:pk>/preview/",
            self.admin_site.admin_view(self.preview_view),
            name="aspirations_response_preview",
        )
        return [preview, *super().get_urls()]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The text as it would be filled, for a report that this user sees or for an example."""
        template = ResponseTemplate.objects.filter(pk=pk).first()
        if template is None or not self.has_view_permission(request, template):
            raise Http404
        number = request.GET.get("laporan", "")[:20]
        report = _report(request.user, number) if number else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Pratinjau templat jawaban"),
            "opts": self.opts,
            "template": template,
            "number": number,
            "report": report,
            "text": fill(template.text, report or _example()),
        }
        return TemplateResponse(request, "admin/aspirations/response_preview.html", context)


def _report(user: Any, number: str) -> Aspiration | None:
    rows = Aspiration.objects.visible_to(user).for_list()
    return rows.filter(number=receipts.read_number(number)).first()


def _example() -> Any:
    """What a report has that a template can name."""
    named = {name: SimpleNamespace(name=text) for name, text in _NAMES.items()}
    return SimpleNamespace(number="AS-2026-00412", due_at=timezone.now(), **named)


_NAMES = {"village": "Sri Mulyo", "category": "Jembatan", "agency": "Dinas Pekerjaan Umum"}
