"""Sharing work out: who would get what is shown before it is ordered; one act, one undo."""

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from aspirations import services
from aspirations.forms.batch import handlers_of_any, units_around
from aspirations.forms.sharing import ShareForm
from aspirations.models import Aspiration
from aspirations.origins import origin_of
from aspirations.services import Refused
from aspirations.services.batches import MOST
from aspirations.services.sharing import VERB, Shares, shares
from government.models import Unit
from government.permissions import Capability, staff_within, territories, units_of


def share_page(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    queryset: Any,
    *,
    leaver: Any = None,
) -> HttpResponse | None:
    """The chosen reports, or all that somebody holds who leaves; `order` in the POST orders it."""
    chosen = list(queryset.order_by("due_at", "submitted_at", "pk").defer(None)[: MOST + 1])
    if len(chosen) > MOST and leaver is None:
        messages.error(request, _("Paling banyak %(most)d laporan sekaligus.") % {"most": MOST})
        return None
    obstacles = {report: services.obstacle(report, VERB, request.user) for report in chosen[:MOST]}
    touched = [report for report, why in obstacles.items() if not why]
    form = _form(request, touched, leaver)
    found = _planned(form, touched)
    if found and "order" in request.POST:
        movable = [report for report in touched if report.pk in found.given]
        try:
            batch = services.order(
                movable, VERB, fields=found.fields, user=request.user, origin=origin_of(request)
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("admin:aspirations_batch", batch.pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Serahkan pekerjaan %(name)s") % {"name": _name(leaver)} if leaver else _("Bagi rata"),
        "opts": Aspiration._meta,
        "form": form,
        "shares": found,
        "rows": _rows(touched, found),
        "chosen": chosen,
        "untouched": [(report, why) for report, why in obstacles.items() if why],
        "is_cut": len(chosen) > MOST,
        "most": MOST,
        "action": "" if leaver else f"many_{VERB}",
        "checkbox": ACTION_CHECKBOX_NAME,
        "list_url": _back(request, leaver),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return TemplateResponse(request, "admin/aspirations/share.html", context, status=status)


def handover_page(model_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Everything open that one person of the own territory holds and the user may give away."""
    codes = territories(request.user, Capability.TRIAGE)
    people = staff_within(codes, active=False) if codes else get_user_model().objects.none()
    leaver = people.filter(pk=pk).first()
    if leaver is None:
        raise Http404
    held = Aspiration.objects.visible_to(request.user).for_list().open().held_by(leaver)
    page = share_page(model_admin, request, held, leaver=leaver)
    if page is None:
        raise Http404
    return page


def _form(request: HttpRequest, reports: list[Aspiration], leaver: Any) -> ShareForm:
    data = request.POST if {"order", "plan"} & request.POST.keys() else None
    people = handlers_of_any(reports)
    if leaver is not None:
        people = people.exclude(pk=leaver.pk)
    units = units_around(reports)
    # Of one who leaves, where most of it lies; the own memberships may be gone.
    lying = Counter(report.unit_id for report in reports if report.unit_id)
    own = [pk for pk, __ in lying.most_common(1)] if leaver else units_of(request.user)
    unit: Unit | None = units.filter(pk__in=own).first() if own else None
    return ShareForm(data, people=people, units=units, unit=unit)


def _planned(form: ShareForm, reports: list[Aspiration]) -> Shares | None:
    """As typed, or as the page opens where a unit is at hand."""
    if form.is_bound:
        data = form.cleaned_data if form.is_valid() else {}
    else:
        given = form.initial
        data = {
            "unit": form.fields["unit"].queryset.filter(pk=given["unit"]).first(),
            "people": form.fields["people"].queryset.filter(pk__in=given["people"]),
        }
    if not reports or not (data.get("unit") or data.get("people")):
        return None
    return shares(reports, data["people"], data["unit"])


def _rows(reports: list[Aspiration], found: Shares | None) -> list[tuple[Aspiration, str]]:
    if found is None:
        return [(report, "") for report in reports]
    names = {one.pk: _name(one) for one in found.people}
    where = str(found.unit or "")
    return [
        (report, names.get(found.given[report.pk] or 0, where) if report.pk in found.given else "")
        for report in reports
    ]


def _name(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())


def _back(request: HttpRequest, leaver: Any) -> str:
    return reverse("admin:aspirations_load") if leaver else request.get_full_path()
