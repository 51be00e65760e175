"""Everything that one person did in some days: steps, identities, exports, sign-ins, reference data."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aspirations.forms.fields import DayField
from aspirations.models import Access, AccessKind, Event
from aspirations.permissions import visible_q
from aspirations.services.assignment import person
from government.permissions import Capability, people_within, territories, territory_q

ROWS = 100
WEEK = timedelta(days=6)


class Step(NamedTuple):
    """One act; `address` is the report's page, where there is one."""

    at: datetime
    what: str
    number: str
    address: str
    text: str
    origin: str


class PersonField(forms.ModelChoiceField):
    """People as colleagues call them."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{person(obj)} ({obj.get_username()})"


class TrailForm(forms.Form):
    """Who, and between which days."""

    fields: dict[str, Any]

    siapa: Any = PersonField(label=gettext_lazy("Siapa"), queryset=None, empty_label="–")
    dari = DayField(label=gettext_lazy("Dari"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    sampai = DayField(
        label=gettext_lazy("Sampai"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["siapa"].queryset = watched(user)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("dari") and data.get("sampai") and data["dari"] > data["sampai"]:
            self.add_error("sampai", _("Hari ini sebelum hari yang pertama."))
        elif data.get("sampai") == date.max:
            # The calendar ends before the day after it.
            data["sampai"] = timezone.localdate()
        return data


def watched(user: Any) -> QuerySet[Any]:
    """People whose work this user watches over: all of it lies in the territory."""
    if user.is_superuser:
        return get_user_model().objects.filter(is_staff=True).order_by("first_name", "username")
    return people_within(territories(user, Capability.AUDIT))


def trail_page(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The page; a person of another territory does not exist on it."""
    if not territories(request.user, Capability.AUDIT):
        raise PermissionDenied
    today = timezone.localdate()
    days = {"dari": today - WEEK, "sampai": today}
    form = TrailForm(days | request.GET.dict() if "siapa" in request.GET else None, user=request.user)
    form.initial = days
    nothing: tuple[list[Step], str] = ([], "")
    steps, older = _steps(request, form.cleaned_data) if form.is_valid() else nothing
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Jejak satu orang"),
        "opts": Access._meta,
        "form": form,
        "steps": steps,
        "older": older,
        "is_answered": form.is_valid(),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/aspirations/trail.html", context, status=status)


def _steps(request: HttpRequest, chosen: dict[str, Any]) -> tuple[list[Step], str]:
    """The newest first, and the address of those before them."""
    someone, user = chosen["siapa"], request.user
    since, until = _midnight(chosen["dari"]), _midnight(chosen["sampai"] + timedelta(days=1))
    before = parse_datetime(request.GET.get("sebelum", "")[:40].replace(" ", "+"))
    if before is not None and timezone.is_aware(before):
        until = min(until, before)
    found = [
        *map(_of_event, _newest(_events(user, someone), "at", since, until)),
        *map(_of_access, _newest(_accesses(user, someone), "at", since, until)),
        *map(_of_log, _newest(_log(someone), "action_time", since, until)),
    ]
    found.sort(key=lambda step: step.at, reverse=True)
    if len(found) <= ROWS:
        return found, ""
    # Rows of one moment stay together: the next page begins before it.
    last = found[ROWS - 1].at
    query = urlencode(request.GET.dict() | {"sebelum": last.isoformat()})
    return [step for step in found if step.at >= last], f"?{query}"


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _newest(rows: QuerySet[Any], field: str, since: datetime, until: datetime) -> Iterable[Any]:
    within = rows.filter(**{f"{field}__gte": since, f"{field}__lt": until})
    return within.order_by(f"-{field}", "-pk")[: ROWS + 1]


def _events(user: Any, someone: Any) -> QuerySet[Event]:
    """On reports that the watcher sees, in the territory that is watched."""
    rows = Event.objects.filter(user=someone).select_related("aspiration", "agency")
    if user.is_superuser:
        return rows
    codes = territories(user, Capability.AUDIT)
    return rows.filter(visible_q(user, of="aspiration__"), territory_q("aspiration__village__code", codes))


def _accesses(user: Any, someone: Any) -> QuerySet[Access]:
    return Access.objects.visible_to(user).of_person(someone).select_related("aspiration")


def _log(someone: Any) -> QuerySet[LogEntry]:
    """What the admin itself keeps of reference data and roles."""
    return LogEntry.objects.filter(user=someone).select_related("content_type")


def _address(pk: int) -> str:
    return reverse("admin:aspirations_aspiration_change", args=[pk])


def _of_event(event: Event) -> Step:
    report = event.aspiration
    origin = _origin(event)
    return Step(event.at, event.label, report.number, _address(report.pk), event.text, origin)


def _of_access(access: Access) -> Step:
    report = access.aspiration
    number, address = (report.number, _address(report.pk)) if report else ("", "")
    return Step(access.at, str(access.get_kind_display()), number, address, about(access), _origin(access))


def _of_log(entry: LogEntry) -> Step:
    kind = entry.content_type.name if entry.content_type else ""
    what = _("Data acuan: %(kind)s") % {"kind": kind}
    return Step(entry.action_time, what, "", "", f"{entry.object_repr}. {entry.get_change_message()}", "")


def _origin(row: Event | Access) -> str:
    return " · ".join(part for part in (row.place, row.device) if part)


def about(access: Access) -> str:
    """What was taken out, or why an identity was looked at."""
    if access.kind != AccessKind.EXPORT:
        return access.reason
    rows = ngettext("%(rows)d baris", "%(rows)d baris", access.count or 0) % {"rows": access.count}
    return f"{access.what}: {rows}{_written(access.filters)}"


def _written(filters: Any) -> str:
    chosen = ", ".join(f"{name}={value}" for name, value in (filters or {}).items() if value)
    return f" ({chosen})" if chosen else ""
