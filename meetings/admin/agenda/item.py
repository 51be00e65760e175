"""One item: its words, and the reports and promises that stand on it."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aspirations.models import Aspiration
from aspirations.services import Actor, Conflict, Refused
from aspirations.workflow import Who
from meetings.admin.agenda.tree import address, may_change, number
from meetings.admin.tabs import show
from meetings.forms.agenda import EditItemForm
from meetings.models import AgendaAspiration, AgendaItem, FollowUp, Meeting
from meetings.permissions import may_convene
from meetings.services.agenda import (
    AgendaNode,
    ItemData,
    carry,
    carry_obstacles,
    drop_carried,
    drop_from_agenda,
    edit_item,
    obstacle,
    obstacles_at,
    propose_agenda,
    remove_item,
    staff_agenda,
    state_of,
)
from meetings.services.agenda.reading import flat

MOST_FOUND = 20


def item_page(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting, item: int
) -> HttpResponse:
    """The form and what stands on it; a POST does one thing. What the user does not see is 404."""
    node = _node(meeting, request.user, item)
    form, status = EditItemForm.of(node.item, state_of(node.item)), 200
    if request.method == "POST":
        if not may_convene(request.user, meeting):
            raise Http404
        if request.POST.get("do") == "save":
            form, status = EditItemForm(request.POST), 422
            if answer := _save(request, meeting, node.item, form):
                return answer
        else:
            return _act(request, meeting, node.item)
    words = request.GET.get("q", "").strip()[:200]
    context = {
        "node": _node(meeting, request.user, item) if status == 422 else node,
        "form": form,
        "may_change": may_change(request.user, meeting),
        "q": words,
        "found": _search(meeting, request.user, words) if words else [],
        "promises": _promises(meeting, request.user),
    }
    template = "admin/meetings/agenda_item.html"
    return show(model_admin, request, meeting, "agenda", context, template=template, status=status)


def _node(meeting: Meeting, user: Any, item: int) -> AgendaNode:
    for node in flat(staff_agenda(meeting, user)):
        if node.item.pk == item:
            return node
    raise Http404


def _here(meeting: Meeting, item: AgendaItem) -> str:
    return reverse("admin:meetings_meeting_agenda_item", args=[meeting.pk, item.pk])


def _save(
    request: HttpRequest, meeting: Meeting, item: AgendaItem, form: EditItemForm
) -> HttpResponse | None:
    """None where it could not be saved: what was typed stays, and a second try knows what is there now."""
    if not form.is_valid():
        return None
    seen = form.cleaned_data["seen"]
    try:
        edit_item(meeting, item.pk, ItemData(**form.words), actor=request.user, seen=seen)
    except Conflict as conflict:
        now = AgendaItem.objects.seen_by(request.user).filter(meeting=meeting, pk=item.pk).first()
        form.add_error(None, str(conflict))
        if now is not None:
            typed = request.POST.copy()
            typed["seen"] = state_of(now)
            form.data = typed
        return None
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, _("Mata acara disimpan."))
    return redirect(address(meeting, item.pk))


def _act(request: HttpRequest, meeting: Meeting, item: AgendaItem) -> HttpResponse:
    """Whatever else was pressed."""
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        messages.success(request, act(request, meeting, item))
    except Refused as refused:
        messages.error(request, str(refused))
    gone = act is _remove and not AgendaItem.objects.seen_by(request.user).filter(pk=item.pk).exists()
    return redirect(address(meeting) if gone else _here(meeting, item))


def _remove(request: HttpRequest, meeting: Meeting, item: AgendaItem) -> str:
    remove_item(meeting, item.pk, actor=request.user)
    return _("Mata acara dihapus: %(title)s") % {"title": item.title}


def _attach(request: HttpRequest, meeting: Meeting, item: AgendaItem) -> str:
    keys = [key for key in map(number, request.POST.getlist("report")) if key is not None]
    reports = list(Aspiration.objects.visible_to(request.user).for_list().filter(pk__in=keys))
    if not reports:
        raise Refused(_("Pilih sedikitnya satu laporan."))
    propose_agenda(meeting, reports, actor=Actor(Who.TRIAGE, request.user), item=item)
    text = ngettext("%(count)d laporan dilampirkan.", "%(count)d laporan dilampirkan.", len(reports))
    return text % {"count": len(reports)}


def _detach(request: HttpRequest, meeting: Meeting, item: AgendaItem) -> str:
    rows = AgendaAspiration.objects.visible_to(request.user).select_related(
        "aspiration", "meeting__series", "meeting__host_district"
    )
    row = rows.filter(meeting=meeting, item=item, pk=number(request.POST.get("row"))).first()
    if row is None:
        raise Refused(_("Laporan ini tidak lagi pada agenda itu."))
    drop_from_agenda(row, actor=Actor(Who.TRIAGE, request.user), with_item=False)
    return _("%(number)s dikeluarkan dari agenda.") % {"number": row.aspiration.number}


def _carry(request: HttpRequest, meeting: Meeting, item: AgendaItem) -> str:
    keys = [key for key in map(number, request.POST.getlist("promise")) if key is not None]
    found = list(_visible_promises(request.user).filter(pk__in=keys))
    if not found:
        raise Refused(_("Pilih sedikitnya satu janji."))
    carry(meeting, found, actor=request.user, item=item.pk)
    text = ngettext("%(count)d janji dilampirkan.", "%(count)d janji dilampirkan.", len(found))
    return text % {"count": len(found)}


def _uncarry(request: HttpRequest, meeting: Meeting, item: AgendaItem) -> str:
    drop_carried(meeting, number(request.POST.get("row")), actor=request.user)
    return _("Janji dikeluarkan dari agenda.")


_ACTS = {
    "remove": _remove,
    "attach": _attach,
    "detach": _detach,
    "carry": _carry,
    "uncarry": _uncarry,
}


def _search(meeting: Meeting, user: Any, words: str) -> list[tuple[Aspiration, str]]:
    """Open reports of the kecamatan, each with what keeps it from this agenda ("" where nothing does)."""
    rows = Aspiration.objects.visible_to(user).open().matching_for_staff(words)
    rows = rows.filter(village__code__startswith=f"{meeting.host_district_id}.")
    found = list(rows.for_list().order_by("-submitted_at", "-pk")[:MOST_FOUND])
    late = obstacles_at(meeting, found)
    return [(report, late.get(report.pk) or obstacle(report, user)) for report in found]


def _visible_promises(user: Any) -> Any:
    return FollowUp.objects.visible_to(user).select_related(
        "agency", "unit", "decision__meeting__series", "decision__meeting__host_district"
    )


def _promises(meeting: Meeting, user: Any) -> list[FollowUp]:
    """Those of earlier stops that may stand here, the most urgent first."""
    rows = (
        _visible_promises(user)
        .open()
        .filter(
            decision__status="adopted",
            decision__meeting__host_district=meeting.host_district_id,
            decision__meeting__starts_at__lt=meeting.starts_at,
        )
    )
    found = list(rows.order_by("target_on", "pk")[:MOST_FOUND])
    late = carry_obstacles(meeting, found)
    return [row for row in found if row.pk not in late]
