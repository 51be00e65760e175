"""Lists of tours and stops within the user's territory; what is typed there goes through the services."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from aspirations.services import Refused
from government.permissions import Capability, territories, territory_q
from meetings import services
from meetings.admin import planner
from meetings.admin.base import TerritoryAdmin
from meetings.admin.rules import inlines_of
from meetings.admin.tabs import addresses, bar
from meetings.forms.stops import StopForm
from meetings.models import Meeting, Series
from meetings.permissions import may_convene


class ServedAdmin(TerritoryAdmin):
    """A form whose service may still say no: somebody was faster."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(request.get_full_path())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The service has written it all."""


@admin.register(Series)
class SeriesAdmin(ServedAdmin):
    """Tours; each has its planner."""

    region_field = "region"
    change_form_template = "admin/meetings/series.html"
    list_display = ["name", "kind", "year", "region", "planner"]
    list_filter = ["kind", "year"]
    list_select_related = ["region"]
    search_fields = ["name"]

    def get_urls(self) -> list[URLPattern]:
        return [*planner.addresses(self), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Series, form: Any, change: bool) -> None:
        services.save_series(obj, actor=request.user)

    @admin.display(description=_("Perencana"))
    def planner(self, series: Series) -> str:
        """To the page that lays the tour out."""
        address = reverse("admin:meetings_series_planner", args=[series.pk])
        return format_html('<a href="{}">{}</a>', address, _("Buka perencana"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What hangs on it: the rules of its usulan."""
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [*super().get_inlines(request, obj), *inlines_of(obj)]


class StopList(ChangeList):
    """Leads to the desk of a stop, not to its form."""

    def url_for_result(self, result: Any) -> str:
        return reverse("admin:meetings_meeting_overview", args=[result.pk])


@admin.register(Meeting)
class MeetingAdmin(ServedAdmin):
    """Stops; each has its desk of tabs."""

    region_field = "host_district"
    form = StopForm
    change_form_template = add_form_template = "admin/meetings/data.html"
    list_display = ["__str__", "series", "starts_at", "where", "visibility", "status"]
    list_filter = ["series__kind", "status", "visibility"]
    list_select_related = ["series", "host_district", "host_village"]
    date_hierarchy = "starts_at"
    search_fields = ["place", "theme"]
    filter_horizontal = ["leaders"]

    @admin.display(description=_("tempat"), ordering="place")
    def where(self, meeting: Meeting) -> str:
        """With its desa."""
        return meeting.venue

    def get_urls(self) -> list[URLPattern]:
        return [*addresses(self), *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StopList

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        may_write = obj is None or may_convene(request.user, obj)
        hours = [("day", "since", "until"), "last_day"] if may_write else ["starts_at", "ends_at"]
        confirmed = ["confirmed"] if may_write else []
        return [
            (
                None,
                {"fields": [*confirmed, ("series", "number"), ("host_district", "host_village"), "place"]},
            ),
            (_("Waktu"), {"fields": hours}),
            (
                _("Keterangan"),
                {"fields": ["theme", "visibility", ("capacity", "quorum_percent"), "leaders"]},
            ),
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "series":
            kwargs["queryset"] = _open_series(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:
        given = {"actor": request.user, "confirmed": form.cleaned_data["confirmed"]}
        if change:
            services.edit_stop(obj, form.plan, **given)
        else:
            obj.pk = services.plan_stop(form.plan, **given).pk

    def response_post_save_add(self, request: HttpRequest, obj: Meeting) -> HttpResponseRedirect:
        return redirect("admin:meetings_meeting_overview", obj.pk)

    def response_post_save_change(self, request: HttpRequest, obj: Meeting) -> HttpResponseRedirect:
        return redirect("admin:meetings_meeting_overview", obj.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        meeting = self.get_object(request, object_id)
        extra = {"meeting": meeting, "tabs": bar(request.user, meeting, "data")} if meeting else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **extra})


def _open_series(user: Any) -> Any:
    """Of the user's territory, and the tours of the kabupaten around it."""
    codes = territories(user, Capability.CONVENE)
    around = {code[:5] for code in codes if code}
    return Series.objects.filter(territory_q("region__code", codes) | Q(region_id__in=around))
