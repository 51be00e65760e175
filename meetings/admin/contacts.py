"""The directory of offices, reusable lists, and how letters are numbered; for who convenes alone.

Telephone numbers and addresses stand here and nowhere else: whoever only reads gets a 404.
"""

import tempfile
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aspirations.exports import download, pieces, write_workbook
from aspirations.services import Refused
from government.permissions import Capability
from meetings.admin.base import TerritoryAdmin
from meetings.exports import contacts as table
from meetings.forms.contacts import ContactForm, ContactListForm, PrepareForm, TableForm, kept_regions
from meetings.models import Contact, ContactList, LetterBook
from meetings.services.directory import may_keep, prepare_offices, take_table, usual_offices

_LIST = "admin:meetings_contact_changelist"


class DistrictFilter(admin.SimpleListFilter):
    """By kecamatan, where the user keeps more than one place."""

    title = gettext_lazy("kecamatan")
    parameter_name = "kecamatan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        regions = [(one.code, one.name) for one in kept_regions(request.user)]
        return regions if len(regions) > 1 else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        code = self.value()
        if not code:
            return queryset
        # The kabupaten's own are those that belong to no kecamatan.
        inside = Q(region=code) | Q(region__code__startswith=f"{code}.") if len(code) > 5 else Q(region=code)
        return queryset.filter(inside)


@admin.action(description=gettext_lazy("Ekspor ke XLSX"))
def export_contacts(model_admin: Any, request: HttpRequest, queryset: QuerySet) -> StreamingHttpResponse:
    """The chosen ones, or all of the list."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- closed when it was sent
    write_workbook(out, table.header(), table.rows(queryset), sheet=_("Kontak"))
    out.seek(0)
    return download(pieces(out), "kontak.xlsx")


@admin.register(Contact)
class ContactAdmin(TerritoryAdmin):
    """Who holds which office."""

    reading = Capability.CONVENE
    region_field = "region"
    form = ContactForm
    change_list_template = "admin/meetings/contacts/list.html"
    list_display = ["title", "name", "office", "region", "phone", "email", "is_active"]
    list_filter = ["office", DistrictFilter, "is_active"]
    list_select_related = ["region"]
    list_per_page = 100
    search_fields = ["title", "name", "region__name"]
    actions = [export_contacts]
    show_facets = admin.ShowFacets.NEVER

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("siapkan/", wrap(self.prepare_view), name="meetings_contact_prepare"),
            path("impor/", wrap(self.import_view), name="meetings_contact_import"),
            path("ekspor/", wrap(self.export_view), name="meetings_contact_export"),
            *super().get_urls(),
        ]

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """All that the user keeps."""
        self._demand(request)
        return export_contacts(self, request, self.get_queryset(request))

    def prepare_view(self, request: HttpRequest) -> HttpResponse:
        """Shows what is missing; a POST adds it."""
        self._demand(request)
        form = PrepareForm(request.POST or request.GET or None, user=request.user)
        regions: Any = form.fields["region"]
        districts = regions.queryset
        district = form.cleaned_data["region"] if form.is_bound and form.is_valid() else districts.first()
        if request.method == "POST" and form.is_valid():
            count = prepare_offices(district, actor=request.user)
            text = ngettext("%(count)d kontak ditambah.", "%(count)d kontak ditambah.", count)
            messages.success(request, text % {"count": count})
            return redirect(_LIST)
        above = bool(district) and may_keep(request.user, district.code[:5])
        missing = usual_offices(district, above=above) if district else []
        context = {"form": form, "district": district, "missing": missing, "districts": districts}
        return self._page(request, "prepare", _("Siapkan jabatan yang biasa diundang"), context)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """A table comes in whole or not at all."""
        self._demand(request)
        sent = request.method == "POST"
        form = TableForm(*([request.POST, request.FILES] if sent else []), user=request.user)
        problems: list[str] = []
        if sent and form.is_valid():
            data = form.cleaned_data
            try:
                taken = take_table(data["file"], data["file"].size, data["region"], actor=request.user)
            except Refused as refused:
                form.add_error("file", str(refused))
            else:
                problems = taken.problems
                if not problems:
                    text = _("%(added)d kontak ditambah, %(same)d sudah ada dan dilewati.")
                    messages.success(request, text % {"added": taken.added, "same": taken.same})
                    return redirect(_LIST)
        context = {"form": form, "problems": problems, "columns": table.header()}
        return self._page(request, "import", _("Impor kontak"), context, status=422 if sent else 200)

    def _demand(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise Http404

    def _page(
        self, request: HttpRequest, name: str, title: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/meetings/contacts/{name}.html", whole, status=status)


@admin.register(ContactList)
class ContactListAdmin(TerritoryAdmin):
    """Lists that are invited together."""

    reading = Capability.CONVENE
    region_field = "region"
    form = ContactListForm
    list_display = ["name", "region"]
    list_select_related = ["region"]
    search_fields = ["name"]
    filter_horizontal = ["contacts"]
    fieldsets = [
        (None, {"fields": ["name", "region", "contacts"]}),
        (gettext_lazy("Isi sekaligus"), {"fields": ["add_offices", "add_list"]}),
    ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "contacts":
            kwargs["queryset"] = Contact.objects.active().visible_to(request.user).order_by("title", "name")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        # A class of this request: fields are shared by all forms of a class.
        return type("OwnContactListForm", (form,), {"user": request.user})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.contacts.add(*form.added())


@admin.register(LetterBook)
class LetterBookAdmin(TerritoryAdmin):
    """How an office numbers its letters."""

    reading = Capability.CONVENE
    region_field = "region"
    list_display = ["region", "pattern", "code", "digits"]
    list_select_related = ["region"]
